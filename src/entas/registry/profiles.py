"""What holds now, kept beside the observations: profiles and memberships of touched subjects.

Everything here can be rebuilt from the observations; ``precedence.py`` decides. Works inside an
open ``columns.records(write=True)``, on relations: ``observed``, all observations of the touched
subjects, under those that stand for them; and ``known`` (column id), those of which something may
be recorded already.
"""

import duckdb

from entas.columns.ranges import fetch
from entas.columns.records import append, reserve_ids, table
from entas.registry.identity import through, with_companions
from entas.registry.models import FamilyObservation, FamilyProfile, Membership, PersonProfile
from entas.registry.precedence import (
    FAMILY_FIELDS,
    PERSON_FIELDS,
    PRECEDENCE,
    families_of_members_only,
    settled_families,
    settled_persons,
)


def observed_columns(subject: str) -> tuple[str, ...]:
    """The columns of ``observed`` for families ("family_id") or persons ("person_id")."""
    values = FAMILY_FIELDS if subject == "family_id" else ("family_id", *PERSON_FIELDS)
    return (subject, *values, "id", "origin", "accepted", "observed_on")


def settle_families(con: duckdb.DuckDBPyConnection, *, observed: str, known: str) -> None:
    """Rewrite the profiles of the families in ``observed``, and drop those only in ``known``.

    One of which no row counts yet keeps what its members say of it.
    """
    _drop(con, FamilyProfile, "family_id", known)
    columns = ", ".join(("family_id", *FAMILY_FIELDS))
    append(con, FamilyProfile, f"SELECT {columns} FROM ({settled_families(observed)})")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE touched_families AS "
        f"SELECT id FROM (SELECT id FROM {known} UNION SELECT family_id FROM ({observed})) "
        f"ANTI JOIN (SELECT family_id AS id FROM ({observed}) WHERE accepted) USING (id)"
    )
    if _count(con, "touched_families"):
        _settle_families_of_members(con)


def settle_persons(con: duckdb.DuckDBPyConnection, *, observed: str, known: str) -> int:
    """Rewrite profiles and memberships of the persons in ``observed``, and drop those in ``known``.

    Also gives families that only their members speak of a profile. Returns how many memberships
    were written.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE touched_families AS SELECT DISTINCT family_id AS id "
        f"FROM ({observed}) WHERE family_id IS NOT NULL"
    )
    _drop(con, PersonProfile, "person_id", known)
    columns = ", ".join(("person_id", "family_id", *PERSON_FIELDS))
    append(con, PersonProfile, f"SELECT {columns} FROM ({settled_persons(observed)})")
    moved = _write_memberships(con, observed, known)
    _settle_families_of_members(con)
    return moved


def _drop(
    con: duckdb.DuckDBPyConnection,
    model: type[FamilyProfile] | type[PersonProfile],
    subject: str,
    known: str,
) -> None:
    """Delete the profiles of the touched subjects that may have one."""
    if _count(con, known):
        con.execute(f"DELETE FROM {table(model)} WHERE {subject} IN (SELECT id FROM {known})")


def _write_memberships(con: duckdb.DuckDBPyConnection, observed: str, known: str) -> int:
    """Rewrite the memberships of those persons whose timeline is not what is recorded."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE timeline AS {timeline(observed)}")
    fetch(con, Membership, into="recorded", column="person_id", ids=known)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE moved AS
        SELECT DISTINCT person_id FROM (
            SELECT person_id, family_id, since, until, 1 AS times FROM timeline
            UNION ALL SELECT person_id, family_id, since, until, -1 FROM recorded
        ) GROUP BY person_id, family_id, since, until HAVING sum(times) <> 0
        """
    )
    if _count(con, "recorded SEMI JOIN moved USING (person_id)"):
        con.execute(
            f"DELETE FROM {table(Membership)} WHERE id IN "
            "(SELECT id FROM recorded SEMI JOIN moved USING (person_id))"
        )
    written = _count(con, "timeline SEMI JOIN moved USING (person_id)")
    if written:
        first = reserve_ids(Membership, written, con=con)
        append(
            con,
            Membership,
            f"SELECT {first} - 1 + row_number() OVER (ORDER BY person_id, since) AS id, person_id, "
            "family_id, since, until FROM timeline SEMI JOIN moved USING (person_id)",
        )
    return written


def timeline(observed: str) -> str:
    """A query: the family each person belongs to, from a day until another (null: still).

    On each day that is the family which precedence gives among the observations up to it.
    """
    return f"""
        WITH counting AS (
            SELECT person_id, family_id, observed_on, id, {PRECEDENCE} AS precedence
            FROM ({observed}) WHERE accepted AND family_id IS NOT NULL
        ), holding AS (
            SELECT person_id, observed_on, arg_max(family_id, precedence) OVER (
                PARTITION BY person_id ORDER BY observed_on, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS family_id
            FROM counting
            QUALIFY row_number() OVER (
                PARTITION BY person_id, observed_on ORDER BY id DESC) = 1
        ), changes AS (
            SELECT * FROM holding QUALIFY family_id IS DISTINCT FROM lag(family_id) OVER (
                PARTITION BY person_id ORDER BY observed_on)
        )
        SELECT person_id, family_id, observed_on AS since, lead(observed_on) OVER (
            PARTITION BY person_id ORDER BY observed_on) AS until
        FROM changes
    """


def _settle_families_of_members(con: duckdb.DuckDBPyConnection) -> None:
    """Profiles of the touched families that no counting row of their own speaks of."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE touched_companions AS "
        + with_companions("touched_families", "family_id")
    )
    fetch(
        con,
        FamilyObservation,
        into="spoken_of",
        column="family_id",
        ids="touched_companions",
        columns=("accepted",),
    )
    spoken = f"SELECT family_id FROM ({through('spoken_of', 'family_id')}) WHERE accepted"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE unspoken AS SELECT id, id AS family_id FROM touched_families "
        f"ANTI JOIN ({spoken}) spoken ON spoken.family_id = id"
    )
    if not _count(con, "unspoken"):
        return
    fetch(
        con,
        PersonProfile,
        into="members",
        column="family_id",
        ids="unspoken",
        columns=("person_id", "village_code"),
    )
    con.execute(
        f"DELETE FROM {table(FamilyProfile)} WHERE family_id IN (SELECT family_id FROM unspoken)"
    )
    append(
        con,
        FamilyProfile,
        families_of_members_only("members", f"({spoken})"),
    )


def _count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    found = con.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(found[0]) if found else 0
