"""``entas needs derive``."""

from datetime import date, datetime
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from entas.cli.figures import count
from entas.cli.moments import LOCAL, day
from entas.needs import actions
from entas.needs.rules.definitions import Status


def derive(
    on: Annotated[
        str, typer.Option(metavar="DATE", help="The day to decide on, like 2023-08-13.")
    ] = "",
) -> None:
    """Derive the needs from what is registered: all eight indicators, of everybody.

    Decides as of today unless --on names a day. Every status is kept apart: what cannot be decided
    is unknown, never "no need".
    """
    now = timezone.now()
    console = Console()
    with console.status("Deciding the eight indicators..."):
        done = actions.derive(on=day(on) if on else _today(now), by="system", now=now)
    table = Table("indicator", "definition", title=f"Needs on {done.on.isoformat()}")
    for status in Status:
        table.add_column(status.value.replace("_", " "), justify="right")
    for key, definition in done.definitions.items():
        counts = (count(done.counts[key].get(status.value, 0)) for status in Status)
        table.add_row(key, definition, *counts)
    console.print(table)


def _today(now: datetime) -> date:
    return now.astimezone(LOCAL).date()
