"""Packed records as plain columns that SQL can compare."""

import numpy as np
import polars as pl

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.blocking import Keys
from entas.linkage.matching.fields import Role
from entas.linkage.matching.model import Model
from entas.linkage.matching.records import Records, slots
from entas.linkage.matching.tokens import MAX_TOKENS

DIGITS = 16
"""Numbers are written with this many digits, zeros before, so that places can be compared."""
DIGITS_A_WORD = 6


def columns(records: Records, model: Model) -> pl.DataFrame:
    """One row a record: ``id`` (its row number), for each field ``f<n>`` the columns that
    ``settings`` compares, and ``key<n>`` for each key of the model (null: stopped or missing).

    Names are ``f<n>``, their token numbers as text between blanks; numbers ``f<n>``, text of 16
    digits, with ``f<n>_bits<m>`` (``_numbers``); dates ``f<n>`` with ``f<n>_year``, ``_month``,
    ``_day`` and ``_default``; areas ``f<n>`` with ``_sub`` and ``_district``; categories ``f<n>``.
    """
    out: dict[str, pl.Series] = {"id": pl.Series(np.arange(len(records), dtype=np.int64))}
    defaults = model.is_default_day
    for number, (field, at) in enumerate(zip(records.fields, slots(records.fields), strict=True)):
        name = f"f{number}"
        if field.role in (Role.NAME, Role.TEXT):
            out[name] = _tokens(records.values[:, at : at + MAX_TOKENS])
            continue
        packed = records.values[:, at]
        value = pl.Series(packed)
        known = pl.select(pl.when(value != 0).then(value)).to_series()
        if field.role is Role.DATE:
            out[name] = known
            out[f"{name}_year"] = pl.select(known // 512).to_series()
            out[f"{name}_month"] = pl.select(known // 32 % 16).to_series()
            out[f"{name}_day"] = pl.select(known % 32).to_series()
            out[f"{name}_default"] = pl.Series(defaults[packed & 511])
        elif field.role is Role.AREA:
            out[name] = known
            out[f"{name}_sub"] = pl.select(known // 16**4).to_series()
            out[f"{name}_district"] = pl.select(known // 16**6).to_series()
        elif field.role is Role.CATEGORY:
            out[name] = known
        else:
            out |= _numbers(name, packed)
    return pl.DataFrame(out).with_columns(_keys(records, model))


def _numbers(name: str, packed: Array) -> dict[str, pl.Series]:
    """A number as text, and its digits as bits: each digit one bit of ten at its place, six digits
    a word, so that two numbers have as many bits in common as they have digits that agree.
    """
    words = np.zeros((-(-DIGITS // DIGITS_A_WORD), len(packed)), np.int64)
    number = np.zeros(len(packed), np.int64)
    for place in range(DIGITS):
        digit = (packed.view(np.uint64) >> np.uint64(4 * (DIGITS - 1 - place))) & np.uint64(15)
        word, within = divmod(place, DIGITS_A_WORD)
        words[word] |= np.int64(1) << (within * 10 + digit.astype(np.int64))
        number = number * 10 + digit.astype(np.int64)
    digits = pl.Series(number).cast(pl.String).str.zfill(DIGITS)
    text = pl.select(pl.when(pl.Series(packed != 0)).then(digits)).to_series()
    return {name: text} | {f"{name}_bits{n}": pl.Series(word) for n, word in enumerate(words)}


def _tokens(tokens: Array) -> pl.Series:
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
