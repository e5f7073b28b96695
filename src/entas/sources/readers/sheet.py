"""A sheet as received: cells as text, and what kind each cell was."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from itertools import islice
from typing import Any

import polars as pl

EXACT = 2**53  # below, a float is the whole number that it shows
CHUNK = 4096  # rows turned into columns at a time: bounds the Python objects alive


class CellKind(IntEnum):
    """What a spreadsheet held in a cell."""

    TEXT = 0  # or nothing
    NUMBER = 1
    DATE = 2
    OTHER = 3  # a truth value, time or duration


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells of one sheet, all rows from the first, title and header rows included.

    ``cells`` has ``number`` (the row as the spreadsheet shows it, from 1) and ``c0``, ``c1``, ...
    (text as received, null where empty). ``kinds[i]`` is the ``CellKind`` of each cell of column
    ``i``; a column without an entry holds text alone. Positions in ``merged`` (first row, first
    column, last row, last column), ``uncomputed`` (formulas that carry no value) and ``errors``
    (``#N/A`` and the like) are row numbers from 1 and column indexes from 0.
    """

    name: str
    cells: pl.DataFrame
    kinds: dict[int, pl.Series] = field(default_factory=dict)
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    uncomputed: tuple[tuple[int, int], ...] = ()
    errors: tuple[tuple[int, int], ...] = ()
    formulas: int = 0
    notes: tuple[tuple[str, str], ...] = ()  # what was assumed: code, detail

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.cells.width - 1


def sheet_of_rows(
    name: str,
    rows: Iterable[Sequence[Any]],
    *,
    on_progress: Callable[[int], None] | None = None,
    **more: Any,
) -> Sheet:
    """Build a sheet from rows of Python values, the first being row 1, of any length."""
    texts: list[list[pl.Series]] = []
    kinds: list[list[pl.Series | None]] = []
    iterator, height = iter(rows), 0
    while chunk := list(islice(iterator, CHUNK)):
        width = max(map(len, chunk))
        if any(len(row) != width for row in chunk):
            chunk = [[*row, *[""] * (width - len(row))] for row in chunk]
        pairs = [_column(cells) for cells in zip(*chunk, strict=True)]
        texts.append([text for text, _ in pairs])
        kinds.append([kind for _, kind in pairs])
        height += len(chunk)
        if on_progress:
            on_progress(height)
    width = max((len(chunk) for chunk in texts), default=0)
    numbers = pl.int_range(1, height + 1, dtype=pl.UInt32, eager=True).alias("number")
    heights = [len(chunk[0]) if chunk else 0 for chunk in texts]
    columns = [
        _joined(f"c{i}", [chunk[i] if i < len(chunk) else None for chunk in texts], heights)
        for i in range(width)
    ]
    return Sheet(
        name=name,
        cells=pl.DataFrame([numbers, *columns]) if width else pl.DataFrame({"number": numbers[:0]}),
        kinds={
            i: _kinds_joined([chunk[i] if i < len(chunk) else None for chunk in kinds], heights)
            for i in range(width)
            if any(i < len(chunk) and chunk[i] is not None for chunk in kinds)
        },
        **more,
    )


def _joined(name: str, parts: list[pl.Series | None], heights: list[int]) -> pl.Series:
    filled = [
        pl.repeat(None, height, dtype=pl.String, eager=True) if part is None else part
        for part, height in zip(parts, heights, strict=True)
    ]
    return pl.concat(filled).alias(name)


def _kinds_joined(parts: list[pl.Series | None], heights: list[int]) -> pl.Series:
    filled = [
        pl.repeat(0, height, dtype=pl.UInt8, eager=True) if part is None else part
        for part, height in zip(parts, heights, strict=True)
    ]
    return pl.concat(filled)


def _column(cells: tuple[Any, ...]) -> tuple[pl.Series, pl.Series | None]:
    """A chunk of one column as text, and its kinds if any cell is not text."""
    types = set(map(type, cells))
    if types <= {str}:
        series = pl.Series(cells, dtype=pl.String)
        return series.set(series == "", None), None
    if types == {date}:
        days = pl.Series(cells, dtype=pl.Date).cast(pl.String)
        return days, pl.repeat(CellKind.DATE, len(cells), dtype=pl.UInt8, eager=True)
    if types == {float}:
        numbers = pl.Series(cells, dtype=pl.Float64)
        if ((numbers.abs() < EXACT) & (numbers.floor() == numbers)).all():
            texts = numbers.cast(pl.Int64).cast(pl.String)
            return texts, pl.repeat(CellKind.NUMBER, len(cells), dtype=pl.UInt8, eager=True)
    known: dict[tuple[type, Any], tuple[str | None, int]] = {}
    known_texts, kinds = zip(*(_once(cell, known) for cell in cells), strict=True)
    return pl.Series(known_texts, dtype=pl.String), pl.Series(kinds, dtype=pl.UInt8)


def _once(
    cell: Any, known: dict[tuple[type, Any], tuple[str | None, int]]
) -> tuple[str | None, int]:
    """``_as_received``, asked once for each different cell: numbers and days repeat a lot."""
    key = (cell.__class__, cell)
    found = known.get(key)
    if found is None:
        found = known[key] = _as_received(cell)
    return found


def _as_received(cell: Any) -> tuple[str | None, int]:
    """Text of a cell and its kind. Whole numbers lose the ``.0`` that calamine gives them."""
    match cell:
        case str():
            return cell or None, CellKind.TEXT
        case None:
            return None, CellKind.TEXT
        case bool():
            return ("TRUE" if cell else "FALSE"), CellKind.OTHER
        case float():
            return (str(int(cell)) if cell.is_integer() else repr(cell)), CellKind.NUMBER
        case int():
            return str(cell), CellKind.NUMBER
        case datetime():
            day = cell.date().isoformat()
            return (day if cell.time() == time() else cell.isoformat(" ")), CellKind.DATE
        case date():
            return cell.isoformat(), CellKind.DATE
        case time() | timedelta():
            return str(cell), CellKind.OTHER
        case _:
            raise TypeError(type(cell).__name__)
