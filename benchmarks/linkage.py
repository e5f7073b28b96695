"""Link made-up persons from CSV to clusters: Entas beside two plain Splinks, and the bare limit.

    python -m benchmarks.linkage                       # 100,000 and 1,000,000 rows
    python -m benchmarks.linkage --size 5000000        # five million; an hour with both Splinks
    python -m benchmarks.linkage --size 1000000 --only entas

The persons (``linkage_data``) are made once and kept in a folder of the system's temporary one.
Each contender runs in a process of its own: reading the CSV, learning without labels, comparing,
joining; the start of Python is left out, for Entas also compiling (kept on disk by a run before).
What plain Splink is, and why it is fair: ``linkage_splink``. Each is judged at one threshold for
all sizes: Entas at its default, Splink at 0.5. "certain" is the precision of the pairs of at least
0.999 that no rule holds back: what merges without anybody's look. "borrowed" counts numbers of
another member of the household that joined two persons: among what is certain, and at the
threshold. "limit" is a bare compiled comparison of packed records (``linkage_limit``): what no
program that looks at each pair can beat.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks import linkage_data
from benchmarks.linkage_score import Linked, scores

SIZES = (100_000, 1_000_000)
KEPT = Path(tempfile.gettempdir()) / "entas-benchmark-linkage"
CONTENDERS = ("entas", "splink-default", "splink-tuned")
TARGETS: dict[int, tuple[float, float]] = {1_000_000: (10, 5), 5_000_000: (12, 6)}
"""At least how many times less CPU than Splink default and tuned, by rows."""
LEAST_F1, LEAST_PRECISION, LEAST_CERTAIN, MOST_MIB = 0.985, 0.98, 0.998, 4096


def _entas(folder: Path) -> Linked:
    from entas.linkage.matching import PERSONS, Settings, link

    names = {"kk": "kk_number", "mother": "mother_name", "village": "village_code"}
    table = pl.read_csv(folder / "persons.csv", infer_schema=False).rename(names)
    stages: dict[str, float] = {}
    linked = link(
        table, PERSONS, progress=lambda what, _: stages.update({what: time.process_time()})
    )
    likely = pl.col("probability") >= Settings().threshold
    pairs = linked.pairs.lazy().filter(likely, ~pl.col("review")).collect()
    return Linked(linked.clusters, pairs, linked.compared, stages["join"] - stages["compare"])


def _splink(kind: str) -> Callable[[Path], Linked]:
    def run(folder: Path) -> Linked:
        from benchmarks.linkage_splink import run as run_splink

        return run_splink(kind, folder)

    return run


RUNS: dict[str, Callable[[Path], Linked]] = {
    "entas": _entas,
    "splink-default": _splink("default"),
    "splink-tuned": _splink("tuned"),
}


def run_one(name: str, folder: Path) -> None:
    """Run a contender in this process; print what it took and how good it was as JSON."""
    _import_all(name)
    start, busy = time.perf_counter(), _cpu()
    linked = RUNS[name](folder)
    took = {"seconds": time.perf_counter() - start, "cpu": _cpu() - busy}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"mib": peak, "compared": linked.compared, "comparing": linked.comparing}
    print(json.dumps(took | told | scores(linked, folder)))


def _import_all(name: str) -> None:
    if name == "entas":
        import entas.linkage.matching  # noqa: F401
    else:
        import benchmarks.linkage_splink  # noqa: F401


def _cpu() -> float:
    """CPU seconds of this process and of those it started and waited for."""
    mine, theirs = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def _apart(name: str, folder: Path) -> dict[str, Any]:
    """Run a contender in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.linkage", "--run", name, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(rows: int, only: str | None) -> dict[str, dict[str, Any]]:
    """Run the contenders on ``rows`` rows and print their table."""
    folder = (
        Path(tempfile.gettempdir()) / "entas-benchmark-linkage" / f"{rows}-v{linkage_data.VERSION}"
    )
    linkage_data.write(folder, rows)
    owner = pl.read_parquet(folder / "truth.parquet", columns=["owner"])["owner"]
    print(
        f"\n{rows:,} rows, {(owner >= 0).sum():,} with the NIK of another member of the household"
    )
    print(
        f"{'':15}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'rows/s':>10}{'pairs':>13}"
        f"{'M pairs/CPU s':>14}"
        f"{'F1':>8}{'prec.':>8}{'recall':>8}{'certain':>9}{'borrowed':>14}"
    )
    found = {}
    for name in CONTENDERS:
        if only in (None, name):
            found[name] = _apart(name, folder)
            _show(name, rows, found[name])
    return found


