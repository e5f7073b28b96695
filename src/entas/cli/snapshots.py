"""``entas freeze``."""

from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console

from entas.access.scope import system_scope
from entas.cli.figures import count
from entas.cli.moments import LOCAL, moment
from entas.evaluation.queries import prepare
from entas.snapshots import actions


def freeze(
    cutoff: Annotated[
        str,
        typer.Option(
            metavar="T",
            help="The moment of the cut-off, like 2023-08-13T18:00+07:00 (no zone: Asia/Jakarta).",
        ),
    ],
) -> None:
    """Freeze the state of the work at a cut-off: a numbered, checksummed snapshot without names.

    The same cut-off over the same records gives the same checksum.
    """
    console = Console()
    with console.status("Freezing..."):
        snapshot = actions.freeze(cutoff=moment(cutoff), by="system", now=timezone.now())
    with console.status("Measuring..."):
        prepare(snapshot, scope=system_scope())
    rows = ", ".join(f"{count(number)} {name}" for name, number in snapshot.counts.items())
    at = snapshot.cutoff.astimezone(LOCAL).isoformat(timespec="minutes")
    console.print(f"Snapshot {snapshot.number}, cut-off {at}: {rows}.", highlight=False)
    console.print(f"Checksum {snapshot.checksum}", highlight=False)
    console.print(f"Next: entas evaluate {snapshot.number}", highlight=False)
