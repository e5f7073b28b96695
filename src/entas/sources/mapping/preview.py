"""The first rows of a file, and where its table begins, before anybody said what it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from entas.kernel.errors import Refused
from entas.sources.cleaning.headers import header_key
from entas.sources.cleaning.tables import stacked, unique
from entas.sources.layouts import LAYOUTS
from entas.sources.mapping.words import WORDS
from entas.sources.readers.sheet import Sheet

_VALUE = re.compile(r"\d{4}|\d[-/.]\d")  # part of a number, date or RT/RW: of data, not of a header
SEARCHED = 40  # rows in which the header is looked for
SAMPLE = 300
MOST_FORMS = 30  # different cells of a column that can be mapped one by one


class NoTable(Refused):
    """No sheet of the file has a header with rows below it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A sheet as it will be mapped.

    ``columns`` hold filled cells of each header, a sample from all over the sheet; ``forms`` its
    different cells with how often, most frequent first, where they are few (else nothing).
    """

    sheet: str
    header_row: int  # as the spreadsheet shows it, from 1
    headers: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    forms: tuple[tuple[tuple[str, int], ...], ...]
    height: int  # rows below the header


def preview(
    file_name: str, sheets: Sequence[Sheet], *, sheet: str = "", header_row: int = 0
) -> Preview:
    """The visible sheet with the most cells under a header, or the sheet and row that are given.

    ``header_row`` is as the spreadsheet shows it. Raises ``NoTable``.
    """
    wanted = [one for one in sheets if not one.hidden and sheet in {"", one.name}]
    found = [made for one in wanted if (made := _preview(one, header_row))]
    if not found:
        raise NoTable(
            f"{file_name}: no visible sheet has a header row with rows below it. Put the names of "
            "the columns above the rows and bring the file again."
        )
    return max(found, key=lambda one: len(one.headers) * min(one.height, 50))


def _preview(sheet: Sheet, header_row: int) -> Preview | None:
    if header_row:
        given = sheet.cells.filter(pl.col("number") == header_row).rows()
        if not given or header_row >= sheet.cells.height or not any(given[0][1:]):
            return None
        return _cut(sheet, header_row - 1, given[0][1:])
    top = [row[1:] for row in sheet.cells.head(SEARCHED).rows()]
    best: tuple[float, int, Sequence[str | None]] | None = None
    for index, cells in enumerate(top[:-1]):
        candidates = [(index, list(cells), list(cells))]
        if index + 2 < len(top) and 2 <= sum(bool(cell) for cell in cells) < len(cells):
            below = list(top[index + 1])
            candidates.append((index + 1, stacked(cells, below), below))
        for last, texts, lowest in candidates:
            score = _looks_like_header(texts, lowest, top[last + 1 : last + 6])
            if score > 0 and (best is None or score > best[0] + 1e-9):
                best = score, last, texts
    if best is None:
        return None
    return _cut(sheet, best[1], best[2])


def _looks_like_header(
    cells: Sequence[str | None],
    lowest: Sequence[str | None],
    below: Sequence[Sequence[str | None]],
) -> float:
    """Headers known by name count most; then words above rows filled in the same places.

    ``lowest`` is the last row of a header over two, whose words may be known alone.
    """
    texts = [(cell or "").strip() for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) < 2 or not below:
        return 0.0
    known = sum(
        bool({header_key(text), header_key(last)} & known_words())
        for text, last in zip(texts, lowest, strict=True)
    )
    named = sum(any(map(str.isalpha, text)) and not _VALUE.search(text) for text in filled)
    words = named / len(filled)
    under = [
        sum(bool((cell or "").strip()) for cell, text in zip(row, texts, strict=False) if text)
        for row in below
    ]
    full = sum(under) / (len(under) * len(filled))
    different = len(set(map(str.lower, filled))) / len(filled)
    if full < 0.2:
        return 0.0
    return known * 3 + len(filled) * words * different * (0.3 + 0.7 * full)


@cache
def known_words() -> frozenset[str]:
    """Keys of every header that any layout or the word list knows."""
    return frozenset(
        header_key(text)
        for layout in LAYOUTS.values()
        for sheet in layout.sheets
        for column in sheet.columns
        for text in (column.header, *column.aliases)
    ) | frozenset(header_key(text) for texts in WORDS.values() for text in texts)


def _cut(sheet: Sheet, last: int, cells: Sequence[str | None]) -> Preview:
    """The table below a header, without columns that are empty in both."""
    below = sheet.cells.slice(last + 1)
    names = unique(cells)
    kept = [
        index
        for index in range(sheet.width)
        if (cells[index] or "").strip() or below.get_column(f"c{index}").null_count() < below.height
    ]
    filled = [_filled(below.get_column(f"c{index}")) for index in kept]
    return Preview(
        sheet=sheet.name,
        header_row=last + 1,
        headers=tuple(names[index] for index in kept),
        columns=tuple(
            tuple(texts.gather_every(max(1, len(texts) // SAMPLE)).head(SAMPLE)) for texts in filled
        ),
        forms=tuple(_forms(texts) for texts in filled),
        height=below.height,
    )


def _filled(cells: pl.Series) -> pl.Series:
    texts = cells.str.strip_chars().drop_nulls()
    return texts.filter(texts != "")


def _forms(texts: pl.Series) -> tuple[tuple[str, int], ...]:
    if texts.n_unique() > MOST_FORMS:
        return ()
    counted = texts.rename("text").value_counts(name="count")
    return tuple(counted.sort("count", "text", descending=[True, False]).rows())
