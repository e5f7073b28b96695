"""Rows typed up as the sheets of a file: title block, header, pages, total; and their row numbers.

The truth of a file names each row by the number a spreadsheet shows, so that what an import reports
of a row can be held against what was done to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from entas.demo import workbook
from entas.demo.rows import Rows
from entas.demo.workbook import Block, Sheet


@dataclass(frozen=True, slots=True)
class Typed:
    """A sheet ready to be written, and the truth of its rows."""

    name: str
    blocks: tuple[Block, ...]
    truth: pl.DataFrame  # sheet, number, family, person, damage


def sheet(
    name: str,
    rows: Rows,
    *,
    titles: Sequence[str] = (),
    header_after: Sequence[int] = (),
    total: bool = False,
    numeric: tuple[str, ...] = (),
) -> Typed:
    """Type up one sheet. ``header_after``: after how many rows the header is repeated."""
    header = Block([rows.frame.columns])
    blocks = [Block([[title] if title else [] for title in titles])] if titles else []
    cuts = [0, *header_after, len(rows)]
    numbers = []
    top = len(titles)
    for start, stop in pairwise(cuts):
        top += 1
        blocks += [header, Block(rows.frame[start:stop], numeric)]
        numbers.append(np.arange(top + 1, top + 1 + stop - start))
        top += stop - start
    if total:
        blocks.append(Block([["JUMLAH", str(len(rows))]]))
    truth = pl.DataFrame(
        {
            "sheet": pl.repeat(name, len(rows), eager=True).cast(pl.Categorical),
            "number": pl.Series(np.concatenate(numbers), dtype=pl.UInt32),
            "family": pl.Series(rows.family, dtype=pl.Int32),
            "person": pl.Series(rows.person, dtype=pl.Int32),
            "damage": rows.damage.cast(pl.Categorical),
        }
    )
    return Typed(name, tuple(blocks), truth)


def write_xlsx(path: Path, sheets: Sequence[Typed]) -> pl.DataFrame:
    """Write a workbook and give the truth of its rows."""
    workbook.write(path, [Sheet(one.name, one.blocks) for one in sheets])
    return pl.concat([one.truth for one in sheets])


def write_csv(path: Path, one: Typed) -> pl.DataFrame:
    """Write one sheet as CSV with semicolons, as a spreadsheet of Indonesian settings saves it.

    The sheet is named after the file.
    """
    out = BytesIO()
    for block in one.blocks:
        if isinstance(block.rows, pl.DataFrame):
            block.rows.write_csv(out, separator=";", include_header=False)
        else:
            for row in block.rows:
                out.write((";".join(row) + "\n").encode())
    path.write_bytes(out.getvalue())
    return one.truth.with_columns(sheet=pl.lit(path.stem).cast(pl.Categorical))


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file to import: where it is, the layout it has and the day it speaks of."""

    path: Path
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class TypedList:
    """A list typed up and not yet written: its file's name, layout, day and sheets."""

    name: str
    source: str
    as_of: date
    sheets: tuple[Typed, ...]

    def write(self, folder: Path) -> tuple[ListFile, pl.DataFrame]:
        """Write the file; give its entry and the truth of its rows."""
        path = folder / self.name
        entry = ListFile(path, self.source, self.as_of)
        if path.suffix == ".csv":
            return entry, write_csv(path, self.sheets[0])
        return entry, write_xlsx(path, self.sheets)
