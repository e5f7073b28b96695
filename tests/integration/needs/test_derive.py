"""Needs of families and persons as observed, on the real database."""

from datetime import date

import pytest

from entas.access.scope import Scope, system_scope
from entas.audit.models import Event
from entas.columns.records import records
from entas.needs.actions import derive
from entas.needs.explanation import NotAsked
from entas.needs.models import Need
from entas.needs.queries import fill_status, why
from entas.registry.precedence import resolve
from entas.registry.queries import NoSuchFamily
from tests.factories.records import make_family, make_person, see_family, see_person

DAY = date(2023, 8, 13)
pytestmark = pytest.mark.django_db(transaction=True)


def _statuses(on: date = DAY) -> dict[tuple[int, int | None, str], str]:
    with records() as con:
        resolve(con, until=on)
        fill_status(con, on=on)
        rows = con.execute("SELECT family_id, person_id, indicator, status FROM need_status")
        return {(family, person, key): status for family, person, key, status in rows.fetchall()}


def test_an_accepted_visit_corrects_the_list(areas) -> None:
    family = make_family(lighting="none")
    see_family(family, on=date(2023, 5, 1), own_electricity="yes")

    assert _statuses(date(2023, 4, 30))[family.pk, None, "electricity"] == "need"
    assert _statuses(date(2023, 5, 1))[family.pk, None, "electricity"] == "no_need"


def test_a_visit_that_is_not_accepted_changes_nothing(areas) -> None:
    family = make_family(lighting="none")
    see_family(family, on=date(2023, 5, 1), accepted=False, own_electricity="yes", presence="dead")

    assert _statuses()[family.pk, None, "electricity"] == "need"


@pytest.mark.parametrize("presence", ["moved", "moved_abroad", "dead", "duplicate", "not_found",
                                      "wrong_area"])  # fmt: skip
def test_a_family_that_left_and_its_members_have_no_status(areas, presence) -> None:
    family = make_family(decent_house="no")
    make_person(family, works="no", birth_date=date(1990, 1, 1))
    see_family(family, on=date(2023, 5, 1), presence=presence)

    assert _statuses() == {}


def test_a_family_that_refused_is_still_here(areas) -> None:
    family = make_family(decent_house="no")
    see_family(family, on=date(2023, 5, 1), presence="refused")

    assert _statuses()[family.pk, None, "housing"] == "need"


def test_a_person_who_died_has_no_status_but_the_family_has(areas) -> None:
    family = make_family(decent_house="no", listed_stunting_risk=None)
    person = make_person(family, works="no", birth_date=date(1990, 1, 1))
    see_person(person, on=date(2023, 5, 1), presence="dead")

    found = _statuses()

    assert found[family.pk, None, "housing"] == "need"
    assert not [key for key in found if key[1] == person.pk]


def test_members_who_left_are_no_part_of_the_target_group(areas) -> None:
    family = make_family(clean_water="no", own_latrine="no")
    make_person(family, relationship="head", sex="male", birth_date=date(1960, 1, 1))
    child = make_person(family, relationship="child", sex="male", birth_date=date(2021, 1, 1))

    assert _statuses()[family.pk, None, "stunting"] == "need"
    see_person(child, on=date(2023, 5, 1), presence="moved")
    assert _statuses()[family.pk, None, "stunting"] == "not_applicable"


def test_everybody_has_all_indicators_of_the_unit_once(areas) -> None:
    family = make_family()
    person = make_person(family)

    found = _statuses()

    assert len(found) == 8
    assert set(found.values()) == {"unknown"}
    assert sum(1 for key in found if key[1] == person.pk) == 3


def test_derive_rewrites_all_needs_and_records_it(areas, now) -> None:
    family = make_family(decent_house="no", own_electricity="no")
    person = make_person(family, works="no", birth_date=date(1990, 1, 1))
    first = derive(on=DAY, by="system", now=now)
    see_family(family, on=date(2023, 5, 1), decent_house="yes")

    done = derive(on=DAY, by="system", now=now)

    assert (first.needs, done.needs) == (3, 2)
    assert set(Need.objects.values_list("indicator", "family_id", "person_id", "definition")) == {
        ("electricity", family.pk, None, "electricity-siksdj-1"),
        ("employment", family.pk, person.pk, "employment-bps-1"),
    }
    event = Event.objects.filter(action="needs.derived").latest("id")
    assert event.details["needs"] == 2
    assert event.details["definitions"]["housing"] == "housing-bps-1"


def test_why_names_the_clause_its_reference_and_who_said_it(areas) -> None:
    family = make_family(lighting="none")
    see_family(family, on=date(2023, 5, 1), own_electricity="yes")

    answer = why(scope=system_scope(), family_id=family.pk, indicator="electricity", on=DAY)

    assert answer.status == "no_need"
    assert answer.steps[-1].clause.id == "answered-with"
    assert "SIKS-DJ" in answer.reference
    [value] = answer.values
    assert (value.field, value.value) == ("own_electricity", "yes")
    assert value.said is not None
    assert (value.said.source, value.said.observed_on) == ("siks-dj", date(2023, 5, 1))


def test_why_of_a_person_gives_the_age_and_not_the_birth_date(areas) -> None:
    family = make_family()
    person = make_person(family, works="no", birth_date=date(1990, 8, 14))

    answer = why(scope=system_scope(), family_id=family.pk, person_id=person.pk,
                 indicator="employment", on=DAY)  # fmt: skip

    assert answer.status == "need"
    assert ("age", 32) in [(value.field, value.value) for value in answer.values]
    assert "birth_date" not in [value.field for value in answer.values]


def test_why_of_one_who_left_says_so(areas) -> None:
    family = make_family(decent_house="no")
    see_family(family, on=date(2023, 5, 1), presence="moved")

    answer = why(scope=system_scope(), family_id=family.pk, indicator="housing", on=DAY)

    assert answer.status is None
    assert [(value.field, value.value) for value in answer.values] == [("presence", "moved")]


def test_why_says_what_the_bulk_rules_say(areas) -> None:
    family = make_family(roof="tile", floor_area_m2=10.0, toilet="shared", drinking_water="refill")
    person = make_person(
        family, relationship="child", education="none", birth_date=date(2015, 1, 1)
    )
    make_person(family, relationship="child", birth_date=date(2023, 1, 1))
    see_family(family, on=date(2023, 5, 1), wall="brick", floor="ceramic")

    for (_, person_id, key), status in _statuses().items():
        if person_id in {None, person.pk}:
            answer = why(scope=system_scope(), family_id=family.pk, person_id=person_id,
                         indicator=key, on=DAY)  # fmt: skip
            assert answer.status == status, key


def test_why_is_only_for_families_in_scope(areas) -> None:
    family = make_family(decent_house="no")

    with pytest.raises(NoSuchFamily):
        why(scope=Scope("stranger"), family_id=family.pk, indicator="housing", on=DAY)
    with pytest.raises(NoSuchFamily):
        why(scope=system_scope("3315"), family_id=family.pk, indicator="housing", on=DAY)


def test_why_refuses_an_indicator_of_the_other_unit(areas) -> None:
    family = make_family()

    with pytest.raises(NotAsked, match="of a family"):
        why(scope=system_scope(), family_id=family.pk, indicator="employment", on=DAY)
    with pytest.raises(NotAsked, match="not in this family"):
        why(
            scope=system_scope(), family_id=family.pk, person_id=999, indicator="employment", on=DAY
        )
