"""The records' tables as DuckDB sees them: read and written set-wise, on SQLite and PostgreSQL.

DuckDB opens its own connection, so nothing uncommitted by Django is visible here, and the reverse.

On SQLite there is a trap: DuckDB carries its own copy of the library, and POSIX locks of a file
belong to the process, not to the copy. Two copies in one process do not see each other's locks, and
closing the file in one drops those of the other (sqlite.org/howtocorrupt.html, 2.2.1). Therefore
``records`` closes Django's connection of this thread before and after, Django is not used on the
database while it is open, and threads that serve the web read through the ORM.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import psycopg
from django.db import connection, models, transaction

_LOCK = 0x656E7462  # advisory lock of bulk writers on PostgreSQL
_BUSY_MS = 30_000  # how long SQLite waits for another writer
_SQLITE_CACHE_KIB = 262_144  # random inserts into indexes stay in memory
# libpq parameters that Django's OPTIONS may hold; others there are Django's or psycopg's own.
_LIBPQ = frozenset(
    {
        "application_name",
        "channel_binding",
        "connect_timeout",
        "gssencmode",
        "keepalives",
        "keepalives_idle",
        "options",
        "passfile",
        "service",
        "sslcert",
        "sslcrl",
        "sslkey",
        "sslmode",
        "sslpassword",
        "sslrootcert",
        "target_session_attrs",
    }
)


def memory_limit() -> str:
    """What DuckDB may use before it spills to disk: ``ENTAS_MEMORY``, "1GB" unless set."""
    return os.environ.get("ENTAS_MEMORY", "1GB")


def threads() -> int:
    """Threads of one bulk step: ``ENTAS_THREADS``, all cores unless set."""
    return int(os.environ.get("ENTAS_THREADS", "0")) or os.cpu_count() or 1


@cache
def _extension(name: str) -> str:
    """Path of an extension that a Python package ships (DuckDB's own INSTALL needs a network)."""
    spec = find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"duckdb-extension-{name} is not installed")
    return str(next(Path(spec.origin).parent.rglob(f"{name}.duckdb_extension")))


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _libpq_value(text: str) -> str:
    """A value of a connection string: in quotes, with quotes and backslashes escaped."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def connection_string() -> str:
    """Django's PostgreSQL settings as libpq reads them, without the pool and Django's own."""
    settings = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER"}
    found = {key: settings.get(name) for key, name in names.items()}
    found["password"] = settings.get("PASSWORD")
    found |= {k: v for k, v in (settings.get("OPTIONS") or {}).items() if k in _LIBPQ}
    return " ".join(f"{key}={_libpq_value(str(value))}" for key, value in found.items() if value)


_idle: list[tuple[tuple[str, str, int], duckdb.DuckDBPyConnection]] = []
"""Engines with the extension loaded (that takes longer than all else here), and as what."""


def _engine(wanted: tuple[str, str, int]) -> duckdb.DuckDBPyConnection:
    """A DuckDB of our own for the time of one ``records``; one that was used before, if any."""
    while _idle:
        made_as, engine = _idle.pop()
        if made_as == wanted:
            return engine
        engine.close()
    name, memory, cores = wanted
    engine = duckdb.connect()
    engine.execute(f"LOAD {quoted(_extension(name))}")
    engine.execute(f"SET temp_directory = {quoted(_spill_directory())}")
    engine.execute(f"SET memory_limit = {quoted(memory)}")
    engine.execute(f"SET threads = {cores}")
    return engine


def _wanted(cores: int) -> tuple[str, str, int]:
    name = "postgres_scanner" if connection.vendor == "postgresql" else "sqlite_scanner"
    return name, memory_limit(), cores


def _spill_directory() -> str:
    return str(Path(tempfile.gettempdir()) / f"entas-spill-{os.getpid()}")


def _attach(con: duckdb.DuckDBPyConnection, *, write: bool) -> None:
    """Attach the database as ``records``, with the table macro ``native`` beside it."""
    access = "" if write else ", READ_ONLY"
    if connection.vendor == "postgresql":
        con.execute(f"ATTACH {quoted(connection_string())} AS records (TYPE POSTGRES{access})")
        con.execute("CREATE TEMP MACRO native(q) AS TABLE FROM postgres_query('records', q)")
        return
    target = quoted(str(connection.settings_dict["NAME"]))
    con.execute(f"ATTACH {target} AS records (TYPE SQLITE, BUSY_TIMEOUT {_BUSY_MS}{access})")
    con.execute("CREATE TEMP MACRO native(q) AS TABLE FROM sqlite_query('records', q)")
    if write:
        with suppress(duckdb.BinderException):  # it takes effect, and DuckDB misses a result
            con.execute(f"FROM native('PRAGMA cache_size=-{_SQLITE_CACHE_KIB}')")


def _hold_write_lock(con: duckdb.DuckDBPyConnection) -> None:
    """Let other bulk writers wait from here on, so that what is read stays true until commit."""
    if connection.vendor == "postgresql":
        statement = f"SELECT pg_advisory_xact_lock({_LOCK})::text"
    else:
        statement = "UPDATE sqlite_sequence SET seq = seq WHERE 0 RETURNING seq"
    con.execute(f"FROM native({quoted(statement)})").fetchall()


def hold_back_bulk_writers() -> None:
    """Inside a transaction of Django's: let ``records(write=True)`` wait until it ends.

    SQLite needs nothing: its transactions are begun IMMEDIATE, one writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@contextmanager
