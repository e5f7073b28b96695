"""Measure a province: Entas against pandas, and against SQL written by hand for DuckDB.

    python -m benchmarks.evaluate                 # 7,000,000 persons, and a tenth of it beside
    python -m benchmarks.evaluate --persons 70000

Each contender measures the same Parquet files (figures, funnel and unmet needs, for every village,
sub-district, kabupaten and the province, 8 indicators) in a process of its own, reading included,
start of Python excluded; all must give the same numbers. "scan" reads the needed columns and sums
them, which nothing can beat. "pandas" groups the rows for each level; "pandas-once" groups them by
village and sums the villages, as Entas does. CPU seconds of all threads are shown too, because they
depend less on what else the machine is doing; Entas, SQL and scan use two threads, pandas one.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks import evaluate_pandas, evaluate_sql
from benchmarks.evaluate_data import make
from entas.evaluation.engines.duckdb import DuckDBEngine
from entas.evaluation.engines.shapes import FIGURES, FUNNEL, UNMET, Measured

PERSONS = 7_000_000
TARGET_PANDAS, TARGET_SQL, TARGET_SCAN = 20, 1.3, 3


def _entas(folder: Path) -> Measured:
    return DuckDBEngine(threads=2).measure(
        **{name: folder / f"{name}.parquet" for name in ("needs", "families", "persons")}
    )


CONTENDERS: dict[str, tuple[Callable[[Path], Measured | None], int]] = {
    "scan": (evaluate_sql.scan, 5),
    "sql": (evaluate_sql.measure, 5),
    "entas": (_entas, 5),
    "pandas-once": (evaluate_pandas.measure_once, 3),
    "pandas": (evaluate_pandas.measure, 2),
}
"""By name: what to run, and how often (the best counts)."""


def _fingerprint(measured: Measured | None) -> str:
    """The numbers themselves, so that contenders can be compared over processes."""
    if measured is None:
        return ""
    digest = sha256()
    for table, schema in (
        (measured.figures, FIGURES),
        (measured.funnel, FUNNEL),
        (measured.unmet, UNMET),
    ):
        plain: pa.Table = table.select(schema.names).cast(schema)
        for name in schema.names:
            digest.update(plain[name].to_numpy().tobytes())
    return digest.hexdigest()


def run_one(name: str, folder: Path) -> None:
    """Run a contender in this process, and print what it took as JSON."""
    measure, times = CONTENDERS[name]
    seconds, cpu, found = float("inf"), float("inf"), None
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        found = measure(folder)
        seconds = min(seconds, time.perf_counter() - start)
        cpu = min(cpu, time.process_time() - busy)
    print(
        json.dumps(
            {"seconds": seconds, "cpu": cpu, "mib": _peak_mib(), "numbers": _fingerprint(found)}
        )
    )


def _peak_mib() -> float:
    """Most memory held so far by this process; ``getrusage`` would start at that of its parent."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(found[1]) / 1024 if found else 0.0


def compare(persons: int, folder: Path) -> dict[str, float]:
    """Make the data, run every contender, print the table; returns seconds by contender."""
    start = time.perf_counter()
    rows = make(folder, persons=persons)
    made = time.perf_counter() - start
    size = sum(path.stat().st_size for path in folder.glob("*.parquet")) / 2**20
    print(
        f"\n{persons:,} persons: {rows:,} rows, {size:,.0f} MiB of Parquet (made in {made:.0f} s)"
    )
    print(f"{'':12}{'seconds':>9}{'CPU s':>8}{'rows/s':>14}{'peak MiB':>10}", end="")
    print(f"{'to entas':>10}{'by CPU':>9}")
    found = {name: _run_apart(name, folder) for name in CONTENDERS}
    entas = found["entas"]
    for name, one in found.items():
        print(
            f"{name:12}{one['seconds']:>9.3f}{one['cpu']:>8.2f}{rows / one['seconds']:>14,.0f}"
            f"{one['mib']:>10,.0f}{one['seconds'] / entas['seconds']:>9.2f}x"
            f"{one['cpu'] / entas['cpu']:>8.2f}x"
        )
    if len({one["numbers"] for name, one in found.items() if name != "scan"}) != 1:
        raise SystemExit("The contenders do not give the same numbers.")
    print("All give the same numbers.")
    return {name: float(one["seconds"]) for name, one in found.items()}


def _run_apart(name: str, folder: Path) -> dict[str, Any]:
    """Run a contender in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.evaluate", "--run", name, str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Run the comparison at full size and at a tenth."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--persons", type=int, default=PERSONS)
    parser.add_argument("--run", nargs=2, metavar=("CONTENDER", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run_one(options.run[0], Path(options.run[1]))
        return
    with tempfile.TemporaryDirectory(prefix="entas-evaluate-") as name:
        seconds = {}
        for persons in (options.persons // 10, options.persons):
            folder = Path(name) / str(persons)
            folder.mkdir()
            seconds[persons] = compare(persons, folder)
    small, whole = seconds.values()
    print(f"\nten times the data takes entas {whole['entas'] / small['entas']:.1f} times as long")
    entas = whole["entas"]
    print(f"{whole['pandas'] / entas:.1f} times faster than pandas (target: {TARGET_PANDAS})")
    print(f"{whole['pandas-once'] / entas:.1f} times faster than pandas-once")
    print(f"{entas / whole['sql']:.2f} times the hand-written SQL (target: at most {TARGET_SQL})")
    print(f"{entas / whole['scan']:.2f} times the bare scan (target: at most {TARGET_SCAN})")


if __name__ == "__main__":
    main()
