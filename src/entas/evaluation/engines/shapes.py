"""What every engine takes and gives.

The tables that an engine gives have one row an area of levels 1 to 4 that has data (``figures``: an
area and indicator), sorted by level and code (and indicator). Areas without data have no row.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

LEVELS = (1, 2, 3, 4)
DIVISORS = {1: 10**8, 2: 10**6, 3: 10**4, 4: 1}
"""By level, what a village's code is divided by (whole numbers) to give its ancestor's."""

INDICATORS = 8
COUNTED = (
    "need",
    "unfunded",
    "potential",
    "planned",
    "realised",
    "met",
    "unknown",
    "no_need",
    "not_applicable",
)
"""Cells that are counted; ``remaining`` is need less realised."""

FUNNEL_COUNTS = (
    "villages",
    "listed",
    "persons",
    "visited",
    "found",
    "submitted",
    "checked",
    "ratified",
    "accepted",
    "left",
)
UNMET_COUNTS = tuple(f"unmet_{number}" for number in range(INDICATORS + 1))

_AREA = [("level", pa.uint8()), ("code", pa.int64())]


def _counts(names: tuple[str, ...]) -> list[tuple[str, pa.DataType]]:
    return [(name, pa.int64()) for name in names]


FIGURES = pa.schema([*_AREA, ("indicator", pa.uint8()), *_counts(COUNTED)])
FUNNEL = pa.schema([*_AREA, *_counts(FUNNEL_COUNTS)])
UNMET = pa.schema([*_AREA, *_counts(UNMET_COUNTS)])


@dataclass(frozen=True, slots=True)
class Measured:
    """The three measures of a snapshot, for all areas of all levels."""

    figures: pa.Table
    funnel: pa.Table
    unmet: pa.Table


class Engine(Protocol):
    """Measures the tables of a snapshot."""

    def measure(self, *, needs: Path, families: Path, persons: Path) -> Measured:
        """Measure everything, from Parquet files that keep what ``snapshots.tables`` promises."""
