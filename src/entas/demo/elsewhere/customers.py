"""PLN's customers of a kabupaten: every house with a meter, and no number of a person at all.

A customer is who once asked for the connection: mostly the head of the family, often somebody else.
"""

import numpy as np
import polars as pl

from entas.demo import names, people
from entas.demo.districts import District
from entas.demo.draws import Random, pick, random
from entas.demo.elsewhere import addresses
from entas.demo.elsewhere.habits import Habits
from entas.demo.elsewhere.population import Population, in_district
from entas.demo.elsewhere.retelling import chosen
from entas.demo.elsewhere.told import Told, tell
from entas.demo.figures import Ints

HEAD, SPOUSE, CHILD, PARENT, LATE_HUSBAND, ABSENT_PARENT, FORMER_OWNER, LANDLORD = range(8)
RELATION = (
    "head", "spouse", "child", "parent", "late husband", "absent parent", "former owner",
    "landlord",
)  # fmt: skip
LISTED = (HEAD, SPOUSE, CHILD, PARENT)
"""Customers whom lists of persons name as members of the family."""

_WATTS = ("450", "900", "1300", "2200")
_INSTITUTIONS = (
    "MASJID AL IKHLAS", "MUSHOLA AL HIKMAH", "MUSHOLLA NURUL HUDA", "SD NEGERI 1", "SDN 2",
    "BALAI DESA", "PJU DESA", "TK PERTIWI", "POS KAMLING", "KANDANG AYAM BP SLAMET",
    "PENGGILINGAN PADI", "CV SUMBER REJEKI", "TOWER TELKOMSEL", "POMPA AIR DESA",
    "PUSKESMAS PEMBANTU",
)  # fmt: skip
_ADDRESSED_MEN = ("PAK ", "BP. ", "MBAH ", "SDR. ", "BPK ", "P. ")
_ADDRESSED_WOMEN = ("BU ", "NY. ", "MBAH ", "IBU ", "NY ", "B. ")


def make(population: Population, district: District, habits: Habits) -> Told:
    """The customers of one kabupaten, by village."""
    rng = random(population.society.plan.seed, f"customers {district.code}")
    houses = _houses(rng, population, district, habits)
    relation = _relations(rng, houses, habits)
    again = chosen(rng, len(houses), habits.second_connection)
    place = np.r_[np.arange(len(houses)), again]
    second = np.arange(len(place)) >= len(houses)
    houses, relation = houses[place], relation[place]
    name = _names(rng, houses, relation, habits)
    active = rng.random(len(houses)) > np.where(second, 0.6, 0.02)
    columns = {
        "Nama Pelanggan": name.str.slice(0, habits.name_width),
        "Alamat": addresses.written(rng, houses, habits),
        "Desa": addresses.with_spaces(rng, houses["village_name"], share=0.01),
        "Kecamatan": houses["subdistrict"],
        **_connection(rng, houses, place=district.place),
        "Status": pl.Series(
            np.where(active, "AKTIF", np.array(["PUTUS", "BONGKAR RAMPUNG"])[second.astype(int)])
        ),
    }
    made = tell(
        columns,
        family=houses["true"].to_numpy().astype(np.int64),
        person=np.full(len(houses), -1),
        dead=(houses["dead"].to_numpy() | (relation == LATE_HUSBAND)),
        duplicate=second | np.isin(place, again),
        relation=pl.Series(RELATION).gather(relation),
    )
    return _numbered(rng, _with_institutions(rng, made, houses, habits), district)


