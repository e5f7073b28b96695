"""Families with their members: who lives together, how old they are, what they do.

Everything is decided by birth year, so that the ages of a couple and of their children fit, and so
that nobody whose need depends on an age crosses its limit during 2023.
"""

from dataclasses import dataclass

import numpy as np

from entas.demo.draws import Bools, Floats, Random, pick, pick_by_row
from entas.demo.figures import Ints

YEAR = 2023
LAST_BIRTH_YEAR = 2022

HEAD, SPOUSE, CHILD, OTHER = range(4)
SINGLE, MARRIED, DIVORCED, WIDOWED = range(4)

# Codes of education, in the order of ``kernel.vocabulary.PERSON["education"]``.
NO_SCHOOL, PRIMARY_INCOMPLETE, IN_PRIMARY, PRIMARY, IN_LOWER, LOWER = range(6)
IN_UPPER, UPPER, IN_TERTIARY, TERTIARY = range(6, 10)
ATTENDING = (IN_PRIMARY, IN_LOWER, IN_UPPER, IN_TERTIARY)

# Occupations as P3KE has them.
OCCUPATIONS = (
    "not_working",
    "farmer",
    "fisher",
    "trader",
    "civil_servant_or_security",
    "private_employee",
    "entrepreneur",
    "pensioner",
    "casual",
)
NOT_WORKING, FARMER, FISHER, TRADER, OFFICER, EMPLOYEE, ENTREPRENEUR, PENSIONER, CASUAL = range(9)

SIZES = (0.115, 0.215, 0.28, 0.235, 0.105, 0.036, 0.011, 0.003)  # of 1 .. 8 members
MOST_MEMBERS = 8


@dataclass(frozen=True, slots=True)
class People:
    """One element a person, sorted by family, the head first."""

    family: Ints
    position: Ints  # 0 is the head
    female: Bools
    birth_year: Ints
    relationship: Ints
    marital: Ints
    education: Ints
    occupation: Ints

    def __len__(self) -> int:
        return len(self.family)


def sizes(rng: Random, *, district: Ints, persons: Ints) -> Ints:
    """Members of each family, so that those of a kabupaten sum to its published persons."""
    out = pick(rng, SIZES, len(district)) + 1
    for code, wanted in enumerate(persons):
        here = np.flatnonzero(district == code)
        while (gap := int(wanted - out[here].sum())) != 0:
            step = 1 if gap > 0 else -1
            limit = MOST_MEMBERS if gap > 0 else 1
            able = here[(out[here] != limit) & (out[here] + step >= 1)]
            out[rng.permutation(able)[: abs(gap)]] += step
    return out


def make(rng: Random, *, size: Ints) -> People:
    """Members for families of the given sizes."""
    family = np.repeat(np.arange(len(size)), size)
    start = np.r_[0, np.cumsum(size)[:-1]]
    position = np.arange(len(family)) - start[family]
    head_female, couple = _couples(rng, size)
    relationship = _relationships(rng, family, position, size, couple)
    female = rng.random(len(family)) < 0.49
    female[position == 0] = head_female
    female[relationship == SPOUSE] = ~head_female[family[relationship == SPOUSE]]
    birth_year = _birth_years(rng, family, relationship, head_female, couple, len(size))
    marital = _marital(rng, relationship, birth_year, couple[family])
    education = _education(rng, birth_year)
    occupation = _occupation(rng, female, birth_year, education)
    return People(
        family, position, female, birth_year, relationship, marital, education, occupation
    )


def _couples(rng: Random, size: Ints) -> tuple[Bools, Bools]:
    """Whether the head is a woman, and whether head and spouse live together."""
    draw = rng.random(len(size))
    share = np.array([0.0, 0.0, 0.72, 0.86, 0.93, 0.95, 0.95, 0.95, 0.95])
    couple = draw < share[size]
    head_female = np.where(couple, rng.random(len(size)) < 0.015, rng.random(len(size)) < 0.68)
    return head_female.astype(np.bool_), couple


def _relationships(rng: Random, family: Ints, position: Ints, size: Ints, couple: Bools) -> Ints:
    """Head, spouse, then children; the last member of larger families may be another relative."""
    relationship = np.full(len(family), CHILD, dtype=np.int64)
    relationship[position == 0] = HEAD
    relationship[(position == 1) & couple[family]] = SPOUSE
    last = (position == size[family] - 1) & (relationship == CHILD) & (size[family] > 2)
    relationship[last & (rng.random(len(family)) < 0.22)] = OTHER
    return relationship


