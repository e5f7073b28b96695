"""What holds now, kept beside the observations: profiles and memberships of touched subjects.

Everything here can be rebuilt from the observations; ``precedence.py`` decides. Works inside an
open ``columns.records(write=True)``, on ``fresh`` and ``earlier`` as ``registration`` leaves them.
"""

import duckdb

from entas.columns.ranges import fetch
from entas.columns.records import append, reserve_ids, table
from entas.registry.models import FamilyObservation, FamilyProfile, Membership, PersonProfile
from entas.registry.precedence import (
    FAMILY_FIELDS,
    PERSON_FIELDS,
    PRECEDENCE,
    families_of_members_only,
    settled_families,
    settled_persons,
)


def _observed(subject: str, fields: tuple[str, ...]) -> str:
    """All observations of the subjects that ``fresh`` touches, old and new."""
    columns = ", ".join(
        (subject, *fields, "id", "origin", "CAST(accepted AS BOOLEAN) AS accepted", "observed_on")
    )
    return (
        f"SELECT {columns} FROM fresh UNION ALL "
        f"SELECT {columns} FROM earlier SEMI JOIN kept USING ({subject})"
    )


def settle_families(con: duckdb.DuckDBPyConnection) -> None:
    """Rewrite the profiles of the families in ``fresh``.

    One of which no row counts yet keeps what its members say of it.
    """
    _drop_known(con, "family_id", FamilyProfile)
    columns = ", ".join(("family_id", *FAMILY_FIELDS))
    observed = _observed("family_id", FAMILY_FIELDS)
    append(con, FamilyProfile, f"SELECT {columns} FROM ({settled_families(observed)})")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE touched_families AS SELECT family_id AS id "
        f"FROM ({observed}) GROUP BY family_id HAVING NOT bool_or(accepted)"
    )
    if _count(con, "touched_families"):
        _settle_families_of_members(con)


def settle_persons(con: duckdb.DuckDBPyConnection) -> int:
    """Rewrite profiles and memberships of the persons in ``fresh``.

    Also gives families that only their members speak of a profile. Returns how many memberships
    were written.
    """
    observed = _observed("person_id", ("family_id", *PERSON_FIELDS))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE touched_families AS SELECT DISTINCT family_id AS id "
        f"FROM ({observed}) WHERE family_id IS NOT NULL"
    )
    _drop_known(con, "person_id", PersonProfile)
    columns = ", ".join(("person_id", "family_id", *PERSON_FIELDS))
    append(con, PersonProfile, f"SELECT {columns} FROM ({settled_persons(observed)})")
    moved = _write_memberships(con, observed)
    _settle_families_of_members(con)
    return moved


def _drop_known(
    con: duckdb.DuckDBPyConnection,
    subject: str,
    model: type[FamilyProfile] | type[PersonProfile],
) -> None:
    """Delete the profiles of the touched subjects that may have one."""
    known = f"SELECT {subject} FROM kept SEMI JOIN touched_ids ON touched_ids.id = {subject}"
    if _count(con, f"({known})"):
        con.execute(f"DELETE FROM {table(model)} WHERE {subject} IN ({known})")


def _write_memberships(con: duckdb.DuckDBPyConnection, observed: str) -> int:
    """Rewrite the memberships of those persons whose timeline is not what is recorded."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE timeline AS {timeline(observed)}")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE seen_before AS SELECT DISTINCT person_id AS id FROM kept "
        "SEMI JOIN touched_ids ON touched_ids.id = person_id"
    )
    fetch(con, Membership, into="recorded", column="person_id", ids="seen_before")
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
    fetch(
        con,
        FamilyObservation,
        into="spoken_of",
        column="family_id",
        ids="touched_families",
        columns=("accepted",),
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE unspoken AS SELECT id, id AS family_id FROM touched_families "
        "ANTI JOIN (SELECT family_id AS id FROM spoken_of WHERE accepted) USING (id)"
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
        families_of_members_only("members", "(SELECT family_id FROM spoken_of WHERE accepted)"),
    )


def _count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    found = con.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(found[0]) if found else 0
