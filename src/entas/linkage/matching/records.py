"""Packs the records to link into one integer matrix, so that comparing touches few cache lines."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.compiled import compiled
from entas.linkage.matching.fields import Field, NoSuchColumn, Role
from entas.linkage.matching.tokens import MAX_TOKENS, Dictionary, tokenise

TOO_COMMON = 50
"""An identifier that more records than this carry was not given to one person: a placeholder."""


def width(role: Role) -> int:
    """Integers that a field takes in a packed record."""
    return MAX_TOKENS if role in (Role.NAME, Role.TEXT) else 1


def slots(fields: tuple[Field, ...]) -> tuple[int, ...]:
    """The first integer of each field in a packed record."""
    at = np.cumsum([0, *(width(field.role) for field in fields)])
    return tuple(int(place) for place in at[:-1])


@dataclass(frozen=True, slots=True)
class Records:
    """Packed values: int64, shape (records, sum of widths), C order; 0 means missing.

    Numbers and areas have four bits a digit, dates are year * 512 + month * 32 + day, tokens and
    categories are numbers in the dictionary.
    """

    fields: tuple[Field, ...]
    values: Array
    dictionary: Dictionary

    def __len__(self) -> int:
        return int(self.values.shape[0])


def pack(
    table: pl.DataFrame, fields: tuple[Field, ...], dictionary: Dictionary | None = None
) -> Records:
    """Pack a table (one row a record; columns as ``fields`` names them, text or typed).

    With a ``dictionary``, its token and category numbers are kept and new ones added.
    Raises ``NoSuchColumn`` where a field names a column that is not there.
    """
    _check(table, fields)
    own = dictionary is None
    dictionary = dictionary or Dictionary()
    values = np.zeros((table.height, sum(width(field.role) for field in fields)), np.int64)
    texts = []
    for field, at in zip(fields, slots(fields), strict=True):
        if field.role in (Role.NAME, Role.TEXT):
            tokens = tokenise(_joined(table, field.columns), dictionary)
            values[:, at : at + MAX_TOKENS] = tokens
            texts.append(tokens.ravel())
        else:
            values[:, at] = _number(table, field, dictionary)
    if own:
        dictionary.weigh(texts)
    return Records(fields, values, dictionary)


def _check(table: pl.DataFrame, fields: tuple[Field, ...]) -> None:
    for field in fields:
        for column in field.columns:
            if column not in table.columns:
                raise NoSuchColumn(
                    f"Field '{field.name}' wants column '{column}'; there are: "
                    + ", ".join(table.columns)
                )


def _joined(table: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
    if len(columns) == 1:
        return table[columns[0]].cast(pl.String)
    texts = [pl.col(column).cast(pl.String) for column in columns]
    return table.select(pl.concat_str(texts, separator=" ", ignore_nulls=True)).to_series()


def _number(table: pl.DataFrame, field: Field, dictionary: Dictionary) -> Array:
    if field.role is Role.DATE:
        return _day(table[field.columns[0]])
    if field.role is Role.CATEGORY:
        return _category(table[field.columns[0]], dictionary)
    number = _digits(table[field.columns[0]])
    for column in field.columns[1:]:
        number = number * 1000 + _digits(table[column])
    if field.role in (Role.IDENTIFIER, Role.HOUSEHOLD):
        number = _without_placeholders(number)
    return _by_digit(number)


@compiled
def _by_digit(number: Array) -> Array:
    """Four bits a digit (int64, the last 16 digits), so that digits are compared all at once."""
    out = np.zeros(len(number), np.int64)
    for row in range(len(number)):
        rest = number[row]
        coded = np.uint64(0)
        place = np.uint64(0)
        while rest > 0 and place < 64:
            above = rest // 10
            coded |= np.uint64(rest - above * 10) << place
            place += np.uint64(4)
            rest = above
        out[row] = np.int64(coded)
    return out


def _category(values: pl.Series, dictionary: Dictionary) -> Array:
    texts = values.cast(pl.String)
    known = texts.drop_nulls().unique().sort()
    numbers = dictionary.categories_of([text.strip().upper() for text in known])
    places = texts.cast(pl.Enum(known)).to_physical().cast(pl.Int64).fill_null(len(known))
    coded: Array = np.r_[numbers, 0].astype(np.int64)[places.to_numpy()]
    return coded


def _digits(values: pl.Series) -> Array:
    """Digits as a number (int64); what has none is missing (0)."""
    number = values.cast(pl.Int64, strict=False)
    if number.null_count() > values.null_count():
        number = values.cast(pl.String).str.replace_all(r"\D", "").cast(pl.Int64, strict=False)
    return number.fill_null(0).to_numpy()


def _without_placeholders(number: Array) -> Array:
    """Tiny numbers, those of one repeated digit, and those that too many carry are missing."""
    kept = _said(number)
    if len(kept) > TOO_COMMON:
        ordered = np.sort(kept)
        repeated = ordered[TOO_COMMON:][ordered[TOO_COMMON:] == ordered[:-TOO_COMMON]]
        placeholders = np.unique(repeated[repeated != 0])
        if len(placeholders):
            kept[np.isin(kept, placeholders)] = 0
    return kept


@compiled
def _said(number: Array) -> Array:
    """Numbers of at least three digits that are not all the same."""
    out = np.zeros(len(number), np.int64)
    for row in range(len(number)):
        rest, last = number[row] // 10, number[row] % 10
        while rest > 0 and rest % 10 == last:
            rest //= 10
        if number[row] > 99 and rest > 0:
            out[row] = number[row]
    return out


def _day(values: pl.Series) -> Array:
    """A date as year * 512 + month * 32 + day (int64); what cannot be one is missing (0).

    Text is year first or day first, whatever stands between.
    """
    if values.dtype == pl.Date:
        year = values.dt.year().cast(pl.Int64)
        packed = year * 512 + values.dt.month().cast(pl.Int64) * 32 + values.dt.day()
        return packed.fill_null(0).to_numpy()
    return _packed_days(_digits(values.cast(pl.String).str.replace_all(r"[-/. ]", "")))


@compiled
def _packed_days(raw: Array) -> Array:
    out = np.zeros(len(raw), np.int64)
    for row in range(len(raw)):
        year, month, day = raw[row] // 10_000, raw[row] // 100 % 100, raw[row] % 100
        if not 1800 <= year < 2200:
            year, month, day = raw[row] % 10_000, raw[row] // 10_000 % 100, raw[row] // 1_000_000
        if 1800 <= year < 2200 and month <= 12 and day <= 31:
            out[row] = year * 512 + month * 32 + day
    return out
