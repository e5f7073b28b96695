"""DTKS as SIKS-NG exports it for a kabupaten: most of P3KE's families, and others that P3KE lacks.

One row a person. Its office has its own spellings, its own mistakes in numbers, newer and older
family cards, people who have died since, and some people twice.
"""

import numpy as np
import polars as pl

from entas.demo import people, values
from entas.demo.districts import District
from entas.demo.draws import Bools, Random, random
from entas.demo.elsewhere import addresses, retelling
from entas.demo.elsewhere.habits import Habits
from entas.demo.elsewhere.population import Population, in_district
from entas.demo.elsewhere.retelling import Care, chosen
from entas.demo.elsewhere.told import Told, tell
from entas.demo.figures import KABUPATEN, Ints

PROVINCE = "JAWA TENGAH"
IN_DTKS, PERSON_IN_DTKS, TWICE_LISTED = 0.85, 0.975, 0.2
OTHER_CARD, SPLIT_OFF, NO_CARD, AGAIN = 0.06, 0.5, 0.01, 0.011
CARE = Care(nik=(0.875, 0.07, 0.005, 0.005, 0.02, 0.01, 0.015))

RELATIONSHIP = ("KEPALA KELUARGA", "ISTRI", "ANAK", "LAINNYA")
PMKS = ("FAKIR MISKIN", "LANJUT USIA TERLANTAR", "PENYANDANG DISABILITAS", "")


def make(population: Population, district: District, habits: Habits) -> Told:
    """The export of one kabupaten, by village and card."""
    rng = random(population.society.plan.seed, f"dtks {district.code}")
    persons = _persons(rng, population, district)
    again = chosen(rng, len(persons), AGAIN)
    place = np.argsort(np.r_[np.arange(len(persons)), again + 0.5], kind="stable")
    copy = place >= len(persons)
    source = np.r_[np.arange(len(persons)), again][place]
    persons = persons[source]
    damage_twice = pl.Series(np.where(copy, "row-duplicate", ""))
    nik, damage = retelling.niks(rng, persons, CARE)
    nik = nik.set(pl.Series(copy & (rng.random(len(persons)) < 0.6)), None)
    card = persons["card"].cast(pl.String)
    card = card.set(pl.Series(copy | (rng.random(len(persons)) < NO_CARD)), None)
    columns = {
        "iddtks": _numbers(rng, district, len(persons)),
        **_where(rng, population, persons, habits, district),
        "nomor_kk": card,
        "nomor_nik": nik,
        "nama": retelling.spelt(rng, persons["name"], share=CARE.other_name),
        "tanggal_lahir": retelling.dates(rng, persons["born"], share=CARE.other_date).dt.strftime(
            "%d/%m/%Y" if district.place % 2 else "%Y-%m-%d"
        ),
        **_of_person(rng, persons, district),
        "keterangan_padan": _match(rng, nik, damage),
        **_aid(rng, len(persons)),
    }
    return tell(
        columns,
        family=persons["truly"].to_numpy().astype(np.int64),
        person=persons["true"].to_numpy().astype(np.int64),
        damage=damage_twice.zip_with(pl.Series(copy), damage),
        dead=persons["dead"].to_numpy(),
        duplicate=copy | np.isin(source, again),
    )


def _persons(rng: Random, population: Population, district: District) -> pl.DataFrame:
    """Who is listed: with ``card``, the number of the family's card as DTKS has it, and ``truly``,
    the family one lives in now (a new one for those who have left their parents).
    """
    families = population.families.head(len(population.cards)).with_columns(population.cards)
    number = np.arange(len(families))
    here = in_district(population, district.place)[: len(families)]
    listed = families["listed"].to_numpy()
    twice = families["true"].to_numpy() != number
    share = np.where(twice, TWICE_LISTED, np.where(listed, IN_DTKS, 1.0))
    told = here & (rng.random(len(families)) < share)
    renewed = listed & (rng.random(len(families)) < OTHER_CARD)
    card = np.where(renewed, families["other"].to_numpy(), families["kk_number"].to_numpy())
    persons = population.persons
    family = persons["family"].to_numpy()
    kept = told[family] & (rng.random(len(persons)) < PERSON_IN_DTKS)
    persons = persons.filter(pl.Series(kept))
    family = family[kept]
    left = _left(rng, persons, listed=listed[family], renewed=renewed[family])
    other = families["other"].to_numpy()[family]
    truly = families["true"].to_numpy()[family]
    return persons.with_columns(
        card=pl.Series(np.where(left, other, card[family])),
        truly=pl.Series(np.where(left, truly + len(population.families), truly)),
        relationship=pl.Series(np.where(left, people.HEAD, persons["relationship"].to_numpy())),
        **{name: families[name].gather(family) for name in ("village", "rt", "rw", "hamlet")},
    )