def _birth_years(
    rng: Random, family: Ints, relationship: Ints, head_female: Bools, couple: Bools, count: int
) -> Ints:
    """Birth years: children two to five years apart, their mother 18 to 46 when they were born."""
    is_child = relationship == CHILD
    children = np.bincount(family[is_child], minlength=count)
    place = np.flatnonzero(is_child)
    before = np.r_[0, np.cumsum(children)[:-1]]
    nth = np.arange(len(place)) - before[family[place]]  # 0 is the eldest
    gap = np.where(nth > 0, 2 + np.floor(3.6 * rng.random(len(place)) ** 1.5), 0)
    gap = np.where(children[family[place]] > 4, np.minimum(gap, 3), gap)
    total = np.cumsum(gap)
    since_eldest = (total - (total - gap)[before[family[place]]]).astype(np.int64)
    span = np.zeros(count, dtype=np.int64)
    np.maximum.at(span, family[place], since_eldest)
    youngest = np.floor(27 * rng.random(count) ** 1.15).astype(np.int64) + YEAR - LAST_BIRTH_YEAR
    first_birth = 18 + np.floor(13 * rng.random(count) ** 1.3).astype(np.int64)
    first_birth = np.maximum(np.minimum(first_birth, 46 - span), 17)
    childless = np.where(
        couple, 24 + 55 * rng.random(count) ** 0.75, 40 + 48 * rng.random(count) ** 0.8
    ).astype(np.int64)
    mother_age = np.where(children > 0, youngest + span + first_birth, childless)
    older = np.clip(np.rint(rng.normal(3.5, 3, count)), -2, 11).astype(np.int64)
    father_age = np.maximum(mother_age + older, 19)
    out = np.zeros(len(family), dtype=np.int64)
    heads, spouses = relationship == HEAD, relationship == SPOUSE
    head_age = np.where(head_female, mother_age, father_age)
    out[heads] = YEAR - head_age[family[heads]]
    spouse_age = np.where(head_female, father_age, mother_age)
    out[spouses] = YEAR - spouse_age[family[spouses]]
    eldest = (youngest + span)[family[place]]
    out[place] = YEAR - (eldest - since_eldest)
    out[relationship == OTHER] = _relatives(rng, head_age[family[relationship == OTHER]])
    return out


def _relatives(rng: Random, head_age: Ints) -> Ints:
    """Birth years of other relatives: a parent of a younger head, a grandchild of an older one."""
    parent = head_age + 19 + np.floor(15 * rng.random(len(head_age))).astype(np.int64)
    grandchild = 1 + np.floor(np.clip(head_age - 40, 1, 18) * rng.random(len(head_age))).astype(
        np.int64
    )
    return YEAR - np.where((head_age < 52) & (parent < 92), parent, grandchild)


def _marital(rng: Random, relationship: Ints, birth_year: Ints, couple: Bools) -> Ints:
    age = YEAR - birth_year
    draw = rng.random(len(age))
    out = np.full(len(age), SINGLE, dtype=np.int64)
    out[(relationship != HEAD) & (age >= 24) & (draw < 0.25)] = MARRIED
    alone = (relationship == HEAD) & ~couple
    out[alone] = np.where(
        draw[alone] < np.clip((age[alone] - 25) / 60, 0.1, 0.9), WIDOWED, DIVORCED
    )
    out[alone & (draw > 0.96)] = SINGLE
    out[((relationship == HEAD) | (relationship == SPOUSE)) & couple] = MARRIED
    out[(relationship == OTHER) & (age >= 55)] = WIDOWED
    return out


# Weights of education by cohort of adults: born before 1960, 1975, 1990, 2005.
_ADULT_EDUCATION: Floats = np.array(
    [
        [0.30, 0.28, 0, 0.34, 0, 0.05, 0, 0.03, 0, 0],
        [0.07, 0.16, 0, 0.56, 0, 0.13, 0, 0.07, 0, 0.01],
        [0.02, 0.05, 0, 0.46, 0, 0.30, 0, 0.16, 0, 0.01],
        [0.01, 0.02, 0, 0.16, 0, 0.34, 0, 0.42, 0.04, 0.01],
    ]
)


def _education(rng: Random, birth_year: Ints) -> Ints:
    """By cohort; children of school age attend the level of their age."""
    cohort = np.searchsorted([1960, 1975, 1990], birth_year, side="right")
    out = pick_by_row(rng, _ADULT_EDUCATION, cohort)
    out[(out == IN_TERTIARY) & (birth_year < 1999)] = UPPER
    out[birth_year == 2004] = np.where(rng.random(int((birth_year == 2004).sum())) < 0.4, 6, 7)
    for first, last, level in (
        (2005, 2007, IN_UPPER),
        (2008, 2010, IN_LOWER),
        (2011, 2016, IN_PRIMARY),
        (2017, LAST_BIRTH_YEAR, NO_SCHOOL),
    ):
        out[(birth_year >= first) & (birth_year <= last)] = level
    return out


_MEN_WORK = (0.0, 0.40, 0.015, 0.06, 0.002, 0.17, 0.09, 0.0, 0.263)
_WOMEN_WORK = (0.0, 0.38, 0.0, 0.16, 0.002, 0.20, 0.09, 0.0, 0.168)


def _occupation(rng: Random, female: Bools, birth_year: Ints, education: Ints) -> Ints:
    """What a list says: most men work, half of the women, few of the old, no pupil."""
    age = YEAR - birth_year
    count = len(age)
    work = np.where(female, pick(rng, _WOMEN_WORK, count), pick(rng, _MEN_WORK, count))
    rate = np.where(female, 0.45, 0.87)
    rate = np.where(age > 64, rate * np.clip(1.35 - (age - 60) / 30, 0.05, 1), rate)
    rate = np.where(age < 22, rate * 0.5, rate)
    idle = (rng.random(count) > rate) | (age < 15) | np.isin(education, ATTENDING)
    work[idle] = NOT_WORKING
    work[(age > 58) & (rng.random(count) < 0.006)] = PENSIONER
    return work
