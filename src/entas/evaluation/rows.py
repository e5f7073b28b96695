"""Rows of a snapshot behind a figure. Files are sorted by village, so most of them is skipped."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from entas.evaluation.results import Cell, Subject
from entas.snapshots.tables import Funding, Indicator, Status

_NEED = f"coalesce(status, 0) = {Status.NEED}"
_REALISED = f"coalesce(funding, 0) = {Funding.REALISED}"
_CONDITIONS = {
    Cell.NEED: _NEED,
    Cell.UNFUNDED: f"{_NEED} AND coalesce(funding, 0) = {Funding.NONE}",
    Cell.POTENTIAL: f"{_NEED} AND funding = {Funding.POTENTIAL}",
    Cell.PLANNED: f"{_NEED} AND funding = {Funding.PLANNED}",
    Cell.REALISED: f"{_NEED} AND {_REALISED}",
    Cell.MET: f"{_NEED} AND {_REALISED} AND met",
    Cell.REMAINING: f"{_NEED} AND NOT {_REALISED}",
    Cell.UNKNOWN: f"coalesce(status, 0) = {Status.UNKNOWN}",
    Cell.NO_NEED: f"status = {Status.NO_NEED}",
    Cell.NOT_APPLICABLE: f"status = {Status.NOT_APPLICABLE}",
}
_COLUMNS = "family_id, person_id, village, indicator, status, funding, met"


def of_cell(
    needs: Path,
    *,
    villages: Sequence[int],
    indicator: Indicator,
    cell: Cell,
    offset: int,
    limit: int,
) -> list[Subject]:
    """A page of the subjects that a cell counts in some villages, by village and family."""
    return _subjects(
        f"""
        SELECT {_COLUMNS} FROM read_parquet($path)
        WHERE village BETWEEN $first AND $last AND village IN (SELECT unnest($villages))
            AND indicator = $indicator AND {_CONDITIONS[cell]}
        ORDER BY village, family_id, person_id LIMIT $limit OFFSET $offset
        """,
        path=str(needs),
        first=min(villages),
        last=max(villages),
        villages=list(villages),
        indicator=int(indicator),
        limit=limit,
        offset=offset,
    )


def of_family(needs: Path, *, village: int, family_id: int) -> list[Subject]:
    """All rows of a family and its members."""
    return _subjects(
        f"""
        SELECT {_COLUMNS} FROM read_parquet($path)
        WHERE village = $village AND family_id = $family ORDER BY person_id NULLS FIRST, indicator
        """,
        path=str(needs),
        village=village,
        family=family_id,
    )


def village_of(families: Path, family_id: int) -> int | None:
    """The village of a family; ``None`` if the snapshot does not list it."""
    found = _execute(
        "SELECT village FROM read_parquet($path) WHERE family_id = $family",
        path=str(families),
        family=family_id,
    )
    return int(found[0][0]) if found else None


def _subjects(query: str, **values: Any) -> list[Subject]:
    return [
        Subject(
            family_id=family_id,
            person_id=person_id,
            village_code=str(village),
            indicator=Indicator(indicator),
            status=status or 0,
            funding=funding or 0,
            met=bool(met),
        )
        for family_id, person_id, village, indicator, status, funding, met in _execute(
            query, **values
        )
    ]


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One in-memory DuckDB a process, that remembers the footers of files; it holds no data."""
    con = duckdb.connect(config={"threads": 2})
    con.execute("SET parquet_metadata_cache = true")
    return con


def _execute(query: str, **values: Any) -> list[tuple[Any, ...]]:
    cursor = _connection().cursor()  # each thread its own
    try:
        return cursor.execute(query, values).fetchall()
    finally:
        cursor.close()
