from datetime import date, datetime
from typing import Any

import pytest

from entas.access.scope import system_scope
from entas.audit.models import Event
from entas.columns.records import records
from entas.registry.actions import register
from entas.registry.models import FamilyKey, PersonKey
from entas.tagging.actions import Tagging, load_catalogue, record_tags
from entas.tagging.models import Programme, Tag
from entas.tagging.queries import fill_funding, tags_by_state, tags_of
from entas.tagging.state import State
from tests.factories.areas import KLATEN_OTHER_VILLAGE
from tests.factories.rows import family_rows, person_rows, tag_rows

pytestmark = pytest.mark.django_db(transaction=True)

NIK, OTHER_NIK, HEAD_NIK = "3310011505100000", "3310014505100000", "3310011505800000"
TODAY = date(2023, 8, 14)


@pytest.fixture
def registry(now: datetime) -> None:
    """Two families in a village; a child BUDI in each, one of them with a NIK."""
    load_catalogue(by="tester", now=now)
    home = {"rt": "002", "rw": "005", "address": "Dk. Krajan RT 2 RW 5"}
    families = family_rows(
        {"family_key": "K1", "head_name": "SUTRISNO", "head_nik": HEAD_NIK} | home,
        {"family_key": "K2", "head_name": "SUTRISNO", "head_nik": None} | home | {"rt": "003"},
    )
    persons = person_rows(
        {"person_key": "P1", "family_key": "K1", "name": "BUDI SANTOSO", "nik": NIK},
        {"person_key": "P2", "family_key": "K2", "name": "BUDI SANTOSO"},
        {"person_key": "P3", "family_key": "K2", "name": "SITI AMINAH", "nik": OTHER_NIK},
    )
    for kind, rows in (("family", families), ("person", persons)):
        register(
            kind=kind,
            rows=rows,
            batch_id=1,
            source="p3ke-2022",
            origin="list",
            by="tester",
            now=now,
        )


@pytest.fixture
def tag(registry: None, now: datetime):
    batches = iter(range(2, 100))

    def _tag(*rows: dict[str, Any]) -> Tagging:
        return record_tags(tags=tag_rows(*rows), batch_id=next(batches), by="tester", now=now)

    return _tag


def family(key: str) -> int:
    return FamilyKey.objects.get(value=key).family_id


def person(key: str) -> int:
    return PersonKey.objects.get(value=key).person_id


def reasons(done: Tagging) -> list[str]:
    return done.reviews["reason"].to_list()


def test_the_catalogue_is_loaded_once(now: datetime) -> None:
    assert load_catalogue(by="tester", now=now) == Programme.objects.count() > 30
    assert load_catalogue(by="tester", now=now) == 0
    assert Event.objects.filter(action="catalogue.loaded").count() == 1


def test_a_tag_takes_indicator_and_source_from_its_programme(tag) -> None:
    done = tag({"family_key": "K1", "amount": 3_000_000})

    found = Tag.objects.get()
    assert (done.recorded, done.reviews.height) == (1, 0)
    assert (found.family_id, found.person_id) == (family("K1"), None)
    assert (found.indicator, found.funding_source) == ("latrine", "APBD_KAB")
    assert (found.planned_on, found.year, found.amount) == (date(2023, 3, 1), 2023, 3_000_000)


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ({"person_key": "P3"}, ("K2", "P3")),
        ({"family_key": "K2", "name": "Siti Aminah"}, ("K2", "P3")),
        ({"family_key": "K2", "nik": OTHER_NIK}, ("K2", "P3")),
        ({"nik": NIK}, ("K1", "P1")),
        ({"name": "Budi Santoso", "rt": "003", "rw": "005"}, ("K2", "P2")),
        ({"name": "BUDI SANTOSO", "address": "dk. krajan rt 2 rw 5", "rt": "002"}, ("K1", "P1")),
    ],
)
def test_a_person_is_found_by_key_else_nik_else_name_and_place(tag, asked, subject) -> None:
    done = tag({"programme": "sekolah-pip"} | asked)

    assert reasons(done) == []
    found = Tag.objects.get()
    assert (found.family_id, found.person_id) == (family(subject[0]), person(subject[1]))


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"person_key": "P3"}, "K2"),
        ({"nik": HEAD_NIK}, "K1"),
        ({"nik": OTHER_NIK}, "K2"),
        ({"name": "Sutrisno", "rt": "003", "rw": "005"}, "K2"),
        ({"name": "Siti Aminah", "rt": "003"}, "K2"),
        ({"name": "-", "head_name": "SUTRISNO", "rt": "002", "rw": "005"}, "K1"),
    ],
)
def test_a_family_is_found_by_head_or_member(tag, asked, key) -> None:
    done = tag(asked)

    assert reasons(done) == []
    assert (Tag.objects.get().family_id, Tag.objects.get().person_id) == (family(key), None)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"name": "SUTRISNO", "rw": "005"}, "subject_not_found"),  # a name alone is not enough
        ({"name": "PARTINI", "rt": "002", "rw": "005"}, "subject_not_found"),
        ({"nik": NIK, "village_code": KLATEN_OTHER_VILLAGE}, "subject_not_found"),
        ({"programme": "sekolah-pip", "family_key": "K1"}, "person_needed"),
        ({"programme": "sekolah-pip", "family_key": "K2", "name": "PARTINI"}, "person_needed"),
        ({"programme": "none-such", "family_key": "K1"}, "programme_unknown"),
        ({"indicator": "housing", "family_key": "K1"}, "other_indicator"),
        ({"state": "realised", "family_key": "K1"}, "tag_undated"),
    ],
)
def test_what_cannot_be_decided_goes_to_review(tag, asked, reason) -> None:
    done = tag(asked)

    assert reasons(done) == [reason]
    assert done.reviews["number"].to_list() == [2]
    assert Tag.objects.count() == 0


