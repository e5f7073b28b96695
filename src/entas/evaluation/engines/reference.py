"""The slow engine in plain Python, one row at a time: what the fast ones are held to in tests."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from entas.evaluation.engines.shapes import (
    COUNTED,
    DIVISORS,
    FIGURES,
    FUNNEL,
    FUNNEL_COUNTS,
    LEVELS,
    UNMET,
    UNMET_COUNTS,
    Measured,
)
from entas.snapshots.tables import Funding, Presence, Stage, Status

Counts = dict[tuple[int, ...], dict[str, int]]
_LEFT = frozenset(Presence) - {Presence.NOT_VISITED, Presence.FOUND, Presence.REFUSED}
_STAGES = {
    "visited": Stage.VISITED,
    "submitted": Stage.SUBMITTED,
    "checked": Stage.CHECKED,
    "ratified": Stage.RATIFIED,
    "accepted": Stage.ACCEPTED,
}


class ReferenceEngine:
    """Measures by walking over the rows. Says what the measures mean."""

    def measure(self, *, needs: Path, families: Path, persons: Path) -> Measured:
        """Measure everything."""
        need_rows, family_rows = _rows(needs), _rows(families)
        return Measured(
            figures=_table(figures(need_rows), FIGURES),
            funnel=_table(funnel(family_rows, _rows(persons)), FUNNEL),
            unmet=_table(unmet(need_rows, family_rows), UNMET),
        )


def figures(needs: list[dict[str, Any]]) -> Counts:
    """Subjects by area, indicator and cell."""
    counts = _counts(COUNTED)
    for row in needs:
        for level, code in _areas(row["village"]):
            cells = counts[level, code, row["indicator"]]
            for cell in _cells(row):
                cells[cell] += 1
    return counts


def _cells(row: dict[str, Any]) -> Iterator[str]:
    """The cells that a row counts in."""
    status = Status(row["status"])
    if status is not Status.NEED:
        yield status.name.lower()
        return
    funding = Funding(row["funding"])
    yield "need"
    yield "unfunded" if funding is Funding.NONE else funding.name.lower()
    if funding is Funding.REALISED and row["met"]:
        yield "met"


def funnel(families: list[dict[str, Any]], persons: list[dict[str, Any]]) -> Counts:
    """Families by area and stage reached, and what else the funnel shows."""
    counts = _counts(FUNNEL_COUNTS)
    listed_in = set()
    for row in families:
        listed_in.add(row["village"])
        presence = Presence(row["presence"])
        for area in _areas(row["village"]):
            cells = counts[area]
            cells["listed"] += 1
            cells["found"] += presence is Presence.FOUND
            cells["left"] += presence in _LEFT
            for name, stage in _STAGES.items():
                cells[name] += row["stage"] >= stage
    for row in persons:
        for area in _areas(row["village"]):
            counts[area]["persons"] += 1
    for village in listed_in:
        for area in _areas(village):
            counts[area]["villages"] += 1
    return counts


def unmet(needs: list[dict[str, Any]], families: list[dict[str, Any]]) -> Counts:
    """Families that have not left, by area and number of indicators with an unmet need.

    A need is unmet until it is met by evidence; those of several members count once.
    """
    lacking: dict[int, set[int]] = defaultdict(set)
    for row in needs:
        if row["status"] == Status.NEED and "met" not in _cells(row):
            lacking[row["family_id"]].add(row["indicator"])
    counts = _counts(UNMET_COUNTS)
    for row in families:
        if Presence(row["presence"]) in _LEFT:
            continue
        number = len(lacking[row["family_id"]])
        for area in _areas(row["village"]):
            counts[area][f"unmet_{number}"] += 1
    return counts


def _areas(village: int) -> Iterator[tuple[int, int]]:
    for level in LEVELS:
        yield level, village // DIVISORS[level]


def _counts(names: tuple[str, ...]) -> Counts:
    return defaultdict(lambda: dict.fromkeys(names, 0))


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def _table(counts: Counts, schema: pa.Schema) -> pa.Table:
    keys = ("level", "code", "indicator") if "indicator" in schema.names else ("level", "code")
    rows = [dict(zip(keys, key, strict=True)) | counts[key] for key in sorted(counts)]
    return pa.Table.from_pylist(rows, schema=schema)
