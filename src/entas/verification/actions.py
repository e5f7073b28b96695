"""Recording visits in bulk, as verification lists report them."""

from dataclasses import dataclass
from datetime import datetime

import duckdb
import polars as pl

from entas.audit.actions import record
from entas.columns.ranges import fetch
from entas.columns.records import append, hand_over, records, reserve_ids, table
from entas.registry.queries import family_ids_sql
from entas.verification.models import Visit
from entas.verification.stages import STAGES

_SAID = (*STAGES, "presence", "meets_criteria", "reason", "note")


@dataclass(frozen=True, slots=True)
class Visits:
    """What recording visits did."""

    recorded: int = 0
    updated: int = 0  # a visit already known, of which more is known now
    unchanged: int = 0


def record_visits(
    *,
    rows: pl.DataFrame,
    batch_id: int,
    by: str,
    now: datetime,
    con: duckdb.DuckDBPyConnection | None = None,
) -> Visits:
    """Record the visits that the registered rows of a verification list report.

    ``rows`` are ``Cleaned.rows`` of kind FAMILY, with the dates of the stages, ``presence``,
    ``meets_criteria``, ``verdict_reason`` and ``note``; rows without a date of visit, and of
    families the registry does not know, report none. A visit is the same when family and day are;
    a later row then adds what it says. The same rows again change nothing.

    With an open ``records(write=True)`` it is part of that transaction, and the caller records
    the audit event.
    """
    if "visited_on" not in rows.columns:
        return Visits()
    if con is not None:
        return _record(con, rows, batch_id)
    with records(write=True, cores=1) as own:
        done = _record(own, rows, batch_id)
    record(
        action="visits.recorded",
        subject=f"batch:{batch_id}",
        by=by,
        now=now,
        details={"recorded": done.recorded, "updated": done.updated},
    )
    return done


def _record(con: duckdb.DuckDBPyConnection, rows: pl.DataFrame, batch_id: int) -> Visits:
    reported = rows.filter(
        (pl.col("outcome") == "registered") & pl.col("visited_on").is_not_null()
    ).with_row_index("position")
    if reported.is_empty():
        return Visits()
    hand_over(con, reported, "reported")
    _stage(con, reported.columns, batch_id)
    _merge(con)
    changed, updated = _count(con, "changed"), _count(con, "changed WHERE known_id IS NOT NULL")
    if updated:
        con.execute(
            f"DELETE FROM {table(Visit)} WHERE id IN (SELECT known_id FROM changed "
            "WHERE known_id IS NOT NULL)"
        )
    if changed:
        first = reserve_ids(Visit, changed - updated, con=con) if changed > updated else 0
        append(
            con,
            Visit,
            f"SELECT coalesce(known_id, {first} - 1 + count(*) FILTER (known_id IS NULL) "
            f"OVER (ORDER BY position)) AS id, family_id, village_code, {', '.join(_SAID)}, "
            "batch_id, sheet, row_number FROM changed ORDER BY position",
        )
    visits = _count(con, "merged")
    return Visits(changed - updated, updated, visits - changed)


def _stage(con: duckdb.DuckDBPyConnection, present: list[str], batch_id: int) -> None:
    """Create ``told``: one row a visit of the list; a later row adds to an earlier one."""

    def last(column: str, name: str, kind: str) -> str:
        value = f"arg_max({column}, position)" if column in present else "NULL"
        return f"CAST({value} AS {kind}) AS {name}"

    said = [last(column, column, "DATE") for column in STAGES if column != "visited_on"]
    said += [last(column, column, "VARCHAR") for column in ("presence", "meets_criteria")]
    said += [last("verdict_reason", "reason", "VARCHAR"), last("note", "note", "VARCHAR")]
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE told AS
        SELECT family.family_id, CAST(visited_on AS DATE) AS visited_on, {", ".join(said)},
            arg_max(village_code, position) AS village_code, max(position) AS position,
            arg_max(sheet, position) AS sheet, {batch_id}::BIGINT AS batch_id,
            CAST(arg_max(number, position) AS BIGINT) AS row_number
        FROM reported JOIN ({family_ids_sql()}) family ON family.value = reported.family_key
        GROUP BY 1, 2
        """
    )


def _merge(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``merged`` (told, completed by what is known) and ``changed`` (those to write)."""
    con.execute("CREATE OR REPLACE TEMP TABLE visited AS SELECT DISTINCT family_id AS id FROM told")
    fetch(con, Visit, into="known", column="family_id", ids="visited")
    added = [name for name in _SAID if name != "visited_on"]
    said = ", ".join(f"coalesce(told.{name}, known.{name}) AS {name}" for name in added)
    same = " AND ".join(
        f"coalesce(told.{name}, known.{name}) IS NOT DISTINCT FROM known.{name}" for name in added
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE merged AS
        SELECT told.family_id, told.visited_on, told.village_code, told.position,
            told.sheet, told.batch_id, told.row_number, {said},
            known.id AS known_id, known.id IS NOT NULL AND {same} AS same
        FROM told LEFT JOIN known
            ON known.family_id = told.family_id AND known.visited_on = told.visited_on
        """
    )
    con.execute("CREATE OR REPLACE TEMP TABLE changed AS FROM merged WHERE NOT same")


def _count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    found = con.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(found[0]) if found else 0