def _houses(
    rng: Random, population: Population, district: District, habits: Habits
) -> pl.DataFrame:
    """Houses that have a connection, with the names of those who may be its customer."""
    families = population.families.with_row_index("family").with_columns(
        pl.col("family").cast(pl.Int64)
    )
    here = families.filter(
        pl.Series(in_district(population, district.place)) & (pl.col("true") == pl.col("family"))
    )
    draw = rng.random(len(here))
    metered = here["metered"].to_numpy()
    has = np.where(metered, draw < habits.own_meter, draw < habits.contradicting)
    here = here.filter(pl.Series(has))
    villages = population.society.villages
    members = population.persons.filter(
        (pl.col("family") >= here["family"].min()) & (pl.col("birth_year") <= people.YEAR - 20)
    )
    born = members.filter(pl.col("position") == 0).select("family", head_born="birth_year")
    members = members.join(born, on="family", how="left")
    for who, condition in (
        ("spouse", pl.col("relationship") == people.SPOUSE),
        ("child", pl.col("relationship") == people.CHILD),
        ("parent", (pl.col("relationship") == people.OTHER)
            & (pl.col("birth_year") < pl.col("head_born") - 14)),
    ):  # fmt: skip
        named = members.filter(condition).select("family", pl.col("name").alias(who))
        here = here.join(
            named.unique("family", keep="first"), on="family", how="left", maintain_order="left"
        )
    power = population.society.families["power"]
    listed = here["family"].to_numpy() < population.listed
    place = np.where(listed, here["family"].to_numpy(), 0)
    return here.with_columns(
        village_name=villages["name"].gather(here["village"]).str.to_uppercase(),
        subdistrict=villages["subdistrict"].gather(here["village"]).str.to_uppercase(),
        power=pl.Series(np.where(listed, power.gather(place).to_numpy(), -2)),
        head_female=pl.Series(rng.random(len(here)) < 0.15),
    )


def _relations(rng: Random, houses: pl.DataFrame, habits: Habits) -> Ints:
    """Who the customer is, by place in ``RELATION``; of houses P3KE does not list, the head."""
    count = len(houses)
    rented = ~houses["owner"].to_numpy()
    steps = (
        (LATE_HUSBAND, houses["widowed"].to_numpy() * habits.late_husband),
        (LANDLORD, np.where(rented, habits.rented_landlord, habits.landlord)),
        (FORMER_OWNER, np.full(count, habits.former_owner)),
        (ABSENT_PARENT, np.full(count, habits.absent_parent)),
        (PARENT, houses["parent"].is_not_null().to_numpy() * habits.listed_parent),
        (SPOUSE, houses["spouse"].is_not_null().to_numpy() * habits.spouse),
        (CHILD, houses["child"].is_not_null().to_numpy() * habits.child),
    )
    relation = np.full(count, HEAD, dtype=np.int64)
    for code, share in reversed(steps):
        relation[rng.random(count) < share] = code
    relation[~houses["listed"].to_numpy()] = HEAD
    return relation


def _names(rng: Random, houses: pl.DataFrame, relation: Ints, habits: Habits) -> pl.Series:
    """The customer's name in capitals, as a counter of PLN typed it some years ago."""
    count = len(houses)
    stranger = names.composed(
        rng, female=rng.random(count) < 0.15, birth_year=people.YEAR - rng.integers(50, 90, count)
    )
    known = houses.select(
        pl.when(pl.Series(relation == SPOUSE)).then("spouse")
        .when(pl.Series(relation == CHILD)).then("child")
        .when(pl.Series(relation == PARENT)).then("parent")
        .when(pl.Series(relation > PARENT)).then(stranger)
        .otherwise("head")
    ).to_series()  # fmt: skip
    bare = names.without_titles(known, where=rng.random(count) < 0.75)
    for share in (habits.misspelt, habits.misspelt / 4):
        bare = names.misspelt(rng, bare, where=rng.random(count) < share)
    bare = names.mistyped(rng, bare, where=rng.random(count) < habits.mistyped)
    upper = bare.str.to_uppercase()
    draw = rng.random(count)
    shorter = (
        pl.when(pl.Series(draw < habits.shortened * 0.8))
        .then(pl.col("n").str.replace(r" [^ ]+$", ""))
        .when(pl.Series(draw < habits.shortened))
        .then(pl.col("n").str.replace(r"^[^ ]+ ", ""))
    )
    joined = pl.Series(rng.random(count) < habits.joined)
    frame = upper.to_frame("n").select(shorter.otherwise("n").alias("n"))
    frame = frame.select(
        pl.when(joined).then(pl.col("n").str.replace(" ", "")).otherwise("n").alias("n")
    )
    return _addressed(rng, frame["n"], stranger, houses["head_female"], habits)


