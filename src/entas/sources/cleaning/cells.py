"""Cells of one column into canonical values, and what is to be said of those that are none.

Coded values, dates and amounts repeat: each different text is read once. Names, numbers and
addresses do not: they are read by column expressions, and only what looks odd is read one by one.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from entas.kernel import addresses, dates, names, nik
from entas.kernel.nik import Damage
from entas.sources.layouts.values import NOT_SAID
from entas.sources.readers.sheet import CellKind

SURE_NIK = (
    r"^(?:1[1-9]|[2-8]\d|9[0-7])\d{4}"
    r"(?:0[1-9]|1\d|2[0-8]|4[1-9]|5\d|6[0-8])(?:0[1-9]|1[0-2])\d{6}$"
)
"""NIK that ``read_nik`` takes as they are; what is not among these is read by it, one by one."""

_VALUE_KEY = re.compile(r"[^A-Z0-9+<>]")
_WHOLE = re.compile(r"^\s*(\d{1,3})[.,]0+\s*$")  # a code that went through a column of floats
_PLACE_BEFORE = re.compile(r"\s*[^\W\d][^\d,/]*[,/]\s*(\d.*)")
_STATE_AND_DATE = re.compile(r"([A-Z /]+?)[\s:(,\-]*(\d.*?)?\)?")


@dataclass
class Reading:
    """Values of a column and the cells that gave none or give doubt.

    ``doubts`` are masks (true: say it) by code of the finding.
    """

    values: pl.Series
    doubts: dict[str, pl.Series] = field(default_factory=dict)
    more: dict[str, pl.Series] = field(default_factory=dict)


def value_key(text: str) -> str:
    """What of a coded value counts: capitals, digits and the signs < > +.

    >>> value_key("=< 900 Watt"), value_key("≤900 watt"), value_key("tdk tamat sd/sederajat")
    ('<900WATT', '<900WATT', 'TDKTAMATSDSEDERAJAT')
    """
    return _VALUE_KEY.sub("", text.upper().replace("≤", "<").replace("≥", ">"))


_NOT_SAID_KEYS = frozenset(map(value_key, NOT_SAID))


def each(
    cells: pl.Series, read: Callable[[str], Any], dtype: "pl.DataType | type[pl.DataType]"
) -> pl.Series:
    """Read each different text once and put the answers in place; null stays null."""
    texts = cells.drop_nulls().unique()
    answers = pl.Series([read(text) for text in texts], dtype=dtype)
    return cells.replace_strict(texts, answers, default=None, return_dtype=dtype)


def read_code(
    cells: pl.Series, table: Mapping[str, str], *, silent: Collection[str] = ()
) -> Reading:
    """Translate with a table; what it lacks is null, with a finding unless it is ``silent``."""
    keyed = {value_key(text): code for text, code in table.items()}
    nothing = frozenset(map(value_key, silent))

    def read(text: str) -> str | None:
        return keyed.get(code_key(text))

    said = present(cells)
    if nothing:
        unsaid = each(said, lambda text: value_key(text) in nothing, pl.Boolean)
        said = said.set(unsaid.fill_null(value=False), None)
    values = each(said, read, pl.String)
    return Reading(values, {"unknown_value": said.is_not_null() & values.is_null()})


def code_key(text: str) -> str:
    """``value_key`` of a coded cell, whose figure may have gone through a column of floats.

    >>> code_key("6.0"), code_key("06. Seng")
    ('6', '06SENG')
    """
    return value_key(_WHOLE.sub(r"\1", text))


def code_of(text: str, table: Mapping[str, str]) -> str | None:
    """The code of one cell, as ``read_code`` reads it."""
    return {value_key(known): code for known, code in table.items()}.get(code_key(text))


def present(cells: pl.Series) -> pl.Series:
    """Cells that say something, for columns whose texts repeat."""
    keep = each(cells, says_something, pl.Boolean)
    return cells.set(~keep.fill_null(value=False), None)


def says_something(text: str) -> bool:
    """Whether a coded cell says anything: a letter or figure, and no word for nothing."""
    key = value_key(text)
    return key not in _NOT_SAID_KEYS if key else any(char.isalnum() for char in text)


def read_date(cells: pl.Series) -> Reading:
    """Dates. Where one cell of the column has the month first, ambiguous ones are not read."""
    said = present(cells)
    values = each(said, day_of, pl.Date)
    month_first = each(said, dates.is_month_first, pl.Boolean).fill_null(value=False)
    doubts = {"date_unreadable": said.is_not_null() & values.is_null() & ~month_first}
    if month_first.any():
        either = each(said, _either_way, pl.Boolean).fill_null(value=False)
        values = values.set(either, None)
        doubts |= {"date_month_first": month_first, "date_ambiguous": either}
    return Reading(values, doubts)


def day_of(text: str) -> date | None:
    """A date, also behind the place where somebody was born.

    >>> day_of("Klaten, 5 April 1983")
    datetime.date(1983, 4, 5)
    """
    place = _PLACE_BEFORE.fullmatch(text)
    return dates.parse_date(place[1] if place else text)


def _either_way(text: str) -> bool:
    """Whether day and month could be exchanged to give another date."""
    parts = re.fullmatch(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}.*", text)
    return (
        parts is not None and int(parts[1]) <= 12 and int(parts[2]) <= 12 and parts[1] != parts[2]
    )


def visible(cells: pl.Series, *, most: int) -> Reading:
    """Free text: control characters away, single spaces, at most ``most`` characters."""
    frame = cells.to_frame("cell").select(
        pl.col("cell")
        .str.replace_all(names.INVISIBLE, " ")
        .str.replace_all(r"[\s\x{a0}]+", " ")
        .str.strip_chars()
    )
    text = frame.get_column("cell")
    text = text.set(text.is_in(["", "-", "--", "KOSONG", "NULL"]), None)
    long = (text.str.len_chars() > most).fill_null(value=False)
    formula = text.str.contains(r"^(?:[=@+]|-\s*[A-Za-z(])").fill_null(value=False)
    return Reading(
        text.str.slice(0, most).str.strip_chars_end(), {"text_cut": long, "formula_text": formula}
    )


def read_name(cells: pl.Series, *, most: int = 120) -> Reading:
    """A person's name in capitals. A name without a letter is none."""
    reading = visible(cells, most=most)
    upper = reading.values.str.to_uppercase()
    letterless = (~upper.str.contains(r"\p{L}")).fill_null(value=False)
    odd = upper.str.contains(r"[^\p{Latin}\p{M}\d\s.,'’‘`\"()/\-]").fill_null(value=False)
    reading.values = upper.set(letterless, None)
    reading.doubts |= {"name_without_letters": letterless, "odd_characters": odd & ~letterless}
    return reading


