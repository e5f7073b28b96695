"""``entas areas``: what an installation knows of its areas beyond the official tree."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from entas.areas.actions import Loaded, load_boundaries, load_crosswalk

_SHOWN = 5


class Kind(StrEnum):
    """What a file of areas holds."""

    CROSSWALK = "crosswalk"
    BOUNDARIES = "boundaries"


def load(
    file: Annotated[Path, typer.Argument(help="A CSV, GeoJSON or TopoJSON file.")],
    kind: Annotated[
        Kind | None, typer.Option(help="What it holds; by default told by the file's name.")
    ] = None,
    source: Annotated[
        str, typer.Option(help="Whom to credit for boundaries, shown below every map.")
    ] = "",
) -> None:
    """Load a crosswalk to BPS codes (CSV: code, bps_code) or boundaries (GeoJSON, TopoJSON).

    Areas are matched by the Ministry's code, with or without dots. Loading again replaces.
    """
    chosen = kind or (Kind.CROSSWALK if file.suffix.lower() == ".csv" else Kind.BOUNDARIES)
    now = timezone.now()
    if chosen is Kind.CROSSWALK:
        loaded = load_crosswalk(path=file, by="system", now=now)
        typer.echo(f"{loaded.stored} areas have a BPS code from {file.name}.")
    else:
        loaded = load_boundaries(path=file, source=source, by="system", now=now)
        typer.echo(f"{loaded.stored} areas have an outline from {file.name}.")
    _report_the_rest(loaded)


def _report_the_rest(loaded: Loaded) -> None:
    """Say what was not used: a file never disappears silently."""
    if loaded.unknown:
        shown = ", ".join(loaded.unknown[:_SHOWN])
        more = ", ..." if len(loaded.unknown) > _SHOWN else ""
        typer.echo(f"{len(loaded.unknown)} codes are no areas here: {shown}{more}.", err=True)
    if loaded.skipped:
        typer.echo(f"{loaded.skipped} entries had no code, or nothing to store.", err=True)
