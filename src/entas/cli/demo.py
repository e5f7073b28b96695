"""``entas demo``: a made-up province, walked through the whole path of the data.

Nothing here knows a figure of the meeting: the demo writes lists as offices send them, imports
them, derives needs, freezes and evaluates, with the same functions as the commands of real work.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from entas.access.actions import create_user
from entas.access.models import Role
from entas.access.queries import accounts, installation
from entas.access.scope import Scope, system_scope
from entas.areas.models import Level
from entas.areas.queries import as_frame
from entas.cli.evaluation import evaluate
from entas.cli.figures import count as number
from entas.cli.init import installation_is_demo, prepare
from entas.cli.serve import run_server
from entas.demo.province import DemoManifest, write_lists
from entas.evaluation import queries as evaluation
from entas.kernel.errors import Refused
from entas.needs.actions import derive
from entas.pipeline.intake import import_lists
from entas.snapshots.actions import freeze
from entas.snapshots.freeze import local_day
from entas.snapshots.models import Snapshot
from entas.snapshots.queries import listing
from entas.sources.models import Outcome
from entas.sources.queries import batches

PROVINCE = "33"
DEFAULT_SCALE = 0.02
PASSWORD = "contoh-jateng-2023"  # noqa: S105  of made-up users who see made-up people, on loopback
CUTOFFS = (
    datetime.fromisoformat("2023-03-27T23:59:00+07:00"),
    datetime.fromisoformat("2023-08-13T18:00:00+07:00"),
)
"""The two coordination meetings whose published figures the lists reproduce."""


class NotADemo(Refused):
    """The installation holds real lists, or another demo."""


class Format(StrEnum):
    """How the figures are given."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Cast:
    """Somebody to sign in as."""

    username: str
    role: Role
    area_code: str


