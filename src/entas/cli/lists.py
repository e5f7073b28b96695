"""``entas import``: lists from files into the registry, with a report of every row."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from entas.kernel.errors import Refused
from entas.pipeline.intake import STEPS, import_lists
from entas.pipeline.report import Counted, IntakeReport, Place
from entas.pipeline.uploads import work_on
from entas.sources.findings import explain
from entas.sources.layouts import LAYOUTS
from entas.sources.profiles import named, source_of

Source = StrEnum("Source", {key: key for key in LAYOUTS})  # type: ignore[misc]
_STEP_WORDS = dict(zip(STEPS, ("reading", "keeping", "registering", "settling"), strict=True))


class Format(StrEnum):
    """How the report is written."""

    TABLE = "table"
    JSON = "json"


def import_(
    files: Annotated[list[Path], typer.Argument(help="Lists: XLSX, XLS, ODS or CSV.")],
    source: Annotated[Source | None, typer.Option(help="The layout of the lists.")] = None,
    profile: Annotated[
        str, typer.Option(help="A profile saved at the mapping desk: NAME, or NAME@VERSION.")
    ] = "",
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="The day the list describes, where it does not say."
        ),
    ] = None,
    area: Annotated[
        str,
        typer.Option(help="Code of the kabupaten whose lists they are, where rows name no other."),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and report; write nothing.")
    ] = False,
    format_: Annotated[Format, typer.Option("--format", help="Of the report.")] = Format.TABLE,
) -> None:
    """Import lists: every row is kept as received and ends registered, in review or refused.

    Say what they are with --source, or with --profile for an agency's own spreadsheet. The same
    file again changes nothing. Exit status: 0 when each file was imported or had been before (rows
    in review or refused are in the report), 1 when a file was refused or none of its rows could be
    registered; the other files are imported all the same.
    """
    if bool(source) == bool(profile):
        raise typer.BadParameter("give either --source or --profile", param_hint="--source")
    layout = str(source) if source else source_of(named(profile))
    day = as_of.date() if as_of else None
    reports: list[IntakeReport] = []
    refusals: dict[str, str] = {}
    with _progress(files) as tell:
        for path, outcome in import_lists(
            files,
            source=layout,
            area=area,
            as_of=day,
            dry_run=dry_run,
            by="system",
            now=timezone.now(),
            progress=tell,
        ):
            if isinstance(outcome, Refused):
                refusals[path.name] = str(outcome)
            else:
                reports.append(outcome)
    if format_ is Format.JSON:
        typer.echo(json.dumps(_as_json(reports, refusals), ensure_ascii=False, indent=2))
    else:
        for report in reports:
            _show(report, dry_run=dry_run)
    for name, why in refusals.items():
        typer.echo(f"entas: {name} was refused: {why}", err=True)
    if refusals or any(report.changed and not report.count("registered") for report in reports):
        raise typer.Exit(1)


def upload(
    number: Annotated[int, typer.Argument(help="Number of the file brought over the web.")],
) -> None:
    """Look at or import a file that was brought over the web, as the server has it done."""
    work_on(number, now=timezone.now())


@contextmanager
def _progress(files: list[Path]) -> Iterator[Callable[[Path, str, int], None]]:
    """A bar on standard error with file, step and rows read; silent when it is no terminal."""
    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bars:
        task = bars.add_task("", total=len(files) * len(STEPS), state="")

        def tell(path: Path, step: str, rows: int) -> None:
            at = files.index(path)
            bars.update(
                task,
                description=escape(f"{path.name} ({at + 1} of {len(files)})"),
                completed=at * len(STEPS) + STEPS.index(step),
                state=_STEP_WORDS[step] + (f" {rows:,} rows" if rows else ""),
            )

        yield tell


def _show(report: IntakeReport, *, dry_run: bool) -> None:
    out = Console(soft_wrap=True, highlight=False)
    name = escape(report.file_name)
    if not report.changed:
        out.print(f"[bold]{name}[/]: {escape(report.message)}")
        return
    where = "dry run, nothing written" if dry_run else f"list {report.batch_id}"
    out.print(f"[bold]{name}[/] as {report.source} ({where}, {report.seconds:.1f} s)")
    rows = Table("rows", "registered", "review", "refused", box=None, padding=(0, 2))
    for kind, counts in report.rows.items():
        numbers = (counts.get(name, 0) for name in ("registered", "review", "refused"))
        rows.add_row(kind, *(f"{number:,}" for number in numbers))
    out.print(rows)
    done = [f"{count:,} {name.replace('_', ' ')}" for name, count in report.done.items() if count]
    if done:
        out.print("New or changed: " + ", ".join(done))
    _show_counted(out, "Not registered, because", report.reasons)
    _show_counted(out, "Findings", report.findings)
    if report.assumptions:
        out.print("[bold]Assumed[/]")
    for assumed in report.assumptions:
        what = explain(assumed["code"]).what
        sheet, detail = (escape(str(assumed.get(key, ""))) for key in ("sheet", "detail"))
        out.print(f"  {sheet}: {what} [dim]{detail}[/]")


def _show_counted(out: Console, title: str, counted: tuple[Counted, ...]) -> None:
    if not counted:
        return
    table = Table(title, "", "", "for example", box=None, padding=(0, 2), title_justify="left")
    for one in counted:
        places = "; ".join(_place(place) for place in one.examples)
        table.add_row(f"{one.count:,}", one.of, f"{explain(one.code).what} ({one.code})", places)
    out.print(table)


def _place(place: Place) -> str:
    row = f" row {place.number}" if place.number is not None else ""
    return escape(f"{place.sheet}{row}" + (f", {place.column}" if place.column else ""))


def _as_json(reports: list[IntakeReport], refusals: dict[str, str]) -> dict[str, object]:
    return {
        "files": [asdict(report) for report in reports],
        "refused": [{"file_name": name, "why": why} for name, why in refusals.items()],
    }