def test_several_who_fit_go_to_review(tag, now: datetime) -> None:
    twin = {"person_key": "P4", "family_key": "K1", "name": "BUDI SANTOSO"}
    register(
        kind="person",
        rows=person_rows(twin),
        batch_id=9,
        source="p3ke-2022",
        origin="list",
        by="tester",
        now=now,
    )

    done = tag({"programme": "sekolah-pip", "name": "BUDI SANTOSO", "rt": "002", "rw": "005"})
    assert reasons(done) == ["subject_ambiguous"]


def test_the_same_tag_again_changes_nothing(tag) -> None:
    tag({"family_key": "K1"}, {"programme": "sekolah-pip", "person_key": "P1"})
    before = list(Tag.objects.values())

    done = tag({"family_key": "K1"}, {"programme": "sekolah-pip", "person_key": "P1"})

    assert (done.recorded, done.updated, done.unchanged) == (0, 0, 2)
    assert list(Tag.objects.values()) == before


def test_a_tag_that_moves_on_keeps_its_dates_and_its_id(tag) -> None:
    tag({"family_key": "K1"})
    done = tag(
        {
            "family_key": "K1",
            "state": "realised",
            "planned_on": None,
            "realised_on": date(2023, 6, 1),
        }
    )

    found = Tag.objects.get()
    assert (done.updated, found.pk) == (1, Tag.objects.get().pk)
    assert (found.planned_on, found.realised_on) == (date(2023, 3, 1), date(2023, 6, 1))


def test_another_year_or_programme_is_another_tag(tag) -> None:
    tag(
        {"family_key": "K1"},
        {"family_key": "K1", "year": 2024},
        {"family_key": "K1", "programme": "jamban-baznas"},
        {"family_key": "K1", "year": None},
        {"family_key": "K1", "year": None},
    )

    assert Tag.objects.count() == 4


def test_rows_not_registered_are_left_alone(tag) -> None:
    assert tag({"family_key": "K1", "outcome": "review"}).recorded == 0
    assert Tag.objects.count() == 0


def test_funding_is_the_furthest_state_by_the_day(tag) -> None:
    tag(
        {"family_key": "K1"},
        {
            "family_key": "K1",
            "programme": "jamban-baznas",
            "state": "realised",
            "planned_on": None,
            "realised_on": date(2023, 6, 1),
        },
        {"programme": "sekolah-pip", "person_key": "P1", "state": "cancelled",
         "cancelled_on": date(2023, 5, 1)},
        {"programme": "pkh", "family_key": "K2"},
    )  # fmt: skip

    def funding(day: date) -> list[tuple[Any, ...]]:
        with records() as con:
            fill_funding(con, day)
            return con.execute(
                "SELECT family_id, person_id, indicator, funding, realised_on FROM funding "
                "ORDER BY indicator"
            ).fetchall()

    home, child = family("K1"), person("P1")
    assert funding(date(2023, 2, 1)) == []
    assert funding(date(2023, 4, 1)) == [
        (home, None, "latrine", 2, None),
        (home, child, "schooling", 2, None),
    ]
    assert funding(date(2023, 6, 1)) == [(home, None, "latrine", 3, date(2023, 6, 1))]


def test_tags_are_seen_within_the_scope(tag) -> None:
    tag({"family_key": "K1"})

    (seen,) = tags_of(scope=system_scope(), family_id=family("K1"), on=TODAY)
    assert (seen.programme_key, seen.state) == ("jamban-stimulan", State.PLANNED)
    assert tags_of(scope=system_scope("3315"), family_id=family("K1"), on=TODAY) == []
    counts = tags_by_state(scope=system_scope(), area_code="3310", on=TODAY)
    assert counts == {"latrine": {State.PLANNED: 1}}
