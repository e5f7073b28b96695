"""One kabupaten of the society as its office sees it, and how its clerks write.

Every office has habits: which case it types in, how it writes dates, whether its exports have a
title block. They are drawn once for each, so that all of its lists look alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.demo import identity, values
from entas.demo.draws import Random, pick, random
from entas.demo.figures import KABUPATEN, Ints
from entas.demo.society import Society

EPOCH = np.datetime64("2023-01-01")

ISO, DAY_FIRST, CELLS = range(3)

# Weights of upper, title and lower case by habit of the office.
_CASES = ((0.97, 0.02, 0.01), (0.55, 0.42, 0.03), (0.80, 0.05, 0.15))


@dataclass(frozen=True, slots=True)
class District:
    """Rows of the society in one kabupaten. ``start`` is the number of its first family."""

    place: int
    code: str
    name: str
    families: pl.DataFrame
    persons: pl.DataFrame
    heads: pl.DataFrame  # one person a family, in the order of ``families``
    first_family: int
    first_person: int

    def rng(self, purpose: str, seed: int) -> Random:
        """Random numbers for one purpose in this kabupaten."""
        return random(seed, f"{purpose} {self.code}")


def view(society: Society, place: int) -> District:
    """The part of the society in one kabupaten (by place in ``KABUPATEN``), with list keys."""
    code = list(KABUPATEN)[place]
    name = KABUPATEN[code].upper()
    district = society.families["district"]
    first = int(np.searchsorted(district.to_numpy(), place))
    count = int((district == place).sum())
    families = _with_keys(society.families.slice(first, count), society.villages)
    family = society.persons["family"].to_numpy()
    person = int(np.searchsorted(family, first))
    stop = int(np.searchsorted(family, first + count))
    persons = society.persons.slice(person, stop - person)
    home = persons["family"].to_numpy() - first
    persons = persons.with_columns(
        *(families[name].gather(home) for name in _OF_FAMILY),
        person_key=pl.concat_str(
            families["family_key"].gather(home),
            (persons["position"] + 1).cast(pl.String).str.zfill(2),
        ),
        nik_text=nik_texts(persons["nik"], persons["nik_written"].to_numpy()),
    )
    heads = persons.filter(pl.col("position") == 0)
    return District(place, code, name, families, persons, heads, first, person)


_OF_FAMILY = (
    "family_key",
    "village_code",
    "village_name",
    "subdistrict",
    "address",
    "rt",
    "rw",
    "decile",
    "percentile",
    "stunting",
    "presence_of_family",
    *("bpnt", "bpum", "bst", "pkh", "sembako"),
)


def _with_keys(families: pl.DataFrame, villages: pl.DataFrame) -> pl.DataFrame:
    village = families["village"]
    key = pl.concat_str("village_code", (pl.col("nth") + 1).cast(pl.String).str.zfill(5))
    home = villages["subdistrict_code"].gather(village).cast(pl.Int64).to_numpy()
    return families.with_columns(
        villages["code"].gather(village).alias("village_code"),
        villages["name"].gather(village).str.to_uppercase().alias("village_name"),
        villages["subdistrict"].gather(village).str.to_uppercase().alias("subdistrict"),
        pl.Series("kk_number", identity.kk_numbers(home=home)).cast(pl.String),
        pl.col("presence").alias("presence_of_family"),
        _address(),
    ).with_columns(family_key=key)


def _address() -> pl.Expr:
    """Addresses in the ways that clerks write RT, RW and hamlet."""
    hamlet = pl.col("hamlet").replace_strict(
        dict(enumerate(values.HAMLETS)), return_dtype=pl.String
    )
    rt, rw = pl.col("rt").cast(pl.String), pl.col("rw").cast(pl.String)
    rt3, rw3 = rt.str.zfill(3), rw.str.zfill(3)
    style = pl.col("address_style")
    return (
        pl.when(style == 0)
        .then(pl.format("DUSUN {} RT {} RW {}", hamlet, rt3, rw3))
        .when(style == 1)
        .then(pl.format("DK. {} RT {}/RW {}", hamlet, rt3, rw3))
        .when(style == 2)
        .then(pl.format("RT {} RW {}", rt3, rw3))
        .when(style == 3)
        .then(pl.format("Dsn {} RT.{} RW.{}", hamlet.str.to_titlecase(), rt, rw))
        .otherwise(pl.format("RT/RW {}/{}", rt3, rw3))
        .alias("address")
    )


def nik_texts(nik: pl.Series, written: Ints) -> pl.Series:
    """NIK as a list writes them, damaged or not; null is an empty cell."""
    frame = pl.DataFrame({"nik": nik.cast(pl.String), "how": written})
    text = pl.col("nik")
    placeholder = (
        pl.when(nik // 10**10 % 3 == 0)
        .then(pl.lit("0"))
        .when(nik // 10**10 % 3 == 1)
        .then(pl.lit("-"))
        .otherwise(pl.lit("9999999999999999"))
    )
    return frame.select(
        pl.when(pl.col("how") == identity.BLANK)
        .then(pl.lit(None, dtype=pl.String))
        .when(pl.col("how") == identity.PLACEHOLDER)
        .then(placeholder)
        .when(pl.col("how") == identity.SHORT)
        .then(text.str.slice(0, 15))
        .when(pl.col("how") == identity.LETTER)
        .then(text.str.slice(0, 12) + pl.lit("OOOO"))
        .when(pl.col("how") == identity.APOSTROPHE)
        .then(pl.lit("'") + text)
        .otherwise(text)
        .alias("nik_text")
    ).to_series()


@dataclass(frozen=True, slots=True)
class Hand:
    """The habits of the clerks of one list: case by row, and how dates are written."""

    case: Ints
    dates: int

    def said(self, codes: pl.Series | Ints, labels: Sequence[str]) -> pl.Series:
        """Codes as words in the row's case; negative codes are empty cells."""
        code = codes.to_numpy() if isinstance(codes, pl.Series) else codes
        words = [*labels, *(w.title() for w in labels), *(w.lower() for w in labels), None]
        count = len(labels)
        place = np.where(code < 0, 3 * count, self.case * count + code)
        return pl.Series(words, dtype=pl.String).gather(place)

    def dated(self, days: Ints) -> pl.Series:
        """Days since 1 January 2023 as this office writes dates; negative is an empty cell."""
        dates = pl.Series(EPOCH + np.maximum(days, 0).astype("timedelta64[D]")).cast(pl.Date)
        return self.written(dates.set(pl.Series(days < 0), None))

    def written(self, dates: pl.Series) -> pl.Series:
        """Dates as text, or as they are where the office has date cells."""
        if self.dates == CELLS:
            return dates
        return dates.dt.strftime("%Y-%m-%d" if self.dates == ISO else "%d/%m/%Y")


def hand(district: District, seed: int, rows: int, *, purpose: str, text_only: bool) -> Hand:
    """The hand of one list of a kabupaten. ``text_only``: a file without date cells (CSV)."""
    rng = district.rng(f"hand {purpose}", seed)
    case = pick(rng, _CASES[district.place % 3], rows)
    dates = (district.place + len(purpose)) % 3
    return Hand(case, DAY_FIRST if text_only and dates == CELLS else dates)
