"""``entas audit``: the trail of who did what."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from entas.access.scope import system_scope
from entas.audit.queries import events, verify_chain


def verify() -> None:
    """Recompute the chain of hashes from the first event on.

    Exit status 1 when an event was changed, added or removed. Note the printed head elsewhere: a
    later run whose chain does not contain it shows that the end was cut off.
    """
    report = verify_chain()
    if report.sound:
        typer.echo(f"Sound: {report.events} events. Head {report.head}")
        return
    typer.echo(f"Broken at event {report.broken_at}: {report.reason}.", err=True)
    typer.echo("Restore the database from a backup, and find out who wrote to it.", err=True)
    raise typer.Exit(1)


def list_(
    subject: Annotated[str, typer.Option(help='Only this subject, like "family:12".')] = "",
    action: Annotated[str, typer.Option(help='Only this action, like "family.revealed".')] = "",
    area: Annotated[str, typer.Option(help="Only this area and those below it.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many events.")] = 20,
) -> None:
    """Show the latest events, newest first."""
    table = Table("id", "at", "by", "action", "subject", "area")
    found = events(system_scope(), subject=subject, action=action, area_code=area)[:limit]
    for event in found:
        at = event.at.isoformat(timespec="seconds")
        table.add_row(
            str(event.pk), at, event.actor, event.action, event.subject, event.area_code or "-"
        )
    Console().print(table)
