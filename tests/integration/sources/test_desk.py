"""A file from the web to a profile and through its import, in the process that works on it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from entas.access.models import Role
from entas.access.scope import NotAllowed, Scope, scope_of
from entas.audit.models import Event
from entas.cli.main import main
from entas.pipeline import uploads
from entas.pipeline.intake import import_list
from entas.pipeline.uploads import MOST_ATTEMPTS, work_on
from entas.sources.desk import actions
from entas.sources.desk.queries import NoSuchUpload, mapping_of, upload
from entas.sources.mapping import Mapped, Mapping, NotAMapping
from entas.sources.models import Batch, BatchState, Listing, Profile, Row, Upload, UploadState
from entas.sources.profiles import UnknownSource, layout_of, named, profiles, source_of
from tests.datasets.agencies import AGENCIES
from tests.factories.areas import GROBOGAN, KLATEN, KLATEN_OTHER_VILLAGE
from tests.factories.instruments import PLN
from tests.factories.lists import workbook
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

RTLH = next(one for one in AGENCIES if one.name == "rtlh-perkim")


@pytest.fixture
def officer(areas) -> Scope:
    return scope_of(make_user("dinsos-klaten", (Role.SOCIAL_OFFICE, KLATEN)))


@pytest.fixture
def brought(officer: Scope, now: datetime, tmp_path: Path):
    """`brought(rows)`: a file with these rows, brought by the officer of Klaten."""

    def _brought(rows: list[list[Any]], name: str = "rtlh.xlsx") -> Upload:
        named_rows = [dict(zip(map(str, range(len(rows[0]))), row, strict=False)) for row in rows]
        path = workbook(tmp_path / name, Data=[dict.fromkeys(named_rows[0], ""), *named_rows])
        return actions.bring(
            name=name, content=[path.read_bytes()], scope=officer, by=officer.actor, now=now
        )

    return _brought


def fresh(item: Upload) -> Upload:
    return Upload.objects.get(pk=item.pk)


def chosen(item: Upload) -> Mapping:
    """What the guess says, corrected by the truth of the sheet."""
    found = mapping_of(item)
    fields = [RTLH.truth[one.header] for one in found.columns]
    return Mapping(
        "general",
        "listing",
        tuple(Mapped(one.header, field) for one, field in zip(found.columns, fields, strict=True)),
    )


def test_a_file_is_looked_at_and_what_was_seen_names_nobody(brought, now) -> None:
    item = brought(RTLH.rows)
    work_on(item.pk, now=now)
    item = fresh(item)
    assert (item.state, item.attempts) == (UploadState.WAITING, 0)
    assert [one["header"] for one in item.draft["columns"]] == list(RTLH.truth)
    assert mapping_of(item).base in {"general", "simperum"}
    text = str(item.draft).upper()
    assert "SUTRISNO" not in text
    assert "SITI" not in text
    assert not [nik for nik in RTLH.cells["No. KTP"] if nik in text]
    roof = item.draft["columns"][7]
    assert {form for form, _ in roof["forms"]} == {"Genteng", "Seng", "Asbes"}


def test_names_under_a_header_nobody_could_place_are_hidden(brought, now) -> None:
    rows = [["Xyz", "Desa", "Kec"], *[[name, "Sanggrahan", "Prambanan"] for name in
            ("Sutrisno", "Siti Aminah", "Joko Susilo", "Ngatinem")]]  # fmt: skip
    item = brought(rows)
    work_on(item.pk, now=now)
    text = str(fresh(item).draft).upper()
    assert "SUTRISNO" not in text
    assert "AMINAH" not in text


def test_a_profile_is_saved_and_read_with_like_a_layout(brought, officer, now) -> None:
    item = brought(RTLH.rows)
    work_on(item.pk, now=now)
    profile = actions.save_profile(
        title="RTLH Perkim", agency="Dinas Perkim", mapping=chosen(fresh(item)), scope=officer,
        by=officer.actor, now=now,
    )  # fmt: skip
    assert (source_of(profile), profile.area_code) == ("rtlh-perkim@1", KLATEN)
    assert actions.queue(upload=item, source=source_of(profile), as_of=date(2023, 7, 1))

    work_on(item.pk, now=now)

    item = fresh(item)
    assert (item.state, item.message) == (UploadState.DONE, "")
    batch = Batch.objects.get()
    assert (item.batch_id, batch.layout, batch.as_of) == (
        batch.pk, "rtlh-perkim@1", date(2023, 7, 1),
    )  # fmt: skip
    assert batch.received_by == officer.actor
    assert Listing.objects.filter(values__roof="zinc").count() == 4
    assert not actions.path_of(item).exists()
    kinds = set(Event.objects.values_list("action", flat=True))
    assert {"upload.brought", "profile.saved", "batch.received", "batch.registered"} <= kinds


def test_the_next_file_is_imported_on_the_command_line(
    brought, officer, now, tmp_path, capsys
) -> None:
    item = brought(RTLH.rows)
    work_on(item.pk, now=now)
    actions.save_profile(
        title="RTLH Perkim", agency="", mapping=chosen(fresh(item)), scope=officer, by="x", now=now
    )
    file = workbook(tmp_path / "next.xlsx", Data=[
        {header: cells[at] for header, cells in RTLH.cells.items()} for at in range(3)
    ])  # fmt: skip
    assert main(["import", str(file), "--profile", "rtlh-perkim"]) == 0
    assert "rtlh-perkim@1" in capsys.readouterr().out
    assert Listing.objects.count() == 3
    assert main(["import", str(file), "--profile", "lain"]) == 1
    assert "choose one of rtlh-perkim" in capsys.readouterr().err
    assert main(["import", str(file)]) == 2


def test_a_correction_is_the_next_version_and_the_old_one_stays(brought, officer, now) -> None:
    item = brought(RTLH.rows)
    work_on(item.pk, now=now)
    first = chosen(fresh(item))
    second = Mapping(first.base, first.kind, (*first.columns[:-1], Mapped("Ket.")))
    save = {"title": "RTLH", "agency": "Perkim", "scope": officer, "by": "x", "now": now}
    versions = [
        actions.save_profile(mapping=mapping, **save).version for mapping in (first, first, second)
    ]
    assert versions == [1, 1, 2]
    assert named("rtlh").version == 2
    assert named("rtlh@1").mapping == first.as_json()
    assert "note" in {column.field for column in layout_of("rtlh@1").sheets[0].columns}
    with pytest.raises(UnknownSource):
        layout_of("rtlh@3")


def test_a_corrected_profile_reads_the_same_file_anew_and_its_listings_stand_alone(
    brought, officer, now
) -> None:
    item = brought(RTLH.rows)
    work_on(item.pk, now=now)
    first = chosen(fresh(item))
    second = Mapping(first.base, first.kind, (*first.columns[:-1], Mapped("Ket.")))
    path = actions.path_of(item)
    kept = []
    for mapping in (first, second):
        profile = actions.save_profile(
            title="RTLH", agency="", mapping=mapping, scope=officer, by="x", now=now
        )
        import_list(path, source=source_of(profile), by="x", now=now)
        kept.append({listing.batch.layout for listing in Listing.objects.select_related("batch")})
    assert kept == [{"rtlh@1"}, {"rtlh@2"}]
    assert Listing.objects.count() == 12
    assert Batch.objects.count() == 2


def test_a_list_that_names_villages_alone_is_read_in_the_kabupaten_of_its_profile(
    officer, now, tmp_path, capsys
) -> None:
    mapping = Mapping("general", "listing", (Mapped("Orang", "name"), Mapped("Desa", "village"),
                                             Mapped("Atap", "roof")))  # fmt: skip
    actions.save_profile(title="Kami", agency="", mapping=mapping, scope=officer, by="x", now=now)
    path = workbook(
        tmp_path / "a.xlsx", S=[{"Orang": "Siti", "Desa": "Sanggrahan", "Atap": "Seng"}]
    )
    assert main(["import", str(path), "--profile", "kami"]) == 0
    assert Listing.objects.get().village_code == KLATEN_OTHER_VILLAGE


def test_the_command_line_says_whose_list_it_is(areas, tmp_path, capsys) -> None:
    bare = {key: value for key, value in PLN.items() if key not in {"Kabupaten", "Kecamatan"}}
    path = workbook(tmp_path / "pln.xlsx", S=[bare])
    assert main(["import", str(path), "--source", "pln", "--dry-run"]) == 1
    assert "area_missing" in capsys.readouterr().out
    assert main(["import", str(path), "--source", "pln", "--area", KLATEN]) == 0


def test_a_profile_is_seen_where_it_was_saved(officer, now) -> None:
    mapping = Mapping("general", "listing", (Mapped("A", "name"), Mapped("B", "village")))
    elsewhere = scope_of(make_user("dinsos-grobogan", (Role.SOCIAL_OFFICE, GROBOGAN)))
    province = scope_of(make_user("provinsi", (Role.PROVINCE_ADMIN, "33")))
    for scope, title in ((officer, "Kami"), (elsewhere, "Kami"), (province, "Bersama")):
        actions.save_profile(title=title, agency="", mapping=mapping, scope=scope, by="x", now=now)
    assert [one.key for one in profiles(scope=officer)] == ["bersama", "kami"]
    assert [one.key for one in profiles(scope=elsewhere)] == ["bersama", "kami-3315"]
    assert [one.key for one in profiles(scope=province)] == ["bersama", "kami", "kami-3315"]


def test_what_cannot_be_read_with_is_not_saved(officer, now, cast) -> None:
    lacking = Mapping("general", "listing", (Mapped("A", "name"),))
    whole = Mapping("general", "listing", (Mapped("A", "name"), Mapped("B", "village")))
    with pytest.raises(NotAMapping, match="village"):
        actions.save_profile(title="X", agency="", mapping=lacking, scope=officer, by="x", now=now)
    with pytest.raises(actions.NoTitle):
        actions.save_profile(title=" ", agency="", mapping=whole, scope=officer, by="x", now=now)
    planner = scope_of(cast.planner)
    with pytest.raises(NotAllowed):
        actions.save_profile(title="X", agency="", mapping=whole, scope=planner, by="x", now=now)
    with pytest.raises(NotAllowed):
        actions.bring(name="x", content=[], scope=planner, by="x", now=now)
    assert not Profile.objects.exists()


def test_a_file_is_its_bringers_own(brought, now, officer) -> None:
    item = brought(RTLH.rows)
    assert upload(scope=officer, upload_id=item.pk) == item
    other = scope_of(make_user("provinsi", (Role.PROVINCE_ADMIN, "33")))
    with pytest.raises(NoSuchUpload):
        upload(scope=other, upload_id=item.pk)


def test_a_known_layout_that_reads_the_file_is_offered(brought, now) -> None:
    item = brought([list(PLN), list(PLN.values()), list(PLN.values())])
    work_on(item.pk, now=now)
    assert fresh(item).draft["fits"][0]["source"] == "pln"


def test_a_file_that_is_no_list_is_refused_with_its_reason(officer, now) -> None:
    item = actions.bring(
        name="foto.xlsx", content=[b"\x89PNG", b"..."], scope=officer, by=officer.actor, now=now
    )
    work_on(item.pk, now=now)
    item = fresh(item)
    assert (item.state, "foto.xlsx is a picture" in item.message) == (UploadState.REFUSED, True)


def test_a_name_cannot_lead_out_of_its_folder(officer, now, tmp_path) -> None:
    item = actions.bring(
        name="../../etc/passwd", content=[b"x"], scope=officer, by=officer.actor, now=now
    )
    assert actions.path_of(item).parent == tmp_path / "uploads" / str(item.pk)


def test_an_import_cut_off_anywhere_is_taken_up_again(brought, officer, now, monkeypatch) -> None:
    item = brought([list(PLN), list(PLN.values())])
    work_on(item.pk, now=now)

    class PowerCut(BaseException):
        """What no handler sees: the machine is off."""

    for at in ("entas.sources.actions._write_rows", "entas.pipeline.intake.keep_listings",
               "entas.pipeline.intake.settle"):  # fmt: skip
        Upload.objects.update(state=UploadState.QUEUED, source="pln", attempts=0)
        with monkeypatch.context() as cut:
            for undo in ("entas.sources.actions._forget", "entas.pipeline.intake.fail"):
                cut.setattr(undo, lambda *_, **__: None)
            cut.setattr(at, lambda *_, **__: (_ for _ in ()).throw(PowerCut))
            with pytest.raises(PowerCut):
                work_on(item.pk, now=now)
        assert fresh(item).state == UploadState.RUNNING
        work_on(item.pk, now=now)
        item = fresh(item)
        assert (item.state, item.message) == (UploadState.DONE, ""), at
        assert (Listing.objects.count(), Row.objects.count()) == (1, 1)
        assert Batch.objects.get().state == BatchState.REGISTERED
        Batch.objects.all().delete()
        item.delete()
        item = brought([list(PLN), list(PLN.values())])
        work_on(item.pk, now=now)


def test_a_file_that_kills_its_process_each_time_is_given_up(brought, now) -> None:
    item = brought(RTLH.rows)
    Upload.objects.update(attempts=MOST_ATTEMPTS)
    work_on(item.pk, now=now)
    assert (fresh(item).state, fresh(item).message) == (UploadState.REFUSED, uploads.FAULT)


def test_a_fault_of_the_program_is_noted_without_its_text(brought, now, monkeypatch) -> None:
    item = brought(RTLH.rows)
    monkeypatch.setattr(uploads, "look", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work_on(item.pk, now=now)
    assert fresh(item).message == uploads.FAULT


def test_a_file_imported_before_leads_to_that_list(brought, now, tmp_path) -> None:
    item = brought([list(PLN), list(PLN.values())])
    report = import_list(actions.path_of(item), source="pln", by="x", now=now)
    work_on(item.pk, now=now)
    actions.queue(upload=item, source="pln", as_of=None)
    work_on(item.pk, now=now)
    assert fresh(item).batch_id == report.batch_id
    assert "received before" in fresh(item).message


def test_one_process_at_a_time_works_on_a_file(brought) -> None:
    item = brought(RTLH.rows)
    with uploads.lock(item) as held, uploads.lock(item) as second:
        assert held is not None
        assert second is None
    with uploads.lock(item) as again:
        assert again is not None


def test_a_database_that_is_held_by_an_import_is_waited_for() -> None:
    answers = iter([OperationalError("database is locked"), OperationalError("database is locked")])

    def write() -> str:
        for error in answers:
            raise error
        return "written"

    assert uploads.patiently(write) == "written"
    with pytest.raises(OperationalError, match="no such table"):
        uploads.patiently(lambda: (_ for _ in ()).throw(OperationalError("no such table: x")))


def test_a_profile_whose_base_has_changed_keeps_nobody_from_the_desk(brought, officer, now) -> None:
    mapping = Mapping("general", "listing", (Mapped("A", "name"), Mapped("B", "village")))
    actions.save_profile(title="Lama", agency="", mapping=mapping, scope=officer, by="x", now=now)
    Profile.objects.update(mapping={"base": "gone", "kind": "listing", "columns": []})
    item = brought([list(PLN), list(PLN.values())])
    work_on(item.pk, now=now)
    assert [one["source"] for one in fresh(item).draft["fits"]] == ["pln"]


def test_who_lost_the_role_meanwhile_imports_nothing(brought, now, officer) -> None:
    from entas.access.models import Grant

    item = brought([list(PLN), list(PLN.values())])
    work_on(item.pk, now=now)
    actions.queue(upload=item, source="pln", as_of=None)
    Grant.objects.all().delete()
    work_on(item.pk, now=now)
    assert fresh(item).state == UploadState.REFUSED
    assert not Batch.objects.exists()