def _left(rng: Random, persons: pl.DataFrame, *, listed: Bools, renewed: Bools) -> Bools:
    """Married children who have a card of their own by now, one of a family; P3KE does not know."""
    grown = (
        (persons["relationship"] == people.CHILD)
        & (persons["marital"] == people.MARRIED)
        & (persons["birth_year"] <= people.YEAR - 22)
    )
    nth = (
        persons.select("family")
        .with_columns(grown=grown)
        .select(pl.col("grown").cast(pl.Int64).cum_sum().over("family"))
    )
    first = nth["grown"].to_numpy()
    leaves: Bools = grown.to_numpy() & (first == 1) & listed & ~renewed
    return leaves & (rng.random(len(persons)) < SPLIT_OFF)


def _numbers(rng: Random, district: District, count: int) -> pl.Series:
    """Numbers of DTKS, in no order."""
    serial = pl.Series(rng.permutation(count)).cast(pl.String).str.zfill(8)
    return pl.select((pl.lit(f"{district.code}00D") + serial).alias("iddtks")).to_series()


def _where(
    rng: Random, population: Population, persons: pl.DataFrame, habits: Habits, district: District
) -> dict[str, pl.Series]:
    """Area, and an address written once for all of a family."""
    villages = population.society.villages
    count = len(persons)
    houses = persons.select("card", "village", "rt", "rw", "hamlet").unique(
        "card", keep="first", maintain_order=True
    )
    houses = houses.with_columns(
        village_name=villages["name"].gather(houses["village"]).str.to_uppercase()
    )
    written = houses.select("card", addresses.written(rng, houses, habits))
    name = villages["name"].gather(persons["village"]).str.to_uppercase()
    hamlet = pl.Series(values.HAMLETS).gather(persons["hamlet"])
    return {
        "provinsi": pl.Series([PROVINCE]).new_from_index(0, count),
        "kabupaten_kota": pl.Series([district.name]).new_from_index(0, count),
        "kecamatan": villages["subdistrict"].gather(persons["village"]).str.to_uppercase(),
        "desa_kelurahan": addresses.with_spaces(rng, name, share=0.01),
        "alamat": persons.join(written, on="card", how="left", maintain_order="left")["address"],
        "dusun": hamlet.set(pl.Series(rng.random(count) < 0.15), None),
        "rt": persons["rt"].cast(pl.String).str.zfill(3),
        "rw": persons["rw"].cast(pl.String).str.zfill(3),
    }


def _of_person(rng: Random, persons: pl.DataFrame, district: District) -> dict[str, pl.Series]:
    count = len(persons)
    place = persons["village"] * 0 + district.place
    mother = retelling.spelt(rng, persons["mother"], share=0.1)
    occupation = persons["occupation"].set(pl.Series(rng.random(count) < 0.05), 0)
    return {
        "tempat_lahir": pl.Series(_birth_places()).gather(
            np.where(rng.random(count) < 0.85, place, rng.integers(0, 17, count))
        ),
        "jenis_kelamin": pl.Series(values.FEMALE_SHORT).gather(
            persons["female"].to_numpy().astype(np.int64)
        ),
        "nama_ibu_kandung": mother.set(pl.Series(rng.random(count) < 0.05), None),
        "hubungan_keluarga": _relationship(persons),
        "tahun_data": pl.Series([2022]).new_from_index(0, count),
        "jenis_pmks": pl.Series(PMKS).gather(_pmks(persons)).replace("", None),
        "pekerjaan": pl.Series(values.OCCUPATION).gather(occupation),
    }


def _birth_places() -> list[str]:
    return [name.upper() for name in KABUPATEN.values()]


def _relationship(persons: pl.DataFrame) -> pl.Series:
    """DTKS says wife or husband."""
    words = pl.Series(RELATIONSHIP).gather(persons["relationship"])
    husband = (persons["relationship"] == people.SPOUSE) & ~persons["female"]
    return words.set(husband, "SUAMI")


def _pmks(persons: pl.DataFrame) -> Ints:
    old = (persons["birth_year"] < people.YEAR - 65).to_numpy() & (
        persons["position"].to_numpy() == 0
    )
    return np.select([persons["disability"].to_numpy(), old], [2, 1], 0).astype(np.int64)


def _match(rng: Random, nik: pl.Series, damage: pl.Series) -> pl.Series:
    """What comparing with the civil registry gave: a number that is none cannot match."""
    wrong = (damage != "").to_numpy() | (rng.random(len(nik)) < 0.05)
    words = pl.Series(np.where(wrong, "TIDAK PADAN", "PADAN"))
    return words.set(nik.is_null(), "KOSONG")


def _aid(rng: Random, count: int) -> dict[str, pl.Series]:
    """Aid as the social ministry pays it."""
    return {
        header: pl.Series(np.where(rng.random(count) < share, "YA", "TIDAK"))
        for header, share in (
            ("bansos_bpnt", 0.45),
            ("bansos_pkh", 0.33),
            ("bansos_bpnt_ppkm", 0.1),
            ("pbi_jkn", 0.7),
        )
    }
