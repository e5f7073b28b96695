"""Who needs what: the plan's counts, handed to families and persons that could have such a need.

Poverty clusters: each family has a latent hardship, and whoever has one need is likelier to have
another. Whoever leaves the count between March and August has no other need at all.
"""

from dataclasses import dataclass

import numpy as np

from entas.demo import people
from entas.demo.draws import Bools, Floats, Random, choose
from entas.demo.figures import Ints
from entas.demo.people import People
from entas.demo.plan import Plan

LEAVING = ("electricity", "latrine")

# Whoever carries such a need is of the age for it from 1 January to 31 December 2023.
SCHOOL_BORN = (2005, 2015)
WORK_BORN = (1959, 2007)


@dataclass(frozen=True, slots=True)
class FamilyNeeds:
    """Needs of families at the August cut-off, and who left the count before it."""

    august: dict[str, Bools]
    left: dict[str, Bools]

    def march(self, indicator: str) -> Bools:
        """Needs that stood in March: those of August, and of those who left."""
        here = self.august[indicator]
        return here | self.left[indicator] if indicator in self.left else here


def of_families(
    rng: Random, plan: Plan, *, district: Ints, early: Bools, here: Bools, target: Bools
) -> FamilyNeeds:
    """Needs of families.

    ``early``: visited and accepted by the March cut-off, and found: the only ones with needs of
    house, electricity, water and latrine. ``here``: found whenever visited. ``target``: has a
    member in the target group of stunting.
    """
    count = len(district)
    hardship = rng.random(count)

    def key() -> Floats:
        return 0.45 * hardship + rng.random(count)

    free = early.copy()
    left: dict[str, Bools] = {}
    for indicator in LEAVING:
        left[indicator] = choose(
            counts=plan.left[indicator], group=district, key=rng.random(count), among=free
        )
        free &= ~left[indicator]
    august = {
        indicator: choose(counts=plan.need(indicator), group=district, key=key(), among=free)
        for indicator in ("housing", "electricity", "water", "latrine")
    }
    staying = here & ~left["electricity"] & ~left["latrine"]
    august["stunting"] = choose(
        counts=plan.need("stunting"), group=district, key=key() + 9.0 * ~target, among=staying
    )
    return FamilyNeeds(august, left)


def target_of_stunting(members: People, families: int) -> Bools:
    """Families with a wife of 15 to 49 or a child under five."""
    child = members.birth_year >= 2018
    wife = (members.relationship == people.SPOUSE) & members.female & (members.birth_year >= 1974)
    return np.bincount(members.family[child | wife], minlength=families) > 0


def of_persons(
    rng: Random, plan: Plan, *, members: People, district: Ints, here: Bools
) -> dict[str, Bools]:
    """Needs of persons in families that are ``here`` (one element a person, as ``district``)."""
    count = len(members)
    born = members.birth_year
    schooling = choose(
        counts=plan.need("schooling"),
        group=district,
        key=rng.random(count) + 0.06 * (2015 - born),  # hardly anybody drops out at eight
        among=here & (born >= SCHOOL_BORN[0]) & (born <= SCHOOL_BORN[1]),
    )
    learning = np.isin(members.education, people.ATTENDING) & ~schooling
    able = here & (born >= WORK_BORN[0]) & (born <= WORK_BORN[1]) & ~learning
    able &= members.occupation != people.PENSIONER
    listed_working = members.occupation != people.NOT_WORKING
    employment = choose(
        counts=plan.need("employment"),
        group=district,
        key=rng.random(count) + 0.8 * listed_working + 0.25 * members.female,
        among=able,
    )
    disability = choose(
        counts=plan.need("disability"),
        group=district,
        key=rng.random(count) - 0.004 * (people.YEAR - born),
        among=here,
    )
    return {"schooling": schooling, "disability": disability, "employment": employment}


def listed_education(rng: Random, members: People, needs: dict[str, Bools]) -> Ints:
    """Education as the lists have it: most dropouts as such, some still as pupils."""
    born = members.birth_year
    dropped = np.select(
        [born >= 2011, born >= 2008],
        [
            np.where(rng.random(len(born)) < 0.3, people.NO_SCHOOL, people.PRIMARY_INCOMPLETE),
            people.PRIMARY,
        ],
        np.where(rng.random(len(born)) < 0.4, people.PRIMARY, people.LOWER),
    )
    out_of_date = (rng.random(len(born)) < 0.15) & ~needs["employment"]
    return np.where(needs["schooling"] & ~out_of_date, dropped, members.education)


def listed_occupation(rng: Random, members: People, needs: dict[str, Bools]) -> Ints:
    """Occupation as the lists have it: of those without work, some still with their last one."""
    without = needs["employment"] & (rng.random(len(members)) < 0.85)
    return np.where(without, people.NOT_WORKING, members.occupation)
