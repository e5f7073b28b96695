"""The files of a snapshot: written in the published order, and held to the published promises."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from entas.snapshots.tables import LEFT, ORDER, TABLES

ROW_GROUP_ROWS = 122_880

_LEFT = ", ".join(str(presence.value) for presence in LEFT)
_ASTRAY = {
    "families with needs that are not here, or in another village": f"""
        SELECT count(*)
        FROM (SELECT DISTINCT village, family_id FROM read_parquet($needs))
        ANTI JOIN (
            SELECT village, family_id FROM read_parquet($families) WHERE presence NOT IN ({_LEFT})
        ) USING (village, family_id)
    """,
    "families are listed twice": "SELECT count(*) - count(DISTINCT family_id) "
    "FROM read_parquet($families)",
    "persons are listed twice": "SELECT count(*) - count(DISTINCT person_id) "
    "FROM read_parquet($persons)",
}


def write(con: duckdb.DuckDBPyConnection, path: Path, *, table: str, select: str) -> None:
    """Write the rows of a select as a table of ``snapshots.tables.TABLES``, in its order."""
    quoted = str(path).replace("'", "''")
    con.execute(
        f"COPY (FROM ({select}) ORDER BY {', '.join(ORDER[table])}) TO '{quoted}' "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})"
    )


def same_schema(path: Path, schema: pa.Schema) -> bool:
    """Whether a Parquet file has exactly the columns and types of a schema.

    Not whether it has nulls: writers such as DuckDB declare every column as one that may.
    """
    return [(field.name, field.type) for field in pq.read_schema(path)] == [
        (field.name, field.type) for field in schema
    ]


def check(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Check what ``snapshots.tables`` promises of the tables in a folder, their order excepted.

    Raises ``TypeError`` for another schema and ``ValueError`` for a broken promise: either is an
    error of the program that wrote the files, not of the data.
    """
    paths = {table: folder / f"{table}.parquet" for table in TABLES}
    for table, schema in TABLES.items():
        if not same_schema(paths[table], schema):
            raise TypeError(f"{table}.parquet does not have the published schema")
        never = [field.name for field in schema if not field.nullable]
        nulls = " + ".join(f"count(*) - count({column})" for column in never)
        if _number(con, f"SELECT {nulls} FROM read_parquet(${table})", paths):
            raise ValueError(f"{table}.parquet has nulls in one of {', '.join(never)}")
    for what, query in _ASTRAY.items():
        if found := _number(con, query, paths):
            raise ValueError(f"{found} {what}")


def _number(con: duckdb.DuckDBPyConnection, query: str, paths: dict[str, Path]) -> int:
    asked = {table: str(path) for table, path in paths.items() if f"${table}" in query}
    found = con.execute(query, asked).fetchone()
    return int(found[0]) if found else 0
