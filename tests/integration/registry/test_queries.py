from datetime import date, datetime
from typing import Any

import pytest

from entas.access.scope import NotAllowed, Scope, scope_of, system_scope
from entas.audit.models import Event
from entas.registry.actions import PurposeMissing, register, reveal
from entas.registry.models import FamilyKey, FamilyProfile, PersonProfile
from entas.registry.queries import (
    Listed,
    NoSuchFamily,
    detail,
    families_in,
    listed,
    names_of,
    search,
    village_of_family,
)
from tests.factories.areas import KLATEN, KLATEN_OTHER_VILLAGE, KLATEN_VILLAGE
from tests.factories.rows import family_rows, person_rows
from tests.factories.users import Cast

pytestmark = pytest.mark.django_db(transaction=True)

NIK = "3310014505800000"
EVERYONE = system_scope()
GROBOGAN = system_scope("3315")


@pytest.fixture
def registry(now: datetime) -> int:
    """A verified family of two, and one in another village; the id of the first."""
    home = {"family_key": "3310000001", "head_name": "SUTRISNO", "address": "Dk. Krajan RT 2 RW 5"}
    lists: list[tuple[str, str, Any]] = [
        ("family", "list", family_rows(home | {"roof": "tile", "rt": "002", "wall": "brick"})),
        (
            "person",
            "list",
            person_rows(
                {"person_key": "P2", "family_key": "3310000001", "name": "BUDI SANTOSO"},
                {"person_key": "P1", "family_key": "3310000001", "nik": NIK}
                | {"relationship": "head", "birth_date": date(1980, 5, 5)},
            ),
        ),
        (
            "family",
            "verification",
            family_rows(home | {"roof": "bamboo", "observed_on": date(2023, 3, 10)}),
        ),
        (
            "family",
            "list",
            family_rows({"family_key": "3310000002", "village_code": KLATEN_OTHER_VILLAGE}),
        ),
    ]
    for batch_id, (kind, origin, rows) in enumerate(lists, start=1):
        register(
            kind=kind,
            rows=rows,
            batch_id=batch_id,
            source="siks-dj" if origin == "verification" else "p3ke-2022",
            origin=origin,
            by="tester",
            now=now,
        )
    return FamilyKey.objects.get(value="3310000001").family_id


def test_families_of_a_village_come_masked_with_their_members(registry: int) -> None:
    count, rows = families_in(scope=EVERYONE, area_code=KLATEN_VILLAGE)

    assert count == 1
    assert (rows[0].family_id, rows[0].head_name, rows[0].rt) == (registry, "S***", "002")
    assert rows[0].members == 2
    assert families_in(scope=EVERYONE, area_code=KLATEN, offset=1, limit=1)[0] == 2


def test_an_area_outside_the_scope_is_not_allowed(registry: int) -> None:
    with pytest.raises(NotAllowed):
        families_in(scope=GROBOGAN, area_code=KLATEN_VILLAGE)
    with pytest.raises(NotAllowed):
        listed(scope=GROBOGAN, area_code=KLATEN)


def test_listed_counts_families_and_persons(registry: int) -> None:
    assert listed(scope=EVERYONE, area_code=KLATEN) == Listed(families=2, persons=2)
    assert listed(scope=EVERYONE, area_code=KLATEN_OTHER_VILLAGE) == Listed(1, 0)


def test_detail_shows_what_each_source_said_and_which_one_decided(registry: int) -> None:
    family = detail(scope=EVERYONE, family_id=registry)

    by_id = {said.observation_id: said for said in family.observations}
    assert family.values["roof"] == "bamboo"
    assert by_id[family.decided_by["roof"]].origin == "verification"
    assert by_id[family.decided_by["wall"]].origin == "list"
    assert "floor" not in family.decided_by
    assert [said.values["roof"] for said in family.observations] == ["tile", "bamboo"]
    assert [member.values["relationship"] for member in family.members] == ["head", None]
    profile = FamilyProfile.objects.get(pk=registry)
    for field, said_id in family.decided_by.items():
        if field not in {"head_name", "address"}:
            assert by_id[said_id].values[field] == getattr(profile, field)


def test_detail_hides_names_numbers_and_places(registry: int) -> None:
    shown = str(detail(scope=EVERYONE, family_id=registry))

    for secret in ("SUTRISNO", "BUDI", "AMINAH", NIK, "Krajan", "3310000001", "1980, 5"):
        assert secret not in shown


@pytest.mark.parametrize("call", [detail, village_of_family])
def test_a_family_outside_the_scope_does_not_exist(registry: int, call: Any) -> None:
    with pytest.raises(NoSuchFamily):
        call(scope=GROBOGAN, family_id=registry)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3310000001", 1),
        (NIK, 1),
        ("sutris", 2),
        ("budi  santoso", 1),
        ("su", 0),
        ("3310", 0),
        ("partini", 0),
    ],
)
def test_search_finds_by_number_or_part_of_a_name(registry: int, text: str, found: int) -> None:
    assert len(search(scope=EVERYONE, text=text)) == found
    assert search(scope=GROBOGAN, text=text) == []


def test_names_for_lists_are_masked_and_limited(registry: int) -> None:
    person = PersonProfile.objects.get(nik=NIK).person_id

    assert names_of(scope=EVERYONE, family_ids=[registry], person_ids=[person]) == (
        {registry: "S***"},
        {person: "S*** A***"},
    )
    assert names_of(scope=GROBOGAN, family_ids=[registry], person_ids=[person]) == ({}, {})


def test_revealing_says_names_and_records_who_asked_and_why(
    registry: int, cast: Cast, now: datetime
) -> None:
    shown = reveal(
        scope=scope_of(cast.planner),
        family_id=registry,
        purpose="Kunjungan  rumah",
        by=cast.planner.username,
        now=now,
    )

    assert shown.values["head_name"] == "SUTRISNO"
    assert shown.members[0].values["nik"] == NIK
    event = Event.objects.get(action="family.revealed")
    assert (event.actor, event.subject) == (cast.planner.username, f"family:{registry}")
    assert (event.area_code, event.details) == (KLATEN_VILLAGE, {"purpose": "Kunjungan rumah"})


def test_revealing_needs_permission_and_a_purpose(registry: int, cast: Cast, now: datetime) -> None:
    def ask(scope: Scope, purpose: str = "Kunjungan rumah") -> None:
        reveal(scope=scope, family_id=registry, purpose=purpose, by="x", now=now)

    for scope in (scope_of(cast.auditor), scope_of(cast.outsider)):
        with pytest.raises(NoSuchFamily):
            ask(scope)
    for purpose in ("", " ab ", f"cek NIK {NIK}"):
        with pytest.raises(PurposeMissing):
            ask(EVERYONE, purpose)
    assert not Event.objects.filter(action="family.revealed").exists()
