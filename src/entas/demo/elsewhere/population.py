"""Everybody whom other lists speak of: P3KE's families, and neighbours whom P3KE does not list.

Families and persons of the society keep their numbers; neighbours follow, families first those of
whom lists tell person by person, then houses of which only the head's name is known.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.demo import identity, names, people, visits
from entas.demo.draws import Bools, Random, between, pick, random
from entas.demo.elsewhere.habits import Habits
from entas.demo.figures import KABUPATEN, Ints
from entas.demo.society import FAMILIES_PER_RT, RT_PER_RW, Society

HOUSES_PER_UNIT = 60
HAMLETS = 24
NEED = ("schooling", "disability", "employment")


@dataclass(frozen=True, slots=True)
class Population:
    """``families``: one row a family, P3KE's first. Columns: village (row of the society's), rt,
    rw, hamlet, listed (by P3KE), true (number of the family it really is), head (name), metered,
    widowed, owner, dead. ``cards``: the number of the family's card, and another one that nobody
    has, for those told person by person.

    ``persons``: one row a person, P3KE's first. Columns: family, position, female, birth_year,
    born, nik, name, relationship, marital, education, occupation, mother, true, dead and needs.
    """

    society: Society
    families: pl.DataFrame
    persons: pl.DataFrame
    cards: pl.DataFrame

    @property
    def listed(self) -> int:
        """Families that P3KE lists."""
        return len(self.society.families)


def make(society: Society, habits: Habits, areas: pl.DataFrame) -> Population:
    """The population around a society. ``areas`` is the official tree, see ``society.make``."""
    here = _families_of(society)
    homes = _neighbours(society, habits)
    told = int(homes["told"].sum())
    members = _persons_of_neighbours(society, habits, homes.head(told), areas)
    homes = _named(society, habits, homes, members)
    families = pl.concat([here, homes.select(here.columns)])
    persons = pl.concat([_persons_of(society), members])
    cards = _cards(society, families["village"].head(len(here) + told), len(here))
    return Population(society, families, _with_mothers(society.plan.seed, persons), cards)


def true_families(society: Society) -> Ints:
    """The family that each listed family really is: itself, but for those listed twice."""
    persons = society.persons
    head = persons.filter(pl.col("position") == 0)["same_as"]
    true: Ints = persons["family"].gather(head).to_numpy().astype(np.int64)
    return true


def _cards(society: Society, village: pl.Series, listed: int) -> pl.DataFrame:
    """Numbers of cards: ``kk_number`` as P3KE's families and their neighbours have it, ``other``
    of P3KE's families when they get a new one.
    """
    home = society.villages["subdistrict_code"].gather(village).cast(pl.Int64).to_numpy()
    older = identity.kk_numbers(home=home, older=True)
    kk_number = np.r_[identity.kk_numbers(home=home[:listed]), older[listed:]]
    return pl.DataFrame({"kk_number": kk_number, "other": older})


def _families_of(society: Society) -> pl.DataFrame:
    """P3KE's families as the others see them."""
    families = society.families
    heads = society.persons.filter(pl.col("position") == 0)
    presence = families["presence"].to_numpy()
    widowed = heads["female"].to_numpy() & (heads["marital"].to_numpy() == people.WIDOWED)
    without = society.needs.march("electricity")
    return families.select("village", "rt", "rw", "hamlet").with_columns(
        listed=pl.lit(value=True),
        true=pl.Series(true_families(society)),
        head=heads["name"],
        metered=pl.Series(~without & (presence != visits.WRONG_AREA)),
        widowed=pl.Series(widowed),
        owner=families["ownership"] == 0,
        dead=pl.Series(presence == visits.DEAD),
    )


def _persons_of(society: Society) -> pl.DataFrame:
    presence = society.families["presence"].gather(society.persons["family"]).to_numpy()
    gone = (presence == visits.DEAD) | (society.persons["presence"].to_numpy() == 1)
    return society.persons.select(
        *(pl.col(name) for name in _KEPT),
        true=pl.col("same_as").cast(pl.Int64),
        dead=pl.Series(gone),
        **{need: pl.Series(society.person_needs[need]) for need in NEED},
    )


_KEPT = (
    *("family", "position", "female", "birth_year", "born", "nik", "name"),
    *("relationship", "marital", "education", "occupation"),
)


def _neighbours(society: Society, habits: Habits) -> pl.DataFrame:
    """Houses that P3KE does not list: some in its RT, the others in RT of their own."""
    rng = random(society.plan.seed, "neighbours")
    listed = np.bincount(society.families["village"].to_numpy(), minlength=len(society.villages))
    parts = []
    for told, per_family in (
        (True, habits.listed_neighbours),
        (False, habits.neighbours - habits.listed_neighbours),
    ):
        houses = np.rint(listed * per_family).astype(np.int64)
        parts.append(_placed(rng, habits, np.repeat(np.arange(len(listed)), houses), listed, told))
    return pl.concat(parts)


