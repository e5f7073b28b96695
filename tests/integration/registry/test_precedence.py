"""DuckDB's resolution, held to a plain oracle, and to itself in whatever order lists come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entas.columns.records import records, table
from entas.registry.actions import register
from entas.registry.models import (
    FamilyObservation,
    FamilyProfile,
    Membership,
    PersonObservation,
    PersonProfile,
)
from entas.registry.precedence import (
    FAMILY_FIELDS,
    PERSON_FIELDS,
    deciding,
    resolve,
    settled_families,
)
from entas.registry.profiles import timeline
from tests.factories.rows import family_rows, person_rows

START = date(2022, 12, 1)
DAYS = st.integers(0, 4).map(lambda days: START + timedelta(days=days))


@dataclass
class Saying:
    pk: int
    family_id: int
    origin: str
    accepted: bool
    observed_on: date
    roof: str | None
    wall: str | None


SAYINGS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["list", "verification"]),
        st.booleans(),
        DAYS,
        st.sampled_from(["tile", "bamboo", None]),
        st.sampled_from(["brick", "wood", None]),
    ),
    max_size=12,
).map(lambda rows: [Saying(at, *row) for at, row in enumerate(rows, start=1)])


def oracle(sayings: list[Saying], field: str) -> str | None:
    """The rule as a person would say it: sort by it, take the last that says anything."""
    counting = [s for s in sayings if s.accepted and getattr(s, field) is not None]
    counting.sort(key=lambda s: s.pk)
    counting.sort(key=lambda s: s.observed_on)
    counting.sort(key=lambda s: s.origin == "verification")
    return getattr(counting[-1], field) if counting else None


@settings(deadline=None)
@given(SAYINGS)
def test_duckdb_and_the_oracle_agree(sayings: list[Saying]) -> None:
    con = duckdb.connect()
    unsaid = ", ".join(
        f"NULL::VARCHAR AS {name}" for name in FAMILY_FIELDS if name not in {"roof", "wall"}
    )
    con.execute(
        "CREATE TABLE said (id BIGINT, family_id BIGINT, origin VARCHAR, accepted BOOLEAN, "
        "observed_on DATE, roof VARCHAR, wall VARCHAR)"
    )
    for s in sayings:
        con.execute("INSERT INTO said VALUES (?,?,?,?,?,?,?)", list(vars(s).values()))
    query = settled_families(f"SELECT *, {unsaid} FROM said")
    found = con.execute(f"SELECT family_id, roof, wall FROM ({query}) ORDER BY 1").fetchall()

    families = sorted({s.family_id for s in sayings if s.accepted})
    expected = []
    for family_id in families:
        own = [s for s in sayings if s.family_id == family_id]
        expected.append((family_id, oracle(own, "roof"), oracle(own, "wall")))
        for name in ("roof", "wall"):
            holder = deciding(own, name)
            assert (getattr(holder, name) if holder else None) == oracle(own, name)
    assert found == expected


FAMILY = st.fixed_dictionaries(
    {
        "family_key": st.sampled_from(["K1", "K2"]),
        "village_code": st.sampled_from(["3310012005", "3310012008"]),
        "roof": st.sampled_from(["tile", "bamboo", None]),
        "observed_on": DAYS,
        "accepted": st.booleans(),
    }
)
PERSON = st.fixed_dictionaries(
    {
        "person_key": st.sampled_from(["P1", "P2"]),
        "family_key": st.sampled_from(["K1", "K2", "K3"]),
        "village_code": st.sampled_from(["3310012005", "3310012008"]),
        "name": st.sampled_from(["BUDI", "SITI", None]),
        "observed_on": DAYS,
        "accepted": st.booleans(),
    }
)
ORIGIN = st.sampled_from(["list", "verification"])
IMPORTS = st.lists(
    st.tuples(st.just("family"), ORIGIN, st.lists(FAMILY, min_size=1, max_size=3))
    | st.tuples(st.just("person"), ORIGIN, st.lists(PERSON, min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def emptied() -> Iterator[Any]:
    """Empties the registry between examples of one test."""
    from django.apps import apps

    def empty() -> None:
        for model in list(apps.get_app_config("registry").get_models())[::-1]:
            model._default_manager.all().delete()

    yield empty
    empty()


def stored(con: duckdb.DuckDBPyConnection, model: Any, columns: tuple[str, ...]) -> list[Any]:
    return con.execute(f"SELECT {', '.join(columns)} FROM {table(model)} ORDER BY ALL").fetchall()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(imports=IMPORTS)
def test_imports_in_any_order_give_what_resolving_from_scratch_gives(
    emptied: Any, now: datetime, imports: list[Any]
) -> None:
    emptied()
    for batch_id, (kind, origin, rows) in enumerate(imports, start=1):
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

    with records() as con:
        resolve(con, until=date(2030, 1, 1))
        for model, subject, now_table, fields in (
            (FamilyProfile, ("family_id",), "family_now", FAMILY_FIELDS),
            (PersonProfile, ("person_id", "family_id"), "person_now", PERSON_FIELDS),
        ):
            columns = (*subject, *fields)
            query = f"SELECT {', '.join(columns)} FROM {now_table} ORDER BY ALL"
            scratch = con.execute(query).fetchall()
            assert stored(con, model, columns) == scratch
        observed = timeline(f"SELECT * FROM {table(PersonObservation)}")
        spans = ("person_id", "family_id", "since", "until")
        query = f"SELECT {', '.join(spans)} FROM ({observed}) ORDER BY ALL"
        assert stored(con, Membership, spans) == con.execute(query).fetchall()


@pytest.mark.django_db(transaction=True)
def test_the_state_of_a_day_does_not_know_what_came_after(now: datetime) -> None:
    for batch_id, (day, roof) in enumerate(((START, "tile"), (date(2023, 6, 1), "bamboo")), 1):
        rows = family_rows({"family_key": "K1", "observed_on": day, "roof": roof})
        register(
            kind="family",
            rows=rows,
            batch_id=batch_id,
            source="p3ke-2022",
            origin="list",
            by="tester",
            now=now,
        )

    def roofs(until: date) -> list[Any]:
        with records() as con:
            resolve(con, until=until)
            return con.execute("SELECT roof FROM family_now").fetchall()

    assert roofs(date(2022, 11, 30)) == []
    assert roofs(date(2023, 5, 31)) == [("tile",)]
    assert roofs(date(2023, 6, 1)) == [("bamboo",)]
    assert FamilyObservation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_visit_not_yet_accepted_leaves_a_family_what_its_members_say(now: datetime) -> None:
    told: dict[str, Any] = {"batch_id": 1, "by": "tester", "now": now}
    member = person_rows({"person_key": "P1", "family_key": "K1"})
    register(kind="person", rows=member, source="p3ke-2022", origin="list", **told)
    visit = family_rows({"family_key": "K1", "roof": "tile", "accepted": False})
    register(kind="family", rows=visit, source="siks-dj", origin="verification", **told)

    profile = FamilyProfile.objects.get()
    assert (profile.village_code, profile.roof) == ("3310012005", None)
