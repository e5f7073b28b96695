"""Tags into the records, set-wise: judge each row, find its subject, merge with what is known."""

import duckdb

from entas.columns.ranges import fetch
from entas.columns.records import append, reserve_ids, table
from entas.registry.identity import through, with_companions
from entas.tagging.matching import match
from entas.tagging.models import Programme, Tag
from entas.tagging.state import State

UNKNOWN_PROGRAMME = "programme_unknown"
OTHER_INDICATOR = "other_indicator"
STATE_WITHOUT_DATE = "tag_undated"

_SUBJECTS = ("family_id", "person_id")
_KEY = ("family_id", "person_id", "indicator", "programme_id", "year")
_SAME = ("for_family", "for_person", "indicator", "programme_id", "year")
"""What makes a tag the same: whom it is for now, and what."""
_DATES = tuple(f"{state}_on" for state in State)
_SAID = (*_DATES, "amount", "cancel_reason", "evidence")


def stage(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``judged`` from ``received``: each row with subject, programme's data and reason."""
    undated = " OR ".join(f"(state = '{state}' AND {state}_on IS NULL)" for state in State)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT received.* EXCLUDE (indicator, funding_source),
            coalesce(nullif(received.indicator, ''), offered.indicator) AS indicator,
            coalesce(received.funding_source, offered.funding_source) AS funding_source,
            CASE WHEN offered.key IS NULL THEN '{UNKNOWN_PROGRAMME}'
                 WHEN nullif(received.indicator, '') <> offered.indicator
                     THEN '{OTHER_INDICATOR}'
                 WHEN state IS NULL OR {undated} THEN '{STATE_WITHOUT_DATE}' END AS fault
        FROM received LEFT JOIN {table(Programme)} offered ON offered.key = received.programme
        """
    )
    con.execute("CREATE OR REPLACE TEMP TABLE wanted AS FROM named WHERE fault IS NULL")
    match(con)
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE judged AS
        SELECT named.* EXCLUDE (village_code), found.family_id, found.person_id,
            found.village_code, coalesce(fault, found.reason) AS reason
        FROM named LEFT JOIN matched found USING (position)
        """
    )


def write(con: duckdb.DuckDBPyConnection, *, batch_id: int) -> tuple[int, int, int]:
    """Write what ``judged`` says that was not known: tags recorded, updated, left unchanged."""
    _merge(con, batch_id)
    changed = _count(con, "changed")
    updated = _count(con, "changed WHERE known_id IS NOT NULL")
    if updated:
        con.execute(
            f"DELETE FROM {table(Tag)} WHERE id IN "
            "(SELECT known_id FROM changed WHERE known_id IS NOT NULL)"
        )
    if changed:
        first = reserve_ids(Tag, changed - updated, con=con) if changed > updated else 0
        columns = ", ".join((*_KEY, "funding_source", "village_code", *_SAID))
        append(
            con,
            Tag,
            f"SELECT coalesce(known_id, {first} - 1 + count(*) FILTER (known_id IS NULL) "
            f"OVER (ORDER BY position)) AS id, {columns}, batch_id, sheet, row_number "
            "FROM changed ORDER BY position",
        )
    return changed - updated, updated, _count(con, "merged") - changed


def _merge(con: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """Create ``merged`` (one row a tag, completed by what is known) and ``changed``."""
    last = ", ".join(
        f"arg_max({name}, position) AS {name}"
        for name in (*_SAID, "funding_source", "village_code", "sheet")
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE tag_said AS
        SELECT for_family, for_person, coalesce(indicator, '') AS indicator,
            programme AS programme_id, year, {last}, max(position) AS position,
            arg_max(family_id, position) AS family_id,
            arg_max_null(person_id, position) AS person_id,
            {batch_id}::BIGINT AS batch_id, arg_max(number, position) AS row_number
        FROM (SELECT * FROM judged WHERE reason IS NULL)
            JOIN ({_standing("judged", "position")}) USING (position) GROUP BY ALL
        """
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE tagged AS "
        + with_companions("(SELECT DISTINCT family_id AS id FROM tag_said)", "family_id")
    )
    fetch(con, Tag, into="recorded", column="family_id", ids="tagged")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE known AS "
        f"SELECT * FROM recorded JOIN ({_standing('recorded', 'id')}) USING (id)"
    )
    value = {name: f"coalesce(tag_said.{name}, known.{name})" for name in _SAID}
    value["funding_source"] = "tag_said.funding_source"
    kept = ", ".join(f"coalesce(known.{name}, tag_said.{name}) AS {name}" for name in _KEY)
    same = " AND ".join(f"{v} IS NOT DISTINCT FROM known.{name}" for name, v in value.items())
    on = " AND ".join(f"known.{name} IS NOT DISTINCT FROM tag_said.{name}" for name in _SAME)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE merged AS
        SELECT {kept},
            {", ".join(f"{v} AS {name}" for name, v in value.items())},
            tag_said.village_code, tag_said.position, tag_said.batch_id, tag_said.sheet,
            tag_said.row_number, known.id AS known_id, known.id IS NOT NULL AND {same} AS same
        FROM tag_said LEFT JOIN known ON {on}
        QUALIFY row_number() OVER (PARTITION BY position ORDER BY
            known.family_id IS DISTINCT FROM tag_said.family_id, known.id) = 1
        """
    )
    con.execute("CREATE OR REPLACE TEMP TABLE changed AS FROM merged WHERE NOT same")


def _standing(relation: str, key: str) -> str:
    """A query: ``key``, and who stands for the family and the person of each row."""
    standing = through(f"(SELECT {key}, family_id, person_id FROM {relation})", *_SUBJECTS)
    return f"SELECT {key}, family_id AS for_family, person_id AS for_person FROM ({standing})"


def _count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    found = con.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(found[0]) if found else 0
