"""Rows of a snapshot behind a figure. By the order of the files, most of them is skipped."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from entas.evaluation.results import Cell, Subject
from entas.snapshots.tables import Funding, Indicator, Status

_NEED = f"status = {Status.NEED}"
_CONDITIONS = {
    Cell.NEED: _NEED,
    Cell.UNFUNDED: f"{_NEED} AND funding = {Funding.NONE}",
    Cell.POTENTIAL: f"{_NEED} AND funding = {Funding.POTENTIAL}",
    Cell.PLANNED: f"{_NEED} AND funding = {Funding.PLANNED}",
    Cell.REALISED: f"{_NEED} AND funding = {Funding.REALISED}",
    Cell.MET: f"{_NEED} AND funding = {Funding.REALISED} AND met",
    Cell.REMAINING: f"{_NEED} AND funding <> {Funding.REALISED}",
    Cell.UNKNOWN: f"status = {Status.UNKNOWN}",
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


def of_families(needs: Path, *, villages: dict[int, int]) -> list[Subject]:
    """All rows of some families and their members; ``villages`` by family."""
    return _subjects(
        f"""
        SELECT {_COLUMNS} FROM read_parquet($path)
        WHERE village IN (SELECT unnest($villages)) AND family_id IN (SELECT unnest($families))
        ORDER BY family_id, person_id NULLS FIRST, indicator
        """,
        path=str(needs),
        villages=sorted(set(villages.values())),
        families=list(villages),
    )


def villages_of(families: Path, family_ids: Sequence[int]) -> dict[int, int]:
    """The villages of families; those that the snapshot does not list are left out."""
    return dict(
        _execute(
            "SELECT family_id, village FROM read_parquet($path) "
            "WHERE family_id IN (SELECT unnest($families))",
            path=str(families),
            families=list(family_ids),
        )
    )


def _subjects(query: str, **values: Any) -> list[Subject]:
    return [
        Subject(
            family_id=family_id,
            person_id=person_id,
            village_code=str(village),
            indicator=Indicator(indicator),
            status=status,
            funding=funding,
            met=met,
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
