"""Write what was compared to Parquet: rows of families and persons, and their counts by village."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from entas.columns.records import quoted
from entas.linkage.reconciliation.cells import FLAGS, WAYS, Unit
from entas.linkage.reconciliation.comparing import counts_sql, families_sql, persons_sql

COUNTS = "counts.parquet"
_GROUP = 20_000  # rows of one group: what reading one village has to open


def rows_file(unit: Unit) -> str:
    """Name of the file with the rows of families or persons."""
    return "families.parquet" if unit is Unit.FAMILY else "persons.parquet"


def write(
    con: duckdb.DuckDBPyConnection, folder: Path, *, indicators: Mapping[Unit, Sequence[str]]
) -> dict[str, int]:
    """Compare the relations of ``comparing`` and write its files; returns rows by unit."""
    rows = {}
    counted = []
    for unit, compared in ((Unit.FAMILY, families_sql), (Unit.PERSON, persons_sql)):
        table = f"compared_{unit}"
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {compared(indicators[unit])}")
        _copy(con, f"FROM {table} ORDER BY village_code, family_id", folder / rows_file(unit))
        counted.append(f"({counts_sql(table, unit, columns(unit, indicators[unit]))})")
        found = con.execute(f"SELECT count(*) FROM {table}").fetchone()
        rows[unit.value] = int(found[0]) if found else 0
    _copy(con, f"FROM ({' UNION ALL '.join(counted)}) ORDER BY ALL", folder / COUNTS)
    return rows


def columns(unit: Unit, indicators: Sequence[str]) -> list[str]:
    """The columns of a unit's rows that cells are counted by."""
    return [
        "held",
        *(f"f_{field}" for field in WAYS[unit]),
        *(f"i_{key}" for key in indicators),
        *FLAGS[unit],
    ]


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP}"
    con.execute(f"COPY ({query}) TO {quoted(str(path))} ({options})")
