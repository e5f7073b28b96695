"""Which header is which: case, spaces and punctuation do not matter, small misspellings are read.

A misspelling is read only if one known header is nearest, within an edit distance bounded by its
length, and with the same digits ("Usia 7-12" is never "Usia 13-15"). Whatever was assumed is said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from entas.sources.layouts.layout import Column, SheetLayout

SHORT = 4  # headers up to this length are not corrected: NIK, RT, RW, Desa, Nama
MEDIUM = 9  # up to this length one edit, beyond it two

_NOT_KEY = re.compile(r"[^a-z0-9]")
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=8192)
def header_key(text: str | None) -> str:
    """What of a header counts: its letters and digits, in lower case.

    >>> header_key("Kabupaten / Kota"), header_key("NIK_perbaikan")
    ('kabupatenkota', 'nikperbaikan')
    """
    return _NOT_KEY.sub("", (text or "").lower())


@lru_cache(maxsize=65536)
def edit_distance(one: str, other: str, *, most: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) between two texts; ``most + 1`` if more.

    >>> edit_distance("bnpt", "bpnt", most=2), edit_distance("a", "abcd", most=2)
    (1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, last, row = row, before, [i, *([0] * len(other))]
        for j, right in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def known_headers(layout: SheetLayout) -> dict[str, Column]:
    """Columns of a layout by the key of each of their headers and aliases."""
    known = {header_key(column.header): column for column in layout.columns}
    for column in layout.columns:
        for alias in column.aliases:
            known.setdefault(header_key(alias), column)
    return known


def nearest(key: str, known: Mapping[str, Column]) -> str | None:
    """The one known header that ``key`` misspells; ``None`` if there is none, or several."""
    allowed = 0 if len(key) <= SHORT else 1 if len(key) <= MEDIUM else 2
    if not allowed:
        return None
    digits = _DIGITS.findall(key)
    distances = sorted(
        (distance, other)
        for other in known
        if len(other) > SHORT
        and _DIGITS.findall(other) == digits
        and (distance := edit_distance(key, other, most=allowed)) <= allowed
    )
    if not distances or (len(distances) > 1 and distances[0][0] == distances[1][0]):
        return None
    return distances[0][1]


@dataclass(frozen=True, slots=True)
class Match:
    """Columns of a header row: the known ones by index, what was assumed, and claims made twice."""

    columns: dict[int, Column] = field(default_factory=dict)
    assumptions: list[tuple[str, str]] = field(default_factory=list)  # code, detail
    twice: list[tuple[int, int]] = field(default_factory=list)  # earlier and later index

    @property
    def fields(self) -> set[str]:
        """Canonical fields that have a column."""
        return {column.field for column in self.columns.values() if column.field}


def count_known(cells: Sequence[str | None], known: Mapping[str, Column]) -> int:
    """How many cells of a row are, letter by letter, headers of the layout."""
    return len({key for cell in cells if (key := header_key(cell)) in known})


def match_headers(
    cells: Sequence[str | None], layout: SheetLayout, *, names: Sequence[str] = ()
) -> Match:
    """Find the column of each header; what is not known is kept as received and said to be.

    A ``lettered`` layout tells columns with one header apart by their letter, and needs ``names``:
    the headers made unique.
    """
    if layout.lettered and names:
        cells = names
    known = known_headers(layout)
    match = Match()
    holders: dict[tuple[str, bool], int] = {}
    guesses: list[tuple[int, str]] = []
    for index, cell in enumerate(cells):
        key = header_key(cell)
        if key in known:
            _take(match, holders, index, known[key])
        elif key:
            guesses.append((index, key))
    for index, key in guesses:
        other = nearest(key, known)
        column = known[other] if other else None
        if column is None or _identity(column) in holders:
            match.assumptions.append(("unknown_column_kept", str(cells[index])))
            continue
        _take(match, holders, index, column)
        match.assumptions.append(("header_read_as", f"{cells[index]} → {column.header}"))
    return match


def _identity(column: Column) -> tuple[str, bool]:
    """What a column claims to be: a field (or its correction), a programme, or itself."""
    return (column.field or header_key(column.header), column.corrects)


def _take(match: Match, holders: dict[tuple[str, bool], int], index: int, column: Column) -> None:
    earlier = holders.setdefault(_identity(column), index)
    if earlier == index:
        match.columns[index] = column
    else:
        match.twice.append((earlier, index))
