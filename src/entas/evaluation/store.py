"""Results of a snapshot, kept beside it: a snapshot cannot change, so its results cannot either."""

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from entas.columns.records import memory_limit, threads
from entas.evaluation.engines.duckdb import DuckDBEngine
from entas.evaluation.engines.shapes import FIGURES, FUNNEL, LEVELS, UNMET, Measured
from entas.snapshots.open import OpenSnapshot

VERSION = 1
"""Raise it when a measure changes its meaning: results of another version are made anew."""

FOLDER = "results"
Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"

_MEASURING = Lock()
_SCHEMAS = {"figures": FIGURES, "funnel": FUNNEL, "unmet": UNMET}
DIGITS = {1: 2, 2: 4, 3: 6, 4: 10}


@dataclass(frozen=True)
class Counts:
    """One measure in memory: a row an area with data (and indicator), by level and code."""

    columns: dict[str, Numbers]
    levels: dict[int, slice]

    def within(self, level: int, of: int, of_level: int) -> slice:
        """The rows of the areas of ``level`` inside the area ``of``."""
        rows = self.levels.get(level, slice(0, 0))
        width = 10 ** (DIGITS[level] - DIGITS[of_level])
        codes = self.columns["code"][rows]
        first, last = np.searchsorted(codes, (of * width, (of + 1) * width))
        return slice(rows.start + int(first), rows.start + int(last))


@dataclass(frozen=True)
class Names:
    """The areas of a snapshot: codes and names by level, in order of code."""

    codes: dict[int, Numbers]
    names: dict[int, list[str]]

    def within(self, level: int, of: int, of_level: int) -> dict[int, str]:
        """Names of the areas of ``level`` inside the area ``of``, by code."""
        width = 10 ** (DIGITS[level] - DIGITS[of_level])
        first, last = np.searchsorted(self.codes[level], (of * width, (of + 1) * width))
        codes = self.codes[level][first:last].tolist()
        return dict(zip(codes, self.names[level][first:last], strict=True))


@dataclass(frozen=True)
class Results:
    """All measures of a snapshot, and the names of its areas."""

    figures: Counts
    funnel: Counts
    unmet: Counts
    areas: Names


def results(snapshot: OpenSnapshot) -> Results:
    """The results of a snapshot: from memory, else from beside it, else measured now and kept.

    Measuring verifies every checksum first. Raises ``SnapshotDamaged``.
    """
    with _MEASURING:
        if not _stand(snapshot):
            snapshot.verify()
            _keep(snapshot, measure(snapshot))
    return _read(snapshot.checksum, snapshot.folder)


def measure(snapshot: OpenSnapshot) -> Measured:
    """Measure a snapshot with the engine of this machine."""
    engine = DuckDBEngine(threads=threads(), memory_limit=memory_limit())
    return engine.measure(
        **{name: snapshot.path(name) for name in ("needs", "families", "persons")}
    )


def _stand(snapshot: OpenSnapshot) -> bool:
    """Whether results of this snapshot, by these measures, are beside it."""
    try:
        stated = json.loads((snapshot.folder / FOLDER / "made.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stated == _made(snapshot))


def _made(snapshot: OpenSnapshot) -> dict[str, object]:
    return {"version": VERSION, "checksum": snapshot.checksum}


def _keep(snapshot: OpenSnapshot, measured: Measured) -> None:
    """Write the results in one step, so that no reader finds half of them."""
    place = snapshot.folder / FOLDER
    staging = Path(mkdtemp(prefix=".measuring-", dir=snapshot.folder))
    try:
        for name in _SCHEMAS:
            pq.write_table(getattr(measured, name), staging / f"{name}.parquet", compression="zstd")
        (staging / "made.json").write_text(json.dumps(_made(snapshot)), encoding="utf-8")
        staging.chmod(0o755)
        if place.exists() and not _stand(snapshot):
            shutil.rmtree(place)
        with suppress(OSError):  # another process was first, with the same results
            staging.rename(place)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@lru_cache(maxsize=8)
def _read(_checksum: str, folder: Path) -> Results:
    """Read results once a process; the checksum tells snapshots of one folder apart."""
    place = folder / FOLDER
    tables = {name: _counts(pq.read_table(place / f"{name}.parquet")) for name in _SCHEMAS}
    return Results(**tables, areas=_names(pq.read_table(folder / "areas.parquet")))


def _counts(table: pa.Table) -> Counts:
    columns = {name: table[name].to_numpy().astype(np.int64) for name in table.column_names}
    levels = {
        level: slice(*(int(edge) for edge in np.searchsorted(columns["level"], (level, level + 1))))
        for level in LEVELS
    }
    return Counts(columns, levels)


def _names(table: pa.Table) -> Names:
    of_level = {level: table.filter(pc.equal(table["level"], level)) for level in LEVELS}
    return Names(
        codes={level: rows["code"].to_numpy() for level, rows in of_level.items()},
        names={level: rows["name"].to_pylist() for level, rows in of_level.items()},
    )
