"""The made-up society behind the lists: villages, families, persons, visits, tags.

Reads as the order of events: people live in villages; lists know them; officers visit; needs are
found; interventions answer some; second visits measure again. Nothing here is a file yet.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.demo import answers, houses, identity, names, needs, people, tags, visits
from entas.demo import plan as plans
from entas.demo.draws import Bools, Random, between, pick, random
from entas.demo.figures import KABUPATEN, Ints, apportion
from entas.demo.needs import FamilyNeeds
from entas.demo.people import People
from entas.demo.plan import Plan
from entas.demo.tags import Subjects
from entas.demo.visits import Visits

FAMILIES_PER_RT, RT_PER_RW = 26, 4


@dataclass(frozen=True, slots=True)
class Society:
    """Everything that is true of the province, by row number of ``families`` and ``persons``.

    ``families`` and ``persons`` are sorted by district and village; ``tags`` as ``tags.make`` has
    them; ``first`` has one visit a family, ``again`` the second visits of some.
    """

    plan: Plan
    villages: pl.DataFrame
    families: pl.DataFrame
    persons: pl.DataFrame
    needs: FamilyNeeds
    person_needs: dict[str, Bools]
    tags: pl.DataFrame
    first: Visits
    again: Visits


def make(*, scale: float, seed: int, areas: pl.DataFrame) -> Society:
    """The society of a scale and seed. ``areas`` has code, name, level of the official tree."""
    plan = plans.make(scale=scale, seed=seed)
    villages = _villages(plan, areas)
    home = _homes(plan, villages)
    district = home["district"].to_numpy()
    size = people.sizes(random(seed, "sizes"), district=district, persons=plan.persons)
    members = people.make(random(seed, "people"), size=size)
    wave, first = _first_visits(seed, home)
    found = first.presence == visits.FOUND
    early = found & (wave == visits.EARLY)
    target = needs.target_of_stunting(members, len(home))
    of_families = needs.of_families(
        random(seed, "needs"), plan, district=district, early=early, here=found, target=target
    )
    staying = found & ~of_families.left["electricity"] & ~of_families.left["latrine"]
    of_persons = needs.of_persons(
        random(seed, "persons' needs"),
        plan,
        members=members,
        district=district[members.family],
        here=staying[members.family],
    )
    subjects = _subjects(of_families, of_persons, members, district, first, wave)
    told = tags.make(random(seed, "tags"), plan, subjects)
    homes = home.with_columns(size=size, wave=wave)
    families = _families(
        seed, homes=homes, early=early, first=first, of_families=of_families, target=target
    )
    persons = _persons(seed, villages, families, members, of_persons, areas)
    again = _second_visits(seed, of_families, told, families)
    return Society(plan, villages, families, persons, of_families, of_persons, told, first, again)


def _villages(plan: Plan, areas: pl.DataFrame) -> pl.DataFrame:
    """Real villages (desa before kelurahan), as many a kabupaten as the plan says."""
    rng = random(plan.seed, "villages")
    codes = areas.filter(pl.col("code").str.len_chars() == 10).sort("code")
    chosen = []
    for place, code in enumerate(KABUPATEN):
        here = codes.filter(pl.col("code").str.starts_with(code))
        town = (here["code"].str.slice(6, 1) == "1").to_numpy()
        order = np.argsort(rng.random(len(here)) + town, kind="stable")[: plan.villages[place]]
        if len(order) < plan.villages[place]:
            raise ValueError(f"the area tree has too few villages in {code}")
        chosen.append(here[np.sort(order)].with_columns(district=pl.lit(place)))
    name_of = dict(areas.select("code", "name").iter_rows())
    clean = pl.col("subdistrict_code").replace_strict(name_of, default="")
    return (
        pl.concat(chosen)
        .select(
            pl.col("code"),
            pl.col("name"),
            pl.col("district").cast(pl.Int64),
            subdistrict_code=pl.col("code").str.slice(0, 6),
        )
        .with_columns(subdistrict=clean)
    )


def _homes(plan: Plan, villages: pl.DataFrame) -> pl.DataFrame:
    """District, village, RT and RW of each family."""
    rng = random(plan.seed, "homes")
    district = villages["district"].to_numpy()
    weight = np.exp(rng.normal(0, 0.35, len(villages)))
    sizes = np.concatenate(
        [
            apportion(int(total), weight[district == place])
            for place, total in enumerate(plan.families)
        ]
    )
    village = np.repeat(np.arange(len(villages)), sizes)
    nth = np.arange(len(village)) - (np.cumsum(sizes) - sizes)[village]
    unit = nth // FAMILIES_PER_RT
    return pl.DataFrame(
        {
            "district": district[village],
            "village": village,
            "nth": nth,
            "rt": unit % RT_PER_RW + 1,
            "rw": unit // RT_PER_RW + 1,
            "hamlet": (unit // 2 + village * 5) % 24,
        }
    )


def _first_visits(seed: int, home: pl.DataFrame) -> tuple[Ints, Visits]:
    """The wave in which each family was visited, and its visit."""
    district, village = home["district"].to_numpy(), home["village"].to_numpy()
    wave = visits.waves(random(seed, "waves"), village=village, district=district)
    presence = visits.presences(random(seed, "presences"), len(home))
    rng = random(seed, "visits")
    return wave, visits.first_visits(rng, wave=wave, village=village, presence=presence)


def _subjects(
    of_families: FamilyNeeds,
    of_persons: dict[str, Bools],
    members: People,
    district: Ints,
    first: Visits,
    wave: Ints,
) -> dict[str, Subjects]:
    """Who needs each indicator at the August cut-off."""
    out = {}
    for name, need in of_families.august.items():
        family = np.flatnonzero(need)
        nobody = np.full(len(family), -1)
        out[name] = Subjects(family, nobody, district[family], first.days[0][family], wave[family])
    for name, need in of_persons.items():
        person = np.flatnonzero(need)
        family = members.family[person]
        out[name] = Subjects(family, person, district[family], first.days[0][family], wave[family])
    return out


def _families(
    seed: int,
    *,
    homes: pl.DataFrame,
    early: Bools,
    first: Visits,
    of_families: FamilyNeeds,
    target: Bools,
) -> pl.DataFrame:
    """What lists and first visits say of each family, as codes."""
    rng = random(seed, "families")
    count = len(homes)
    refused = first.presence == visits.REFUSED
    march = {name: of_families.march(name) for name in of_families.august}
    needless = ~np.logical_or.reduce([march[n] for n in answers.BY_HOUSE])
    quiet = needless & (rng.random(count) < 0.1)  # some answers may be missing here
    safe = ~early | quiet
    listed = houses.make(rng, safe=safe, needs=march, target=target, refused=refused)
    field = answers.of_families(rng, march=march, found=first.presence == visits.FOUND, quiet=quiet)
    decile = pick(rng, (0.38, 0.24, 0.16, 0.1, 0.04, 0.05, 0.02, 0.01), count)
    return homes.with_columns(
        pl.Series("presence", first.presence),
        pl.Series("decile", decile),
        pl.Series("percentile", np.minimum(decile * 9 + between(rng, 1, 9, count), 70)),
        pl.Series("address_style", pick(rng, (5, 3, 2, 1, 1), count)),
        *(pl.Series(name, codes) for name, codes in listed.items()),
        *(pl.Series(f"answer_{name}", codes) for name, codes in field.items()),
    )


def _persons(
    seed: int,
    villages: pl.DataFrame,
    families: pl.DataFrame,
    members: People,
    of_persons: dict[str, Bools],
    areas: pl.DataFrame,
) -> pl.DataFrame:
    """Names, numbers and what lists and visits say of each person."""
    rng = random(seed, "persons")
    count = len(members)
    subdistrict = villages["subdistrict_code"].cast(pl.Int64).to_numpy()
    home = subdistrict[families["village"].to_numpy()[members.family]]
    born = identity.birth_dates(rng, members.birth_year)
    name = names.make(rng, female=members.female, birth_year=members.birth_year)
    education = needs.listed_education(rng, members, of_persons)
    occupation = needs.listed_occupation(rng, members, of_persons)
    found = (families["presence"].to_numpy() == visits.FOUND)[members.family]
    listed = {"education": education, "occupation": occupation}
    field = answers.of_persons(rng, members=members, needs=of_persons, found=found, **listed)
    frame = pl.DataFrame(
        {
            "family": members.family,
            "position": members.position,
            "female": members.female,
            "birth_year": members.birth_year,
            "born": born,
            "nik": _niks(rng, members, born, home, areas),
            "nik_written": identity.damages(rng, count),
            "name": name,
            "relationship": members.relationship,
            "marital": members.marital,
            **listed,
            **field,
        }
    )
    frame = _listed_twice(frame, families)
    return _shown_names(seed, frame, members.birth_year < 1968)


def _niks(
    rng: Random, members: People, born: identity.Days, home: Ints, areas: pl.DataFrame
) -> Ints:
    codes = areas.filter(pl.col("code").str.len_chars() == 6).sort("code")["code"]
    return identity.niks(
        rng, home=home, born=born, female=members.female, areas=codes.cast(pl.Int64).to_numpy()
    )


def _listed_twice(persons: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """Families that the visit finds to be duplicates: the same people as a neighbour's family.

    Adds ``same_as``: the person who this row really is. Their second NIK is empty.
    """
    order = np.lexsort((families["size"].to_numpy(), families["village"].to_numpy()))
    size, village = families["size"].to_numpy(), families["village"].to_numpy()
    double = families["presence"].to_numpy() == visits.DUPLICATE
    before = np.full(len(families), -1)
    before[order[1:]] = order[:-1]
    original = np.where(double, before, -1)
    real = (
        (original >= 0)
        & ~double[original]
        & (size[original] == size)
        & (village[original] == village)
    )
    start = np.cumsum(size) - size
    family, position = persons["family"].to_numpy(), persons["position"].to_numpy()
    same = np.arange(len(persons))
    copied = real[family]
    same[copied] = start[original[family[copied]]] + position[copied]
    kept = ("name", "female", "birth_year", "born", "relationship", "marital")
    return persons.with_columns(
        *(persons[column].gather(same) for column in kept),
        pl.Series(
            "nik_written", np.where(copied, identity.BLANK, persons["nik_written"].to_numpy())
        ),
        same_as=pl.Series(same),
    )


def _shown_names(seed: int, persons: pl.DataFrame, elder: Bools) -> pl.DataFrame:
    """The name in each list: with titles, a father's name, other spellings."""
    rng = random(seed, "spelling")
    count = len(persons)
    female = persons["female"].to_numpy()
    size = np.bincount(persons["family"].to_numpy())
    start = np.cumsum(size) - size
    head = start[persons["family"].to_numpy()]
    father = persons["name"].gather(head).set(pl.Series(female[head]), None)
    child = (persons["relationship"] == people.CHILD).to_numpy() & (rng.random(count) < 0.012)
    listed = names.with_fathers(persons["name"], father, female=female, where=child)
    listed = names.with_titles(rng, listed, female=female, elder=elder)
    doubled = persons["same_as"].to_numpy() != np.arange(count)
    odd = np.where(doubled, 0.5, 0.01) > rng.random(count)
    listed = names.misspelt(rng, listed, where=odd)
    corrected = (persons["presence"].to_numpy() == 0) & (rng.random(count) < 0.02)
    better = names.misspelt(rng, listed, where=corrected)
    older = names.misspelt(rng, listed, where=rng.random(count) < 0.04)
    tagged = names.misspelt(rng, listed, where=rng.random(count) < 0.03)
    return persons.with_columns(
        listed.alias("name"),
        older.alias("name_2022"),
        tagged.alias("name_tagged"),
        better.set(listed == better, None).alias("name_corrected"),
    )


