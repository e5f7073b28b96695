"""What field officers write for the eight indicators. The polarity is mixed, as in the real form:
house, water, latrine, electricity and work ask whether it is there; the others whether it is bad.
"""

import numpy as np

from entas.demo import identity, people
from entas.demo.draws import Bools, Random, pick
from entas.demo.figures import Ints
from entas.demo.people import People

YES, NO, BLANK = 0, 1, -1

BY_HOUSE = ("housing", "electricity", "water", "latrine")
ASKED_AS_BAD = ("stunting", "schooling", "disability")

PERSON_PRESENCES = ("present", "dead", "moved", "listed_by_mistake", "not_found")
HOMEMAKER, STUDENT = len(people.OCCUPATIONS), len(people.OCCUPATIONS) + 1
KINDS = ("physical", "intellectual", "mental", "sensory", "multiple")

FIELD_NIK_SHARE = 0.3  # of those whose listed NIK is useless, found by the officer


def said(indicator: str, need: Bools) -> Ints:
    """The answer that means need or no need."""
    bad = indicator in ASKED_AS_BAD
    return np.where(need == bad, YES, NO).astype(np.int64)


def of_families(
    rng: Random, *, march: dict[str, Bools], found: Bools, quiet: Bools
) -> dict[str, Ints]:
    """Answers of the first visit. Only ``quiet`` families have some missing: there the list says
    nothing that would be a need. Whoever was not found was not asked.
    """
    out = {}
    for name, need in march.items():
        missing = ~found
        if name in BY_HOUSE:
            missing = missing | (quiet & (rng.random(len(found)) < 0.3))
        out[name] = np.where(missing, BLANK, said(name, need))
    return out


def of_persons(
    rng: Random,
    *,
    members: People,
    needs: dict[str, Bools],
    occupation: Ints,
    education: Ints,
    found: Bools,
) -> dict[str, Ints]:
    """Answers of the first visit, with ``presence``, ``field_occupation`` and ``kind``."""
    count = len(members)
    born = members.birth_year
    carries = needs["schooling"] | needs["disability"] | needs["employment"]
    works = _works(rng, members, needs["employment"], occupation, education)
    at_school = (born >= 2004) & (born <= 2017)
    school = np.where(at_school, said("schooling", needs["schooling"]), BLANK)
    disabled = said("disability", needs["disability"])
    unsaid = ~needs["disability"] & (rng.random(count) < 0.1)
    draw = rng.random(count)
    absent = ~carries & (members.relationship != people.HEAD) & (draw < 0.015)
    presence = np.where(absent, pick(rng, (0, 3, 5, 1, 1), count), 0)
    asked = found & ~absent
    home = members.female & (members.relationship == people.SPOUSE)
    homemaker = home & (works == BLANK) & (occupation == people.NOT_WORKING)
    learning = np.isin(education, people.ATTENDING) & (works == BLANK)
    seen = np.where(homemaker, HOMEMAKER, np.where(learning, STUDENT, occupation))
    return {
        "presence": presence,
        "works": np.where(asked, works, BLANK),
        "out_of_school": np.where(asked, school, BLANK),
        "disabled": np.where(asked & ~unsaid, disabled, BLANK),
        "kind": np.where(needs["disability"], pick(rng, (5, 2, 2, 3, 1), count), BLANK),
        "field_occupation": np.where(asked, seen, occupation),
        "field_nik": (asked & (rng.random(count) < FIELD_NIK_SHARE)).astype(np.int64),
    }


def _works(rng: Random, members: People, without: Bools, occupation: Ints, education: Ints) -> Ints:
    """Whether each person works; blank for pupils, most homemakers, the old and the young."""
    draw = rng.random(len(members))
    age = people.YEAR - members.birth_year
    idle = occupation == people.NOT_WORKING
    found_working = idle & (draw < np.where(members.female, 0.2, 0.7))
    working = ((~idle & (draw < 0.97)) | found_working) & (occupation != people.PENSIONER)
    working &= ~np.isin(education, people.ATTENDING) & (age >= 15) & (age <= 75)
    return np.where(without, NO, np.where(working, YES, BLANK)).astype(np.int64)


def writes_nik(state: Ints) -> Bools:
    """Whether a NIK written so is no number at all."""
    useless: Bools = (state != identity.USABLE) & (state != identity.APOSTROPHE)
    return useless
