"""Whom a tag is for: by the source's number, else NIK, else name, village and RT/RW or address.

Works on the temporary table ``wanted`` (rows of a tag list with an indicator) inside an open
``columns.records``, and leaves ``matched``: position, family_id, person_id, village_code, and a
``reason`` where nobody, or more than one, fits. Nothing is guessed: such rows go to review.
Who is found by number keeps that subject, also when another stands for it.
"""

import duckdb
import polars as pl

from entas.columns.records import hand_over
from entas.kernel.names import name_key
from entas.registry.queries import family_ids_sql, fill_subjects, person_ids_sql

PERSON_INDICATORS = ("schooling", "disability", "employment")
_FOR_PERSON = f"indicator IN {PERSON_INDICATORS}"

NO_MATCH = "subject_not_found"
SEVERAL_MATCH = "subject_ambiguous"
PERSON_NEEDED = "person_needed"


def match(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``matched`` from ``wanted``; one row each."""
    _named_by_key(con)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE candidate (position BIGINT, family_id BIGINT, "
        "person_id BIGINT, village_code VARCHAR)"
    )
    _propose(con, _BY_KEY)
    if _unanswered(con):  # names are compared only for those whom no number finds
        _add_name_keys(con)
        _propose(con, _IN_FAMILY)
    if _unanswered(con):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE village AS SELECT DISTINCT village_code FROM open"
        )
        fill_subjects(con, villages="village")
        _add_name_keys(con)
        _propose(con, _BY_NIK)
        _propose(con, _BY_NAME)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE matched AS
        SELECT position, any_value(found.family_id) AS family_id,
            any_value(found.person_id) AS person_id,
            any_value(found.village_code) AS village_code,
            CASE WHEN count(found.position) > 1 THEN '{SEVERAL_MATCH}'
                 WHEN count(found.position) = 1 THEN NULL
                 WHEN any_value({_FOR_PERSON} AND family.family_id IS NOT NULL)
                     THEN '{PERSON_NEEDED}'
                 ELSE '{NO_MATCH}' END AS reason
        FROM wanted LEFT JOIN candidate found USING (position)
            LEFT JOIN family_of_key family ON family.value = wanted.family_key
        GROUP BY position
        """
    )


def _named_by_key(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``family_of_key`` and ``person_of_key``, and read the subjects they name."""
    for name, known, key in (
        ("family_of_key", family_ids_sql(), "family_key"),
        ("person_of_key", person_ids_sql(), "person_key"),
    ):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT *, stands AS id FROM ({known}) known "
            f"SEMI JOIN wanted ON wanted.{key} = known.value"
        )
    fill_subjects(con, families="family_of_key", persons="person_of_key")


def _propose(con: duckdb.DuckDBPyConnection, query: str) -> None:
    """Add whom a query finds for the rows of ``wanted`` that nobody was found for so far."""
    con.execute(
        "INSERT INTO candidate SELECT DISTINCT position, family_id, person_id, village_code "
        f"FROM ({query}) WHERE position NOT IN (SELECT position FROM candidate)"
    )


def _unanswered(con: duckdb.DuckDBPyConnection) -> bool:
    """Create ``open``: the rows nobody was found for; whether there are any."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE open AS FROM wanted ANTI JOIN candidate USING (position)"
    )
    return bool(con.execute("SELECT count(*) FROM open").fetchall()[0][0])


def _add_name_keys(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``name_key`` (name, key): the kernel's key of each distinct name in play."""
    names = con.execute(
        "SELECT DISTINCT name FROM (SELECT name FROM open UNION ALL SELECT head_name FROM open "
        "UNION ALL SELECT name FROM member UNION ALL SELECT name FROM head) WHERE name IS NOT NULL"
    ).pl()
    keys = [name_key(name) for name in names["name"]]
    hand_over(con, names.with_columns(key=pl.Series(keys, dtype=pl.String)), "keyed")
    con.execute("CREATE OR REPLACE TEMP TABLE name_key AS FROM keyed WHERE key <> ''")


_BY_KEY = f"""
    SELECT position, member.family_id, CASE WHEN {_FOR_PERSON} THEN known.person_id END
        AS person_id, member.village_code
    FROM wanted JOIN person_of_key known ON known.value = wanted.person_key
        JOIN member ON member.person_id = known.stands WHERE member.family_id IS NOT NULL
    UNION ALL
    SELECT position, known.family_id, NULL, head.village_code
    FROM wanted JOIN family_of_key known ON known.value = wanted.family_key
        JOIN head ON head.family_id = known.stands
    WHERE NOT {_FOR_PERSON} AND NOT EXISTS (
        SELECT 1 FROM person_of_key WHERE person_of_key.value = wanted.person_key)
"""

_IN_FAMILY = """
    SELECT position, known.family_id, member.person_id, member.village_code
    FROM open JOIN family_of_key known ON known.value = open.family_key
        JOIN member ON member.family_id = known.stands
        LEFT JOIN name_key asked ON asked.name = open.name
        LEFT JOIN name_key own ON own.name = member.name
    WHERE member.nik = open.nik OR (open.nik IS NULL AND own.key = asked.key)
"""

_BY_NIK = f"""
    SELECT position, member.family_id, CASE WHEN {_FOR_PERSON} THEN member.person_id END
        AS person_id, member.village_code
    FROM open JOIN member ON member.nik = open.nik AND member.village_code = open.village_code
    WHERE member.family_id IS NOT NULL
    UNION ALL
    SELECT position, head.family_id, NULL, head.village_code
    FROM open JOIN head ON head.nik = open.nik AND head.village_code = open.village_code
    WHERE NOT {_FOR_PERSON}
"""


def _by_name(subject: str, person: str, asked: str, where: str) -> str:
    """Same village and name; same RT (and RW), or where one lacks it, the same address.

    ``asked`` is the column that holds the name to look for.
    """
    return f"""
        SELECT position, {subject}.family_id, {person} AS person_id, {subject}.village_code
        FROM open JOIN name_key asked ON asked.name = {asked}
            JOIN name_key own ON own.key = asked.key
            JOIN {subject} ON {subject}.name = own.name
                AND {subject}.village_code = open.village_code
            LEFT JOIN head home ON home.family_id = {subject}.family_id
        WHERE {subject}.family_id IS NOT NULL AND {where}
            AND CASE WHEN home.rt IS NOT NULL AND open.rt IS NOT NULL
                THEN home.rt = open.rt AND coalesce(home.rw = open.rw, true)
                ELSE upper(trim(home.address)) = upper(trim(open.address)) END
    """


_BY_NAME = " UNION ALL ".join(
    (
        _by_name("member", "member.person_id", "open.name", _FOR_PERSON),
        _by_name("member", "NULL::BIGINT", "open.name", f"NOT {_FOR_PERSON}"),
        _by_name("head", "NULL::BIGINT", "open.name", f"NOT {_FOR_PERSON}"),
        _by_name("head", "NULL::BIGINT", "open.head_name", f"NOT {_FOR_PERSON}"),
    )
)
