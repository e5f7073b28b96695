"""A small, fast writer of XLSX: cells become XML column by column, rows are zipped as they come.

It writes what lists from offices have (several sheets, title rows, text, numbers and dates, with
repeated header rows in between) and nothing else. The same input gives the same bytes.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import polars as pl

CHUNK = 20_000
FEW = 2_000  # columns with at most so many different texts go to the shared strings
EPOCH_DAYS = 25_569  # days from the spreadsheets' day 0 to 1970-01-01
_MOMENT = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a sheet one after another: single rows of text, or a frame with typed columns.

    Text columns named in ``numeric`` hold digits that are written as numbers where the text begins
    with ``NUMBER``: what happens when someone pastes an identity number into a number cell.
    """

    rows: Sequence[Sequence[str]] | pl.DataFrame
    numeric: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)


NUMBER = "\x02"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its blocks from row 1 on."""

    name: str
    blocks: Sequence[Block]


class _Strings:
    """The shared strings of a workbook, in order of first use."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}

    def index(self, text: str) -> int:
        return self._index.setdefault(text, len(self._index))

    def xml(self) -> str:
        items = "".join(
            f'<si><t xml:space="preserve">{_escaped(text)}</t></si>' for text in self._index
        )
        return f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(self._index)}">{items}</sst>'


def write(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook. Replaces what stands at ``path``."""
    strings = _Strings()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for number, sheet in enumerate(sheets, 1):
            with book.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as out:
                _write_sheet(out, sheet, strings)
        names = [sheet.name for sheet in sheets]
        _put(book, "xl/sharedStrings.xml", strings.xml())
        _put(book, "xl/styles.xml", _styles())
        _put(book, "xl/workbook.xml", _workbook(names))
        _put(book, "xl/_rels/workbook.xml.rels", _workbook_relations(len(names)))
        _put(book, "_rels/.rels", _root_relations())
        _put(book, "[Content_Types].xml", _content_types(len(names)))


def _write_sheet(out: IO[bytes], sheet: Sheet, strings: _Strings) -> None:
    out.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
    number = 1
    for block in sheet.blocks:
        if isinstance(block.rows, pl.DataFrame):
            for text in _frame_xml(block.rows, number, strings, block.numeric):
                out.write(text)
        else:
            for offset, row in enumerate(block.rows):
                cells = "".join(
                    f'<c t="s"><v>{strings.index(cell)}</v></c>' if cell else "<c/>" for cell in row
                )
                out.write(f'<row r="{number + offset}">{cells}</row>'.encode())
        number += len(block)
    out.write(b"</sheetData></worksheet>")


def _frame_xml(
    frame: pl.DataFrame, first: int, strings: _Strings, numeric: tuple[str, ...]
) -> Iterator[bytes]:
    """The rows of a frame as XML, a chunk at a time."""
    shared = {
        column.name: _shared(column, strings)
        for column in frame
        if column.dtype == pl.String and column.name not in numeric
    }
    for start in range(0, len(frame), CHUNK):
        part = frame.slice(start, CHUNK)
        cells = [
            _cells(column, shared.get(column.name), number=column.name in numeric)
            for column in part
        ]
        numbers = pl.int_range(first + start, first + start + len(part), eager=True)
        rows = pl.select(
            pl.concat_str(
                pl.lit('<row r="'), numbers.cast(pl.String), pl.lit('">'), *cells, pl.lit("</row>")
            )
        ).to_series()
        yield "".join(rows.to_list()).encode()


def _shared(column: pl.Series, strings: _Strings) -> dict[str, str] | None:
    """Cell by text for a column with few different texts; ``None`` for the others."""
    if column.head(4 * FEW).n_unique() > FEW or (len(column) > 4 * FEW and column.n_unique() > FEW):
        return None
    texts = column.drop_nulls().unique(maintain_order=True).to_list()
    return {text: f'<c t="s"><v>{strings.index(text)}</v></c>' for text in texts}


def _cells(column: pl.Series, shared: dict[str, str] | None, *, number: bool) -> pl.Series:
    """One column's cells as XML; null is an empty cell."""
    if column.null_count() == len(column):
        return pl.Series(["<c/>"]).new_from_index(0, len(column))
    if column.dtype != pl.String:
        style = "<c><v>"
        if column.dtype == pl.Date:
            column, style = column.cast(pl.Int32) + EPOCH_DAYS, '<c s="1"><v>'
        text = column.cast(pl.String)
        return _between(style, text, "</v></c>")
    if shared is not None:
        if not shared:
            return pl.Series(["<c/>"]).new_from_index(0, len(column))
        keys = pl.Series(list(shared), dtype=pl.String)
        return column.replace_strict(keys, pl.Series(list(shared.values())), default="<c/>")
    text = column.str.replace_all("&", "&amp;", literal=True).str.replace_all(
        "<", "&lt;", literal=True
    )
    cells = _between('<c t="inlineStr"><is><t>', text, "</t></is></c>")
    if not number:
        return cells
    frame = pl.DataFrame({"text": column, "cell": cells})
    digits = pl.concat_str(pl.lit("<c><v>"), pl.col("text").str.slice(1), pl.lit("</v></c>"))
    return frame.select(
        pl.when(pl.col("text").str.starts_with(NUMBER)).then(digits).otherwise("cell")
    ).to_series()


def _between(before: str, text: pl.Series, after: str) -> pl.Series:
    return pl.select(
        pl.concat_str(pl.lit(before), text, pl.lit(after)).fill_null("<c/>")
    ).to_series()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _entry(name: str) -> zipfile.ZipInfo:
    """A member with a fixed time, so that the same sheets give the same bytes."""
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = 1  # type: ignore[attr-defined]  # public only from Python 3.13
    return entry


def _put(book: zipfile.ZipFile, name: str, text: str) -> None:
    book.writestr(_entry(name), text.encode())


def _styles() -> str:
    """Two cell formats: general, and a date (built-in number format 14)."""
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/>'
        '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
        'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
        'fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" '
        'fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" '
        'xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" '
        'xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{_escaped(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    )


def _workbook_relations(sheets: int) -> str:
    kinds = [
        *((f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)),
        (f"rId{sheets + 1}", "styles", "styles.xml"),
        (f"rId{sheets + 2}", "sharedStrings", "sharedStrings.xml"),
    ]
    return _relations(kinds)


def _root_relations() -> str:
    return _relations([("rId1", "officeDocument", "xl/workbook.xml")])


def _relations(kinds: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in kinds
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types(sheets: int) -> str:
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [
        ("/xl/workbook.xml", "sheet.main"),
        ("/xl/styles.xml", "styles"),
        ("/xl/sharedStrings.xml", "sharedStrings"),
        *((f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in range(1, sheets + 1)),
    ]
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{base}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}'
        "</Types>"
    )
