"""``entas reconcile``: two lists side by side, for any area."""

import csv
import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from django.utils import timezone
from rich import box
from rich.console import Console
from rich.table import Table as Printed

from entas.access.scope import Scope, system_scope
from entas.areas import queries as areas
from entas.cli.evaluation import PIPED, By, Format
from entas.cli.figures import count
from entas.cli.moments import day
from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation import queries, tables
from entas.linkage.reconciliation.tables import AREA_COLUMNS, Line, Table
from entas.pipeline import reconciling


def reconcile(
    source_a: Annotated[str, typer.Argument(metavar="A", help="A list, like p3ke-2023.")],
    source_b: Annotated[str, typer.Argument(metavar="B", help="Another list, like siks-dj.")],
    *,
    area: Annotated[str, typer.Option(metavar="CODE", help="Print this area.")] = "33",
    by: Annotated[
        By | None, typer.Option(help="Print gaps, duplicates and the dead by these areas inside.")
    ] = None,
    on: Annotated[
        str, typer.Option(metavar="DATE", help="As the lists stood on a day, like 2023-08-13.")
    ] = "",
    table: Annotated[Table | None, typer.Option(help="Print only this table.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Compare two lists: who is in both, what they agree on, which of them misses whom.

    The whole installation is compared and kept, so that the web shows the same; --area and --by
    choose what is printed. Every number on the web leads to its families, to send to the field.
    """
    console = Console(stderr=form is not Format.TABLE)
    with console.status("Comparing..."):
        result = reconciling.reconcile(
            source_a=source_a,
            source_b=source_b,
            on=day(on) if on else None,
            by="system",
            now=timezone.now(),
        )
    lines = _lines(result, system_scope(area[:2] or "33"), area, by)
    wanted = [table] if table else [one for one in Table if one in lines]
    header = {
        "reconciliation": result.pk,
        "a": result.source_a,
        "b": result.source_b,
        "on": result.on.isoformat(),
        "area": area,
    }
    if form is Format.JSON:
        shown = {one.value: [_plain(line) for line in lines.get(one, [])] for one in wanted}
        json.dump({**header, "tables": shown}, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif form is Format.CSV:
        _print_csv(header, lines, wanted)
    else:
        _print(header, lines, wanted)


def _lines(
    result: Reconciliation, scope: Scope, area: str, by: By | None
) -> dict[Table, list[Line]]:
    tally = queries.tally(result, scope=scope, of=area)
    found = {
        Table.LISTS: tables.lists(tally),
        Table.INDICATORS: tables.indicators(tally, result.definitions),
        Table.FIELDS: tables.fields(tally),
        Table.AREAS: [tables.area(area, tally)],
    }
    if by is not None:
        inside = queries.by_area(result, scope=scope, of=area, by=by.level, columns=AREA_COLUMNS)
        found[Table.AREAS] = [tables.area(code, counts) for code, counts in inside.items()]
    return found


def _plain(line: Line) -> dict[str, Any]:
    return {"unit": line.unit.value, "about": line.about, **line.counts}


def _print_csv(
    header: dict[str, Any], lines: dict[Table, list[Line]], wanted: Sequence[Table]
) -> None:
    """One row a number, so that all tables fit one file."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("table", "unit", "about", "cell", "subjects", *header))
    for one in wanted:
        for line in lines.get(one, []):
            for name, subjects in line.counts.items():
                out.writerow(
                    (one.value, line.unit.value, line.about, name, subjects, *header.values())
                )


_TITLES = {
    Table.LISTS: "Who is listed",
    Table.INDICATORS: "What each list alone decides, of those in both",
    Table.FIELDS: "What the lists say, of those in both",
    Table.AREAS: "Gaps, duplicates and the dead",
}


def _print(header: dict[str, Any], lines: dict[Table, list[Line]], wanted: Sequence[Table]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED)
    console.print(
        f"[bold]Comparison {header['reconciliation']}[/]  a = {header['a']}, b = {header['b']}, "
        f"as of {header['on']}, area {header['area']}",
        highlight=False,
    )
    for one in wanted:
        console.print(f"\n[bold]{_TITLES[one]}[/]", highlight=False)
        if lines[one]:
            console.print(_areas(lines[one]) if one is Table.AREAS else _table(lines[one]))
        else:
            console.print("nobody here", style="dim")


def _table(lines: Sequence[Line]) -> Printed:
    shown = Printed(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    shown.add_column("")
    for name in lines[0].counts if lines else ():
        shown.add_column(name.replace("_", " "), justify="right")
    for line in lines:
        name = line.about if line.about == line.unit.value else f"{line.unit.value} {line.about}"
        shown.add_row(name, *(count(number) for number in line.counts.values()))
    return shown


def _areas(lines: Sequence[Line]) -> Printed:
    """Areas as columns of numbers when one, else one line an area with what is not all zero."""
    shown = Printed(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    names = [name for name in tables.AREA_CELLS if any(line.counts[name] for line in lines)]
    if len(lines) == 1:
        shown.add_column("")
        shown.add_column(lines[0].about, justify="right")
        for name in names:
            shown.add_row(name.replace("_", " "), count(lines[0].counts[name]))
        return shown
    called = {area.code: area.name for area in areas.named([line.about for line in lines])}
    shown.add_column("area", overflow="ellipsis", no_wrap=True, min_width=14)
    for name in names:
        shown.add_column(name.replace("_", " "), justify="right")
    for line in lines:
        shown.add_row(called.get(line.about, line.about), *(count(line.counts[n]) for n in names))
    return shown
