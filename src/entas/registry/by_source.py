"""What each source says of each subject: its latest accepted observation, read through merges.

Works inside an open ``columns.records()`` and leaves temporary tables for steps above.
"""

from datetime import date

import duckdb

from entas.columns.records import quoted, table
from entas.registry.models import (
    Family,
    FamilyObservation,
    FamilyProfile,
    Person,
    PersonObservation,
    PersonProfile,
)
from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS


def fill_source(con: duckdb.DuckDBPyConnection, *, into: str, source: str, until: date) -> None:
    """Create ``<into>_family`` and ``<into>_person``: what ``source`` says, as of a day.

    All fields of the registry, so that the rules can decide too. A family that the source knows
    only by its members is there without values.
    """
    _fill_spoken(con, "family", into, source=source, until=until)
    _fill_spoken(con, "person", into, source=source, until=until)
    con.execute(
        f"""
        INSERT INTO {into}_family BY NAME
        SELECT DISTINCT family_id, 1 AS entries FROM {into}_person
        ANTI JOIN {into}_family USING (family_id) WHERE family_id IS NOT NULL
        """
    )


def _fill_spoken(
    con: duckdb.DuckDBPyConnection, kind: str, into: str, *, source: str, until: date
) -> None:
    """The last observation of each subject by the source, under the subject that stands for it."""
    model, fields = {
        "family": (FamilyObservation, FAMILY_FIELDS),
        "person": (PersonObservation, PERSON_FIELDS),
    }[kind]
    subject = f"{kind}_id"
    said = f"{table(model)} WHERE source = {quoted(source)} AND accepted"
    said += f" AND observed_on <= DATE '{until.isoformat()}'"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE latest AS
        SELECT stands AS {subject}, arg_max(id, (observed_on, id)) AS id,
            count(DISTINCT subject)::INTEGER AS entries
        FROM (SELECT id, observed_on, {subject} AS subject FROM {said}) said
        JOIN ({stands_sql(kind)}) USING (subject) GROUP BY stands
        """
    )
    columns = ", ".join(f"said.{field}" for field in fields)
    family, join = "", ""
    if kind == "person":
        family = "stands.stands AS family_id, "
        join = f"LEFT JOIN ({stands_sql('family')}) stands ON stands.subject = said.family_id"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {into}_{kind} AS
        SELECT latest.{subject}, latest.entries, {family}{columns}
        FROM (SELECT * FROM {said}) said JOIN latest USING (id) {join}
        """
    )


def stands_sql(kind: str) -> str:
    """A query: ``subject`` and the subject that stands for it (``stands``), after merges.

    ``kind`` is "family" or "person".
    """
    model = {"family": Family, "person": Person}[kind]
    return f"SELECT id AS subject, coalesce(same_as_id, id) AS stands FROM {table(model)}"


def fill_places(con: duckdb.DuckDBPyConnection, *, until: date) -> None:
    """Create tables of where subjects are now, and who is listed.

    ``place`` (family_id, village_code, presence), ``alive`` (person_id, family_id, presence, name),
    ``listed`` (family_id: on any list by then).
    """
    listed = f"origin = 'list' AND accepted AND observed_on <= DATE '{until.isoformat()}'"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE place AS
        SELECT family_id, village_code, presence FROM {table(FamilyProfile)}
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE alive AS
        SELECT person_id, family.stands AS family_id, presence, name FROM {table(PersonProfile)}
        LEFT JOIN ({stands_sql("family")}) family ON family.subject = family_id
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE listed AS
        SELECT DISTINCT stands AS family_id FROM (
            SELECT family_id AS subject FROM {table(FamilyObservation)} WHERE {listed}
            UNION ALL
            SELECT family_id FROM {table(PersonObservation)}
            WHERE {listed} AND family_id IS NOT NULL
        ) JOIN ({stands_sql("family")}) USING (subject)
        """
    )


def fill_verdicts(con: duckdb.DuckDBPyConnection, verdicts: str) -> None:
    """Create ``verdict`` (family_id, meets): the last verdict on each family, through merges.

    ``verdicts`` is a query: family_id, meets, decided_on, visit_id.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE verdict AS
        SELECT stands AS family_id, arg_max(meets, (decided_on, visit_id)) AS meets
        FROM ({verdicts}) v JOIN ({stands_sql("family")}) s
        ON s.subject = v.family_id GROUP BY stands
        """
    )
