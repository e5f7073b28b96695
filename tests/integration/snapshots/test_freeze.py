"""Freezing: the state at a cut-off, reproducible, without names, and damage noticed."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from django.conf import settings

from entas.access.scope import Scope, system_scope
from entas.audit.models import Event
from entas.registry.models import FamilyObservation
from entas.snapshots.actions import CutoffUnclear, freeze
from entas.snapshots.models import Snapshot
from entas.snapshots.open import SnapshotDamaged
from entas.snapshots.queries import NoSnapshot, get, latest, listing, opened
from entas.snapshots.tables import ORDER, TABLES, Funding, Indicator, Presence, Stage, Status
from tests.factories.areas import GROBOGAN_VILLAGE, KLATEN_VILLAGE
from tests.factories.records import (
    make_family,
    make_person,
    make_tag,
    make_visit,
    see_family,
    see_person,
)

JAKARTA = ZoneInfo("Asia/Jakarta")
CUTOFF = datetime(2023, 8, 13, 18, 0, tzinfo=JAKARTA)
NOW = datetime(2023, 8, 14, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _home(tmp_path, settings) -> None:
    settings.HOME = tmp_path


def _freeze(cutoff: datetime = CUTOFF) -> Snapshot:
    return freeze(cutoff=cutoff, by="system", now=NOW)


def _rows(snapshot: Snapshot, table: str) -> list[dict]:
    return pq.read_table(opened(snapshot).path(table)).to_pylist()


def _need(snapshot: Snapshot, indicator: Indicator) -> dict:
    [row] = [row for row in _rows(snapshot, "needs") if row["indicator"] == indicator]
    return row


def test_a_snapshot_has_exactly_the_published_columns_and_no_text_about_people(areas) -> None:
    family = make_family(head_name="Siti Uji", address="Dk. Uji", decile="1")
    make_person(family, name="Siti Uji", nik="3310014107900000", sex="female")

    found = opened(_freeze())

    for name, schema in TABLES.items():
        written = pq.read_schema(found.path(name))
        assert (written.names, written.types) == (schema.names, schema.types)
    texts = {
        (name, field.name) for name, schema in TABLES.items() for field in schema
        if field.type == "string"
    }  # fmt: skip
    assert texts == {("families", "decile"), ("areas", "name")}
    everything = b"".join(path.read_bytes() for path in found.folder.rglob("*") if path.is_file())
    assert b"Siti" not in everything
    assert b"3310014107900000" not in everything


def test_the_same_records_at_the_same_cutoff_give_the_same_checksum(areas) -> None:
    family = make_family(decent_house="no")
    make_person(family, works="no", birth_date=date(1990, 1, 1))

    first, second = _freeze(), _freeze()

    assert second.number == first.number + 1
    assert second.checksum == first.checksum
    see_family(family, on=date(2023, 8, 13), decent_house="yes")
    assert _freeze().checksum != first.checksum


def test_another_cutoff_gives_another_checksum(areas) -> None:
    make_family(decent_house="no")

    assert _freeze().checksum != _freeze(CUTOFF - timedelta(minutes=1)).checksum


def test_what_is_dated_on_the_local_day_of_the_cutoff_counts(areas) -> None:
    family = make_family(decent_house="no")
    see_family(family, on=date(2023, 8, 13), decent_house="yes")
    early = datetime(2023, 8, 13, 0, 30, tzinfo=JAKARTA)  # still 12 August in Greenwich

    assert _need(_freeze(early), Indicator.HOUSING)["status"] == Status.NO_NEED
    before = early - timedelta(hours=1)
    assert _need(_freeze(before), Indicator.HOUSING)["status"] == Status.NEED


def test_funding_is_the_furthest_state_reached_by_the_cutoff(areas) -> None:
    family = make_family(decent_house="no")
    make_tag(family, "housing", potential_on=date(2023, 3, 1), planned_on=date(2023, 5, 1),
             realised_on=date(2023, 9, 1))  # fmt: skip

    def funding_on(day: date) -> int:
        cutoff = datetime(day.year, day.month, day.day, 12, tzinfo=JAKARTA)
        return _need(_freeze(cutoff), Indicator.HOUSING)["funding"]

    assert funding_on(date(2023, 2, 15)) == Funding.NONE
    assert funding_on(date(2023, 3, 1)) == Funding.POTENTIAL
    assert funding_on(date(2023, 8, 13)) == Funding.PLANNED


def test_a_realised_tag_alone_does_not_meet_a_need(areas) -> None:
    family = make_family(decent_house="no")
    make_tag(family, "housing", realised_on=date(2023, 6, 1))

    row = _need(_freeze(), Indicator.HOUSING)

    assert (row["status"], row["funding"], row["met"]) == (Status.NEED, Funding.REALISED, False)


def test_a_later_accepted_visit_meets_it_and_the_denominator_keeps_it(areas) -> None:
    family = make_family(decent_house="no")
    make_tag(family, "housing", realised_on=date(2023, 6, 1))
    see_family(family, on=date(2023, 7, 1), decent_house="yes")

    row = _need(_freeze(), Indicator.HOUSING)

    assert (row["status"], row["funding"], row["met"]) == (Status.NEED, Funding.REALISED, True)


@pytest.mark.parametrize(
    "visit",
    [
        {"on": date(2023, 5, 1), "decent_house": "yes"},  # before the realisation
        {"on": date(2023, 6, 1), "decent_house": "yes"},  # on its day, not after
    ],
)
def test_no_need_that_was_seen_before_is_just_no_need(areas, visit) -> None:
    family = make_family()
    make_tag(family, "housing", realised_on=date(2023, 6, 1))
    see_family(family, **visit)

    row = _need(_freeze(), Indicator.HOUSING)

    assert (row["status"], row["met"]) == (Status.NO_NEED, False)


def test_a_later_visit_that_says_nothing_of_the_house_is_no_evidence(areas) -> None:
    family = make_family(decent_house="yes")
    make_tag(family, "housing", realised_on=date(2023, 6, 1))
    see_family(family, on=date(2023, 7, 1), own_electricity="yes")

    assert _need(_freeze(), Indicator.HOUSING)["met"] is False


def test_a_later_visit_that_was_not_accepted_is_no_evidence(areas) -> None:
    family = make_family(decent_house="no")
    make_tag(family, "housing", realised_on=date(2023, 6, 1))
    see_family(family, on=date(2023, 7, 1), decent_house="yes", accepted=False)

    assert _need(_freeze(), Indicator.HOUSING)["met"] is False


def test_a_need_of_a_person_is_met_by_evidence_of_that_person(areas) -> None:
    family = make_family()
    first, second = (make_person(family, birth_date=date(1990, 1, 1), works="no") for _ in range(2))
    for person in (first, second):
        make_tag(family, "employment", person=person, realised_on=date(2023, 6, 1))
    see_person(first, on=date(2023, 7, 1), works="yes")

    met = {row["person_id"]: row["met"] for row in _rows(_freeze(), "needs")
           if row["indicator"] == Indicator.EMPLOYMENT}  # fmt: skip

    assert met == {first.pk: True, second.pk: False}


def test_a_family_that_left_has_no_needs_but_stays_listed(areas) -> None:
    family = make_family(decent_house="no")
    person = make_person(family, works="no")
    see_family(family, on=date(2023, 5, 1), presence="moved_abroad")
    make_visit(family, presence="moved_abroad", visited_on=date(2023, 5, 1),
               accepted_on=date(2023, 6, 1))  # fmt: skip

    snapshot = _freeze()

    assert _rows(snapshot, "needs") == []
    [row] = _rows(snapshot, "families")
    assert (row["presence"], row["stage"]) == (Presence.MOVED, Stage.ACCEPTED)
    assert [row["person_id"] for row in _rows(snapshot, "persons")] == [person.pk]


def test_a_leaving_counts_once_it_is_accepted(areas) -> None:
    family = make_family(decent_house="no")
    make_visit(family, presence="dead", visited_on=date(2023, 5, 1))

    snapshot = _freeze()

    [row] = _rows(snapshot, "families")
    assert (row["presence"], row["stage"]) == (Presence.NOT_VISITED, Stage.VISITED)
    assert _need(snapshot, Indicator.HOUSING)["status"] == Status.NEED


def test_rows_lie_in_the_published_order(areas) -> None:
    for village in (GROBOGAN_VILLAGE, KLATEN_VILLAGE, GROBOGAN_VILLAGE):
        make_person(make_family(village=village, decent_house="no"), works="no")
    found = opened(_freeze())

    for name, columns in ORDER.items():
        rows = pq.read_table(found.path(name), columns=list(columns)).to_pylist()
        keys = [tuple((v is None, v or 0) for v in row.values()) for row in rows]
        assert len(keys) > 1, name
        assert keys == sorted(keys), name


def test_the_manifest_says_all_that_is_needed_to_read_it(areas) -> None:
    make_family()
    snapshot = _freeze()

    stated = json.loads((settings.HOME / snapshot.path / "manifest.json").read_text())

    assert stated["number"] == snapshot.number
    assert stated["cutoff"] == "2023-08-13T18:00:00+07:00"
    assert stated["definitions"]["latrine"] == "latrine-siksdj-1"
    assert stated["enumerations"]["status"]["not_applicable"] == 3
    assert stated["tables"]["families"]["rows"] == snapshot.counts["families"] == 1
    assert stated["checksum"] == snapshot.checksum
    assert Event.objects.get(action="snapshot.frozen").details["checksum"] == snapshot.checksum


def test_damage_is_noticed(areas) -> None:
    make_family()
    snapshot = _freeze()
    found = opened(snapshot)
    found.verify()
    table = pq.read_table(found.path("families"))
    pq.write_table(table.slice(0, 0), found.path("families"))

    with pytest.raises(SnapshotDamaged, match=r"families\.parquet is not what was frozen"):
        found.verify()


@pytest.mark.parametrize("content", [b"", b"PAR1 nonsense"])
def test_a_file_that_is_no_parquet_is_damage(areas, content) -> None:
    found = opened(_freeze())
    found.path("persons").write_bytes(content)

    with pytest.raises(SnapshotDamaged, match="cannot be read"):
        found.verify()


def test_a_changed_manifest_is_damage(areas) -> None:
    found = opened(_freeze())
    path = found.folder / "manifest.json"
    path.write_text(path.read_text().replace("2023-08-13T18", "2023-08-13T12"))

    with pytest.raises(SnapshotDamaged, match="manifest"):
        opened(latest(system_scope())).verify()


def test_a_snapshot_of_another_checksum_than_recorded_is_refused(areas) -> None:
    snapshot = _freeze()
    snapshot.checksum = "0" * 64

    with pytest.raises(SnapshotDamaged, match="the records say"):
        opened(snapshot)


def test_the_same_contents_written_otherwise_are_the_same_snapshot(areas) -> None:
    make_family(decile="4+")
    make_family()
    found = opened(_freeze())
    table = pq.read_table(found.path("families"))
    pq.write_table(table, found.path("families"), compression="snappy", row_group_size=1)

    found.verify()


def test_a_time_without_zone_or_in_the_future_is_refused(areas) -> None:
    with pytest.raises(CutoffUnclear, match="time zone"):
        _freeze(datetime(2023, 8, 13, 18, 0))
    with pytest.raises(CutoffUnclear, match="has not come"):
        _freeze(NOW + timedelta(seconds=1))


def test_a_failed_freeze_leaves_nothing(areas, monkeypatch) -> None:
    def fail(**_):
        raise RuntimeError("no audit, no snapshot")

    monkeypatch.setattr("entas.snapshots.actions.record", fail)

    with pytest.raises(RuntimeError):
        _freeze()

    assert not Snapshot.objects.exists()
    assert not list(Path(settings.HOME, "snapshots").glob(".freezing-*"))
    monkeypatch.undo()
    opened(_freeze()).verify()


def test_snapshots_are_found_by_number_and_only_by_callers_with_a_grant(areas) -> None:
    with pytest.raises(NoSnapshot, match="no snapshot yet"):
        latest(system_scope())
    first, second = _freeze(), _freeze()

    assert latest(system_scope()) == second
    assert get(system_scope(), first.number) == first
    assert list(listing(Scope("stranger"))) == []
    with pytest.raises(NoSnapshot):
        get(system_scope(), 99)


def test_families_that_only_a_compared_list_speaks_of_are_not_counted():
    """DTKS beside P3KE: who is only there, and what it says of others, waits for a visit."""
    listed = make_family(own_electricity="yes")
    make_person(listed, name="SITI")
    other = make_family(own_electricity="no")
    other.observations.update(source="dtks")
    FamilyObservation.objects.create(
        family=listed, origin="list", accepted=True, observed_on=date(2023, 5, 1),
        source="bdt-2015", batch_id=1, sheet="Sheet1", row_number=3,
        village_code=KLATEN_VILLAGE, own_electricity="no",
    )  # fmt: skip
    snapshot = _freeze()
    assert [row["family_id"] for row in _rows(snapshot, "families")] == [listed.pk]
    assert _need(snapshot, Indicator.ELECTRICITY)["status"] == Status.NO_NEED
