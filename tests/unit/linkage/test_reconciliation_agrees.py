"""The set-wise comparison of two sources and the plain-Python one find the same, whatever is said.

The relations of the records are made in DuckDB itself, so that an example takes milliseconds.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import duckdb
import polars as pl
import pytest
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from entas.columns.records import columns_of
from entas.kernel.vocabulary import FAMILY, PERSON
from entas.linkage.models import Listed
from entas.linkage.reconciliation.cells import FLAGS, WAYS, Unit
from entas.linkage.reconciliation.fields import FAMILY_WAYS, PERSON_WAYS, agree_sql
from entas.linkage.reconciliation.writing import columns, rows_file, write
from entas.pipeline.reconciling import fill, indicators
from entas.registry.models import (
    Family,
    FamilyObservation,
    FamilyProfile,
    Person,
    PersonObservation,
    PersonProfile,
)
from entas.sources.models import Batch, Listing
from entas.verification.models import Visit
from tests.unit.linkage.reference import Records, agree, reconciled

ON = date(2023, 8, 13)
A, B, C = "dtsen-2025", "pln", "siks-dj"
DAYS = st.sampled_from([ON - timedelta(days=days) for days in (400, 30, 2, 1, 0, -1, -20)])
VILLAGES = st.sampled_from(["3310012005", "3310012008", "3315012001"])
NAMES = st.none() | st.sampled_from(
    ["SUTRISNO", "H. SOETRISNO", "SUTRISNA", "MOCH. YUSUF", "MUHAMMAD YUSUF", "H.", "ALM. SUTRISNO",
     "SITTI AMINAH", "SITI AMINAH, S.PD."]
)  # fmt: skip


def _said(vocabulary: dict[str, tuple[str, ...]], names: tuple[str, ...]) -> dict[str, Any]:
    # Sources often speak of the same few things: few codes, so that they meet.
    codes = {
        field: st.none() | st.sampled_from(codes[:4] + codes[-1:])
        for field, codes in vocabulary.items()
    }
    return codes | dict.fromkeys(names, NAMES)


FAMILY_SAID = _said(FAMILY, ("head_name",)) | {
    "rt": st.sampled_from([None, "001", "002"]),
    "hamlet": st.sampled_from([None, "KRAJAN", "Krajan.", "DUKUH"]),
    "floor_area_m2": st.sampled_from([None, 36.0, 36.5, 37.5]),
    "head_nik": st.sampled_from([None, "3310010107600000", "3310010107610000"]),
}
PERSON_SAID = _said(PERSON, ("name", "mother_name")) | {
    "birth_date": st.sampled_from([None, date(1990, 1, 1), date(2012, 3, 4), date(2022, 5, 6)]),
    "nik": st.sampled_from([None, "3310014505080000"]),
}
LISTED = st.fixed_dictionaries(
    {},
    optional={
        "lighting": st.sampled_from(["pln_metered", "none"]),
        "out_of_school": st.sampled_from(["yes", "no"]),
        "floor_area_m2": st.sampled_from([36.0, 21.5]),
        "customer_status": st.just("active"),  # of no field of the registry
    },
)
PROVENANCE = {
    "source": st.sampled_from([A, A, B, B, C]),
    "observed_on": DAYS,
    "accepted": st.booleans() | st.just(True),
    "village_code": VILLAGES,
}


def merged(subjects: int, draw: Any) -> dict[int, int]:
    """Whom each subject stands for: itself, or the smallest of its group."""
    groups = draw(st.lists(st.integers(1, subjects), min_size=subjects, max_size=subjects))
    first: dict[int, int] = {}
    for subject, group in enumerate(groups, 1):
        first.setdefault(group, subject)
    return {subject: first[group] for subject, group in enumerate(groups, 1)}


@st.composite
def everything(draw: Any) -> Records:
    families, persons = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    records = Records(families=merged(families, draw), persons=merged(persons, draw))
    for family_id in set(records.families.values()):
        records.family_profiles[family_id] = {
            "village_code": draw(VILLAGES),
            "presence": draw(st.sampled_from([None, "found", "dead", "moved"])),
        }
    family_ids, person_ids = st.integers(1, families), st.integers(1, persons)
    for person_id in set(records.persons.values()):
        records.person_profiles[person_id] = {
            "village_code": draw(VILLAGES),
            "family_id": draw(st.none() | family_ids),
            "presence": draw(st.sampled_from([None, "present", "dead"])),
            "name": draw(NAMES),
        }
    said = st.fixed_dictionaries(PROVENANCE | {"family_id": family_ids} | FAMILY_SAID)
    records.family_said = draw(st.lists(said, max_size=8))
    said = st.fixed_dictionaries(
        PROVENANCE | {"family_id": st.none() | family_ids, "person_id": person_ids} | PERSON_SAID
    )
    records.person_said = draw(st.lists(said, max_size=8))
    for rows in (records.family_said, records.person_said):
        for number, row in enumerate(rows, 1):
            row |= {"id": number, "origin": "verification" if row["source"] == C else "list"}
    visits = {"family_id": family_ids, "accepted_on": st.none() | DAYS,
              "meets_criteria": st.sampled_from([None, "yes", "yes", "no"])}  # fmt: skip
    records.visits = draw(st.lists(st.fixed_dictionaries(visits), max_size=5))
    for number, visit in enumerate(records.visits, 1):
        visit["id"] = number
    listing = {"layout": st.sampled_from([A, B, B]), "as_of": DAYS, "village_code": VILLAGES,
               "family_id": family_ids, "person_id": st.none() | person_ids, "name": NAMES,
               "state": st.sampled_from(["linked", "linked", "waiting", "apart"]),
               "rt": FAMILY_SAID["rt"], "values": LISTED}  # fmt: skip
    records.listings = draw(st.lists(st.fixed_dictionaries(listing), max_size=5))
    for number, row in enumerate(records.listings, 1):
        row["id"] = number
    records.waiting_families = draw(st.sets(st.sampled_from([*records.families.values()])))
    records.waiting_persons = draw(st.sets(st.sampled_from([*records.persons.values()])))
    return records


def table(model: type[models.Model]) -> str:
    return f"records.{model._meta.db_table}"


def _type(field: "models.Field[Any, Any]") -> str:
    if isinstance(field, models.DateField):
        return "DATE"
    if isinstance(field, models.FloatField):
        return "DOUBLE"
    if isinstance(field, models.BooleanField):
        return "BIGINT"  # as DuckDB reads SQLite
    whole = isinstance(field, models.IntegerField | models.ForeignKey | models.AutoField)
    return "BIGINT" if whole else "VARCHAR"


def _insert(con: duckdb.DuckDBPyConnection, model: Any, rows: list[dict[str, Any]]) -> None:
    types = {name: _type(field) for name, field in columns_of(model).items()}
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    con.execute(f"CREATE TABLE {table(model)} ({columns})")
    for row in rows:
        kept = {f'"{name}"': value for name, value in row.items() if name in types}
        con.execute(
            f"INSERT INTO {table(model)} ({', '.join(kept)}) VALUES ({', '.join('?' * len(kept))})",
            list(kept.values()),
        )


def recorded(records: Records) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config={"threads": 1})
    con.execute("ATTACH ':memory:' AS records")
    for model, subjects in ((Family, records.families), (Person, records.persons)):
        _insert(con, model, [
            {"id": subject, "same_as_id": stands if stands != subject else None}
            for subject, stands in subjects.items()
        ])  # fmt: skip
    _insert(con, FamilyProfile, [{"family_id": k, **v} for k, v in records.family_profiles.items()])
    _insert(con, PersonProfile, [{"person_id": k, **v} for k, v in records.person_profiles.items()])
    _insert(con, FamilyObservation, records.family_said)
    _insert(con, PersonObservation, records.person_said)
    _insert(con, Visit, records.visits)
    _insert(con, Batch, [
        {"id": row["id"], "layout": row["layout"], "as_of": row["as_of"]}
        for row in records.listings
    ])  # fmt: skip
    _insert(con, Listing, [
        row | {"batch_id": row["id"], "values": json.dumps(row["values"])}
        for row in records.listings
    ])  # fmt: skip
    _insert(con, Listed, [
        {"id": row["id"], "listing_id": row["id"],
         **{name: row[name] for name in ("family_id", "person_id", "state")}}
        for row in records.listings
    ])  # fmt: skip
    for kind, ids in (
        ("family", records.waiting_families),
        ("person", records.waiting_persons),
    ):
        con.execute(f"CREATE TEMP TABLE waiting_{kind} (id BIGINT)")
        for subject in ids:
            con.execute(f"INSERT INTO waiting_{kind} VALUES (?)", [subject])
    return con


def set_wise(records: Records, folder: Path) -> dict[Unit, pl.DataFrame]:
    con = recorded(records)
    with (
        patch("entas.registry.by_source.table", table),
        patch("entas.verification.queries.table", table),
        patch("entas.sources.queries.table", table),
        patch("entas.linkage.reconciliation.listed.table", table),
    ):
        fill(con, A, B, on=ON)
        write(con, folder, indicators=indicators(ON))
    con.close()
    return {unit: pl.read_parquet(folder / rows_file(unit)) for unit in Unit}


@pytest.mark.slow
@settings(max_examples=50)
@given(everything())
def test_both_ways_give_every_subject_the_same_verdicts(records: Records) -> None:
    with TemporaryDirectory() as folder:
        rows = set_wise(records, Path(folder))
        families, persons = reconciled(records, A, B, ON)
        for unit, expected in ((Unit.FAMILY, families), (Unit.PERSON, persons)):
            key = f"{unit}_id"
            names = {key, "family_id", "village_code", *columns(unit, indicators(ON)[unit])}
            found = {row[key]: row for row in rows[unit].select(names).to_dicts()}
            assert found == {pk: {key: pk, "family_id": pk} | row for pk, row in expected.items()}


@settings(max_examples=10)
@given(everything())
def test_the_counts_are_those_of_the_rows(records: Records) -> None:
    with TemporaryDirectory() as folder:
        rows = set_wise(records, Path(folder))
        counted = pl.read_parquet(Path(folder) / "counts.parquet")
        found = {
            (row["unit"], row["village_code"], row["column"], row["code"]): row["subjects"]
            for row in counted.to_dicts()
        }
        expected: dict[tuple[str, str, str, int], int] = {}
        for unit, frame in rows.items():
            for column in columns(unit, indicators(ON)[unit]):
                for row in frame.to_dicts():
                    if row[column] is not None:
                        key = (unit.value, row["village_code"], column, row[column])
                        expected[key] = expected.get(key, 0) + 1
        assert found == expected


@given(st.sampled_from(sorted(FAMILY_WAYS.items() | PERSON_WAYS.items())), st.data())
def test_values_agree_by_sql_as_in_python(field, data) -> None:
    name, way = field
    values = {**FAMILY_SAID, **PERSON_SAID}.get(name, st.sampled_from(["1", "2"]))
    text = st.text("ABDHJNOTUCY. -'", max_size=12) if way in {"name", "text"} else values
    one, other = data.draw(values | text), data.draw(values | text)
    if one is None or other is None:
        return
    with duckdb.connect(config={"threads": 1}) as con:
        sql = agree_sql(name, way, "one", "other")
        found = con.execute(f"SELECT {sql} FROM (SELECT ? AS one, ? AS other)", [one, other])
        (answer,) = found.fetchone() or (None,)
    assert answer is agree(name, way, one, other)


def test_rows_keep_codes_of_both_lists_and_no_names(tmp_path) -> None:
    records = Records(families={1: 1})
    records.family_profiles[1] = {"village_code": "3310012005", "presence": None}
    shared = {"family_id": 1, "origin": "list", "accepted": True, "observed_on": ON,
              "village_code": "3310012005"}  # fmt: skip
    records.family_said = [
        {"id": 1, "source": A, "lighting": "none", "head_name": "SUTRISNO", **shared},
        {"id": 2, "source": B, "lighting": "pln_metered", "head_name": "TUKINEM", **shared},
    ]
    (row,) = set_wise(records, tmp_path)[Unit.FAMILY].to_dicts()
    assert (row["a_lighting"], row["b_lighting"]) == ("none", "pln_metered")
    assert (row["f_lighting"], row["f_head_name"], row["i_electricity"]) == (2, 2, 3)
    assert "SUTRISNO" not in str(row)
    assert not [name for name in row if name.startswith(("a_head", "b_head", "a_nik"))]


def test_every_field_of_the_registry_is_compared_or_said_not_to_be() -> None:
    from entas.linkage.reconciliation.fields import NOT_COMPARED
    from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS

    assert set(FAMILY_FIELDS) == set(FAMILY_WAYS) | (set(NOT_COMPARED) & set(FAMILY_FIELDS))
    own = {"village_code"}  # the family's says where a person is
    assert set(PERSON_FIELDS) == (
        set(PERSON_WAYS) - {"family_id"} | own | (set(NOT_COMPARED) & set(PERSON_FIELDS))
    )
    assert set(FLAGS) == set(WAYS) == set(Unit)
