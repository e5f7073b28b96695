"""What lists without numbers (PLN, ATS, ...) say of those whom their rows were linked to."""

from datetime import date

import duckdb

from entas.columns.records import table
from entas.linkage.models import Listed, ListedState
from entas.registry.by_source import stands_sql
from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS
from entas.sources.layouts.sector import CODES, IDENTITY
from entas.sources.queries import listings_sql

_AS_GIVEN = frozenset({"village_code", *IDENTITY})
_NUMBERS = frozenset({"floor_area_m2"})


def fill_listed(con: duckdb.DuckDBPyConnection, side: str, *, source: str, until: date) -> None:
    """Add to ``<side>_family`` and ``<side>_person`` whom the linked rows of a list speak of.

    The latest row of each speaks, of the registry's own fields. A row that is linked to a family
    alone says nothing of who its head is: a customer of PLN is often a former owner. Column
    ``listed`` marks such persons: a list of single children knows no family's members.
    """
    con.execute(f"ALTER TABLE {side}_person ADD COLUMN listed BOOLEAN DEFAULT false")
    links = (
        f"SELECT listing_id, family.stands AS family_id, person.stands AS person_id "
        f"FROM {table(Listed)} link JOIN ({stands_sql('family')}) family "
        f"ON family.subject = link.family_id "
        f"LEFT JOIN ({stands_sql('person')}) person ON person.subject = link.person_id "
        f"WHERE link.state = '{ListedState.LINKED.value}'"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE linked AS SELECT * "
        f"FROM ({listings_sql(source, until)}) JOIN ({links}) USING (listing_id)"
    )
    _add(con, side, "family", FAMILY_FIELDS, entries="1")
    _add(con, side, "person", PERSON_FIELDS, entries="count(DISTINCT listing_id)::INTEGER")


def _add(
    con: duckdb.DuckDBPyConnection, side: str, kind: str, fields: tuple[str, ...], *, entries: str
) -> None:
    said = {field: _value(field) for field in fields if _is_said(field)}
    values = ", ".join(f"{value} AS {field}" for field, value in said.items())
    family = ", family_id, true AS listed" if kind == "person" else ""
    con.execute(
        f"""
        INSERT INTO {side}_{kind} BY NAME
        SELECT {kind}_id, latest.entries{family}, {values}
        FROM linked JOIN (
            SELECT {kind}_id, arg_max(listing_id, (as_of, listing_id)) AS listing_id,
                {entries} AS entries
            FROM linked WHERE {kind}_id IS NOT NULL GROUP BY 1
        ) latest USING ({kind}_id, listing_id)
        ANTI JOIN {side}_{kind} known USING ({kind}_id)
        """
    )


def _is_said(field: str) -> bool:
    return field in _AS_GIVEN or field in CODES or field in _NUMBERS


def _value(field: str) -> str:
    if field in _AS_GIVEN:
        return f"linked.{field}"
    value = f"json_extract_string(linked.said, '$.{field}')"
    return f"TRY_CAST({value} AS DOUBLE)" if field in _NUMBERS else value
