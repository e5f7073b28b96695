"""Every column of a table into the values of its field, with its doubts, into the notebook."""

from collections.abc import Callable

import polars as pl

from entas.kernel.nik import Damage, read_kk_number, read_nik
from entas.sources.cleaning import cells
from entas.sources.cleaning.cells import Reading
from entas.sources.cleaning.notebook import Notebook
from entas.sources.layouts.layout import Column, ValueKind
from entas.sources.layouts.sector import TEXTS
from entas.sources.layouts.values import TAG_STATE

LENGTHS = {
    "note": 300, "evidence": 200, "cancel_reason": 200, "hamlet": 80, "birth_place": 60, **TEXTS,
}  # fmt: skip
BOUNDS = {"latitude": (-11.5, 6.5), "longitude": (94.5, 141.5), "floor_area_m2": (1.0, 2000.0)}
NOTES = frozenset({Damage.APOSTROPHE, "odd_characters"})
_AREA = frozenset(
    {ValueKind.AREA_CODE, ValueKind.DISTRICT, ValueKind.SUBDISTRICT, ValueKind.VILLAGE}
)


def read_columns(book: Notebook) -> dict[str, Reading]:
    """Fill ``book.values`` from all columns; give the readings of programme columns, by header.

    Corrections come last, so that what they say stands before the other column of their field.
    """
    programmes: dict[str, Reading] = {}
    for index, column in sorted(
        book.table.columns.items(), key=lambda item: (item[1].corrects, item[0])
    ):
        if column.kind is ValueKind.KEPT:
            continue
        if column.kind in _AREA:
            book.values[column.field] = book.cells(index)
            continue
        reading = _read(book, index, column)
        _note(book, index, column, reading)
        if column.kind is ValueKind.PROGRAMME:
            programmes[column.header] = reading
        else:
            _keep(book, column, reading)
    return programmes


def _read(book: Notebook, index: int, column: Column) -> Reading:
    text, kinds = book.cells(index), book.kinds(index)
    match column.kind:
        case ValueKind.NIK:
            reading = cells.read_number(text, kinds, read=read_nik)
        case ValueKind.KK_NUMBER:
            reading = cells.read_number(text, kinds, read=read_kk_number)
        case ValueKind.KEY:
            reading = cells.read_key(text, kinds)
        case ValueKind.CODE:
            reading = cells.read_code(text, column.values, silent=column.silent)
            for name, values in column.also.items():
                reading.more[name] = cells.read_code(text, values).values
        case ValueKind.DECIMAL:
            low, high = BOUNDS[column.field]
            reading = cells.read_decimal(text, low=low, high=high)
            if column.field == "floor_area_m2":
                reading.doubts["size_out_of_range"] = reading.doubts.pop("out_of_range")
        case ValueKind.PROGRAMME:
            reading = cells.read_programme(text, TAG_STATE)
        case _:
            reading = _PLAIN[column.kind](text, column)
    return reading


_PLAIN: dict[ValueKind, Callable[[pl.Series, Column], Reading]] = {
    ValueKind.TEXT: lambda text, column: cells.visible(text, most=LENGTHS[column.field]),
    ValueKind.NAME: lambda text, _: cells.read_name(text),
    ValueKind.PLACE: lambda text, column: cells.read_place(text, most=LENGTHS[column.field]),
    ValueKind.DATE: lambda text, _: cells.read_date(text),
    ValueKind.UNIT: lambda text, _: cells.read_unit(text),
    ValueKind.UNITS: lambda text, _: cells.read_units(text),
    ValueKind.ADDRESS: lambda text, _: cells.read_address(text),
    ValueKind.INTEGER: lambda text, _: cells.read_integer(text),
    ValueKind.MONEY: lambda text, _: cells.read_money(text),
}


def _note(book: Notebook, index: int, column: Column, reading: Reading) -> None:
    """Findings of a column; a NIK that a spreadsheet has changed bars the row."""
    is_number = column.kind in {ValueKind.NIK, ValueKind.KK_NUMBER}
    prefix = "nik_" if column.kind is ValueKind.NIK else "kk_" if is_number else ""
    for code, mask in reading.doubts.items():
        lost = code in {Damage.NUMERIC, Damage.SCIENTIFIC}
        if is_number and lost and column.kind is ValueKind.NIK:
            book.bar(mask, reason=f"{prefix}{code}", index=index)
            continue
        if is_number and code == Damage.PLACEHOLDER:
            _note_missing(book, index, column, mask, prefix)
            continue
        severity = "note" if code in NOTES else "warning"
        book.doubt(mask, code=f"{prefix}{code}", severity=severity, index=index)


def _note_missing(book: Notebook, index: int, column: Column, mask: pl.Series, prefix: str) -> None:
    """A placeholder is said; a blank one too, unless the column only corrects another."""
    blank = book.cells(index).is_null()
    book.doubt(mask & ~blank, code=f"{prefix}placeholder", severity="warning", index=index)
    if column.kind is ValueKind.NIK and not column.corrects:
        book.doubt(mask & blank, code="nik_missing", severity="warning", index=index)


def _keep(book: Notebook, column: Column, reading: Reading) -> None:
    """Put values in place. Fields found in passing do not stand before a column of their own."""
    earlier = book.values.get(column.field)
    if column.kind is ValueKind.UNITS:
        pass  # all it says is in ``more``
    elif column.corrects and earlier is not None:
        book.values[column.field] = reading.values.zip_with(reading.values.is_not_null(), earlier)
    else:
        book.values[column.field] = reading.values
    own = {other.field for other in book.table.columns.values()}
    for name, values in reading.more.items():
        said = book.values.get(name)
        if said is None:
            if name not in own:
                book.values[name] = values
        elif column.kind is ValueKind.UNITS and name not in own:
            book.values[name] = values.zip_with(values.is_not_null(), said)
        else:
            book.values[name] = said.zip_with(said.is_not_null(), values)