def _second_visits(
    seed: int, of_families: FamilyNeeds, told: pl.DataFrame, families: pl.DataFrame
) -> Visits:
    """Visits that measure again: those who leave, needs found met, and some without a change."""
    rng = random(seed, "second visits")
    parts = []
    for leaving in of_families.left.values():
        family, day, presence = visits.served_or_gone(rng, leaving)
        parts.append((family, day, presence))
    met = (
        told.filter(pl.col("met"))
        .group_by("family")
        .agg(pl.col("realised_on").max())
        .sort("family")
    )
    family = met["family"].to_numpy().astype(np.int64)
    day = met["realised_on"].to_numpy() + between(rng, 5, 19, len(met))
    parts.append((family, day, np.full(len(met), visits.FOUND)))
    needing = np.logical_or.reduce([of_families.august[name] for name in answers.BY_HOUSE])
    needing[family] = False
    still = np.flatnonzero(needing & (rng.random(len(families)) < 0.025))
    day = between(rng, visits.JUNE + 3, tags.LAST_VISIT, len(still))
    parts.append((still, day, np.full(len(still), visits.FOUND)))
    family, day, presence = (np.concatenate([part[i] for part in parts]) for i in range(3))
    order = np.argsort(family, kind="stable")
    return visits.again(rng, family=family[order], day=day[order], presence=presence[order])
