"""Packed records as plain columns that SQL can compare."""

import numpy as np
import polars as pl

from entas.linkage.matching.blocking import Keys
from entas.linkage.matching.fields import Role
from entas.linkage.matching.model import Model
from entas.linkage.matching.records import Records, slots
from entas.linkage.matching.tokens import MAX_TOKENS

DIGITS, DATE_DIGITS = 18, 8
"""Numbers are written with this many digits, zeros before, so that places can be compared."""
DIGITS_A_WORD = 6


def columns(records: Records, model: Model) -> pl.DataFrame:
    """One row a record: ``id`` (its row number), for each field ``f<n>`` the columns that
    ``settings`` compares, and ``key<n>`` for each key of the model (null: stopped or missing).

    Names are ``f<n>``, their token numbers as text between blanks; numbers ``f<n>``, text of 18
    digits, with ``f<n>_bits<m>`` (``places``); dates ``f<n>``, text yyyymmdd, with ``_bits<m>``,
    ``f<n>_year``, ``_month``, ``_day`` and ``_default``; areas ``f<n>`` with ``_sub`` and
    ``_district``; categories ``f<n>``.
    """
    out: dict[str, pl.Series] = {"id": pl.Series(np.arange(len(records), dtype=np.int64))}
    defaults = model.is_default_day
    for number, (field, at) in enumerate(zip(records.fields, slots(records.fields), strict=True)):
        name = f"f{number}"
        if field.role in (Role.NAME, Role.TEXT):
            out[name] = _tokens(records.values[:, at : at + MAX_TOKENS])
            continue
        value = pl.Series(records.values[:, at])
        known = pl.select(pl.when(value != 0).then(value)).to_series()
        if field.role is Role.DATE:
            out[name] = known.cast(pl.String)
            out |= places(name, out[name], DATE_DIGITS)
            out[f"{name}_year"] = known // 10_000
            out[f"{name}_month"] = known // 100 % 100
            out[f"{name}_day"] = known % 100
            out[f"{name}_default"] = pl.Series(defaults[records.values[:, at] % 10_000])
        elif field.role is Role.AREA:
            out[name] = known
            out[f"{name}_sub"] = known // 10_000
            out[f"{name}_district"] = known // 1_000_000
        elif field.role is Role.CATEGORY:
            out[name] = known
        else:
            out[name] = known.cast(pl.String).str.zfill(DIGITS)
            out |= places(name, out[name], DIGITS)
    return pl.DataFrame(out).with_columns(_keys(records, model))


def places(name: str, digits: pl.Series, count: int) -> dict[str, pl.Series]:
    """Each digit of a text as one bit of ten at its place, six digits a word: two numbers have as
    many bits in common as they have digits that agree.
    """
    words = {}
    for word in range(-(-count // DIGITS_A_WORD)):
        bits = pl.Series(np.zeros(len(digits), np.int64))
        for place in range(min(DIGITS_A_WORD, count - word * DIGITS_A_WORD)):
            digit = digits.str.slice(word * DIGITS_A_WORD + place, 1).cast(pl.Int64)
            one = pl.Series([1 << (place * 10 + value) for value in range(10)], dtype=pl.Int64)
            bits = bits + one.gather(digit)
        words[f"{name}_bits{word}"] = bits
    return words


def _tokens(tokens: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> pl.Series:
    text = pl.DataFrame(tokens).select(
        pl.concat_str(
            [pl.when(pl.col(each) > 0).then(pl.col(each).cast(pl.String)) for each in _places()],
            separator=" ",
            ignore_nulls=True,
        )
    )
    joined = text.to_series()
    return pl.select(pl.when(joined != "").then(joined)).to_series()


def _places() -> list[str]:
    return [f"column_{place}" for place in range(MAX_TOKENS)]


def _keys(records: Records, model: Model) -> list[pl.Series]:
    """The keys of the model, for blocking."""
    keys = Keys(records)
    out = []
    for number, key in enumerate(model.keys):
        value = keys.column(key).astype(np.int64)
        if model.stopped:
            value[np.isin(value, model.stopped[number])] = 0
        shown = pl.Series(value)
        out.append(pl.select(pl.when(shown != 0).then(shown)).to_series().alias(f"key{number}"))
    return out
