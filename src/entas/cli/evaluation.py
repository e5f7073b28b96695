"""``entas evaluate``: the table of a coordination meeting, in the terminal or for machines."""

import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from entas import __version__
from entas.access.scope import system_scope
from entas.areas.models import Level
from entas.cli.figures import count, percent
from entas.cli.moments import LOCAL
from entas.evaluation import queries
from entas.evaluation.engines.shapes import FUNNEL_COUNTS
from entas.evaluation.results import Cell, Figure, Funnel, Unmet
from entas.snapshots.models import Snapshot
from entas.snapshots.queries import get, latest

INDICATOR_COLUMNS = (
    Cell.NEED,
    Cell.UNFUNDED,
    Cell.POTENTIAL,
    Cell.PLANNED,
    Cell.REALISED,
    Cell.MET,
    Cell.REMAINING,
    Cell.UNKNOWN,
)
WIDE = 94
PIPED = 120  # columns of a table that no terminal shows
WIDE_ONLY = (Cell.POTENTIAL, Cell.MET)
"""Columns that a terminal narrower than ``WIDE`` goes without; JSON and CSV have them."""


class By(StrEnum):
    """Levels of areas."""

    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    VILLAGE = "village"

    @property
    def level(self) -> Level:
        """The level of this name."""
        return Level[self.name]


class Format(StrEnum):
    """How to print."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Measure(StrEnum):
    """What to print."""

    INDICATORS = "indicators"
    FUNNEL = "funnel"
    UNMET = "unmet"


_LEVEL_OF = {2: By.PROVINCE, 4: By.DISTRICT, 6: By.SUBDISTRICT, 10: By.VILLAGE}


_ASK: dict[Measure, Callable[..., Sequence[Any]]] = {
    Measure.INDICATORS: queries.figures,
    Measure.FUNNEL: queries.funnel,
    Measure.UNMET: queries.unmet,
}


def evaluate(
    number: Annotated[
        int, typer.Argument(metavar="[SNAPSHOT]", help="Number of the snapshot; 0: the latest.")
    ] = 0,
    area: Annotated[str, typer.Option(metavar="CODE", help="Evaluate this area.")] = "33",
    by: Annotated[By | None, typer.Option(help="Show the areas of this level inside it.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    measure: Annotated[Measure, typer.Option(help="What to print.")] = Measure.INDICATORS,
) -> None:
    """Evaluate a snapshot by area: eight indicators, the verification funnel, or unmet needs.

    NEED is the denominator and stays when a need is met; REALISED and REMAINING add up to it.
    """
    scope = system_scope(area[:2] or "33")
    snapshot = get(scope, number) if number else latest(scope)
    level = (by or _LEVEL_OF.get(len(area), By.VILLAGE)).level
    ask = _ASK[measure]
    found = ask(snapshot, scope=scope, of=area, by=level)
    header = _header(snapshot, area=area, by=level, measure=measure)
    if form is Format.TABLE:
        _print_table(header, found, measure)
    else:
        rows = [_plain(row) for row in found]
        (_print_json if form is Format.JSON else _print_csv)(header, rows)


def _header(snapshot: Snapshot, *, area: str, by: Level, measure: Measure) -> dict[str, Any]:
    """What stands on every output, so that a figure can be traced."""
    return {
        "snapshot": snapshot.number,
        "cutoff": snapshot.cutoff.astimezone(LOCAL).isoformat(timespec="minutes"),
        "checksum": snapshot.checksum,
        "definitions": snapshot.definitions,
        "demo": snapshot.is_demo,
        "measure": measure.value,
        "area": area,
        "by": by.label,
        "entas": __version__,
    }


def _plain(row: Figure | Funnel | Unmet) -> dict[str, Any]:
    """A row with plain numbers."""
    plain: dict[str, Any] = {"area_code": row.area_code, "area_name": row.area_name}
    if isinstance(row, Figure):
        cells = {cell.value: getattr(row, cell.value) for cell in Cell}
        shares = {
            name: None if value is None else round(value, 1)
            for name, value in (
                ("realised_pct", row.realised_pct),
                ("remaining_pct", row.remaining_pct),
            )
        }
        return plain | {"indicator": row.indicator.key} | cells | shares
    if isinstance(row, Funnel):
        return plain | {name: getattr(row, name) for name in FUNNEL_COUNTS}
    return plain | {f"unmet_{number}": families for number, families in enumerate(row.families)}


def _print_json(header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
    json.dump({**header, "rows": list(rows)}, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _print_csv(header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
    facts = {name: header[name] for name in ("snapshot", "cutoff", "checksum")}
    names = [*(rows[0] if rows else ()), *facts]
    out = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    out.writeheader()
    out.writerows({**row, **facts} for row in rows)


def _print_table(header: Mapping[str, Any], rows: Sequence[Any], measure: Measure) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED)
    demo = "  DEMO" if header["demo"] else ""
    console.print(
        f"[bold]Snapshot {header['snapshot']}[/]  cut-off {header['cutoff']}{demo}", highlight=False
    )
    console.print(f"checksum {header['checksum']}", style="dim", highlight=False)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
    table.add_column("area", overflow="ellipsis", no_wrap=True, min_width=14)
    _FILL[measure](table, rows, console.width)
    console.print(table)


def _fill_indicators(table: Table, rows: Sequence[Figure], width: int) -> None:
    shown_cells = [cell for cell in INDICATOR_COLUMNS if width >= WIDE or cell not in WIDE_ONLY]
    for cell in shown_cells:
        table.add_column(cell.value, justify="right", no_wrap=True)
        if cell is Cell.REALISED:
            table.add_column("%", justify="right", no_wrap=True)
    before = ""
    for row in rows:
        if row.area_code != before:
            if before:
                table.add_section()
            table.add_row(row.area_name, style="bold")
            before = row.area_code
        shown: list[str] = []
        for cell in shown_cells:
            shown.append(count(getattr(row, cell.value)))
            if cell is Cell.REALISED:
                shown.append(percent(row.realised_pct))
        table.add_row(f"  {row.indicator.key}", *shown)


def _fill_funnel(table: Table, rows: Sequence[Funnel], _width: int) -> None:
    for name in FUNNEL_COUNTS:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(row.area_name, *(count(getattr(row, name)) for name in FUNNEL_COUNTS))


def _fill_unmet(table: Table, rows: Sequence[Unmet], _width: int) -> None:
    for number in range(9):
        table.add_column(f"{number} unmet" if number == 0 else str(number), justify="right")
    for row in rows:
        table.add_row(row.area_name, *(count(families) for families in row.families))


_FILL: dict[Measure, Callable[[Table, Sequence[Any], int], None]] = {
    Measure.INDICATORS: _fill_indicators,
    Measure.FUNNEL: _fill_funnel,
    Measure.UNMET: _fill_unmet,
}
