from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from django.db import models

from entas.columns.records import records, table
from entas.registry.actions import Registration, register
from entas.registry.models import (
    Family,
    FamilyKey,
    FamilyObservation,
    FamilyProfile,
    Membership,
    Person,
    PersonObservation,
    PersonProfile,
)
from tests.factories.areas import KLATEN_OTHER_VILLAGE, KLATEN_VILLAGE
from tests.factories.rows import family_rows, person_rows

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """Registers frames as successive batches."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.batch = 0

    def register(self, kind: str, rows: pl.DataFrame, **given: Any) -> Registration:
        self.batch += 1
        named = {"source": "p3ke-2022", "origin": "list"} | given
        return register(
            kind=kind, rows=rows, batch_id=self.batch, by="tester", now=self.now, **named
        )

    def families(self, *rows: dict[str, Any], **given: Any) -> Registration:
        return self.register("family", family_rows(*rows), **given)

    def persons(self, *rows: dict[str, Any], **given: Any) -> Registration:
        return self.register("person", person_rows(*rows), **given)


@pytest.fixture
def desk(now: datetime) -> Desk:
    return Desk(now)


VERIFIED = {"source": "siks-dj", "origin": "verification"}


MODELS: list[type[models.Model]] = [
    Family,
    FamilyKey,
    FamilyObservation,
    FamilyProfile,
    Person,
    PersonObservation,
    PersonProfile,
    Membership,
]


def everything() -> list[list[dict[str, Any]]]:
    return [list(model._default_manager.order_by("pk").values()) for model in MODELS]


def test_a_new_family_gets_key_observation_and_profile(desk: Desk) -> None:
    done = desk.families({"family_key": "K1", "roof": "tile", "floor_area_m2": 21.5})

    profile = FamilyKey.objects.get(scheme="p3ke", value="K1").family.profile
    said = FamilyObservation.objects.get()
    assert (done.families, done.observations) == (1, 1)
    assert (profile.village_code, profile.roof) == (KLATEN_VILLAGE, "tile")
    assert profile.floor_area_m2 == 21.5
    assert profile.wall is None
    assert (said.sheet, said.row_number, said.source) == ("Sheet1", 2, "p3ke-2022")
    assert said.observed_on == date(2022, 12, 1)
    assert said.accepted is True


def test_the_same_rows_again_change_nothing(desk: Desk) -> None:
    row = {"family_key": "K1", "latitude": -7.7123456, "longitude": 110.5123456789}
    desk.families(row)
    desk.persons({"person_key": "P1", "family_key": "K1"})
    before = everything()

    again = desk.families(row), desk.persons({"person_key": "P1", "family_key": "K1"})

    assert everything() == before
    assert [done.observations for done in again] == [0, 0]
    assert [done.unchanged for done in again] == [1, 1]


def test_persons_before_their_family_give_the_same_registry(desk: Desk) -> None:
    desk.persons({"person_key": "P1", "family_key": "K1"})
    alone = FamilyProfile.objects.get()
    assert (alone.village_code, alone.head_name) == (KLATEN_VILLAGE, None)

    desk.families({"family_key": "K1", "head_name": "SUTRISNO"})

    assert Family.objects.count() == 1
    assert FamilyProfile.objects.get().head_name == "SUTRISNO"
    assert PersonProfile.objects.get().family_id == alone.family_id


def test_a_row_for_review_or_refused_touches_nothing(desk: Desk) -> None:
    done = desk.families(
        {"family_key": "K1", "outcome": "review"}, {"family_key": "K2", "outcome": "refused"}
    )

    assert (done.families, Family.objects.count(), FamilyObservation.objects.count()) == (0, 0, 0)


def test_a_row_without_key_or_village_goes_to_review(desk: Desk) -> None:
    done = desk.families(
        {"family_key": None}, {"family_key": "K1", "village_code": None}, {"family_key": "K2"}
    )

    assert done.reviews.rows() == [
        ("Sheet1", 2, "family_key_missing"),
        ("Sheet1", 3, "area_missing"),
    ]
    assert Family.objects.count() == 1


def test_a_repeated_key_that_differs_is_found_and_the_later_row_holds(desk: Desk) -> None:
    done = desk.families(
        {"family_key": "K1", "roof": "tile"},
        {"family_key": "K1", "roof": "tile"},
        {"family_key": "K1", "roof": "bamboo"},
    )

    assert (done.observations, done.unchanged) == (2, 1)
    assert done.findings.select("number", "code", "received").rows() == [
        (4, "key_repeated_differs", "K1")
    ]
    assert FamilyProfile.objects.get().roof == "bamboo"


def test_an_accepted_visit_holds_over_a_newer_list(desk: Desk) -> None:
    visit = {"family_key": "K1", "roof": "bamboo", "observed_on": date(2022, 1, 1)}
    desk.families(visit, **VERIFIED)
    desk.families({"family_key": "K1", "roof": "tile", "wall": "brick"})

    profile = FamilyProfile.objects.get()
    assert (profile.roof, profile.wall) == ("bamboo", "brick")


def test_a_visit_counts_only_once_accepted(desk: Desk) -> None:
    desk.families({"family_key": "K1", "roof": "tile"})
    desk.families({"family_key": "K1", "roof": "bamboo", "accepted": False}, **VERIFIED)
    assert FamilyProfile.objects.get().roof == "tile"

    desk.families({"family_key": "K1", "roof": "bamboo", "accepted": True}, **VERIFIED)
    assert FamilyProfile.objects.get().roof == "bamboo"


def test_an_older_list_that_comes_later_does_not_win(desk: Desk) -> None:
    desk.families({"family_key": "K1", "roof": "tile", "observed_on": date(2023, 2, 1)})
    desk.families({"family_key": "K1", "roof": "bamboo", "wall": "wood"})

    profile = FamilyProfile.objects.get()
    assert (profile.roof, profile.wall) == ("tile", "wood")


def test_moving_to_another_family_closes_the_membership(desk: Desk) -> None:
    desk.persons({"person_key": "P1", "family_key": "K1"})
    desk.persons({"person_key": "P1", "family_key": "K2", "observed_on": date(2023, 2, 1)})

    spans = Membership.objects.order_by("since").values_list(
        "family__keys__value", "since", "until"
    )
    assert list(spans) == [
        ("K1", date(2022, 12, 1), date(2023, 2, 1)),
        ("K2", date(2023, 2, 1), None),
    ]
    assert list(FamilyProfile.objects.values_list("family__keys__value", flat=True)) == ["K2"]


def test_an_older_membership_learnt_later_is_put_before(desk: Desk) -> None:
    desk.persons({"person_key": "P1", "family_key": "K2", "observed_on": date(2023, 2, 1)})
    desk.persons({"person_key": "P1", "family_key": "K1"})

    spans = Membership.objects.order_by("since").values_list("family__keys__value", "until")
    assert list(spans) == [("K1", date(2023, 2, 1)), ("K2", None)]
    assert PersonProfile.objects.get().family.keys.get().value == "K2"  # type: ignore[union-attr]


def test_a_person_known_only_to_be_elsewhere_keeps_village_of_the_newer_list(desk: Desk) -> None:
    desk.persons({"person_key": "P1", "family_key": "K1"})
    desk.persons(
        {
            "person_key": "P1",
            "family_key": "K1",
            "village_code": KLATEN_OTHER_VILLAGE,
            "observed_on": date(2023, 2, 1),
        }
    )

    assert PersonProfile.objects.get().village_code == KLATEN_OTHER_VILLAGE
    assert FamilyProfile.objects.get().village_code == KLATEN_OTHER_VILLAGE
    assert Membership.objects.count() == 1


def test_a_failure_leaves_nothing_registered(desk: Desk) -> None:
    class Failed(Exception):
        pass

    rows = family_rows({"family_key": "K1"})

    def fail_after_registering() -> None:
        with records(write=True) as con:
            register(
                kind="family",
                rows=rows,
                batch_id=1,
                source="p3ke-2022",
                origin="list",
                by="tester",
                now=desk.now,
                con=con,
            )
            assert con.execute(f"SELECT count(*) FROM {table(Family)}").fetchone() == (1,)
            raise Failed

    with pytest.raises(Failed):
        fail_after_registering()

    assert Family.objects.count() == 0
    assert FamilyObservation.objects.count() == 0
    desk.register("family", rows)
    assert Family.objects.count() == 1
