"""Made-up persons with a known truth: households, and a fifth of the rows corrupted duplicates.

Nobody is real: every NIK and KK has serial 0000, which is never issued; equal ones are avoided by
the area and the day in the number. The duplicates have what Indonesian lists have: other spellings
(old orthography), typing slips, titles, lost words; a NIK missing, with a wrong digit, zeros, or
**that of another member of the household**; default and swapped birth dates; a newer family card;
another village.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.linkage_names import names, slips, spellings

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]
Random = np.random.Generator

COLUMNS = ("id", "nik", "kk", "name", "sex", "birth_date", "mother", "village", "rt", "rw")
DUPLICATES = 0.2  # for each person, how many rows more
NOBODY = -1
VERSION = 2  # of what is made: raise it with every change, for what is kept on disk
_TODAY = np.datetime64("2023-01-01")
_SUBDISTRICTS, _VILLAGES = 576, 8_563
_CARDS = (np.datetime64("1996-01-01"), 9_300)  # first day and days of recording of family cards
_NEW_CARDS = (np.datetime64("2021-07-01"), 900)  # of those who moved or married since


def write(folder: Path, rows: int, *, seed: int = 1, corruption: float = 1.0) -> None:
    """Write ``persons.csv`` (``COLUMNS``) and ``truth.parquet`` (entity, household, owner; in the
    order of the rows) unless they are there.
    """
    if (folder / "truth.parquet").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    made = persons(rows, seed=seed, corruption=corruption)
    made.select(COLUMNS).write_csv(folder / "persons.csv")
    made.select("entity", "household", "owner").write_parquet(folder / "truth.parquet")


def persons(rows: int, *, seed: int = 1, corruption: float = 1.0) -> pl.DataFrame:
    """A table of ``rows`` rows in random order: ``COLUMNS`` as text, ``entity`` (the true person),
    ``household`` and ``owner`` (the member whose NIK is borrowed; -1: no other's). ``corruption``
    scales how often a value of a duplicate is damaged (1: about three values in a row).
    """
    rng = np.random.default_rng(seed)
    count = int(rows / (1 + DUPLICATES))
    base = _persons(rng, count)
    copies = _damaged(rng, base, rng.integers(0, count, rows - count), corruption)
    made = pl.concat([base.with_columns(owner=pl.lit(NOBODY, dtype=pl.Int32)), copies])
    return made.drop("kec", "card").sample(fraction=1, shuffle=True, seed=seed).with_row_index("id")


def _persons(rng: Random, count: int) -> pl.DataFrame:
    sizes = rng.choice(7, p=[0.12, 0.18, 0.25, 0.25, 0.12, 0.06, 0.02], size=count) + 1
    sizes = sizes[: np.searchsorted(np.cumsum(sizes), count) + 1]
    household = np.repeat(np.arange(len(sizes)), sizes)[:count]
    starts = np.flatnonzero(np.r_[True, household[1:] != household[:-1]])
    place = np.arange(count) - starts[household]
    village = _villages()[rng.integers(0, _VILLAGES, len(sizes))]
    female = np.where(
        place == 0, rng.random(count) < 0.18, (place == 1) | (rng.random(count) < 0.5)
    )
    born = _births(rng, household, place, len(sizes))
    name, mother = names(rng, female, household, place)
    kec = village // 10_000
    nik = _niks(rng, kec[household], born, female)
    card = _numbers(kec, *_CARDS, rng)
    return pl.DataFrame(
        {
            "entity": np.arange(count),
            "household": household,
            "nik": nik.astype(str),
            "kk": card[household].astype(str),
            "name": name,
            "sex": np.where(female, "P", "L"),
            "birth_date": born,
            "mother": mother,
            "village": village[household].astype(str),
            "rt": rng.integers(1, 9, len(sizes))[household].astype(str),
            "rw": rng.integers(1, 7, len(sizes))[household].astype(str),
            "kec": kec[household],
            "card": card[household],
        }
    )


def _villages() -> Ints:
    kec = np.array([330101 + 100 * (i // 17) + i % 17 for i in range(_SUBDISTRICTS)])
    return np.array([k * 10_000 + 2001 + j for k in kec for j in range(15)])[:_VILLAGES]


def _births(rng: Random, household: Ints, place: Ints, households: int) -> Days:
    count = len(household)
    head = rng.integers(25, 80, households)[household]
    partner = np.clip(head - rng.integers(-3, 9, count), 18, 90)
    child = np.clip(head - rng.integers(20, 42, count), 0, 60)
    age = np.where(place == 0, head, np.where(place == 1, partner, child))
    born = _TODAY - (age * 365.25).astype(np.int64) - rng.integers(0, 365, count)
    year = born.astype("datetime64[Y]").astype("datetime64[D]")
    draw = rng.random(count)  # days that offices give to those who do not know theirs
    return np.where(draw < 0.018, year + 181, np.where(draw < 0.03, year + 364, born))


def _date_digits(day: Days, extra: Ints | int = 0) -> Ints:
    """A day as the number ddmmyy; ``extra`` is added to the day (40 for women)."""
    month = day.astype("datetime64[M]")
    of_month = (day - month.astype("datetime64[D]")).astype(np.int64) + 1 + extra
    year = (day.astype("datetime64[Y]").astype(np.int64) + 1970) % 100
    digits: Ints = of_month * 10_000 + (month.astype(np.int64) % 12 + 1) * 100 + year
    return digits


def _niks(rng: Random, kec: Ints, born: Days, female: npt.NDArray[np.bool_]) -> Ints:
    """All different: who was born elsewhere, or whose number is taken, is from any sub-district of
    the country (the codes are made up).
    """
    tail = _date_digits(born, 40 * female.astype(np.int64)) * 10_000

    def elsewhere(size: int) -> Ints:
        return (
            rng.integers(11, 95, size) * 10_000
            + rng.integers(1, 30, size) * 100
            + rng.integers(1, 30, size)
        )

    area = np.where(rng.random(len(kec)) < 0.85, kec, elsewhere(len(kec)))
    while len(clash := _repeated(area * 10**10 + tail)):
        area[clash] = elsewhere(len(clash))
    return area * 10**10 + tail


def _repeated(numbers: Ints) -> Ints:
    """Places of all but the first of equal numbers."""
    order = np.argsort(numbers, kind="stable")
    return order[np.flatnonzero(numbers[order][1:] == numbers[order][:-1]) + 1]


def _numbers(kec: Ints, first: np.datetime64, days: int, rng: Random) -> Ints:
    """Family card numbers, all different: the n-th card of a sub-district has its n-th day, the
    days in random order.
    """
    order = np.argsort(kec, kind="stable")
    starts = np.r_[True, kec[order][1:] != kec[order][:-1]]
    nth = np.empty(len(kec), np.int64)
    at = np.arange(len(kec))
    nth[order] = at - np.maximum.accumulate(np.where(starts, at, 0))
    if len(kec) and nth.max() >= days:
        raise ValueError("a sub-district has more families than days to record their cards")
    shuffled = rng.permutation(days)
    day = first + shuffled[(nth + kec * 31) % days]
    return kec * 10**10 + _date_digits(day) * 10_000


def _damaged(rng: Random, base: pl.DataFrame, which: Ints, corruption: float) -> pl.DataFrame:
    """Copies of the persons ``which``, each value damaged at its own rate."""
    rows = base[which]
    count = len(rows)

    def some(*shares: float) -> Ints:
        """Which damage each row gets: 0 for the first share, ..., ``len(shares)`` for none."""
        limits = np.cumsum(shares) * corruption
        return np.searchsorted(limits, rng.random(count), side="right")

    name = rows["name"].to_numpy().astype(object)
    kind = some(0.25, 0.17, 0.08, 0.05, 0.02, 0.03)
    for damage, change in enumerate(spellings(rng)):
        at = np.flatnonzero(kind == damage)
        name[at] = [change(text) for text in name[at]]
    mother = rows["mother"].to_numpy().astype(object)
    kind = some(0.3, 0.1)
    mother[kind == 0] = ""
    mother[kind == 1] = [slips(rng)(text) for text in mother[kind == 1]]
    nik, owner = _damaged_niks(rng, base, which, some(0.17, 0.12, 0.05, 0.02))
    sex = rows["sex"].to_numpy().astype(object)
    kind = some(0.02, 0.01)
    sex = np.where(kind == 0, "", np.where(kind == 1, np.where(sex == "L", "P", "L"), sex))
    village = _damaged_villages(rng, rows["village"].to_numpy().astype(np.int64), some(0.06, 0.04))
    rt = np.where(some(0.15) == 0, rng.integers(1, 9, count).astype(str), rows["rt"].to_numpy())
    return rows.with_columns(
        name=pl.Series(name.tolist()),
        mother=pl.Series(mother.tolist()),
        nik=pl.Series(nik.tolist()),
        sex=pl.Series(sex.tolist()),
        kk=pl.Series(_damaged_cards(rng, rows, some(0.15, 0.10, 0.04)).tolist()),
        birth_date=pl.Series(
            _damaged_dates(
                rng, rows["birth_date"].to_numpy(), some(0.06, 0.02, 0.05, 0.05, 0.05, 0.04)
            )
        ),
        village=pl.Series(village.astype(str)),
        rt=pl.Series(rt.tolist(), dtype=pl.String),
        owner=pl.Series(owner, dtype=pl.Int32),
    )


def _damaged_villages(rng: Random, village: Ints, kind: Ints) -> Ints:
    """Any other village, another of the sub-district."""
    near = village // 10_000 * 10_000 + 2001 + rng.integers(0, 15, len(village))
    far = _villages()[rng.integers(0, _VILLAGES, len(village))]
    return np.where(kind == 0, far, np.where(kind == 1, near, village))


def _damaged_niks(rng: Random, base: pl.DataFrame, which: Ints, kind: Ints) -> tuple[Texts, Ints]:
    """Missing, a wrong digit, that of another member of the household, zeros; with the owners."""
    nik = base["nik"].to_numpy()[which].astype(object)
    nik[kind == 0] = ""
    nik[kind == 1] = [_wrong_digit(rng, text) for text in nik[kind == 1]]
    nik[kind == 3] = "0" * 16
    household = base["household"].to_numpy()
    starts = np.flatnonzero(np.r_[True, household[1:] != household[:-1]])
    size = np.diff(np.r_[starts, len(household)])[household[which]]
    borrowed = (kind == 2) & (size > 1)
    at = which[borrowed]
    start, members = starts[household[at]], size[borrowed]
    step = rng.integers(1, members)  # 1 to members - 1: never the person
    other = start + (at - start + step) % members
    nik[borrowed] = base["nik"].to_numpy()[other]
    owner = np.full(len(which), NOBODY)
    owner[borrowed] = other  # persons are numbered as their rows in ``base``
    return nik, owner


def _damaged_cards(rng: Random, rows: pl.DataFrame, kind: Ints) -> Texts:
    """A newer card, none, a wrong digit."""
    card = rows["kk"].to_numpy().astype(object)
    moved = np.flatnonzero(kind == 0)
    areas = rng.choice(_villages() // 10_000, len(moved))
    card[moved] = _numbers(areas, *_NEW_CARDS, rng).astype(str)
    card[kind == 1] = ""
    card[kind == 2] = [_wrong_digit(rng, text) for text in card[kind == 2]]
    return card


def _damaged_dates(rng: Random, born: Days, kind: Ints) -> Days:
    """1 July, 31 December, day and month swapped, a year beside, another day of the month, none."""
    year = born.astype("datetime64[Y]")
    month = born.astype("datetime64[M]")
    day = (born - month.astype("datetime64[D]")).astype(np.int64)  # from 0
    of_year = month.astype(np.int64) % 12  # from 0

    def composed(years: Days, months: Ints, days: Ints):
        return (years.astype("datetime64[M]") + months).astype("datetime64[D]") + days

    beside = np.where(rng.random(len(born)) < 0.5, -1, 1)
    options = (
        composed(year, np.full(len(born), 6), np.zeros(len(born), np.int64)),
        composed(year, np.full(len(born), 11), np.full(len(born), 30)),
        np.where(day < 12, composed(year, np.minimum(day, 11), of_year), born),
        composed(year + beside, of_year, np.minimum(day, 27)),
        composed(year, of_year, rng.integers(0, 28, len(born))),
        np.full(len(born), np.datetime64("NaT"), "datetime64[D]"),
    )
    return np.select([kind == i for i in range(len(options))], options, born)


def _wrong_digit(rng: Random, number: str) -> str:
    """One digit another, or two neighbours swapped; the serial stays 0000."""
    at = int(rng.integers(0, 11))
    if rng.random() < 0.5:
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    digit = (int(number[at]) + int(rng.integers(1, 10))) % 10
    return f"{number[:at]}{digit}{number[at + 1 :]}"
