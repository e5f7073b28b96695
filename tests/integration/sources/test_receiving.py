"""Receiving a list: kept whole, never twice, limited to the receiver's areas, read by scope."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings

from entas.access.scope import NotAllowed, Permission, Scope, system_scope
from entas.audit.models import Event
from entas.sources import queries
from entas.sources.actions import fail, folder, receive, settle
from entas.sources.findings import ASSUMPTIONS, FINDINGS, REASONS
from entas.sources.models import Batch, BatchState, Finding, Row
from entas.sources.preparation import AlreadyReceived, NoSuchFile, UnknownSource, prepare
from entas.sources.readers.refusals import EmptyFile
from tests.datasets.dirty.files import Sheet, csv, xls, xlsx
from tests.datasets.dirty.make import CASES
from tests.datasets.dirty.people import all_changed, changed, table
from tests.factories.areas import GROBOGAN, GROBOGAN_VILLAGE, KLATEN, KLATEN_VILLAGE, make_tree
from tests.unit.sources.test_dirty import read_and_clean

pytestmark = pytest.mark.django_db(transaction=True)

SOURCE = "p3ke-2022"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path / "home"
    make_tree()
    return settings.HOME


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Two rows of Klaten, one of Grobogan, one of nowhere; the second has a NIK of 15 digits."""
    rows = all_changed(
        Kode_Kemdagri=[KLATEN_VILLAGE, KLATEN_VILLAGE, GROBOGAN_VILLAGE, ""],
        Desa_Kelurahan=["KEBONDALEM KIDUL", "KEBONDALEM KIDUL", "KARANGLANGU", "ENTAH"],
    )
    rows[2][10] = "331001450483000"
    path = tmp_path / "mixed.xlsx"
    xlsx(path, Sheet("Individu", rows))
    return path


def office(code: str, actor: str = "office") -> Scope:
    return Scope(actor=actor, areas=dict.fromkeys(Permission, (code,)))


def test_a_list_is_kept_with_its_rows_findings_and_original(mixed: Path, now: datetime) -> None:
    batch = receive(mixed, source=SOURCE, by="siti", now=now)
    assert batch.counts == {"registered": 3, "review": 1}
    assert batch.state == BatchState.RECEIVED
    assert (batch.as_of, batch.received_by) == (date(2022, 12, 1), "siti")
    rows = Row.objects.order_by("number").values_list("number", "outcome", "reason", "village_code")
    assert list(rows) == [
        (2, "registered", "", KLATEN_VILLAGE),
        (3, "registered", "", KLATEN_VILLAGE),
        (4, "registered", "", GROBOGAN_VILLAGE),
        (5, "review", "area_name_unknown", ""),
    ]
    found = Finding.objects.order_by("number").values_list(
        "number", "column", "code", "severity", "received", "village_code"
    )
    assert list(found) == [
        (3, "NIK", "nik_length", "warning", "331001450483000", KLATEN_VILLAGE),
        (5, "Kode Kemdagri", "area_name_unknown", "error", "", ""),
    ]
    kept = folder(batch)
    assert kept.is_relative_to(settings.HOME)
    assert (kept / "original.xlsx").read_bytes() == mixed.read_bytes()
    assert Event.objects.get(action="batch.received").subject == f"batch:{batch.pk}"


def test_a_row_is_shown_exactly_as_it_came(mixed: Path, now: datetime) -> None:
    batch = receive(mixed, source=SOURCE, by="siti", now=now)
    scope = system_scope()
    cells = queries.cells_as_received(scope=scope, batch_id=batch.pk, sheet="Individu", number=3)
    assert list(cells) == table()[0]
    assert cells["NIK"] == "331001450483000"
    assert cells["Nama"] == "Siti Aminah"
    with pytest.raises(queries.NoSuchRow):
        queries.cells_as_received(scope=scope, batch_id=batch.pk, sheet="Individu", number=1)


def test_the_same_file_is_received_once(mixed: Path, now: datetime) -> None:
    batch = receive(mixed, source=SOURCE, by="siti", now=now)
    with pytest.raises(AlreadyReceived) as known:
        receive(mixed, source=SOURCE, by="budi", now=now)
    assert known.value.batch_id == batch.pk
    assert Row.objects.count() == 4
    assert Batch.objects.count() == 1


def test_the_same_cells_in_another_file_are_received_once(tmp_path: Path, now: datetime) -> None:
    one, two, three = (tmp_path / name for name in ("a.xlsx", "b.csv", "c.xls"))
    xlsx(one, Sheet("Individu", table()))
    csv(two, [*table(), []])
    xls(three, "Lain", table())
    batch = receive(one, source=SOURCE, by="siti", now=now)
    for path in (two, three):
        with pytest.raises(AlreadyReceived) as known:
            receive(path, source=SOURCE, by="siti", now=now)
        assert known.value.batch_id == batch.pk


def test_one_changed_cell_makes_another_list(tmp_path: Path, now: datetime) -> None:
    one, two = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    xlsx(one, Sheet("Individu", table()))
    xlsx(two, Sheet("Individu", changed(3, Pendidikan="Tamat SD/sederajat")))
    assert (
        receive(one, source=SOURCE, by="siti", now=now).pk
        != receive(two, source=SOURCE, by="siti", now=now).pk
    )


