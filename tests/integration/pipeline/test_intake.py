from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from entas.audit.models import Event
from entas.pipeline import intake
from entas.pipeline.intake import import_list, import_lists
from entas.pipeline.report import IntakeReport, Place
from entas.registry.models import (
    Family,
    FamilyObservation,
    FamilyProfile,
    PersonObservation,
    PersonProfile,
)
from entas.sources.models import Batch, BatchState, Finding, Row
from entas.sources.preparation import UnknownSource
from entas.tagging.actions import load_catalogue
from entas.tagging.models import Tag
from entas.verification.models import Visit
from tests.factories.areas import make_tree
from tests.factories.lists import FAMILY, PERSON, TAG, VERIFIED, workbook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bring(now: datetime):
    make_tree()
    load_catalogue(by="tester", now=now)

    def _bring(path: Path, source: str = "p3ke-2022", **given: Any) -> IntakeReport:
        return import_list(path, source=source, by="tester", now=now, **given)

    return _bring


@pytest.fixture
def p3ke(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "p3ke.xlsx",
        Individu=[PERSON, PERSON | {"ID Individu": "", "Nama": "Budi"}],
        Keluarga=[FAMILY, FAMILY | {"ID Keluarga": "K2", "Kode Kemdagri": "3310019999"}],
    )


def counts() -> dict[str, int]:
    models = (Batch, Row, Finding, Family, FamilyObservation, PersonObservation, Visit, Tag)
    return {model.__name__: model._default_manager.count() for model in models}


def test_a_list_ends_in_the_registry_with_every_row_accounted_for(bring, p3ke: Path) -> None:
    report = bring(p3ke)

    assert report.changed
    assert report.rows == {
        "family": {"registered": 1, "review": 1},
        "person": {"registered": 1, "review": 1},
    }
    family, person = FamilyProfile.objects.get(), PersonProfile.objects.get()
    assert (family.roof, family.head_name, family.rt) == ("tile", "SUTRISNO", "002")
    assert (person.name, person.sex, person.family_id) == ("SITI AMINAH", "female", family.pk)
    said = FamilyObservation.objects.get()
    assert (said.batch_id, said.sheet, said.row_number) == (report.batch_id, "Keluarga", 2)
    assert said.observed_on == date(2022, 12, 1)
    batch = Batch.objects.get()
    assert batch.state == BatchState.REGISTERED
    assert batch.counts == {"registered": 2, "review": 2}
    assert Row.objects.count() == 4


def test_reasons_are_reported_with_their_places(bring, p3ke: Path) -> None:
    report = bring(p3ke)

    assert {(one.code, one.of, one.count, one.examples) for one in report.reasons} == {
        ("person_key_missing", "review", 1, (Place("Individu", 3),)),
        ("area_code_unknown", "review", 1, (Place("Keluarga", 3),)),
    }


def test_the_same_file_again_changes_nothing(bring, p3ke: Path) -> None:
    bring(p3ke)
    before = counts()

    report = bring(p3ke)

    assert (report.changed, report.batch_id) == (False, Batch.objects.get().pk)
    assert "received before" in report.message
    assert counts() == before


def test_a_dry_run_reports_and_writes_nothing(bring, p3ke: Path) -> None:
    report = bring(p3ke, dry_run=True)

    assert report.rows["family"] == {"registered": 1, "review": 1}
    assert report.batch_id is None
    assert set(counts().values()) == {0}


def test_a_verification_list_brings_visits_answers_and_tags(bring, p3ke, tmp_path) -> None:
    bring(p3ke)
    report = bring(workbook(tmp_path / "siks.xlsx", Keluarga=[VERIFIED]), "siks-dj")

    assert (report.done["visits"], report.done["tags"]) == (1, 1)
    family = FamilyProfile.objects.get()
    assert (family.roof, family.own_latrine, family.presence) == ("tile", "no", "found")
    assert Visit.objects.get().accepted_on == date(2023, 3, 10)
    tag = Tag.objects.get()
    assert (tag.programme_id, tag.indicator) == ("jamban-stimulan", "latrine")
    assert tag.realised_on == date(2023, 6, 12)


