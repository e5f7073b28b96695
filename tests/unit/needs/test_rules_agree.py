"""The compiled SQL and the plain Python decide alike, whatever is known."""

from datetime import date, timedelta
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from entas.kernel.vocabulary import FAMILY, PERSON
from entas.needs.rules.definitions import Unit, Version
from entas.needs.rules.evaluate import decide_all
from entas.needs.rules.load import definitions
from entas.needs.rules.sql import statuses_sql
from entas.needs.rules.subjects import known_family, known_person

DAY = date(2024, 2, 29)
FAMILY_CODES = ("roof", "wall", "floor", "lighting", "drinking_water", "washing_water", "toilet",
                "listed_stunting_risk", "decent_house", "clean_water", "own_latrine",
                "own_electricity", "stunting_risk")  # fmt: skip
PERSON_CODES = ("sex", "relationship", "occupation", "education", "disability_kind", "works",
                "out_of_school", "has_disability")  # fmt: skip


def _codes(fields: tuple[str, ...], vocabulary: dict[str, tuple[str, ...]]) -> Any:
    # "surprise" is a code no vocabulary has: it decides nothing, on either side.
    return {
        field: st.none() | st.sampled_from((*vocabulary[field], "surprise")) for field in fields
    }


BIRTHS = st.none() | st.one_of(
    st.dates(DAY - timedelta(days=365 * 8), DAY + timedelta(days=10)),
    st.dates(date(1890, 1, 1), DAY),
    st.sampled_from([date(2008, 2, 29), date(2005, 3, 1), date(2004, 2, 29), date(2019, 2, 28)]),
)
PEOPLE = st.fixed_dictionaries(_codes(PERSON_CODES, PERSON) | {"birth_date": BIRTHS})
SPOUSES = st.fixed_dictionaries(
    _codes(PERSON_CODES, PERSON)
    | {
        "birth_date": BIRTHS,
        "relationship": st.sampled_from(("spouse", "child")),
        "sex": st.just("female"),
    }
)
FAMILIES = st.tuples(
    st.fixed_dictionaries(
        _codes(FAMILY_CODES, FAMILY)
        | {"floor_area_m2": st.none() | st.sampled_from([7.2, 14.4, 21.6, 28.8, 36.0, 20.0])}
    ),
    st.lists(PEOPLE | SPOUSES, max_size=6),
)


def _versions(unit: Unit, *, strict: bool) -> dict[str, Version]:
    return {
        key: definition.versions[-1] if strict else definition.on(DAY)
        for key, definition in definitions().items()
        if definition.unit is unit
    }


def _ask_sql(
    unit: Unit, versions: dict[str, Version], families: list[dict], people: list[dict]
) -> list[dict[str, str]]:
    con = duckdb.connect(config={"threads": 1})
    texts = [f"{field} VARCHAR" for field in FAMILY_CODES]
    con.execute(f"CREATE TABLE families (family_id BIGINT, village_code VARCHAR, "
                f"floor_area_m2 DOUBLE, {', '.join(texts)})")  # fmt: skip
    texts = [f"{field} VARCHAR" for field in PERSON_CODES]
    con.execute(f"CREATE TABLE people (family_id BIGINT, person_id BIGINT, village_code VARCHAR, "
                f"birth_date DATE, {', '.join(texts)})")  # fmt: skip
    for table, rows in (("families", families), ("people", people)):
        for row in rows:
            marks = ", ".join("?" * len(row))
            con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])
    sql = statuses_sql(versions, unit, families="families", persons="people", on=DAY)
    found = con.execute(f"SELECT {', '.join(versions)} FROM ({sql}) ORDER BY family_id, person_id")
    answer = [dict(zip(versions, row, strict=True)) for row in found.fetchall()]
    con.close()
    return answer


@settings(max_examples=60, deadline=None)
@given(st.lists(FAMILIES, min_size=1, max_size=8), st.booleans())
def test_families_are_decided_alike_by_sql_and_python(families, strict) -> None:
    versions = _versions(Unit.FAMILY, strict=strict)
    rows: list[dict] = []
    people: list[dict] = []
    for number, (values, members) in enumerate(families):
        rows.append({"family_id": number, "village_code": "3310012005", **values})
        people += [{"family_id": number, "person_id": len(people) + i, **member}
                   for i, member in enumerate(members)]  # fmt: skip

    expected = [
        {
            key: decision.status.value
            for key, decision in decide_all(versions, known_family(values, members, on=DAY)).items()
        }
        for values, members in families
    ]

    assert _ask_sql(Unit.FAMILY, versions, rows, people) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=12))
def test_persons_are_decided_alike_by_sql_and_python(people) -> None:
    versions = _versions(Unit.PERSON, strict=False)
    rows = [{"family_id": 1, "person_id": number, **values} for number, values in enumerate(people)]

    expected = [
        {
            key: decision.status.value
            for key, decision in decide_all(versions, known_person(values, on=DAY)).items()
        }
        for values in people
    ]

    assert _ask_sql(Unit.PERSON, versions, [], rows) == expected
