"""The records' tables as DuckDB sees them: read and written set-wise, on SQLite and PostgreSQL.

DuckDB opens its own connection, so nothing uncommitted by Django is visible here, and the reverse.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb
from django.db import connection, models, transaction

MEMORY_LIMIT = "1GB"


def _extension(name: str) -> str:
    """Path of an extension that a Python package ships (DuckDB's own INSTALL needs a network)."""
    spec = find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"duckdb-extension-{name} is not installed")
    return str(next(Path(spec.origin).parent.rglob(f"{name}.duckdb_extension")))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def records(*, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB connection with the installation's database attached as ``records``.

    With ``write`` the body is one transaction: committed at its end, rolled back if it raises.
    """
    settings = connection.settings_dict
    con = duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "threads": 2})
    try:
        if connection.vendor == "sqlite":
            con.execute(f"LOAD {_quoted(_extension('sqlite_scanner'))}")
            target, kind = str(settings["NAME"]), "SQLITE"
        else:
            con.execute(f"LOAD {_quoted(_extension('postgres_scanner'))}")
            names = {
                "host": "HOST",
                "port": "PORT",
                "dbname": "NAME",
                "user": "USER",
                "password": "PASSWORD",
            }
            target = " ".join(
                f"{key}={_quoted(str(settings[name]))}"
                for key, name in names.items()
                if settings.get(name)
            )
            kind = "POSTGRES"
        access = "" if write else ", READ_ONLY"
        con.execute(f"ATTACH {_quoted(target)} AS records (TYPE {kind}{access})")
        if not write:
            yield con
            return
        con.begin()
        try:
            yield con
        except BaseException:
            con.rollback()
            raise
        con.commit()
    finally:
        con.close()


def table(model: type[models.Model]) -> str:
    """Name of a model's table in the attached database."""
    schema = "records" if connection.vendor == "sqlite" else "records.public"
    return f"{schema}.{model._meta.db_table}"


def reserve_ids(model: type[models.Model], count: int) -> int:
    """Take ``count`` consecutive ids of a model and return the first. Never given out again."""
    name = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
            found = cursor.fetchone()
            if found is None:
                cursor.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (%s, 0)", [name])
            last: int = found[0] if found else 0
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last + count, name]
            )
            return last + 1
        pk = model._meta.pk
        assert pk is not None
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [name, pk.column])
        first: int = cursor.fetchone()[0]
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
            [name, pk.column, first + count - 1],
        )
        return first


def append(
    con: duckdb.DuckDBPyConnection, model: type[models.Model], select: str
) -> None:
    """Insert the rows of a ``SELECT`` (columns named as the model's) into its table."""
    columns = [column[0] for column in con.execute(f"DESCRIBE {select}").fetchall()]
    con.execute(
        f"INSERT INTO {table(model)} ({', '.join(columns)}) {_as_stored(model, columns, select)}"
    )


def _as_stored(model: type[models.Model], columns: list[str], select: str) -> str:
    """The select with dates and booleans as Django stores them in this database."""
    if connection.vendor != "sqlite":
        return select
    fields = {field.column: field for field in model._meta.concrete_fields}
    casts = []
    for column in columns:
        field = fields[column]
        if isinstance(field, models.DateTimeField):
            casts.append(f"strftime({column}, '%Y-%m-%d %H:%M:%S.%f') AS {column}")
        elif isinstance(field, models.DateField):
            casts.append(f"strftime({column}, '%Y-%m-%d') AS {column}")
        elif isinstance(field, models.BooleanField):
            casts.append(f"CAST({column} AS BIGINT) AS {column}")
        else:
            casts.append(column)
    return f"SELECT {', '.join(casts)} FROM ({select})"
