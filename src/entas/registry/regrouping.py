"""Subjects into other groups, set-wise: who stands for whom, and what holds of whom that touches.

Works inside an open ``columns.records(write=True)``. ``single.py`` does the same for one decision.
"""

import duckdb
import polars as pl

from entas.columns.ranges import fetch
from entas.columns.records import hand_over, table
from entas.registry.identity import merged_sql, through, with_companions
from entas.registry.models import (
    FamilyObservation,
    FamilyProfile,
    Membership,
    PersonObservation,
    PersonProfile,
)
from entas.registry.profiles import observed_columns, settle_families, settle_persons
from entas.registry.registration import FAMILIES, PERSONS, Kind


def regroup(con: duckdb.DuckDBPyConnection, kind: Kind, groups: pl.DataFrame) -> int:
    """Let each ``subject`` be one with the subject that ``stands`` for it, or stand for itself.

    ``groups`` holds whole groups: all subjects of every group that any of them was in. Returns how
    many subjects moved.
    """
    hand_over(con, groups, "regrouped")
    _find_moved(con, kind)
    moved = _count(con, "moving")
    if moved:
        con.execute(
            f"UPDATE {table(kind.model)} AS subject SET same_as_id = moving.stands "
            "FROM moving WHERE subject.id = moving.subject"
        )
        _settle(con, kind)
    return moved


def resettle(con: duckdb.DuckDBPyConnection) -> None:
    """Write all profiles and memberships anew from the observations, under who stands for whom."""
    known = {
        "all_persons": f"SELECT person_id AS id FROM {table(PersonProfile)} "
        f"UNION SELECT person_id FROM {table(Membership)}",
        "all_families": f"SELECT family_id AS id FROM {table(FamilyProfile)}",
    }
    for name, query in known.items():
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    persons = ", ".join(observed_columns("person_id"))
    families = ", ".join(observed_columns("family_id"))
    settle_persons(
        con,
        observed=through(
            f"(SELECT {persons} FROM {table(PersonObservation)})", "person_id", "family_id"
        ),
        known="all_persons",
    )
    settle_families(
        con,
        observed=through(f"(SELECT {families} FROM {table(FamilyObservation)})", "family_id"),
        known="all_families",
    )


def _find_moved(con: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    """Create ``moving`` (subject, stands; null: for itself) and ``unsettled`` (column id).

    Unsettled are those that stood or will stand for a subject that moves.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE changing AS
        SELECT subject, regrouped.stands, coalesce(before.stands, subject) AS stood
        FROM regrouped LEFT JOIN ({merged_sql(kind.subject)}) before USING (subject)
        WHERE regrouped.stands <> coalesce(before.stands, subject)
        """
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE moving AS "
        "SELECT subject, nullif(stands, subject) AS stands FROM changing"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE unsettled AS "
        "SELECT stands AS id FROM changing UNION SELECT stood FROM changing"
    )


def _settle(con: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    if kind is PERSONS:
        observed = _observed(con, PERSONS, "unsettled")
        settle_persons(con, observed=observed, known="unsettled")
        return
    fetch(con, Membership, into="belonging", column="family_id", ids="unsettled",
          columns=("person_id",))  # fmt: skip
    con.execute(
        "CREATE OR REPLACE TEMP TABLE belonging_ids AS "
        "SELECT DISTINCT person_id AS id FROM belonging"
    )
    if _count(con, "belonging_ids"):
        members = _observed(con, PERSONS, "belonging_ids")
        settle_persons(con, observed=members, known="belonging_ids")
    # After the members, from whom a family may have its village.
    settle_families(con, observed=_observed(con, FAMILIES, "unsettled"), known="unsettled")


def _observed(con: duckdb.DuckDBPyConnection, kind: Kind, standing: str) -> str:
    """All observations of the groups of ``standing`` (relation, column id), under who stands."""
    subjects = ("person_id", "family_id") if kind is PERSONS else ("family_id",)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE observed_ids AS " + with_companions(standing, kind.subject)
    )
    into = f"observed_{kind.subject}"
    columns = observed_columns(kind.subject)
    fetch(con, kind.observations, into=into, column=kind.subject, ids="observed_ids",
          columns=columns)  # fmt: skip
    return through(into, *subjects)


def _count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    found = con.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(found[0]) if found else 0
