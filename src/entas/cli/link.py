"""``entas link``, ``entas link runs``, ``entas link undo``, ``entas link rebuild``."""

from enum import StrEnum
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Table

from entas.access.scope import system_scope
from entas.cli.figures import count
from entas.linkage import actions, lists, queries
from entas.linkage.actions import Ran


class Kind(StrEnum):
    """Whom to link."""

    PERSON = "person"
    FAMILY = "family"


_STEPS = {
    "pack": "Reading",
    "learn": "Learning what speaks for one person",
    "compare": "Comparing",
    "join": "Joining",
}


def link(
    context: typer.Context,
    kind: Annotated[Kind | None, typer.Option(help="Link only persons, or only families.")] = None,
    area: Annotated[str, typer.Option(metavar="CODE", help="Only this area.")] = "33",
    list_: Annotated[
        str,
        typer.Option("--list", metavar="LIST", help="Link the rows of a list without keys: pln."),
    ] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare, and write nothing.")] = False,
) -> None:
    """Find who is one, within and across lists, and merge who certainly is.

    Persons first, then families, which follow from their persons. What is not certain waits at the
    review desk. The same registry again changes nothing; every merge can be undone.
    """
    if context.invoked_subcommand is not None:
        return
    console = Console()
    if list_:
        _link_list(list_, area, console)
        return
    done = [_run(one, area, dry_run, console) for one in ([kind] if kind else list(Kind))]
    console.print(_table(done, dry_run=dry_run))
    held_back = sum(ran.stored.blocked for ran in done if ran.stored)
    against = sum(ran.stored.carried.contradictions for ran in done if ran.stored)
    if held_back:
        console.print(
            f"{count(held_back)} certain pairs were not merged: that would join two whom somebody "
            "decided to be different. They are at the review desk."
        )
    if against:
        console.print(
            f"{count(against)} pairs decided to be different are one through others: look at the "
            "history of the review desk."
        )


def _run(kind: Kind, area: str, dry_run: bool, console: Console) -> Ran:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Linking", total=1.0)

        def tell(step: str, share: float) -> None:
            bar.update(task, description=_STEPS.get(step, step), completed=share)

        return actions.run(
            kind=kind.value,
            area_code=area,
            dry_run=dry_run,
            by="system",
            now=timezone.now(),
            progress=tell,
        )


def _link_list(source: str, area: str, console: Console) -> None:
    with console.status(f"Linking {source}..."):
        done = lists.link_list(source=source, area_code=area, by="system", now=timezone.now())
    table = Table("run", "rows", "linked", "to review", "new", "gone", "seconds", title=source)
    numbers = (done.run_id, done.listings, done.linked, done.waiting, done.new, done.gone)
    table.add_row(*(count(number) for number in numbers), f"{done.seconds:.1f}")
    console.print(table)


_NUMBERS = (
    "run", "subjects", "pairs compared", "likely", "known before", "merged", "to review",
    "never merge by themselves", "seconds",
)  # fmt: skip


def _table(done: list[Ran], *, dry_run: bool) -> Table:
    """One line a number, one column a kind: it fits a narrow terminal."""
    table = Table("", title="What would be looked at" if dry_run else "Linked")
    columns = []
    for ran in done:
        table.add_column("families" if ran.kind == Kind.FAMILY else "persons", justify="right")
        stored = ran.stored
        kept = (ran.proposed - stored.new, stored.merged, stored.waiting) if stored else None
        columns.append(
            (
                str(ran.run_id or "–"),
                *(count(n) for n in (ran.subjects, ran.compared, ran.proposed)),
                *((count(n) for n in kept) if kept else ("–", "–", "–")),
                count(ran.review),
                f"{ran.seconds:.1f}",
            )
        )
    for heading, *numbers in zip(_NUMBERS, *columns, strict=True):
        table.add_row(heading, *numbers)
    return table


def runs(
    limit: Annotated[int, typer.Option(help="How many.")] = 20,
) -> None:
    """List the latest runs, newest first."""
    table = Table("run", "kind", "area", "when", "state", "merged", "to review")
    for run in queries.runs(scope=system_scope(), limit=limit):
        table.add_row(
            str(run.run_id),
            run.kind,
            run.area_code,
            timezone.localtime(run.started_at).strftime("%Y-%m-%d %H:%M"),
            run.state,
            *(count(int(run.counts.get(name, 0))) for name in ("merged", "waiting")),
        )
    Console().print(table)


def undo(run: Annotated[int, typer.Argument(metavar="RUN", help="Its number.")]) -> None:
    """Undo a run: what it merged by itself is apart again; what persons decided stays."""
    undone = actions.undo_run(run_id=run, by="system", now=timezone.now())
    Console().print(f"Run {run} is undone: {count(undone)} merges.")


def rebuild(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Say what differs, and write nothing.")
    ] = False,
) -> None:
    """Make the registry what its observations and the decisions say.

    With --check, exit status 1 when something differs.
    """
    console = Console()
    wrong = queries.differences() if check else actions.rebuild(by="system", now=timezone.now())
    if not wrong:
        console.print("The registry is what its history says.")
        return
    verb = "differ" if check else "differed, and are mended"
    for name, number in wrong.items():
        console.print(f"{count(number)} {name} {verb}")
    if check:
        raise typer.Exit(1)
