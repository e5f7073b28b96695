"""What became of a list, in counts and places, without names or numbers of people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

EXAMPLES = 3  # places shown of each finding and reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file."""

    sheet: str
    number: int | None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a finding or reason occurs, and the first places of it."""

    code: str
    of: str  # severity of a finding, outcome of a reason
    count: int
    examples: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What an import did, or a dry run would do.

    ``rows`` counts rows by kind of sheet and outcome; ``done`` what changed in the registry.
    """

    file_name: str
    source: str
    batch_id: int | None  # None: nothing was kept (dry run)
    changed: bool  # False: this file, or the same cells, had been imported before
    message: str = ""
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    reasons: tuple[Counted, ...] = ()
    findings: tuple[Counted, ...] = ()
    assumptions: tuple[dict[str, Any], ...] = ()
    done: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def count(self, outcome: str) -> int:
        """Rows of all kinds with an outcome."""
        return sum(counts.get(outcome, 0) for counts in self.rows.values())


def count_rows(frames: Sequence[tuple[str, pl.DataFrame]]) -> dict[str, dict[str, int]]:
    """Rows by kind and outcome."""
    counts: dict[str, dict[str, int]] = {}
    for kind, rows in frames:
        of_kind = counts.setdefault(kind, {})
        for outcome, count in rows.group_by("outcome").len().sort("outcome").iter_rows():
            of_kind[outcome] = of_kind.get(outcome, 0) + count
    return counts


def count_reasons(frames: Sequence[pl.DataFrame]) -> tuple[Counted, ...]:
    """Why rows are not registered, most frequent first."""
    barred = [
        rows.filter(pl.col("outcome") != "registered").select(
            "sheet",
            pl.col("number").cast(pl.Int64),
            pl.lit("").alias("column"),
            pl.col("reason").alias("code"),
            pl.col("outcome").alias("of"),
        )
        for rows in frames
    ]
    return _counted(pl.concat(barred)) if barred else ()


def count_findings(frames: Sequence[pl.DataFrame]) -> tuple[Counted, ...]:
    """What was found, most frequent first."""
    found = [
        rows.select(
            "sheet",
            pl.col("number").cast(pl.Int64),
            pl.col("column").cast(pl.String).fill_null(""),
            "code",
            pl.col("severity").alias("of"),
        )
        for rows in frames
    ]
    return _counted(pl.concat(found)) if found else ()


def _counted(rows: pl.DataFrame) -> tuple[Counted, ...]:
    grouped = (
        rows.group_by("code", "of", maintain_order=True)
        .agg(pl.len().alias("count"), pl.struct("sheet", "number", "column").head(EXAMPLES))
        .sort("count", descending=True, maintain_order=True)
    )
    return tuple(
        Counted(code, of, count, tuple(Place(**place) for place in places))
        for code, of, count, places in grouped.iter_rows()
    )