def _placed(rng: Random, habits: Habits, village: Ints, listed: Ints, told: bool) -> pl.DataFrame:
    own = -(-listed // FAMILIES_PER_RT)  # RT where P3KE lists somebody
    apart = listed * habits.neighbours * (1 - habits.close_neighbours)
    more = np.maximum(np.rint(apart / HOUSES_PER_UNIT).astype(np.int64), 1)
    close = rng.random(len(village)) < habits.close_neighbours
    unit = np.where(
        close,
        between(rng, 0, own[village] - 1, len(village)),
        between(rng, own[village], own[village] + more[village] - 1, len(village)),
    )
    return pl.DataFrame(
        {
            "village": village,
            "rt": unit % RT_PER_RW + 1,
            "rw": unit // RT_PER_RW + 1,
            "hamlet": (unit // 2 + village * 5) % HAMLETS,
            "told": np.full(len(village), told),
        }
    )


def _persons_of_neighbours(
    society: Society, habits: Habits, homes: pl.DataFrame, areas: pl.DataFrame
) -> pl.DataFrame:
    rng = random(society.plan.seed, "neighbours' persons")
    members = people.make(rng, size=pick(rng, people.SIZES, len(homes)) + 1)
    count = len(members)
    home = society.villages["subdistrict_code"].gather(homes["village"].gather(members.family))
    born = identity.birth_dates(rng, members.birth_year)
    codes = areas.filter(pl.col("code").str.len_chars() == 6).sort("code")["code"]
    niks = identity.niks(
        rng,
        home=home.cast(pl.Int64).to_numpy(),
        born=born,
        female=members.female,
        areas=codes.cast(pl.Int64).to_numpy(),
        taken=society.persons["nik"].to_numpy(),
    )
    own = names.make(rng, female=members.female, birth_year=members.birth_year)
    rarer = names.composed(rng, female=members.female, birth_year=members.birth_year)
    shared = pl.Series(rng.random(count) < habits.shared_names)
    age = people.YEAR - members.birth_year
    draw = rng.random(count)
    return pl.DataFrame(
        {
            "family": members.family + len(society.families),
            "position": members.position,
            "female": members.female,
            "birth_year": members.birth_year,
            "born": born,
            "nik": niks,
            "name": own.zip_with(shared, rarer),
            "relationship": members.relationship,
            "marital": members.marital,
            "education": members.education,
            "occupation": members.occupation,
            "true": np.arange(count) + len(society.persons),
            "dead": rng.random(count) < np.where(age > 60, 0.02, 0.001),
            "schooling": (age >= 8) & (age <= 18) & (draw < 0.05),
            "disability": draw > 0.985,
            "employment": (age >= 16) & (age <= 60) & (draw < 0.06) & (draw > 0.02),
        }
    ).select(*_KEPT, "true", "dead", *NEED)


def _named(
    society: Society, habits: Habits, homes: pl.DataFrame, members: pl.DataFrame
) -> pl.DataFrame:
    """The neighbours' houses with their head's name, and the number of their card."""
    rng = random(society.plan.seed, "neighbours' heads")
    told = members.filter(pl.col("position") == 0)["name"]
    count = len(homes) - len(told)
    female = rng.random(count) < 0.15
    born = people.YEAR - between(rng, 24, 85, count)
    own = names.make(rng, female=female, birth_year=born)
    rarer = names.composed(rng, female=female, birth_year=born)
    shared = pl.Series(rng.random(count) < habits.shared_names)
    first = len(society.families)
    return homes.with_columns(
        listed=pl.lit(value=False),
        true=pl.Series(np.arange(first, first + len(homes))),
        head=pl.concat([told, own.zip_with(shared, rarer)]),
        metered=pl.Series(rng.random(len(homes)) < 0.97),
        widowed=pl.lit(value=False),
        owner=pl.lit(value=True),
        dead=pl.lit(value=False),
    )


def _with_mothers(seed: int, persons: pl.DataFrame) -> pl.DataFrame:
    """Mothers' maiden names: of children the woman of the couple, of the others one of old."""
    rng = random(seed, "mothers")
    women = np.full(len(persons), fill_value=True)
    older = persons["birth_year"].to_numpy() - 27
    unknown = names.make(rng, female=women, birth_year=older)
    parents = (
        persons.filter((pl.col("relationship") <= people.SPOUSE) & pl.col("female"))
        .select("family", mother_here="name")
        .unique("family", keep="first", maintain_order=True)
    )
    child = pl.col("relationship") == people.CHILD
    return (
        persons.with_columns(unknown.alias("unknown"))
        .join(parents, on="family", how="left", maintain_order="left")
        .with_columns(
            mother=pl.when(child).then(pl.coalesce("mother_here", "unknown")).otherwise("unknown")
        )
        .drop("mother_here", "unknown")
    )


def in_district(population: Population, place: int) -> Bools:
    """Families of one kabupaten, by place in ``KABUPATEN``."""
    district = population.society.villages["district"].gather(population.families["village"])
    return (district == place).to_numpy()


def district_name(place: int) -> str:
    """A kabupaten's name in capitals, by place."""
    return list(KABUPATEN.values())[place].upper()