def records(
    *, write: bool = False, cores: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB connection with the installation's database attached as ``records``.

    The table macro ``native(text)`` runs a query in the database's own engine and dialect, in the
    same transaction (SQLite gives every column as text). With ``write`` the body is one
    transaction that holds the bulk writers' lock from its start: committed at its end, rolled back
    if it raises. ``cores`` bounds the threads: 1 for work that is mostly writing, during which more
    only wait, busily. Must not be opened inside a transaction of Django's.
    """
    if connection.in_atomic_block:
        raise RuntimeError("records() cannot see, and may wait for, the open Django transaction")
    connection.close()
    wanted = _wanted(cores or threads())
    engine = _engine(wanted)
    con = engine.cursor()
    try:
        _attach(con, write=write)
        with _transaction(con) if write else nullcontext():
            yield con
        con.close()
        engine.execute("DETACH records")
        _idle.append((wanted, engine))
    except BaseException:
        con.close()
        engine.close()
        raise
    finally:
        connection.close()


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.begin()
    try:
        _hold_write_lock(con)
        yield
    except BaseException:
        with suppress(duckdb.Error):  # it may have been aborted already; the cause matters more
            con.rollback()
        raise
    con.commit()


def hand_over(con: duckdb.DuckDBPyConnection, frame: pl.DataFrame, name: str) -> None:
    """Make a frame the temporary table ``name``, its texts not converted on the way."""
    con.register("handed_over", frame.to_arrow(compat_level=pl.CompatLevel.newest()))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM handed_over")
    con.unregister("handed_over")


def table(model: type[models.Model]) -> str:
    """Name of a model's table in the attached database."""
    if connection.vendor == "sqlite":
        return f"records.{model._meta.db_table}"
    return f"records.{_schema(connection_string())}.{model._meta.db_table}"


@cache
def _schema(target: str) -> str:
    """The PostgreSQL schema that holds the tables: "public", or the first of the search path."""
    with closing(psycopg.connect(target)) as con:
        found = con.execute("SELECT current_schema()").fetchone()
    return str(found[0]) if found and found[0] else "public"


def reserve_ids(
    model: type[models.Model], count: int, *, con: duckdb.DuckDBPyConnection | None = None
) -> int:
    """Take ``count`` consecutive ids of a model and return the first. Never given out again.

    Inside ``records(write=True)`` give its ``con``; without it, they are taken through Django.
    """
    first, second = _reserving(model, count)
    if con is not None:
        con.execute(f"FROM native({quoted(first)})").fetchall()
        return int(con.execute(f"FROM native({quoted(second)})").fetchall()[0][0])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(first)
        cursor.fetchall()
        cursor.execute(second)
        return int(cursor.fetchall()[0][0])


def _reserving(model: type[models.Model], count: int) -> tuple[str, str]:
    """Two statements; the second returns the first id of a run of ``count``."""
    name = quoted(model._meta.db_table)
    if connection.vendor == "sqlite":
        known = f"SELECT 1 FROM sqlite_sequence WHERE name = {name}"
        begin = f"SELECT {name}, 0 WHERE NOT EXISTS ({known})"
        taken = f"UPDATE sqlite_sequence SET seq = seq + {count} WHERE name = {name}"
        return (
            f"INSERT INTO sqlite_sequence(name, seq) {begin} RETURNING seq",
            f"{taken} RETURNING seq - {count} + 1",
        )
    sequence = f"pg_get_serial_sequence({name}, {quoted(key_column(model))})"
    return (
        f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext({name}))::text",
        f"SELECT setval({sequence}, nextval({sequence}) + {count - 1}) - {count - 1}",
    )


def columns_of(model: type[models.Model]) -> dict[str, "models.Field[Any, Any]"]:
    """The fields of a model's table by the names of their columns."""
    return {str(field.column): field for field in model._meta.concrete_fields}


def key_column(model: type[models.Model]) -> str:
    """The column of a model's primary key."""
    return next(name for name, field in columns_of(model).items() if field.primary_key)


def write_natively(con: duckdb.DuckDBPyConnection, model: type[models.Model], update: str) -> None:
    """Run ``UPDATE <the model's table> <update>`` in the database's own engine and dialect.

    For what DuckDB cannot write itself: times of rows that are there, on SQLite.
    """
    statement = f"UPDATE {table(model).removeprefix('records.')} {update}"
    if connection.vendor == "postgresql":
        con.execute(f"CALL postgres_execute('records', {quoted(statement)})")
        return
    returning = f"{statement} RETURNING {key_column(model)}"
    con.execute(f"FROM native({quoted(returning)})").fetchall()


def moment_text(at: datetime) -> str:
    """A moment, to the second, as the database itself reads it (in ``native``)."""
    zone = "" if connection.vendor == "sqlite" else "+00"
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") + zone


def moment_sql(at: datetime) -> str:
    """A moment, to the second, as a literal of DuckDB, to be kept as Django keeps it."""
    kind = "TIMESTAMP" if connection.vendor == "sqlite" else "TIMESTAMPTZ"
    return f"{kind} {quoted(moment_text(at))}"


def append(
    con: duckdb.DuckDBPyConnection,
    model: type[models.Model],
    select: str,
    *,
    whole_seconds: bool = False,
) -> None:
    """Insert the rows of a ``SELECT`` (columns named as the model's) into its table.

    Not for models with times, unless all are ``moment_sql``: on SQLite DuckDB writes fractions of a
    second without trailing zeros, and Django would not find them again.
    """
    if not whole_seconds and any(
        isinstance(field, models.DateTimeField) for field in columns_of(model).values()
    ):
        raise TypeError(f"{model.__name__} has times: write it through Django")
    con.execute(f"INSERT INTO {table(model)} BY NAME {select}")