def test_a_tag_beside_a_family_that_finds_nobody_is_a_finding(bring, tmp_path) -> None:
    rows = [VERIFIED | {"APBN_PIP": "YA"}]
    report = bring(workbook(tmp_path / "siks.xlsx", Keluarga=rows), "siks-dj")

    assert report.rows == {"family": {"registered": 1}}
    assert report.done["tags_in_review"] == 1
    assert Finding.objects.filter(code="person_needed", number=2).count() == 1


def test_a_tag_list_finds_by_name_and_place_or_goes_to_review(bring, p3ke, tmp_path) -> None:
    bring(p3ke)
    rows = [TAG, TAG | {"Nama": "Partini"}]
    report = bring(workbook(tmp_path / "tags.xlsx", Tagging=rows), "tags")

    assert report.rows == {"tag": {"registered": 1, "review": 1}}
    assert [(one.code, one.count) for one in report.reasons] == [("subject_not_found", 1)]
    assert Tag.objects.get().programme_id == "jamban-dak"
    assert Row.objects.get(batch_id=report.batch_id, outcome="review").reason == "subject_not_found"


def test_a_fault_while_registering_leaves_nothing_and_the_file_can_come_again(
    bring, tmp_path, monkeypatch
) -> None:
    path = workbook(tmp_path / "siks.xlsx", Keluarga=[VERIFIED])

    def fail(**_given: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(intake, "record_tags", fail)
        with pytest.raises(ZeroDivisionError):
            bring(path, "siks-dj")

    assert Batch.objects.get().state == BatchState.FAILED
    assert (Family.objects.count(), FamilyObservation.objects.count()) == (0, 0)
    assert bring(path, "siks-dj").changed
    assert (Batch.objects.count(), Family.objects.count()) == (1, 1)


@pytest.mark.parametrize("step", ["_register", "settle"])
def test_an_import_that_was_cut_off_is_resumed(bring, p3ke, monkeypatch, step) -> None:
    class Killed(BaseException):
        pass

    def die(*_args: Any, **_given: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(intake, step, die)
        patch.setattr(intake, "fail", lambda **_given: None)  # a killed process says nothing
        with pytest.raises(Killed):
            bring(p3ke)
    assert Batch.objects.get().state == BatchState.RECEIVED

    report = bring(p3ke)

    assert report.batch_id == Batch.objects.get().pk
    assert Batch.objects.get().state == BatchState.REGISTERED
    assert FamilyObservation.objects.get().batch_id == report.batch_id
    assert Row.objects.count() == 4


def test_progress_names_the_steps_and_the_events_say_who(bring, p3ke: Path) -> None:
    steps: list[str] = []
    bring(p3ke, progress=lambda step, _rows: steps.append(step))

    assert list(dict.fromkeys(steps)) == list(intake.STEPS)
    events = Event.objects.exclude(action="catalogue.loaded").values_list("action", "actor")
    assert list(events) == [("batch.received", "tester"), ("batch.registered", "tester")]


def test_several_files_are_read_ahead_in_another_process(
    now, p3ke: Path, tmp_path: Path, monkeypatch, bring
) -> None:
    monkeypatch.setattr("entas.pipeline.ahead.WORTH_BYTES", 0)
    other = workbook(tmp_path / "lain.xlsx", Keluarga=[FAMILY | {"ID Keluarga": "K9"}])
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    paths = [p3ke, broken, tmp_path / "tidak-ada.xlsx", other]

    def outcomes() -> list[tuple[str, bool]]:
        given = import_lists(paths, source="p3ke-2022", by="tester", now=now)
        return [
            (path.name, isinstance(report, IntakeReport) and report.changed)
            for path, report in given
        ]

    assert outcomes() == [
        ("p3ke.xlsx", True),
        ("rusak.xlsx", False),
        ("tidak-ada.xlsx", False),
        ("lain.xlsx", True),
    ]
    assert Family.objects.count() == 2
    assert [changed for _, changed in outcomes()] == [False] * 4
    assert Batch.objects.count() == 2


def test_an_unknown_source_is_refused_before_anything_is_read(bring, p3ke: Path, now) -> None:
    with pytest.raises(UnknownSource, match="choose one of p3ke-2022"):
        list(import_lists([p3ke], source="p3ke", by="tester", now=now))