def demo(
    scale: Annotated[
        float, typer.Option(min=0.005, max=1.0, help="1 is the published size: 194,281 families.")
    ] = DEFAULT_SCALE,
    seed: Annotated[int, typer.Option(help="The same seed makes the same province.")] = 2023,
    serve: Annotated[bool, typer.Option(help="Serve the web afterwards.")] = True,
    all_lists: Annotated[
        bool,
        typer.Option(
            help="Also make and import what other offices hold: DTKS, PLN's customers, SIMPERUM, "
            "out-of-school children, e-PPGBM, training, Baznas."
        ),
    ] = False,
    format_: Annotated[Format, typer.Option("--format", help="Table, or figures as JSON.")] = (
        Format.TABLE
    ),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Make a demo province, do the main job with its lists, print the meeting's table, serve it."""
    console = Console(stderr=True)
    _refuse_real_home(scale=scale, seed=seed)
    console.print(prepare(now=timezone.now(), is_demo=True))
    manifest = _lists(console, scale=scale, seed=seed, everything=all_lists)
    changed = _import(console, manifest)
    snapshots = _close(console) if changed or not _frozen() else _frozen()
    users = _users(snapshots[-1])
    if format_ is Format.JSON:
        typer.echo(json.dumps(_figures(snapshots, scale=scale, seed=seed), indent=1))
    else:
        evaluate(snapshots[-1].number, area=PROVINCE)
    console.print(f"Sign in as {', '.join(users)} with the password {PASSWORD}")
    if serve:
        run_server(host=host, port=port)


def _refuse_real_home(*, scale: float, seed: int) -> None:
    """A demo never mixes with real lists, nor with a demo of another scale or seed."""
    marker = _folder() / "made.json"
    if not installation_is_demo() and batches(scope=system_scope()).exists():
        raise NotADemo(
            "This installation holds real lists. Give the demo a home of its own: "
            "ENTAS_HOME=/path/of/an/empty/folder entas demo"
        )
    asked = {"scale": scale, "seed": seed}
    if marker.exists() and (made := json.loads(marker.read_text())) != asked:
        raise NotADemo(
            f"There is a demo of scale {made['scale']} and seed {made['seed']} here. Ask for the "
            f"same, delete {settings.HOME}, or set ENTAS_HOME to an empty folder."
        )
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(json.dumps(asked))


def _folder() -> Path:
    home: Path = settings.HOME
    return home / "demo"


def _lists(console: Console, *, scale: float, seed: int, everything: bool) -> DemoManifest:
    with _bar(console, "Writing the lists that offices send") as advance:
        return write_lists(
            _folder() / "lists",
            scale=scale,
            seed=seed,
            areas=as_frame(),
            lists="all" if everything else "meeting",
            progress=lambda _what, done, total: advance(done, total),
        )


def _import(console: Console, manifest: DemoManifest) -> bool:
    """Import every list in order; whether anything was new. A refused list ends the demo."""
    rows = dict.fromkeys(Outcome.values, 0)
    changed = False
    done = 0
    with _bar(console, "Importing the lists") as advance:
        for (source, as_of), entries in groupby(manifest.files, key=lambda e: (e.source, e.as_of)):
            for _, report in import_lists(
                [entry.path for entry in entries],
                source=source,
                as_of=as_of,
                by="demo",
                now=timezone.now(),
            ):
                if isinstance(report, Refused):
                    raise report
                changed |= report.changed
                for outcome in Outcome.values:
                    rows[outcome] += report.count(outcome)
                done += 1
                advance(done, len(manifest.files))
    if changed:
        said = ", ".join(f"{number(count)} {outcome}" for outcome, count in rows.items())
        console.print(f"Rows of {len(manifest.files)} files: {said}")
    return changed


def _users(snapshot: Snapshot) -> list[str]:
    """Somebody of each desk, in Klaten where the desk has an area; made once."""
    there = {account.username for account in accounts(system_scope())}
    villages = evaluation.funnel(snapshot, scope=system_scope(), of="3310", by=Level.VILLAGE)
    village = max(villages, key=lambda each: each.listed).area_code
    cast = (
        _Cast("provinsi", Role.PROVINCE_ADMIN, PROVINCE),
        _Cast("bappeda-klaten", Role.PLANNER, "3310"),
        _Cast("dinsos-klaten", Role.SOCIAL_OFFICE, "3310"),
        _Cast("tksk", Role.SUBDISTRICT_OFFICER, village[:6]),
        _Cast("desa", Role.VILLAGE_OPERATOR, village),
        _Cast("bappeda-grobogan", Role.PLANNER, "3315"),
        _Cast("auditor", Role.AUDITOR, PROVINCE),
    )
    for one in cast:
        if one.username not in there:
            create_user(
                username=one.username,
                password=PASSWORD,
                role=one.role,
                area_code=one.area_code,
                by="demo",
                now=timezone.now(),
            )
    return [one.username for one in cast]


def _frozen() -> list[Snapshot]:
    """The snapshots of the two meetings, newest of each, in the order of the cut-offs."""
    by_cutoff = {snapshot.cutoff: snapshot for snapshot in reversed(listing(system_scope()))}
    found = [by_cutoff[cutoff] for cutoff in CUTOFFS if cutoff in by_cutoff]
    return found if len(found) == len(CUTOFFS) else []


def _close(console: Console) -> list[Snapshot]:
    """Derive needs as of the last meeting, and freeze both."""
    with console.status("Deriving needs"):
        derive(on=local_day(CUTOFFS[-1]), by="demo", now=timezone.now())
    made = []
    for cutoff in CUTOFFS:
        with console.status(f"Freezing {cutoff:%d %B %Y}"):
            snapshot = freeze(cutoff=cutoff, by="demo", now=timezone.now())
            evaluation.prepare(snapshot, scope=system_scope())
            made.append(snapshot)
    return made


def _figures(snapshots: list[Snapshot], *, scale: float, seed: int) -> dict[str, Any]:
    scope = system_scope()
    return {
        "is_demo": installation().is_demo,
        "scale": scale,
        "seed": seed,
        "snapshots": [_of_snapshot(snapshot, scope) for snapshot in snapshots],
    }


def _of_snapshot(snapshot: Snapshot, scope: Scope) -> dict[str, Any]:
    figures = [
        figure
        for level in (Level.PROVINCE, Level.DISTRICT)
        for figure in evaluation.figures(snapshot, scope=scope, of=PROVINCE, by=level)
    ]
    funnel = evaluation.funnel(snapshot, scope=scope, of=PROVINCE, by=Level.PROVINCE)
    return {
        "number": snapshot.number,
        "cutoff": timezone.localtime(snapshot.cutoff).isoformat(),
        "checksum": snapshot.checksum,
        "verification": asdict(funnel[0]),
        "figures": [
            asdict(figure) | {"indicator": figure.indicator.key}
            for figure in figures
            if figure.need or figure.unknown or figure.area_code == PROVINCE
        ],
    }


@contextmanager
def _bar(console: Console, what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, and the seconds it took."""
    began = time.monotonic()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
    console.print(f"{what}: {time.monotonic() - began:.1f} s")
