"""A person as another office has typed them: name, number, date and mother, each in its own way."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.demo import names
from entas.demo.draws import Bools, Random, pick
from entas.demo.figures import Ints

USABLE, BLANK, PLACEHOLDER, SHORT, MISREAD, SWAPPED, BORROWED = range(7)
DAMAGE = (
    "", "nik-blank", "nik-placeholder", "nik-short", "nik-misread", "nik-swapped", "nik-borrowed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Care:
    """How careful an office is: shares of persons by how their NIK is written, and of the rest."""

    nik: tuple[float, ...] = (0.90, 0.045, 0.005, 0.005, 0.02, 0.01, 0.015)
    other_name: float = 0.14
    other_date: float = 0.03


def niks(rng: Random, persons: pl.DataFrame, care: Care) -> tuple[pl.Series, pl.Series]:
    """NIK as text (null: an empty cell), and what was done to each (``DAMAGE``).

    ``persons`` has ``nik`` and ``family``; a borrowed number is that of the family's first row.
    Whatever is done to a number, its serial stays 0000.
    """
    count = len(persons)
    how = pick(rng, care.nik, count)
    first = persons.select(pl.col("nik").first().over("family")).to_series()
    how = np.where((how == BORROWED) & (first == persons["nik"]).to_numpy(), USABLE, how)
    place = rng.integers(6, 12, count)
    digit = rng.integers(1, 10, count)
    frame = pl.DataFrame(
        {
            "nik": persons["nik"].cast(pl.String),
            "first": first.cast(pl.String),
            "how": how,
            "before": place,
            "digit": digit,
        }
    )
    nik, at = pl.col("nik"), pl.col("before")
    misread = pl.concat_str(
        nik.str.slice(0, at),
        ((nik.str.slice(at, 1).cast(pl.Int64) + pl.col("digit")) % 10).cast(pl.String),
        nik.str.slice(at + 1),
    )
    swapped = pl.concat_str(
        nik.str.slice(0, at - 1),
        nik.str.slice(at, 1),
        nik.str.slice(at - 1, 1),
        nik.str.slice(at + 1),
    )
    text = frame.select(
        pl.when(pl.col("how") == BLANK)
        .then(pl.lit(None, dtype=pl.String))
        .when(pl.col("how") == PLACEHOLDER)
        .then(pl.when(nik.str.slice(3, 1) < "3").then(pl.lit("0")).otherwise(pl.lit("-")))
        .when(pl.col("how") == SHORT)
        .then(nik.str.slice(0, 15))
        .when(pl.col("how") == MISREAD)
        .then(misread)
        .when(pl.col("how") == SWAPPED)
        .then(swapped)
        .when(pl.col("how") == BORROWED)
        .then("first")
        .otherwise(nik)
        .alias("nik")
    ).to_series()
    return text, pl.Series(DAMAGE).gather(how)


def spelt(rng: Random, told: pl.Series, *, share: float) -> pl.Series:
    """Names in capitals as this office spells them: no titles, other spellings, a word less."""
    count = len(told)
    bare = names.without_titles(told, where=rng.random(count) < 0.7)
    other = names.misspelt(rng, bare, where=rng.random(count) < share)
    typed = names.mistyped(rng, other, where=rng.random(count) < share / 5)
    first = typed.str.replace(r" [^ ]+$", "")
    short = pl.Series(rng.random(count) < share / 6)
    return first.zip_with(short, typed).str.to_uppercase()


def dates(rng: Random, born: pl.Series, *, share: float) -> pl.Series:
    """Birth dates as another office has them: a default day, day and month swapped, a year off."""
    count = len(born)
    day = born.cast(pl.Date)
    draw = rng.random(count)
    kind = pick(rng, (4, 2, 3, 2), count)
    frame = pl.DataFrame({"born": day, "kind": np.where(draw < share, kind, -1)})
    this, year = pl.col("born"), pl.col("born").dt.year()
    swapped = pl.date(year, this.dt.day(), this.dt.month())
    return frame.select(
        pl.when(pl.col("kind") == 0)
        .then(pl.date(year, 7, 1))
        .when(pl.col("kind") == 1)
        .then(pl.date(year, 12, 31))
        .when((pl.col("kind") == 2) & (this.dt.day() <= 12))
        .then(swapped)
        .when(pl.col("kind") == 3)
        .then(this.dt.offset_by("-1y"))
        .otherwise(this)
        .alias("born")
    ).to_series()


def chosen(rng: Random, count: int, share: float) -> Ints:
    """Places of a share of ``count`` rows, in order."""
    picked: Bools = rng.random(count) < share
    return np.flatnonzero(picked)
