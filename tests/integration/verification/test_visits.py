from datetime import date, datetime
from typing import Any

import pytest

from entas.access.scope import system_scope
from entas.columns.records import records
from entas.registry.actions import register
from entas.registry.models import FamilyKey
from entas.snapshots.tables import Presence, Stage
from entas.verification.actions import Visits, record_visits
from entas.verification.models import Visit
from entas.verification.queries import fill_stages, visits_of
from entas.verification.stages import PRESENCES, STAGES
from tests.factories.rows import family_rows

pytestmark = pytest.mark.django_db(transaction=True)

MARCH, APRIL, MAY = date(2023, 3, 10), date(2023, 4, 10), date(2023, 5, 10)


def visited(**said: Any) -> dict[str, Any]:
    return {
        "family_key": "K1",
        "visited_on": MARCH,
        "submitted_on": None,
        "checked_on": None,
        "ratified_on": None,
        "accepted_on": None,
        "presence": "found",
        "meets_criteria": "yes",
    } | said


@pytest.fixture
def report(now: datetime):
    """Registers and records rows of a verification list as one batch each."""
    batches = iter(range(1, 100))

    def _report(*rows: dict[str, Any]) -> Visits:
        batch_id, frame = next(batches), family_rows(*rows)
        register(
            kind="family",
            rows=frame,
            batch_id=batch_id,
            source="siks-dj",
            origin="verification",
            by="tester",
            now=now,
        )
        return record_visits(rows=frame, batch_id=batch_id, by="tester", now=now)

    return _report


def stages(until: date) -> list[tuple[int, int]]:
    with records() as con:
        fill_stages(con, until)
        return con.execute("SELECT stage, presence FROM family_stage ORDER BY ALL").fetchall()


def test_a_visit_is_recorded_with_its_stages(report) -> None:
    done = report(visited(submitted_on=APRIL, accepted_on=MAY))

    visit = Visit.objects.get()
    assert done == Visits(recorded=1)
    assert visit.family_id == FamilyKey.objects.get(value="K1").family_id
    assert (visit.visited_on, visit.submitted_on, visit.accepted_on) == (MARCH, APRIL, MAY)
    assert visit.checked_on is None
    assert (visit.presence, visit.row_number) == ("found", 2)


def test_the_same_report_changes_nothing(report) -> None:
    report(visited(submitted_on=APRIL))
    before = list(Visit.objects.values())

    assert report(visited(submitted_on=APRIL)) == Visits(unchanged=1)
    assert list(Visit.objects.values()) == before


def test_a_later_report_adds_the_stages_reached_since(report) -> None:
    report(visited())
    assert report(visited(presence=None, accepted_on=MAY)) == Visits(updated=1)

    visit = Visit.objects.get()
    assert (visit.presence, visit.accepted_on) == ("found", MAY)


def test_rows_not_registered_or_without_day_are_no_visit(report) -> None:
    done = report(
        visited(visited_on=None),
        visited(family_key="K2", outcome="review"),
        visited(family_key="K3"),
    )

    assert done == Visits(recorded=1)


@pytest.mark.parametrize(
    ("until", "stage"),
    [
        (date(2023, 3, 9), None),
        (MARCH, Stage.VISITED),
        (APRIL, Stage.SUBMITTED),
        (date(2023, 5, 9), Stage.SUBMITTED),
        (MAY, Stage.ACCEPTED),
    ],
)
def test_the_stage_of_a_day_is_the_furthest_reached_by_it(report, until, stage) -> None:
    report(visited(submitted_on=APRIL, accepted_on=MAY))

    assert stages(until) == ([] if stage is None else [(stage, Presence.FOUND)])


def test_presence_is_that_of_the_visit_that_went_furthest(report) -> None:
    report(visited(presence="moved", accepted_on=MARCH))
    report(visited(presence="found", visited_on=APRIL))

    assert stages(MAY) == [(Stage.ACCEPTED, Presence.MOVED)]


def test_visits_of_a_family_come_newest_first_and_only_within_the_scope(report) -> None:
    report(visited(accepted_on=MAY))
    report(visited(visited_on=APRIL))
    family_id = FamilyKey.objects.get(value="K1").family_id

    seen = visits_of(scope=system_scope(), family_id=family_id)
    assert [(visit.visited_on, visit.stage) for visit in seen] == [
        (APRIL, Stage.VISITED),
        (MARCH, Stage.ACCEPTED),
    ]
    assert visits_of(scope=system_scope("3315"), family_id=family_id) == []


def test_numbers_are_those_of_the_published_schema() -> None:
    assert [Stage(number).name.lower() + "_on" for number in STAGES.values()] == list(STAGES)
    named = {code: Presence(number).name.lower() for code, number in PRESENCES.items()}
    assert named == {code: code for code in PRESENCES} | {"moved_abroad": "moved"}