def _addressed(
    rng: Random, plain: pl.Series, other: pl.Series, female: pl.Series, habits: Habits
) -> pl.Series:
    """Some with a form of address, some with ALM behind them or a second name behind QQ."""
    count = len(plain)
    form = pl.Series(_ADDRESSED_MEN).gather(rng.integers(0, 6, count))
    form = pl.Series(_ADDRESSED_WOMEN).gather(rng.integers(0, 6, count)).zip_with(female, form)
    draw = pl.Series(rng.random(count) / max(habits.addressed, 1e-9))
    frame = pl.DataFrame({"n": plain, "f": form, "o": other.str.to_uppercase(), "d": draw})
    return frame.select(
        pl.when(pl.col("d") < 0.7).then(pl.concat_str("f", "n"))
        .when(pl.col("d") < 0.85).then(pl.concat_str("n", pl.lit(" ALM")))
        .when(pl.col("d") < 1).then(pl.concat_str("n", pl.lit(" QQ "), "o"))
        .otherwise("n")
    ).to_series()  # fmt: skip


def _connection(rng: Random, houses: pl.DataFrame, *, place: int) -> dict[str, pl.Series]:
    """Tariff and rating. Small shops are on a business tariff."""
    count = len(houses)
    listed = houses["power"].to_numpy()
    watts = np.select(
        [listed == 1, listed == -2],
        [pick(rng, (0.01, 0.06, 0.78, 0.15), count), pick(rng, (0.22, 0.48, 0.24, 0.06), count)],
        pick(rng, (0.58, 0.39, 0.03, 0), count),
    )
    shop = rng.random(count) < 0.02
    split = (watts == 1) & (rng.random(count) < 0.6)
    tariff = np.where(shop, "B1", np.where(split, "R1M", "R1"))
    unit = ("", " VA", " W")[place % 3]
    return {
        "Tarif": pl.Series(tariff),
        "Daya": pl.Series(_WATTS).gather(watts) + unit,
    }


def _with_institutions(rng: Random, made: Told, houses: pl.DataFrame, habits: Habits) -> Told:
    """The same with customers that are no house: mosques, schools, street lights."""
    where = chosen(rng, len(made), habits.institutions)
    if not len(where):
        return made
    frame = made.rows.frame[where]
    count = len(frame)
    frame = frame.with_columns(
        pl.Series(_INSTITUTIONS).gather(rng.integers(0, len(_INSTITUTIONS), count))
        .str.slice(0, habits.name_width).alias("Nama Pelanggan"),
        addresses.written(rng, houses[where], habits).alias("Alamat"),
        pl.Series(["S2", "P1", "B2", "P3"]).gather(pick(rng, (6, 2, 1, 1), count)).alias("Tarif"),
        Status=pl.lit("AKTIF"),
    )  # fmt: skip
    nobody = np.full(count, -1)
    other = tell({one.name: one for one in frame}, family=nobody, person=nobody)
    return Told(
        made.rows.followed_by(other.rows),
        np.r_[made.dead, other.dead],
        np.r_[made.duplicate, other.duplicate],
        made.relation.append(other.relation),
    )


def _numbered(rng: Random, made: Told, district: District) -> Told:
    """In an office's order, by village, each with a number that PLN never gave (99...)."""
    frame = made.rows.frame
    order = np.lexsort((rng.random(len(frame)), frame["Desa"].rank("dense").to_numpy(),
                        frame["Kecamatan"].rank("dense").to_numpy()))  # fmt: skip
    out = made.take(order)
    count = len(order)
    serial = pl.Series(rng.permutation(count)).cast(pl.String).str.zfill(7)
    number = pl.lit(f"99{district.place:03d}") + serial
    out.rows.frame.insert_column(0, pl.select(number.alias("IDPEL")).to_series())
    out.rows.frame.insert_column(
        5, pl.Series("Kabupaten", [district.name]).new_from_index(0, count)
    )
    return out
