"""The subjects of the registry as frames, as linkage compares them: who stands for nobody else."""

import duckdb
import polars as pl

from entas.columns.records import table
from entas.registry.identity import through
from entas.registry.models import FamilyProfile, PersonObservation, PersonProfile
from entas.registry.precedence import PRECEDENCE


def persons(con: duckdb.DuckDBPyConnection, *, area_code: str) -> pl.DataFrame:
    """Persons of an area by id: person_id, family_id, village_code, and what tells them apart.

    nik, name, birth_date, birth_place, sex, mother_name, and of the family: kk_number (unless the
    person has one), rt, rw.
    """
    return con.execute(
        f"""
        SELECT person_id, family_id, person.village_code, nik, name, birth_date, birth_place, sex,
            mother_name, coalesce(person.kk_number, family.kk_number) AS kk_number, rt, rw
        FROM {table(PersonProfile)} person LEFT JOIN {table(FamilyProfile)} family USING (family_id)
        WHERE {_within("person.village_code", area_code)} ORDER BY person_id
        """
    ).pl()


def families(con: duckdb.DuckDBPyConnection, *, area_code: str) -> pl.DataFrame:
    """Families of an area by id: family_id, village_code, kk_number, head_nik, head_name, address,
    rt, rw. Also those whose members all turned out to belong to another since: by their village.
    """
    named = through(
        f"(SELECT person_id, family_id, village_code FROM {table(PersonObservation)} "
        "WHERE accepted AND family_id IS NOT NULL)",
        "family_id",
    )
    return con.execute(
        f"""
        SELECT * FROM (
            SELECT family_id, village_code, kk_number, head_nik, head_name, address, rt, rw
            FROM {table(FamilyProfile)}
            UNION ALL BY NAME
            SELECT family_id, arg_min(village_code, person_id) AS village_code
            FROM ({named}) ANTI JOIN {table(FamilyProfile)} USING (family_id) GROUP BY family_id
        ) WHERE {_within("village_code", area_code)} ORDER BY family_id
        """
    ).pl()


def belonging(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """person_id, family_id and is_head, one row for each family that a source puts a person in.

    Persons and families that are one are given as the one that stands for them: a person whom two
    lists know in two families is in both.
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
        FROM ({through(own, "person_id", "family_id")}) GROUP BY ALL ORDER BY ALL
        """
    ).pl()


def _within(column: str, area_code: str) -> str:
    return f"{column} >= '{int(area_code)}' AND {column} < '{int(area_code) + 1}'"
