"""Merged subjects: resolved from all their observations, one decision at a time and set-wise."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from entas.columns.records import records
from entas.registry.actions import register
from entas.registry.models import Family, FamilyProfile, Membership, Person, PersonProfile
from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS
from entas.registry.rebuilding import differences
from entas.registry.registration import FAMILIES, PERSONS
from entas.registry.regrouping import regroup
from entas.registry.single import regroup_families, regroup_persons
from tests.factories.rows import family_rows, person_rows

START = date(2022, 12, 1)
DAYS = st.integers(0, 3).map(lambda days: START + timedelta(days=days))
VILLAGES = st.sampled_from(["3310012005", "3310012008"])
FAMILY = st.fixed_dictionaries(
    {
        "family_key": st.sampled_from(["K1", "K2", "K3"]),
        "village_code": VILLAGES,
        "roof": st.sampled_from(["tile", "bamboo", None]),
        "latitude": st.sampled_from([-7.1234567, None]),
        "observed_on": DAYS,
        "accepted": st.booleans(),
    }
)
PERSON = st.fixed_dictionaries(
    {
        "person_key": st.sampled_from(["P1", "P2", "P3"]),
        "family_key": st.sampled_from(["K1", "K2", "K3", "K4"]),
        "village_code": VILLAGES,
        "name": st.sampled_from(["BUDI", "SITI", None]),
        "birth_date": st.sampled_from([date(1980, 5, 5), None]),
        "observed_on": DAYS,
        "accepted": st.booleans(),
    }
)
ORIGIN = st.sampled_from(["list", "verification"])
IMPORTS = st.lists(
    st.tuples(st.just("family"), ORIGIN, st.lists(FAMILY, min_size=1, max_size=4))
    | st.tuples(st.just("person"), ORIGIN, st.lists(PERSON, min_size=1, max_size=4)),
    min_size=1,
    max_size=3,
)
GROUPINGS = st.lists(
    st.tuples(st.sampled_from(["family", "person"]), st.lists(st.integers(0, 3), min_size=4,
                                                              max_size=4)),
    min_size=1, max_size=3,
)  # fmt: skip


def grouped(kind: str, labels: list[int]) -> dict[int, int]:
    """All subjects into groups by label, each under its smallest id."""
    ids = list((Family if kind == "family" else Person).objects.values_list("pk", flat=True))
    groups: dict[int, int] = {}
    for at, pk in enumerate(sorted(ids)):
        label = labels[at % len(labels)]
        groups[pk] = min(p for n, p in enumerate(sorted(ids)) if labels[n % len(labels)] == label)
    return groups


def take_in(imports: list[Any], now: datetime, *, first_batch: int = 1) -> None:
    for batch_id, (kind, origin, rows) in enumerate(imports, start=first_batch):
        for row in rows:
            row["accepted"] = row["accepted"] or origin == "list"
        register(
            kind=kind,
            rows=family_rows(*rows) if kind == "family" else person_rows(*rows),
            batch_id=batch_id,
            source="p3ke-2022" if origin == "list" else "siks-dj",
            origin=origin,
            by="tester",
            now=now,
        )


def held() -> dict[str, Any]:
    """All that is recorded of what holds."""
    spans = ("person_id", "family_id", "since", "until")
    return {
        "families": sorted(FamilyProfile.objects.values_list("family_id", *FAMILY_FIELDS), key=str),
        "persons": sorted(
            PersonProfile.objects.values_list("person_id", "family_id", *PERSON_FIELDS), key=str
        ),
        "memberships": sorted(Membership.objects.values_list(*spans), key=str),
    }


def set_wise(kind: str, groups: dict[int, int]) -> None:
    frame = pl.DataFrame({"subject": list(groups), "stands": list(groups.values())})
    with records(write=True) as con:
        regroup(con, FAMILIES if kind == "family" else PERSONS, frame.cast(pl.Int64))


def singly(kind: str, groups: dict[int, int]) -> None:
    with transaction.atomic():
        (regroup_families if kind == "family" else regroup_persons)(groups)


def wrong() -> dict[str, int]:
    with records() as con:
        return differences(con)


@pytest.fixture
def emptied() -> Iterator[Any]:
    """Empties the registry between examples of one test."""

    def empty() -> None:
        Family.objects.update(same_as=None)
        Person.objects.update(same_as=None)
        for model in list(apps.get_app_config("registry").get_models())[::-1]:
            model._default_manager.all().delete()

    yield empty
    empty()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes long to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(imports=IMPORTS, groupings=GROUPINGS, later=IMPORTS)
def test_one_by_one_and_set_wise_give_what_resolving_from_scratch_gives(
    emptied: Any, now: datetime, imports: list[Any], groupings: list[Any], later: list[Any]
) -> None:
    emptied()
    take_in(imports, now)
    assert wrong() == {}
    for kind, labels in groupings:
        groups = grouped(kind, labels)
        apart = {pk: pk for pk in groups}
        singly(kind, groups)
        assert wrong() == {}
        by_one = held()
        singly(kind, apart)
        set_wise(kind, groups)
        assert wrong() == {}
        assert held() == by_one
    take_in(later, now, first_batch=10)
    assert wrong() == {}
    for kind in ("family", "person"):
        set_wise(kind, {pk: pk for pk in grouped(kind, [0])})
    assert wrong() == {}