def _show(name: str, rows: int, one: dict[str, Any]) -> None:
    print(
        f"{name:15}{one['cpu']:>8.1f}{one['seconds']:>8.1f}{one['mib']:>7,.0f}"
        f"{rows / one['seconds']:>10,.0f}{one['compared']:>13,}"
        f"{one['compared'] / one['cpu'] / 1e6:>14.2f}{one['f1']:>8.4f}{one['precision']:>8.4f}"
        f"{one['recall']:>8.4f}{one['certain']:>9.4f}"
        f"{one['borrowed_certain']:>6,}/{one['borrowed']:>7,}",
        flush=True,
    )
    if one["comparing"]:
        rate = one["compared"] / one["comparing"] / 1e6
        print(f"{'':15}blocking and comparing alone: {rate:.2f} M pairs a CPU second")


def limit() -> float:
    """Millions of pairs a second and core that a bare compiled comparison does."""
    from benchmarks.linkage_limit import pairs_per_second

    return pairs_per_second() / 1e6


def judge(rows: int, found: dict[str, dict[str, Any]]) -> list[str]:
    """What was asked and is not met; prints the ratios."""
    ours = found["entas"]
    missed = []
    targets = TARGETS.get(rows, (None, None))
    for name, least in zip(CONTENDERS[1:], targets, strict=True):
        if name in found:
            ratio = found[name]["cpu"] / ours["cpu"]
            print(
                f"{ratio:.1f} times less CPU than {name}" + (f" (target {least})" if least else "")
            )
            if least and ratio < least:
                missed.append(f"{name}: {ratio:.1f} times at {rows:,}")
    limits = (
        ("cluster F1", ours["f1"] >= LEAST_F1 or rows < 1_000_000),
        ("cluster precision", ours["precision"] >= LEAST_PRECISION),
        ("precision of what is certain", ours["certain"] >= LEAST_CERTAIN),
        ("no borrowed NIK merges by itself", ours["borrowed_certain"] == 0),
        ("memory", ours["mib"] <= MOST_MIB),
    )
    return missed + [f"{what} at {rows:,}" for what, met in limits if not met]


def main() -> None:
    """Run the comparison at each size and say what is missed (exit status 1)."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--size", type=int, action="append", help="rows; may be given again")
    parser.add_argument("--only", choices=CONTENDERS)
    parser.add_argument("--run", nargs=2, metavar=("CONTENDER", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run_one(options.run[0], Path(options.run[1]))
        return
    print(f"limit: {limit():.1f} M pairs a second and core (bare compiled comparison)")
    if options.only in (None, "entas"):
        warm = KEPT / "warm"
        linkage_data.write(warm, 5_000)
        _apart("entas", warm)  # compiles, and keeps what it compiled
    missed: list[str] = []
    cpu: dict[int, float] = {}
    for rows in options.size or SIZES:
        found = compare(rows, options.only)
        if "entas" in found:
            missed += judge(rows, found)
            cpu[rows] = found["entas"]["cpu"]
    for small, large in zip(sorted(cpu), sorted(cpu)[1:], strict=False):
        growth = cpu[large] / cpu[small]
        print(f"{large // small} times the rows take entas {growth:.1f} times the CPU")
    if missed:
        raise SystemExit("Missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
