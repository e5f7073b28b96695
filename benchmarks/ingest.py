"""Bring a province's lists in: Entas against pandas with openpyxl and Django's bulk_create.

    python -m benchmarks.ingest                 # 620,258 persons, and a tenth of it beside
    python -m benchmarks.ingest --size 0.05     # another size, alone

The files are those of the demo: P3KE 2023, a workbook with a family and an individual sheet for
each of 17 kabupaten. Each contender fills an empty, prepared SQLite database in a process of its
own; its time is that of the whole process, start of Python and Django included. Entas does all it
always does: it keeps the rows as received, checks and reports every row and resolves profiles. The
peer reads, translates codes and writes the same tables but no profiles, findings or received rows.
It registers a few rows more: those that Entas sends to review.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

FULL, TENTH = 1.0, 0.1
TARGET, TARGET_MIB = 10, 2048


def write_lists(folder: Path, size: float) -> list[str]:
    """The 17 workbooks of the demo's P3KE 2023 release."""
    from entas.areas.queries import as_frame
    from entas.demo import society
    from entas.demo.province import typed_lists

    made = society.make(scale=size, seed=20230813, areas=as_frame())
    written = []
    for one in typed_lists(made):
        if one.source == "p3ke-2023":
            one.write(folder)
            written.append(one.name)
        elif written:
            break
    return written


def entas(folder: Path) -> dict[str, int]:
    """All files through the pipeline, as `entas import` does it."""
    from django.utils import timezone

    from entas.kernel.errors import Refused
    from entas.pipeline.intake import import_lists

    rows = 0
    paths = sorted(folder.glob("*.xlsx"))
    for _, report in import_lists(paths, source="p3ke-2023", by="benchmark", now=timezone.now()):
        if isinstance(report, Refused):
            raise report
        rows += sum(sum(counts.values()) for counts in report.rows.values())
    return {"rows": rows}


def peer(folder: Path) -> dict[str, int]:
    """The same files with pandas, openpyxl and bulk_create."""
    from benchmarks.ingest_pandas import import_file

    return {"rows": sum(import_file(path) for path in sorted(folder.glob("*.xlsx")))}


CONTENDERS = {"entas": entas, "pandas": peer}


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entas.config.settings")
    import django

    django.setup()


def _child(step: str, folder: Path, size: float) -> None:
    """What runs in a process of its own; prints JSON."""
    _django()
    if step == "prepare":
        from django.utils import timezone

        from entas.cli.init import prepare

        prepare(now=timezone.now(), is_demo=True)
        if size:
            write_lists(folder, size)
        return
    from entas.registry.models import Family, Person

    done = CONTENDERS[step](folder)
    done |= {"families": Family.objects.count(), "persons": Person.objects.count()}
    print(json.dumps(done))


def _run(step: str, home: Path, folder: Path, size: float = 0) -> dict[str, Any]:
    """A step in its own process: what it printed, seconds and peak MiB."""
    environment = os.environ | {"ENTAS_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as where it is installed
    command = [sys.executable, "-m", "benchmarks.ingest", "--child", step]
    command += ["--folder", str(folder), "--size", str(size)]
    began, used = time.perf_counter(), _processor_seconds()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        peak = _watch(process.pid)
        printed = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"{step} failed with status {process.returncode}")
    seconds = time.perf_counter() - began
    done = {} if step == "prepare" else json.loads(printed.splitlines()[-1])
    cpu = _processor_seconds() - used
    return done | {"seconds": seconds, "cpu": cpu, "mib": peak / 2**20}


def _processor_seconds() -> float:
    """Processor time of the children that have ended: what a busy machine does not distort."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(pid: int) -> int:
    """Peak resident bytes of a process and its children, looked at every 50 ms until it ends."""
    peak, process = 0, psutil.Process(pid)
    while True:
        try:
            family = [process, *process.children(recursive=True)]
            peak = max(peak, sum(one.memory_info().rss for one in family if one.is_running()))
            if process.status() == psutil.STATUS_ZOMBIE:
                return peak
        except psutil.NoSuchProcess:
            return peak
        time.sleep(0.05)


def measure(size: float, contenders: list[str]) -> dict[str, dict[str, Any]]:
    """Figures by contender at one size, printed as they come."""
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="entas-ingest-") as name:
        root = Path(name)
        folder = root / "lists"
        folder.mkdir()
        for number, contender in enumerate(contenders):
            home = root / contender
            _run("prepare", home, folder, size if number == 0 else 0)
            found[contender] = done = _run(contender, home, folder)
            print(
                f"{contender:>8}  {done['rows']:>9,} rows  {done['seconds']:>8.1f} s  "
                f"{done['rows'] / done['seconds']:>9,.0f} rows/s  "
                f"{done['cpu']:>7.1f} s cpu  {done['mib']:>7,.0f} MiB peak  "
                f"{done['families']:,} families  {done['persons']:,} persons",
                flush=True,
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=float, help="part of the province; default: 0.1, then 1")
    parser.add_argument("--only", choices=CONTENDERS, help="one contender alone")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        _child(given.child, given.folder, given.size)
        return
    missed = False
    for size in [given.size] if given.size else [TENTH, FULL]:
        print(f"size {size:g} of the province, cold caches of the process, 2 cores")
        found = measure(size, [given.only] if given.only else list(CONTENDERS))
        if len(found) < len(CONTENDERS):
            continue
        ours, theirs = found["entas"], found["pandas"]
        ratio = (theirs["seconds"] / theirs["rows"]) / (ours["seconds"] / ours["rows"])
        cpu = (theirs["cpu"] / theirs["rows"]) / (ours["cpu"] / ours["rows"])
        print(
            f"   ratio  {ratio:.1f} times faster (target {TARGET}), {cpu:.1f} times less processor "
            f"time; peak target {TARGET_MIB} MiB"
        )
        # A tenth is there to see how cost grows; the target is for the province.
        missed |= size == FULL and (ratio < TARGET or ours["mib"] > TARGET_MIB)
    if missed:
        sys.exit("The target was missed.")


if __name__ == "__main__":
    main()