def read_place(cells: pl.Series, *, most: int) -> Reading:
    """The name of a hamlet or place of birth, in capitals."""
    reading = visible(cells, most=most)
    reading.values = reading.values.str.to_uppercase()
    return reading


def read_number(
    cells: pl.Series, kinds: pl.Series | None, *, read: Callable[[str | None], nik.Reading]
) -> Reading:
    """A NIK or KK number. Damaged ones are null; ``doubts`` are named ``<damage>``."""
    stripped = cells.str.strip_chars()
    values, doubts = stripped, {}
    numeric = kinds == CellKind.NUMBER if kinds is not None else _all(cells, value=False)
    sure = (stripped.str.contains(SURE_NIK) & ~_placeholder(stripped)).fill_null(value=False)
    rest = stripped.set(sure | numeric, None)
    readings = {text: read(text) for text in rest.drop_nulls().unique()}
    numbers = {text: reading.number for text, reading in readings.items()}
    values = stripped.set(~sure, None)
    if readings:
        read_rest = rest.replace_strict(
            list(numbers), list(numbers.values()), default=None, return_dtype=pl.String
        )
        values = values.zip_with(sure, read_rest)
        damage = rest.replace_strict(
            list(readings),
            [reading.damage for reading in readings.values()],
            default=None,
            return_dtype=pl.String,
        )
        doubts = {
            str(kind): (damage == str(kind)).fill_null(value=False)
            for kind in damage.drop_nulls().unique().sort()
        }
    doubts[Damage.NUMERIC] = numeric & cells.is_not_null() & ~_zero(stripped)
    doubts[Damage.PLACEHOLDER] = (
        doubts.get(Damage.PLACEHOLDER, _all(cells, value=False))
        | (numeric & _zero(stripped))
        | (cells.is_null())
    )
    return Reading(values, doubts)


def _zero(cells: pl.Series) -> pl.Series:
    return cells.str.contains(r"^[09]+$").fill_null(value=False) & ~cells.str.contains("[1-8]")


def _placeholder(cells: pl.Series) -> pl.Series:
    """Numbers of a valid form that stand for nothing; the same digit sixteen times is no date."""
    return cells.is_in(["1234567890123456"] + [digit * nik.LENGTH for digit in "123456789"])


def _all(cells: pl.Series, *, value: bool) -> pl.Series:
    return pl.repeat(value, len(cells), dtype=pl.Boolean, eager=True)


def read_key(cells: pl.Series, kinds: pl.Series | None, *, most: int = 40) -> Reading:
    """A source's own number: kept letter by letter, in capitals, without spaces around it."""
    reading = visible(cells, most=most)
    values = reading.values.str.strip_chars_start("'").str.to_uppercase()
    scientific = values.str.contains(r"^\d+(?:[.,]\d+)?E\+?\d+$").fill_null(value=False)
    long = reading.doubts["text_cut"]
    numeric = _all(cells, value=False)
    if kinds is not None:
        numeric = (kinds == CellKind.NUMBER) & (values.str.len_chars() > 15).fill_null(value=False)
    unusable = scientific | long | numeric
    return Reading(values.set(unusable, None), {"key_damaged": unusable})


def read_integer(cells: pl.Series) -> Reading:
    """Whole numbers, with or without ``.0``."""

    def read(text: str) -> int | None:
        bare = text.strip().removesuffix(".0")
        return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else None

    said = present(cells)
    values = each(said, read, pl.Int64)
    return Reading(values, {"number_unreadable": said.is_not_null() & values.is_null()})


