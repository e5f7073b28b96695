"""The table on a sheet: where its header stands, what kind it is, and which rows are data."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from entas.sources.cleaning.headers import (
    Match,
    count_known,
    header_key,
    known_headers,
    match_headers,
)
from entas.sources.cleaning.refusals import (
    MissingHeader,
    NoRows,
    NotThisLayout,
    OtherLayout,
    SecondTable,
    TwiceTheSameHeader,
)
from entas.sources.layouts import LAYOUTS
from entas.sources.layouts.layout import Column, Layout, SheetLayout, ValueKind
from entas.sources.readers.sheet import Sheet

SEARCHED_ROWS = 60  # the header stands in the first so many rows, or the sheet is another thing
FEWEST_HEADERS = 3
CLEARLY_MORE = 4  # headers that another layout knows besides
TOTAL_WORDS = ("JUMLAH", "TOTAL", "GRAND TOTAL", "REKAP", "SUBTOTAL", "SUB TOTAL")


@dataclass(frozen=True, slots=True)
class Table:
    """A recognised sheet. ``rows`` has ``number`` and the cells ``c0``... of its data rows."""

    sheet: Sheet
    layout: SheetLayout
    header_row: int
    headers: tuple[str, ...]  # as received, one a column, made unique
    columns: dict[int, Column]
    rows: pl.DataFrame
    assumptions: list[tuple[str, str]] = field(default_factory=list)

    def index_of(self, name: str, *, corrects: bool = False) -> int | None:
        """Index of the column that fills a field."""
        for index, column in self.columns.items():
            if column.field == name and column.corrects == corrects:
                return index
        return None


@dataclass(frozen=True, slots=True)
class _Found:
    layout: SheetLayout
    row: int  # index of the last row of the header
    cells: tuple[str | None, ...]
    score: int


def find_tables(file_name: str, sheets: Sequence[Sheet], layout: Layout) -> list[Table]:
    """The tables of a file. Raises ``NotThisLayout`` (or a subclass) when there is none.

    Hidden sheets are not read, and sheets of another kind are passed over; ``skipped_sheets`` says
    so of both.
    """
    tables = [table for sheet in sheets if not sheet.hidden and (table := _table(sheet, layout))]
    if not tables:
        names = ", ".join(sheet.name for sheet in sheets)
        raise NotThisLayout(
            f"{file_name}: no visible sheet ({names}) has the headers of {layout.title}. Choose "
            "the source that fits, or send the sheet with its header row."
        )
    if not any(table.rows.height for table in tables):
        raise NoRows(
            f"{file_name}, sheet {tables[0].sheet.name}: there are headers in row "
            f"{tables[0].header_row} but no rows below them. Ask for the list with its rows."
        )
    return tables


def skipped_sheets(sheets: Sequence[Sheet], tables: Sequence[Table]) -> list[dict[str, str]]:
    """What was assumed of the sheets that gave no table and are not empty."""
    read = {table.sheet.name for table in tables}
    return [
        {
            "sheet": sheet.name,
            "code": "hidden_sheet_skipped" if sheet.hidden else "sheet_not_recognised",
            "detail": str(sheet.cells.height),
        }
        for sheet in sheets
        if sheet.name not in read and sheet.cells.height
    ]


def _table(sheet: Sheet, layout: Layout) -> Table | None:
    found = _find_header(sheet, layout)
    if found is None:
        return None
    match = match_headers(found.cells, found.layout, names=unique(found.cells))
    _refuse_better_known(sheet, layout, found)
    if missing := [name for name in found.layout.required if name not in match.fields]:
        by_field = {column.field: column.header for column in reversed(found.layout.columns)}
        raise MissingHeader(
            f"Sheet {sheet.name}, row {found.row + 1}: the column "
            f"{', '.join(by_field[name] for name in missing)} is missing. Add it, or correct its "
            "header, and send the list again."
        )
    _refuse_claims_made_twice(sheet, found, match)
    assumptions = [*sheet.notes, *match.assumptions]
    if found.row > 0:
        assumptions.append(("header_row", str(found.row + 1)))
    rows, dropped = _data_rows(sheet, found, match)
    if sheet.formulas:
        assumptions.append(("formulas_read_as_values", str(sheet.formulas)))
    return Table(
        sheet=sheet,
        layout=found.layout,
        header_row=found.row + 1,
        headers=unique(found.cells),
        columns=match.columns,
        rows=rows,
        assumptions=assumptions + dropped,
    )


def _refuse_better_known(sheet: Sheet, layout: Layout, found: _Found) -> None:
    """Refuse a list that another layout knows clearly better: its source was mistaken.

    A profile is no mistake: somebody has said what each of its columns is.
    """
    if layout.key not in LAYOUTS:
        return
    known = count_known(found.cells, known_headers(found.layout))
    for other in LAYOUTS.values():
        if other.key == layout.key:
            continue
        for kind in other.sheets:
            better = count_known(found.cells, known_headers(kind)) >= known + CLEARLY_MORE
            if better and set(kind.required) <= match_headers(found.cells, kind).fields:
                raise OtherLayout(
                    f"Sheet {sheet.name}: these are the headers of {other.title}, not of "
                    f"{layout.title}. Import it with the source {other.key}."
                )


def _find_header(sheet: Sheet, layout: Layout) -> _Found | None:
    """The row, or two rows, that know the most headers; the most particular kind wins a tie."""
    top = [row[1:] for row in sheet.cells.head(SEARCHED_ROWS).rows()]
    best: _Found | None = None
    for kind in layout.sheets:
        known = known_headers(kind)
        for index, cells in enumerate(top):
            candidates: list[tuple[int, Sequence[str | None]]] = [(index, cells)]
            if index + 1 < len(top):
                candidates.append((index + 1, stacked(cells, top[index + 1])))
            for last, texts in candidates:
                score = count_known(texts, known)
                if score < FEWEST_HEADERS:
                    continue
                # a kind whose required headers are there goes before one with more of others
                fits = set(kind.required) <= match_headers(texts, kind).fields
                found = _Found(kind, last, tuple(texts), score + (1000 if fits else 0))
                if best is None or found.score > best.score:
                    best = found
        if best and best.score >= 1000:
            break
    return best


def stacked(upper: Sequence[str | None], lower: Sequence[str | None]) -> list[str | None]:
    """One header out of two rows: ``Penerima`` above ``BPNT`` and ``PKH`` (merged cells)."""
    texts: list[str | None] = []
    group: str | None = None
    for above, below in zip(upper, lower, strict=True):
        group = above or (group if below else None)
        texts.append(f"{group} {below}" if group and below else below or above)
    return texts


def _refuse_claims_made_twice(sheet: Sheet, found: _Found, match: Match) -> None:
    """Two columns that claim to be one: the same cells are one column, others a refusal."""
    below = sheet.cells.slice(found.row + 1)
    for one, other in match.twice:
        same = below.select(pl.col(f"c{one}").eq_missing(pl.col(f"c{other}")).all()).item()
        if not same:
            raise TwiceTheSameHeader(
                f"Sheet {sheet.name}, row {found.row + 1}: columns {letters(one)} and "
                f"{letters(other)} are both {found.cells[one]} but their cells differ. Delete or "
                "rename one and send the list again."
            )
        match.assumptions.append(("same_column_twice", str(found.cells[other])))


def _data_rows(
    sheet: Sheet, found: _Found, match: Match
) -> tuple[pl.DataFrame, list[tuple[str, str]]]:
    """Rows below the header without blank ones, repeated headers and totals; and how many."""
    rows = sheet.cells.slice(found.row + 1)
    cells = [f"c{i}" for i in range(sheet.width)]
    blank = pl.all_horizontal(pl.col(name).str.strip_chars().fill_null("") == "" for name in cells)
    filled = rows.filter(~blank)
    blanks = rows.height - filled.height
    anchor = _anchor(found.layout, match)
    suspicious = filled.filter(~pl.col(f"c{anchor}").fill_null("").str.contains(r"\d"))
    repeats, totals = [], []
    for number, *values in suspicious.iter_rows() if suspicious.height else ():
        kind = _other_row(sheet, found, match, number, values)
        if kind == "repeat":
            repeats.append(number)
        elif kind == "total":
            totals.append(number)
    data = filled.filter(~pl.col("number").is_in(repeats + totals))
    said = [
        ("blank_rows", str(blanks) if blanks and data.height else ""),
        ("header_repeated", _listed(repeats)),
        ("total_rows_skipped", _listed(totals)),
    ]
    return data, [(code, detail) for code, detail in said if detail]


def _anchor(layout: SheetLayout, match: Match) -> int:
    """Index of the column that every data row fills."""
    at = {column.field: index for index, column in match.columns.items() if not column.corrects}
    return next(at[name] for name in (layout.anchor, *layout.required) if name in at)


def _other_row(
    sheet: Sheet, found: _Found, match: Match, number: int, values: Sequence[str | None]
) -> str:
    """What a row without a number in its anchor is: a repeated header, a total, or data."""
    filled = [index for index, value in enumerate(values) if value]
    same = [
        index
        for index in filled
        if index < len(found.cells) and header_key(values[index]) == header_key(found.cells[index])
    ]
    if len(same) >= max(2, (len(filled) + 1) // 2):
        return "repeat"
    if count_known(values, known_headers(found.layout)) >= max(FEWEST_HEADERS, len(filled) // 2):
        raise SecondTable(
            f"Sheet {sheet.name}: another table, with other headers, begins in row {number}. Put "
            "each table on a sheet of its own and send the list again."
        )
    first = (values[filled[0]] or "").strip().upper().rstrip(" :.")
    anchored = any(
        values[index]
        for index, column in match.columns.items()
        if column.field in (*found.layout.required, "family_key", "nik")
        and index != filled[0]
        # the figure of a total may stand under the names
        and not (column.kind is ValueKind.NAME and (values[index] or "").strip().isdigit())
    )
    return "total" if first.startswith(TOTAL_WORDS) and not anchored else "data"


def _listed(numbers: list[int]) -> str:
    """Row numbers for people, at most ten of them."""
    return ", ".join(map(str, numbers[:10])) + (f" … ({len(numbers)})" if len(numbers) > 10 else "")


def unique(cells: Sequence[str | None]) -> tuple[str, ...]:
    """Headers as received, trimmed; nameless and repeated ones get a name of their own."""
    seen: dict[str, int] = {}
    names = []
    for index, cell in enumerate(cells):
        name = " ".join((cell or "").split()) or f"({letters(index)})"
        seen[name.lower()] = times = seen.get(name.lower(), 0) + 1
        names.append(name if times == 1 else f"{name} ({letters(index)})")
    return tuple(names)


def letters(index: int) -> str:
    """Letters of a column as a spreadsheet shows them: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
