"""``entas doctor``: is this installation sound, and what to do when it is not.

Each check is a function that gives one finding; a check that cannot look because an earlier one
failed says so itself.
"""

import platform
import shutil
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import typer
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.text import Text

from entas.access.scope import system_scope
from entas.areas.queries import counts
from entas.audit.queries import verify_chain
from entas.columns.records import records
from entas.kernel.errors import Refused
from entas.snapshots.queries import listing, opened

LEVELS = {"kabupaten": 29, "kota": 6, "kecamatan": 576, "desa": 7_810, "kelurahan": 753}
"""Areas of Central Java after Kepmendagri 300.2.2-2138 of 2025."""
_GIB = 2**30


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Finding(NamedTuple):
    """What a check found, and what to do about it."""

    state: State
    text: str
    advice: str = ""


def doctor() -> None:
    """Check the installation. Exit status 1 when something fails; a warning is none."""
    console, worst = Console(highlight=False), State.OK
    for name, check in CHECKS.items():
        finding = UNREACHABLE if check in _ASK_DATABASE and not answers() else run(check)
        worst = max(worst, finding.state, key=list(State).index)
        line = Text.assemble(
            (f"{finding.state.value:4}  ", _STYLES[finding.state]), f"{name:14}", finding.text
        )
        console.print(line, soft_wrap=True)
        if finding.advice:
            console.print(Text(f"{'':20}{finding.advice}"), soft_wrap=True)
    if worst == State.FAIL:
        raise typer.Exit(1)


_STYLES = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red"}


UNREACHABLE = Finding(State.FAIL, "not looked at: the database does not answer")


@cache
def answers() -> bool:
    """Whether the database takes connections; asked once."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True


def run(check: Callable[[], Finding]) -> Finding:
    """A check's finding; what the database or a file refuses is a finding too."""
    try:
        return check()
    except DatabaseError as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        return Finding(State.FAIL, f"cannot look: {reason}", "Run `entas init`.")
    except duckdb.Error as error:  # its text may hold the address with the password
        return Finding(State.FAIL, f"DuckDB cannot read the records ({type(error).__name__})")
    except (Refused, OSError) as error:
        return Finding(State.FAIL, str(error))


def python() -> Finding:
    """The interpreter is the one that was tested."""
    found = platform.python_version()
    if found.startswith("3.11."):
        return Finding(State.OK, found)
    return Finding(State.WARN, f"{found}, tested is 3.11", "Run `make setup` with Python 3.11.")


def database() -> Finding:
    """The database answers and has every migration."""
    if not answers():
        return Finding(
            State.FAIL,
            f"{connection.vendor} does not answer",
            "Check DATABASE_URL, and that the server runs.",
        )
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(State.FAIL, f"{len(missing)} migrations are missing", "Run `entas init`.")
    return Finding(State.OK, f"{connection.vendor}, up to date")


def columns() -> Finding:
    """DuckDB loads its extension and reads the records."""
    with records() as con:
        con.execute("SELECT 1").fetchall()
    return Finding(State.OK, f"DuckDB {duckdb.__version__} reads the records")


def areas() -> Finding:
    """The official tree is complete."""
    found = counts()
    wrong = [f"{found.get(kind, 0)} {kind}" for kind, n in LEVELS.items() if found.get(kind) != n]
    if wrong:
        return Finding(State.FAIL, "incomplete: " + ", ".join(wrong), "Run `entas init`.")
    return Finding(State.OK, ", ".join(f"{n} {kind}" for kind, n in LEVELS.items()))


def snapshots() -> Finding:
    """Every snapshot's files are those that were frozen."""
    numbers = []
    for snapshot in listing(system_scope()):
        try:
            opened(snapshot).verify()
        except Refused as refusal:
            return Finding(
                State.FAIL, str(refusal), "Restore its folder from a backup, or freeze again."
            )
        numbers.append(snapshot.number)
    if not numbers:
        return Finding(State.WARN, "none yet", "Run `entas freeze --cutoff ...`.")
    return Finding(State.OK, f"{len(numbers)} sound, latest {numbers[0]}")


def audit() -> Finding:
    """Nobody rewrote the audit trail."""
    report = verify_chain()
    if report.sound:
        return Finding(State.OK, f"{report.events} events, sound")
    return Finding(
        State.FAIL,
        f"broken at event {report.broken_at}: {report.reason}",
        "Restore the database from a backup, and find out who wrote to it.",
    )


def front_end() -> Finding:
    """The front end is built."""
    manifest = Path(settings.PACKAGE) / "web" / "static" / "build" / "manifest.json"
    if manifest.is_file():
        return Finding(State.OK, "built")
    return Finding(State.FAIL, "not built", "Run `make setup`.")


def translations() -> Finding:
    """Every catalogue is compiled, and not older than its source."""
    sources = list(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"))
    stale = [
        source
        for source in sources
        if not (compiled := source.with_suffix(".mo")).is_file()
        or compiled.stat().st_mtime < source.stat().st_mtime
    ]
    if stale or not sources:
        return Finding(State.WARN, "not compiled: screens are in English", "Run `make setup`.")
    return Finding(State.OK, f"{len(sources)} compiled")


def disk() -> Finding:
    """There is room for lists, snapshots and a backup."""
    free = shutil.disk_usage(settings.HOME).free / _GIB
    text = f"{free:.1f} GiB free at {settings.HOME}"
    if free < 1:
        return Finding(State.FAIL, text, "Free some space: the database must be able to grow.")
    if free < 5:
        return Finding(State.WARN, text, "A full province with snapshots takes about 5 GiB.")
    return Finding(State.OK, text)


CHECKS: dict[str, Callable[[], Finding]] = {
    "Python": python,
    "Database": database,
    "Columns": columns,
    "Areas": areas,
    "Snapshots": snapshots,
    "Audit trail": audit,
    "Front end": front_end,
    "Translations": translations,
    "Disk": disk,
}
_ASK_DATABASE = (columns, areas, snapshots, audit)
