"""Reading the rows of some subjects out of a big table, through its index instead of a whole scan.

Ids are given out in runs (a batch at a time), so the subjects of a list lie in few runs of ids.
"""

from typing import Any

import duckdb
from django.db import connection, models

from entas.columns.records import columns_of, quoted, table

_GAP = 256  # reading this many rows too many costs less than another range
_MOST_RANGES = 200


def fetch(
    con: duckdb.DuckDBPyConnection,
    model: type[models.Model],
    *,
    into: str,
    column: str,
    ids: str,
    columns: tuple[str, ...] = (),
) -> None:
    """Create the temporary table ``into`` of the rows of ``model`` whose ``column`` is in ``ids``.

    ``ids`` is a relation with one integer column ``id``; ``columns`` are those to read (all unless
    given; ``column`` is always read). Types are those of the model on both databases.
    """
    names = tuple(dict.fromkeys((column, *(columns or columns_of(model)))))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT {_typed(model, names)} "
        f"FROM ({_reading(con, model, names, column, ids)}) row "
        f"SEMI JOIN {ids} wanted ON wanted.id = CAST(row.{column} AS BIGINT)"
    )


def keyed_between(
    model: type[models.Model],
    *,
    columns: tuple[str, ...],
    fixed: tuple[str, str],
    key: str,
    low: str,
    high: str,
) -> str:
    """A query: rows whose column ``fixed`` has its value and whose text ``key`` is between two.

    Through an index on both where that is safe; more rows may come: PostgreSQL may order texts in
    another way than DuckDB, so there the key does not limit.
    """
    names = tuple(dict.fromkeys((*columns, fixed[0])))
    selected = ", ".join(f'"{name}"' for name in names)
    where = f"{fixed[0]} = {quoted(fixed[1])}"
    if connection.vendor != "sqlite":
        return f"SELECT {selected} FROM {table(model)} WHERE {where}"
    where += f" AND {key} BETWEEN {quoted(low)} AND {quoted(high)}"
    inner = f"SELECT {selected} FROM {model._meta.db_table} WHERE {where}"
    return f"SELECT {_typed(model, names)} FROM native({quoted(inner)})"


def _reading(
    con: duckdb.DuckDBPyConnection,
    model: type[models.Model],
    names: tuple[str, ...],
    column: str,
    ids: str,
) -> str:
    """A query that gives at least the wanted rows."""
    ranges = con.execute(
        f"""
        SELECT min(id), max(id) FROM (
            SELECT id, sum(jump) OVER (ORDER BY id) AS run FROM (
                SELECT id, CAST(id - lag(id) OVER (ORDER BY id) > {_GAP} AS INT) AS jump FROM {ids}
            )
        ) GROUP BY run ORDER BY 1 LIMIT {_MOST_RANGES + 1}
        """
    ).fetchall()
    selected = ", ".join(f'"{name}"' for name in names)
    if len(ranges) > _MOST_RANGES:
        return f"SELECT {selected} FROM {table(model)}"
    runs = " OR ".join(f'"{column}" BETWEEN {low} AND {high}' for low, high in ranges) or "1 = 0"
    local = table(model).removeprefix("records.")
    return f"FROM native({quoted(f'SELECT {selected} FROM {local} WHERE {runs}')})"


def _typed(model: type[models.Model], names: tuple[str, ...]) -> str:
    """Select list that gives each column the type of its field."""
    if connection.vendor != "sqlite":
        return ", ".join(f'"{name}"' for name in names)
    fields = columns_of(model)
    return ", ".join(f'{_cast(fields[name])} AS "{name}"' for name in names)


def _cast(field: "models.Field[Any, Any]") -> str:
    target = getattr(field, "target_field", field)
    name = f'"{field.column}"'
    if isinstance(target, models.BooleanField):
        return f"CAST(CAST({name} AS BIGINT) AS BOOLEAN)"
    if isinstance(target, models.DateTimeField):
        return f"CAST({name} AS TIMESTAMP)"
    if isinstance(target, models.DateField):
        return f"CAST({name} AS DATE)"
    if isinstance(target, models.FloatField):
        return f"CAST({name} AS DOUBLE)"
    if isinstance(target, models.IntegerField):
        return f"CAST({name} AS BIGINT)"
    return f"CAST({name} AS VARCHAR)"
