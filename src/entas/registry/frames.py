"""The subjects of the registry as frames, as linkage compares them.

Each subject by its own observations, whoever stands for it: so that what was merged does not change
what is compared, and the same registry is always compared alike.
"""

from datetime import date
from typing import Any

import duckdb
import polars as pl

from entas.columns.records import table
from entas.registry.identity import through
from entas.registry.models import (
    FamilyObservation,
    FamilyProfile,
    PersonObservation,
    PersonProfile,
)
from entas.registry.precedence import PRECEDENCE, settled

_OF_PERSONS = (
    "village_code", "nik", "name", "birth_date", "birth_place", "sex", "mother_name", "kk_number",
)  # fmt: skip
_OF_FAMILIES = ("village_code", "kk_number", "head_nik", "head_name", "address", "rt", "rw")


def persons(con: duckdb.DuckDBPyConnection, *, area_code: str) -> pl.DataFrame:
    """Persons of an area by id: person_id, family_id, village_code, and what tells them apart.

    nik, name, birth_date, birth_place, sex, mother_name, and of the family: kk_number (unless the
    person has one), rt, rw.
    """
    return con.execute(
        f"""
        WITH person AS ({_own(PersonObservation, "person_id", ("family_id", *_OF_PERSONS))}),
        family AS ({_own(FamilyObservation, "family_id", ("kk_number", "rt", "rw"))})
        SELECT person_id, family_id, village_code, nik, name, birth_date, birth_place, sex,
            mother_name, coalesce(person.kk_number, family.kk_number) AS kk_number, rt, rw
        FROM person LEFT JOIN family USING (family_id)
        WHERE {_within("village_code", area_code)} ORDER BY person_id
        """
    ).pl()


def families(con: duckdb.DuckDBPyConnection, *, area_code: str) -> pl.DataFrame:
    """Families of an area by id: family_id, village_code, kk_number, head_nik, head_name, address,
    rt, rw. One that only its members speak of has their village.
    """
    return con.execute(
        f"""
        WITH family AS ({_own(FamilyObservation, "family_id", _OF_FAMILIES)})
        SELECT * FROM (
            FROM family UNION ALL BY NAME
            SELECT family_id, arg_min(village_code, person_id) AS village_code
            FROM {table(PersonObservation)} ANTI JOIN family USING (family_id)
            WHERE accepted AND family_id IS NOT NULL GROUP BY family_id
        ) WHERE {_within("village_code", area_code)} ORDER BY family_id
        """
    ).pl()


def belonging(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """person_id, family_id and is_head, one row for each family that a source puts a person in.

    Persons that are one are given as the one that stands for them: a person whom two lists know in
    two families is in both.
    """
    said = f"(SELECT * FROM {table(PersonObservation)} WHERE accepted AND family_id IS NOT NULL)"
    own = f"""
        (SELECT person_id, arg_max(family_id, {PRECEDENCE}) AS family_id,
            coalesce(arg_max(relationship, {PRECEDENCE}) = 'head', false) AS is_head
        FROM {said} GROUP BY person_id)
    """
    return con.execute(
        f"""
        SELECT person_id, family_id, bool_or(is_head) AS is_head
        FROM ({through(own, "person_id")}) GROUP BY ALL ORDER BY ALL
        """
    ).pl()


def _own(model: type[Any], subject: str, fields: tuple[str, ...]) -> str:
    """A query: what holds of each subject by its own observations, whoever stands for it."""
    columns = ", ".join((subject, *fields, "id", "origin", "accepted", "observed_on"))
    return settled(f"SELECT {columns} FROM {table(model)}", subject, fields)


def _within(column: str, area_code: str) -> str:
    return f"{column} >= '{int(area_code)}' AND {column} < '{int(area_code) + 1}'"


def homes(con: duckdb.DuckDBPyConnection, *, area_code: str) -> pl.DataFrame:
    """Families of an area as houses: family, village_code, address, hamlet, rt, rw, lighting,
    own_electricity, power.
    """
    return con.execute(
        f"""
        SELECT family_id AS family, village_code, address, hamlet, rt, rw, lighting,
            own_electricity, power
        FROM {table(FamilyProfile)} WHERE {_within("village_code", area_code)} ORDER BY family_id
        """
    ).pl()


def members(con: duckdb.DuckDBPyConnection, *, area_code: str, on: date) -> pl.DataFrame:
    """Persons in families of an area: family, person_id, name, nik, relationship, and their age in
    years on a day.
    """
    return con.execute(
        f"""
        SELECT family_id AS family, person_id, name, nik, relationship,
            date_part('year', age(DATE '{on.isoformat()}', CAST(birth_date AS DATE))) AS age
        FROM {table(PersonProfile)} WHERE family_id IS NOT NULL
            AND {_within("village_code", area_code)} ORDER BY family_id, person_id
        """
    ).pl()
