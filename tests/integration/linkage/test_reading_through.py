"""A merged family or person counts once in every room, and each has its own again when undone."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from entas.access.scope import system_scope
from entas.columns.records import records
from entas.linkage import actions
from entas.linkage.models import Kind, Pair, PairState, Run, RunState
from entas.needs.actions import derive
from entas.needs.models import Need
from entas.registry.actions import register
from entas.registry.evidence import last_visit_saying
from entas.registry.models import Family, FamilyKey, PersonKey
from entas.registry.queries import detail, families, families_in, listed, names_of, search
from entas.tagging.actions import record_tags
from entas.tagging.models import Programme, Tag
from entas.tagging.queries import fill_funding, tags_of
from entas.verification.queries import fill_stages, visits_of
from tests.factories.areas import KLATEN, KLATEN_VILLAGE
from tests.factories.records import make_tag, make_visit
from tests.factories.rows import family_rows, person_rows

pytestmark = pytest.mark.django_db(transaction=True)
EVERYONE = system_scope()
MARCH, LATER = date(2023, 3, 10), date(2023, 12, 31)


@pytest.fixture
def two(now: datetime) -> tuple[int, int]:
    """A family that two lists know by two numbers, its head by two as well; tags and visits."""
    given: dict[str, Any] = {"source": "p3ke-2022", "origin": "list", "by": "x", "now": now}
    home = {"village_code": KLATEN_VILLAGE, "own_electricity": "no"}
    rows = family_rows(
        {"family_key": "K1", "head_name": "SUTRISNO", "observed_on": date(2022, 12, 1)} | home,
        {"family_key": "K2", "head_name": "SUTRISNA", "observed_on": date(2023, 1, 1)} | home,
    )
    register(kind="family", rows=rows, batch_id=1, **given)
    people = person_rows(
        {"person_key": "P1", "family_key": "K1", "name": "SUTRISNO"},
        {"person_key": "P2", "family_key": "K2", "name": "SUTRISNA"},
    )
    register(kind="person", rows=people, batch_id=2, **given)
    first, second = family("K1"), family("K2")
    make_tag(first, "latrine", potential_on=MARCH)
    make_tag(second, "latrine", realised_on=MARCH)
    make_visit(first, visited_on=MARCH)
    make_visit(second, visited_on=MARCH, submitted_on=MARCH, accepted_on=MARCH)
    visit = family_rows(
        {"family_key": "K2", "village_code": KLATEN_VILLAGE, "own_latrine": "yes",
         "observed_on": date(2023, 6, 1)}
    )  # fmt: skip
    given |= {"source": "siks-dj", "origin": "verification"}
    register(kind="family", rows=visit, batch_id=3, **given)
    return first.pk, second.pk


def family(key: str) -> Family:
    return FamilyKey.objects.get(value=key).family


def merge(kind: Kind, first: int, second: int, now: datetime) -> int:
    run = Run.objects.create(kind=kind, area_code="33", state=RunState.DONE, started_at=now,
                             started_by="x")  # fmt: skip
    pair = Pair.objects.create(
        run=run, kind=kind, first_id=first, second_id=second, village_code=KLATEN_VILLAGE,
        other_village_code=KLATEN_VILLAGE, probability=0.9, household=0, levels=0, review=False,
        state=PairState.WAITING,
    )  # fmt: skip
    done = actions.decide(scope=EVERYONE, pair_id=pair.pk, verdict="same", by="x", now=now)
    return done.decision_id


def seen_by_rooms() -> dict[str, Any]:
    """What bulk steps see of families, on the last day of the year."""
    with records() as con:
        fill_stages(con, LATER)
        fill_funding(con, LATER)
        stages = con.execute("SELECT family_id, stage FROM family_stage ORDER BY ALL").fetchall()
        funding = con.execute("SELECT family_id, funding FROM funding ORDER BY ALL").fetchall()
        met = last_visit_saying(("own_latrine",), of_person=False, until=LATER)
        return {
            "stages": stages,
            "funding": funding,
            "met": con.execute(f"SELECT * FROM ({met})").fetchall(),
        }


def test_every_room_counts_a_merged_family_once(two: tuple[int, int], now: datetime) -> None:
    first, second = two
    before = seen_by_rooms()
    assert before["stages"] == [(first, 1), (second, 5)]
    assert before["funding"] == [(first, 1), (second, 3)]

    decision = merge(Kind.FAMILY, first, second, now)

    assert seen_by_rooms() == {
        "stages": [(first, 5)],
        "funding": [(first, 3)],
        "met": [(first, date(2023, 6, 1))],
    }
    assert listed(scope=EVERYONE, area_code=KLATEN).families == 1
    assert families_in(scope=EVERYONE, area_code=KLATEN)[0] == 1
    derive(on=LATER, by="x", now=now)
    assert set(Need.objects.values_list("family_id", flat=True)) == {first}

    actions.undo(scope=EVERYONE, decision_id=decision, by="x", now=now)

    assert seen_by_rooms() == before
    assert listed(scope=EVERYONE, area_code=KLATEN).families == 2


def test_pages_of_either_number_show_the_one_family(two: tuple[int, int], now: datetime) -> None:
    first, second = two
    merge(Kind.FAMILY, first, second, now)

    shown = detail(scope=EVERYONE, family_id=second)

    assert shown == detail(scope=EVERYONE, family_id=first)
    assert shown.family_id == first
    assert len(shown.keys) == 2
    assert len(shown.observations) == 3
    assert shown.values["own_latrine"] == "yes"
    assert len(shown.members) == 2
    assert len(visits_of(scope=EVERYONE, family_id=second)) == 2
    assert len(tags_of(scope=EVERYONE, family_id=first, on=LATER)) == 2
    assert [row.family_id for row in search(scope=EVERYONE, text="K22")] == []
    assert [row.family_id for row in families(scope=EVERYONE, family_ids=[first, second])] == [
        first
    ]
    heads, _ = names_of(scope=EVERYONE, family_ids=[second])
    assert heads.keys() == {second}


def test_the_number_of_a_merged_family_finds_the_one_that_stands(
    two: tuple[int, int], now: datetime
) -> None:
    FamilyKey.objects.filter(value="K2").update(value="3310000002")
    merge(Kind.FAMILY, *two, now)

    assert [row.family_id for row in search(scope=EVERYONE, text="3310000002")] == [two[0]]


def test_a_merged_person_is_one_member(two: tuple[int, int], now: datetime) -> None:
    merge(Kind.FAMILY, *two, now)
    persons = [PersonKey.objects.get(value=key).person_id for key in ("P1", "P2")]

    merge(Kind.PERSON, persons[0], persons[1], now)

    shown = detail(scope=EVERYONE, family_id=two[0])
    assert [member.person_id for member in shown.members] == [persons[0]]
    assert len(shown.members[0].observations) == 2
    assert listed(scope=EVERYONE, area_code=KLATEN).persons == 1


def test_a_tag_that_is_known_of_a_merged_family_is_not_recorded_twice(
    two: tuple[int, int], now: datetime
) -> None:
    first, second = two
    Tag.objects.all().delete()
    Programme.objects.update_or_create(
        key="jamban", defaults={"name": "Jamban", "provider": "x", "indicator": "latrine",
                                "funding_source": "APBD_PROV"})  # fmt: skip

    def tag(key: str, state: str) -> Any:
        row = {
            "sheet": "s", "number": 2, "outcome": "registered", "programme": "jamban",
            "family_key": key, "year": 2023, "state": state, f"{state}_on": MARCH,
        }  # fmt: skip
        return record_tags(tags=pl.DataFrame([row]), batch_id=9, by="x", now=now)

    assert tag("K2", "planned").recorded == 1
    merge(Kind.FAMILY, first, second, now)

    assert tag("K1", "planned").unchanged == 1
    assert tag("K1", "realised").updated == 1
    assert Tag.objects.get().family_id == second