def test_a_list_whose_registration_failed_may_be_received_anew(mixed: Path, now: datetime) -> None:
    first = receive(mixed, source=SOURCE, by="siti", now=now)
    fail(batch_id=first.pk, by="siti", now=now, why="Deadlock")
    again = receive(mixed, source=SOURCE, by="siti", now=now + timedelta(minutes=1))
    assert list(Batch.objects.all()) == [again]
    assert Row.objects.count() == 4
    assert set(Row.objects.values_list("batch_id", flat=True)) == {again.pk}


def test_rows_outside_the_receivers_areas_are_refused(mixed: Path, now: datetime) -> None:
    receive(mixed, source=SOURCE, by="klaten", now=now, scope=office(KLATEN))
    refused = Row.objects.filter(outcome="refused").values_list("number", "reason")
    assert list(refused) == [(4, "outside_scope")]


def test_whoever_may_not_import_receives_nothing(mixed: Path, now: datetime) -> None:
    scope = Scope(actor="auditor", areas={Permission.SEE_FAMILIES: ("33",)})
    with pytest.raises(NotAllowed):
        receive(mixed, source=SOURCE, by="auditor", now=now, scope=scope)
    assert not Batch.objects.exists()


def test_a_refused_file_leaves_nothing_behind(tmp_path: Path, now: datetime, home: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"")
    with pytest.raises(EmptyFile):
        receive(path, source=SOURCE, by="siti", now=now)
    with pytest.raises(UnknownSource):
        receive(path, source="no-such-list", by="siti", now=now)
    with pytest.raises(NoSuchFile):
        receive(tmp_path / "none.xlsx", source=SOURCE, by="siti", now=now)
    assert not Batch.objects.exists()
    assert not (home / "received").exists()


def test_a_dry_run_writes_nothing(mixed: Path, now: datetime, home: Path) -> None:
    prepared = prepare(mixed, source=SOURCE, now=now, as_of=date(2023, 1, 1))
    assert prepared.cleaned[0].rows.get_column("observed_on").unique().to_list() == [
        date(2023, 1, 1)
    ]
    assert not Batch.objects.exists()
    assert not home.exists()


def test_rows_that_later_rooms_could_not_take_go_to_review(mixed: Path, now: datetime) -> None:
    batch = receive(mixed, source=SOURCE, by="siti", now=now)
    reviews = pl.DataFrame({"sheet": ["Individu"], "number": [2], "reason": ["subject_not_found"]})
    settled = settle(batch_id=batch.pk, by="siti", now=now, reviews=[reviews])
    assert settled.state == BatchState.REGISTERED
    assert settled.counts == {"registered": 2, "review": 2}
    assert Row.objects.get(number=2).reason == "subject_not_found"


def test_each_office_sees_the_rows_and_findings_of_its_areas(mixed: Path, now: datetime) -> None:
    batch = receive(mixed, source=SOURCE, by="siti", now=now)
    klaten, grobogan, blora = office(KLATEN), office(GROBOGAN), office("3316")
    whole = queries.batch(scope=system_scope(), batch_id=batch.pk)
    assert whole.outcomes == {"registered": 3, "review": 1}
    assert [(c.code, c.of, c.count) for c in whole.reasons] == [("area_name_unknown", "review", 1)]
    assert queries.batch(scope=klaten, batch_id=batch.pk).outcomes == {"registered": 2}
    assert [row.number for row in queries.rows(scope=grobogan, batch_id=batch.pk)[1]] == [4]
    assert queries.findings(scope=klaten, batch_id=batch.pk)[0] == 1
    assert queries.findings(scope=grobogan, batch_id=batch.pk) == (0, [])
    assert list(queries.batches(scope=blora)) == []
    with pytest.raises(queries.NoSuchBatch):
        queries.batch(scope=blora, batch_id=batch.pk)
    with pytest.raises(queries.NoSuchRow):
        queries.cells_as_received(scope=grobogan, batch_id=batch.pk, sheet="Individu", number=2)


def test_the_receiver_sees_rows_that_belong_to_no_village(mixed: Path, now: datetime) -> None:
    batch = receive(mixed, source=SOURCE, by="office", now=now, scope=office(KLATEN))
    seen = queries.rows(scope=office(KLATEN), batch_id=batch.pk, outcome="review")
    assert [row.number for row in seen[1]] == [5]


def test_every_code_that_cleaning_emits_is_explained(tmp_path: Path) -> None:
    reasons, findings, assumptions = set(), set(), set()
    for case in (case for case in CASES if not case.refusal):
        path = tmp_path / case.name
        case.write(path)
        cleaned, assumed = read_and_clean(path, case.source)
        assumptions |= assumed
        for one in cleaned:
            reasons |= set(one.rows.get_column("reason")) - {""}
            findings |= set(one.findings.get_column("code"))
    assert reasons <= set(REASONS)
    assert findings <= set(REASONS) | set(FINDINGS)
    assert assumptions <= set(ASSUMPTIONS)