def read_money(cells: pl.Series) -> Reading:
    """Rupiah: ``Rp20.000.000,00``, ``20000000``, ``20,000,000``."""
    said = present(cells)
    values = each(said, _rupiah, pl.Int64)
    return Reading(values, {"number_unreadable": said.is_not_null() & values.is_null()})


def _rupiah(text: str) -> int | None:
    bare = re.sub(r"(?i)^\s*rp\.?|\s", "", text)
    bare = re.sub(r"(?:,-|[.,]0{1,2})$", "", bare)
    if re.fullmatch(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*", bare):
        bare = re.sub(r"[.,]", "", bare)
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 15 else None


def read_decimal(cells: pl.Series, *, low: float, high: float) -> Reading:
    """Decimal numbers with point or comma; outside the bounds they are null."""
    text = cells.str.strip_chars().str.replace(",", ".", literal=True)
    text = text.set(text.is_in(["", "-", "0", "0.0"]), None)
    numbers = text.cast(pl.Float64, strict=False)
    inside = numbers.is_between(low, high).fill_null(value=False)
    return Reading(
        numbers.set(~inside, None),
        {
            "number_unreadable": text.is_not_null() & numbers.is_null(),
            "out_of_range": numbers.is_not_null() & ~inside,
        },
    )


def read_unit(cells: pl.Series) -> Reading:
    """RT or RW as three digits."""
    said = present(cells)
    said = said.set(said.str.contains(r"^\s*0+(?:\.0)?\s*$").fill_null(value=False), None)
    values = each(said, addresses.unit_number, pl.String)
    return Reading(values, {"number_unreadable": said.is_not_null() & values.is_null()})


def read_address(cells: pl.Series) -> Reading:
    """An address as it stands, and (``more``) the RT, RW and hamlet in it."""
    reading = visible(cells, most=200)
    upper = reading.values.str.to_uppercase().to_frame("cell")
    pair = pl.col("cell").str.extract_groups(addresses.PAIR_PATTERN)
    bare = pl.col("cell").str.extract_groups(addresses.BARE_PATTERN)
    rt = pl.col("cell").str.extract(addresses.RT_PATTERN, 1)
    rw = pl.col("cell").str.extract(addresses.RW_PATTERN, 1)
    paired = pair.struct.field("1").is_not_null()
    named = rt.is_not_null() | rw.is_not_null()
    parts = upper.select(
        pl.when(paired).then(pair.struct.field("1")).when(named).then(rt)
        .otherwise(bare.struct.field("1")).alias("rt"),
        pl.when(paired).then(pair.struct.field("2")).when(named).then(rw)
        .otherwise(bare.struct.field("2")).alias("rw"),
        pl.col("cell").str.extract(addresses.HAMLET_PATTERN, 1).str.strip_chars()
        .str.slice(0, 80).alias("hamlet"),
    )  # fmt: skip
    reading.more = {
        "rt": each(parts.get_column("rt"), addresses.unit_number, pl.String),
        "rw": each(parts.get_column("rw"), addresses.unit_number, pl.String),
        "hamlet": parts.get_column("hamlet").replace("", None),
    }
    return reading


def read_units(cells: pl.Series) -> Reading:
    """RT and RW in one cell (``02/05``, ``RT 2 RW V``): both in ``more``, and no value."""
    found = read_address(cells)
    said = present(cells)
    nothing = found.more["rt"].is_null() & found.more["rw"].is_null()
    silent = said.str.contains(r"^[\s0/.\-]*$").fill_null(value=False)
    return Reading(
        pl.Series([None] * len(cells), dtype=pl.String),
        {"number_unreadable": said.is_not_null() & nothing & ~silent},
        {name: found.more[name] for name in ("rt", "rw")},
    )


def read_programme(cells: pl.Series, states: Mapping[str, str]) -> Reading:
    """State of a programme's column, and (``more["day"]``) the date that may follow it.

    Nothing, TIDAK and the like are no tag: null without a finding.
    """
    keyed = {value_key(text): code for text, code in states.items()}

    def split(text: str) -> tuple[str | None, date | None, bool]:
        upper = " ".join(text.upper().split())
        if value_key(upper) in _NO_TAG:
            return None, None, True
        parts = _STATE_AND_DATE.fullmatch(upper)
        state = keyed.get(value_key(parts[1])) if parts else None
        day = dates.parse_date(parts[2]) if parts and parts[2] else None
        understood = state is not None and (day is not None or not (parts and parts[2]))
        return state, day, understood

    said = present(cells)
    answers = {text: split(text) for text in said.drop_nulls().unique()}
    state = each(said, lambda text: answers[text][0] if answers[text][2] else None, pl.String)
    day = each(said, lambda text: answers[text][1], pl.Date)
    known = each(said, lambda text: answers[text][2], pl.Boolean).fill_null(value=True)
    return Reading(state, {"unknown_value": ~known}, {"day": day})


_NO_TAG = frozenset({"TIDAK", "TDK", "BELUM", "TIDAKADA", "0", "BUKAN", "T", "NO", "FALSE"})
