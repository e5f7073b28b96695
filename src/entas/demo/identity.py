"""Numbers of people and families that can never have been issued: every serial is 0000.

A NIK is area of first registration, birth date (women 40 days on) and serial. As the serial is the
same for all, those born on one day and of one sex differ in the area: whoever collides was first
registered in another sub-district.
"""

import numpy as np
import numpy.typing as npt

from entas.demo.draws import Bools, Random
from entas.demo.figures import Ints

Days = npt.NDArray[np.datetime64]

USABLE, BLANK, PLACEHOLDER, SHORT, LETTER, APOSTROPHE = range(6)
"""How a list writes a NIK: all but the first and the last leave the person without one."""

_DAMAGE_SHARES = (0.9725, 0.008, 0.004, 0.0125, 0.001, 0.002)
DAMAGE = ("", "nik-blank", "nik-placeholder", "nik-short", "nik-letter", "nik-apostrophe")


def birth_dates(rng: Random, birth_year: Ints) -> Days:
    """Days of birth. Many old people have one of the days that offices give to the unsure."""
    count = len(birth_year)
    month = rng.integers(1, 13, count)
    day = rng.integers(1, 29, count)  # enough days; none that a month lacks
    draw = rng.random(count)
    settled = birth_year < 2022
    old = birth_year < 1985
    for low, high, new_month, new_day in (
        (0.0, 0.018, 7, 1),
        (0.018, 0.040, 12, 31),
        (0.040, 0.047, 1, 1),
    ):
        rate = np.where(old, 1.0, 0.3)
        given = settled & (draw >= low) & (draw < low + (high - low) * rate)
        month, day = np.where(given, new_month, month), np.where(given, new_day, day)
    day = np.where(settled & old & (draw > 0.975), 15, day)
    month = np.where(birth_year >= 2022, 1 + (month - 1) % 10, month)  # born before the lists
    years = (birth_year - 1970).astype("datetime64[Y]")
    first = years.astype("datetime64[M]") + (month - 1).astype("timedelta64[M]")
    born: Days = first.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    return born


def niks(
    rng: Random,
    *,
    home: Ints,
    born: Days,
    female: Bools,
    areas: Ints,
    taken: Ints | None = None,
) -> Ints:
    """A NIK for each person, all different, and none that is ``taken``.

    ``home`` and ``areas`` are six-digit codes.
    """
    day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1 + 40 * female
    month = born.astype("datetime64[M]").astype(np.int64) % 12 + 1
    year = (born.astype("datetime64[Y]").astype(np.int64) + 1970) % 100
    tail = (day * 10_000 + month * 100 + year) * 10_000
    moved = rng.random(len(home)) < 0.12
    area = np.where(moved, rng.choice(areas, len(home)), home)
    others = np.zeros(0, dtype=np.int64) if taken is None else taken
    while len(clash := _repeated(np.r_[others, area * 10**10 + tail])):
        clash = clash[clash >= len(others)] - len(others)
        area[clash] = rng.choice(areas, len(clash))
    out: Ints = area * 10**10 + tail
    return out


def _repeated(numbers: Ints) -> Ints:
    """Places of all but the first of equal numbers."""
    order = np.argsort(numbers, kind="stable")
    same = np.flatnonzero(numbers[order][1:] == numbers[order][:-1]) + 1
    return order[same]


def kk_numbers(*, home: Ints, older: bool = False) -> Ints:
    """A family card number for each family: area, a day of recording, serial 0000.

    ``older`` cards were recorded before 2005: none of them equals one of the others.
    """
    order = np.argsort(home, kind="stable")
    start = np.r_[True, home[order][1:] != home[order][:-1]]
    first = np.maximum.accumulate(np.where(start, np.arange(len(home)), 0))
    nth = np.empty(len(home), dtype=np.int64)
    nth[order] = np.arange(len(home)) - first
    # A prime number of days from the first: stepping through them visits each day once.
    first_day, span = ("1985-01-01", 7_297) if older else ("2005-01-01", 6_473)
    days = np.datetime64(first_day) + ((nth * 1_597 + 311) % span).astype("timedelta64[D]")
    century_of_cards = nth // span
    if len(home) and int(century_of_cards.max()) > 0:
        raise ValueError("a sub-district has more families than days to record their cards")
    months = days.astype("datetime64[M]")
    day = (days - months).astype(np.int64) + 1
    month = months.astype(np.int64) % 12 + 1
    year = (days.astype("datetime64[Y]").astype(np.int64) + 1970) % 100
    out: Ints = home * 10**10 + (day * 10_000 + month * 100 + year) * 10_000
    return out


def damages(rng: Random, count: int) -> Ints:
    """How the lists write each person's NIK."""
    edges = np.cumsum(_DAMAGE_SHARES)
    return np.minimum(np.searchsorted(edges, rng.random(count), side="right"), 5).astype(np.int64)
