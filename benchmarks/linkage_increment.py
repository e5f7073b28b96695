"""10,000 new rows against a base of five million, and one person: the index, beside Splink.

    python -m benchmarks.linkage_increment                    # base of 1,000,000
    python -m benchmarks.linkage_increment --size 5000000

The base is the made-up persons of ``linkage_data`` but the last 10,000 rows, which come afterwards:
as one list, and the first hundred of them also one by one. Told: how long building took and how
large the index is; opening it (a new process); matching the list, encoding and scoring included;
the clusters of base and list joined by what was matched, against one full run over all rows with
the same model. Splink: its tuned settings and model, the base registered and concatenated before,
then ``predict_between`` with its scored pairs fetched.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks import linkage_data
from benchmarks.linkage import KEPT

NEW, SINGLE = 10_000, 100
MOST_LIST, MOST_PERSON = 0.5, 0.005
_NAMES = {"kk": "kk_number", "mother": "mother_name", "village": "village_code"}


def rows_of(folder: Path) -> pl.DataFrame:
    """All rows, in the columns of ``PERSONS``."""
    return pl.read_csv(folder / "persons.csv", infer_schema=False).rename(_NAMES)


def build(folder: Path, index: Path) -> None:
    """Link the base, build its index and keep the clusters; print what it took."""
    from entas.linkage.matching import PERSONS, Index, Settings, link

    base = rows_of(folder)[:-NEW]
    start = time.perf_counter()
    linked = link(base, PERSONS)
    trained = time.perf_counter()
    shutil.rmtree(index, ignore_errors=True)
    Index.build(index, linked.records, linked.model)
    built = time.perf_counter()
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 2**20
    print(
        f"base of {len(base):,} rows: linked in {trained - start:.1f} s, index built in "
        f"{built - trained:.1f} s, {size:,.0f} MiB on disk"
    )
    joined(linked.pairs, Settings().threshold).write_parquet(index.with_suffix(".pairs"))


def joined(pairs: pl.DataFrame, threshold: float) -> pl.DataFrame:
    """The pairs that clusters are made of."""
    return pairs.filter(pl.col("probability") >= threshold, ~pl.col("review")).select(
        pl.col("first", "second").cast(pl.Int64)
    )


def match(folder: Path, index: Path) -> list[str]:
    """Open the index in this process and match the new rows; print times, return what is missed."""
    from entas.linkage.matching import Index

    new = rows_of(folder)[-NEW:]
    Index.open(index).match(new[:1])  # compiled code is read from disk once a process
    start = time.perf_counter()
    base = Index.open(index)
    opened = time.perf_counter()
    found = base.match(new)
    first_time = time.perf_counter() - opened
    again = _timed(base, new)
    single = [_timed(base, new[row : row + 1]) for row in range(SINGLE)]
    print(
        f"opened in {opened - start:.2f} s; {NEW:,} rows in {first_time:.3f} s with the base just "
        f"mapped, {again:.3f} s warm; {len(found):,} pairs; one person in "
        f"{statistics.median(single) * 1000:.1f} ms (median of {SINGLE}; slowest "
        f"{max(single) * 1000:.1f})"
    )
    missed = [] if again < MOST_LIST else [f"{NEW:,} rows took {again:.2f} s"]
    if statistics.median(single) >= MOST_PERSON:
        missed.append(f"one person took {statistics.median(single) * 1000:.1f} ms")
    return missed + _same_as_full_run(folder, index, found)


def _timed(base: object, new: pl.DataFrame) -> float:
    start = time.perf_counter()
    base.match(new)  # type: ignore[attr-defined]
    return time.perf_counter() - start


def _same_as_full_run(folder: Path, index: Path, found: pl.DataFrame) -> list[str]:
    """Clusters after the increment against those of all rows linked at once with the same model."""
    from entas.linkage.matching import Index, Settings, link
    from entas.linkage.quality.components import components

    base = Index.open(index)
    threshold = Settings().threshold
    both = pl.concat([pl.read_parquet(index.with_suffix(".pairs")), joined(found, threshold)])
    rows = rows_of(folder)
    grown = components(both["first"].to_numpy(), both["second"].to_numpy(), len(rows))
    full = link(rows, base.model.fields, model=base.model, dictionary=base.dictionary)
    whole = joined(full.pairs, threshold)
    at_once = components(whole["first"].to_numpy(), whole["second"].to_numpy(), len(rows))
    apart = int(np.count_nonzero(grown != at_once))
    print(f"clusters after the increment: {apart:,} of {len(rows):,} rows differ from a full run")
    return [f"{apart:,} rows in other clusters than in a full run"] if apart else []


def splink(folder: Path) -> None:
    """The same with Splink's ``predict_between``; prints its time."""
    from benchmarks.linkage_splink import between

    seconds, pairs = between(folder, new=NEW)
    print(f"Splink (tuned) predict_between: {seconds:.2f} s, {pairs:,} pairs")


def main() -> None:
    """Build, match in a process of its own, and Splink in another."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("entas", "splink"))
    parser.add_argument("--step", choices=("build", "match", "splink"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = KEPT / f"{options.size}-v{linkage_data.VERSION}"
    index = Path(tempfile.gettempdir()) / f"entas-benchmark-index-{options.size}"
    if options.step == "build":
        build(folder, index)
    elif options.step == "match" and (missed := match(folder, index)):
        raise SystemExit("Missed: " + "; ".join(missed))
    elif options.step == "splink":
        splink(folder)
    if options.step:
        return
    linkage_data.write(folder, options.size)
    steps = {"entas": ("build", "match"), "splink": ("splink",)}
    chosen = [options.only] if options.only else list(steps)
    codes = [_apart(step, options.size) for name in chosen for step in steps[name]]
    shutil.rmtree(index, ignore_errors=True)
    index.with_suffix(".pairs").unlink(missing_ok=True)
    raise SystemExit(max(codes))


def _apart(step: str, size: int) -> int:
    command = [sys.executable, "-m", "benchmarks.linkage_increment", "--step", step]
    return subprocess.run([*command, "--size", str(size)], check=False).returncode


if __name__ == "__main__":
    main()
