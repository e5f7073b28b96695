"""Lists of sector offices for the whole province: each knows its own people, by name, rarely all.

SIMPERUM (houses to repair), ATS (children out of school), e-PPGBM (children measured), training
alumni, and recipients of Baznas. About a fifth of each list is of families that P3KE lacks.
"""

from collections.abc import Callable

import numpy as np
import polars as pl

from entas.demo import people, values
from entas.demo.draws import Bools, Random, pick, random
from entas.demo.elsewhere import addresses, retelling
from entas.demo.elsewhere.habits import Habits
from entas.demo.elsewhere.population import Population, district_name
from entas.demo.elsewhere.retelling import Care, chosen
from entas.demo.elsewhere.told import Told, tell
from entas.demo.figures import Ints

AGAIN = 0.015
_TRAINING = (
    "MENJAHIT", "LAS LISTRIK", "TATA BOGA", "OTOMOTIF SEPEDA MOTOR", "BARBERSHOP", "KOMPUTER",
    "TATA RIAS", "PERTUKANGAN",
)  # fmt: skip
_AID = (
    "BANTUAN MODAL USAHA",
    "RUMAH SEHAT LAYAK HUNI",
    "SANTUNAN LANSIA",
    "BEASISWA",
    "JAMBAN SEHAT",
)


def simperum(population: Population, habits: Habits) -> Told:
    """Houses in need as the housing office has them, by the head of the family."""
    rng = random(population.society.plan.seed, "simperum")
    need = population.society.needs.march("housing")
    head = (population.persons["position"] == 0).to_numpy()
    share = _share(population, need, 0.7, 0.03, 0.05)
    rows = _rows(rng, population, head & (rng.random(len(head)) < share))
    count = len(rows)
    unfit = _listed_need(population, rows, need)

    def material(words: tuple[str, ...], poor: Ints, good: Ints) -> pl.Series:
        return pl.Series(words).gather(np.where(unfit, poor, good))

    return _told(
        rng, population, rows, habits, Care(),
        {
            "Atap": material(values.ROOF, pick(rng, (0, 5, 3, 1, 0, 1), count), _same(count, 1)),
            "Lantai": material(
                values.FLOOR, 3 + pick(rng, (1, 9), count), pick(rng, (3, 6), count)
            ),
            "Dinding": material(
                values.WALL, pick(rng, (0, 3, 1, 5), count), pick(rng, (8, 2), count)
            ),
            "Luas": pl.Series(rng.integers(18, 64, count)),
            "Status Usulan": _word(
                rng, ("USULAN", "VERIFIKASI", "DITETAPKAN", "REALISASI", "DITOLAK"),
                (5, 2, 1, 2, 1), count,
            ),
            "Tahun": pl.Series(2019 + rng.integers(0, 5, count)),
        },
    )  # fmt: skip


def ats(population: Population, habits: Habits) -> Told:
    """Children out of school as the education office follows them; many without a NIK."""
    rng = random(population.society.plan.seed, "ats")
    need = population.persons["schooling"].to_numpy()
    born = population.persons["birth_year"].to_numpy()
    age = (born >= people.YEAR - 18) & (born <= people.YEAR - 7)
    share = np.where(need, 0.75, 0.006 * age)
    rows = _rows(rng, population, rng.random(len(share)) < share)
    count = len(rows)
    care = Care(nik=(0.62, 0.32, 0.01, 0.01, 0.02, 0.01, 0.01), other_date=0.05)
    mother = retelling.spelt(rng, rows["mother"], share=0.12)
    return _told(
        rng, population, rows, habits, care,
        {
            "NISN": _nisn(rng, count),
            "Tanggal Lahir": _dates(rng, rows, care),
            "Nama Ibu Kandung": mother.set(pl.Series(rng.random(count) < 0.1), None),
            "Kategori": _word(rng, ("BPB", "DO", "LTM"), (1, 6, 4), count),
            "Alasan": _word(
                rng, ("EKONOMI", "BEKERJA", "MENIKAH", "TIDAK MAU SEKOLAH", "DISABILITAS"),
                (5, 3, 1, 4, 1), count,
            ),
            "Status Tindak Lanjut": _word(
                rng, ("BELUM", "PROSES", "KEMBALI SEKOLAH", "TIDAK MAU"), (4, 2, 2, 1), count
            ),
        },
    )  # fmt: skip


def eppgbm(population: Population, habits: Habits) -> Told:
    """Children under five as the posyandu measured them, with a parent's name."""
    rng = random(population.society.plan.seed, "eppgbm")
    born = population.persons["birth_year"].to_numpy()
    rows = _rows(rng, population, (born >= 2018) & (rng.random(len(born)) < 0.82))
    count = len(rows)
    care = Care(nik=(0.83, 0.1, 0.03, 0.005, 0.015, 0.01, 0.01))
    heads = population.families["head"].gather(rows["family"])
    parent = heads.zip_with(pl.Series(rng.random(count) < 0.5), rows["mother"])
    return _told(
        rng, population, rows, habits, care,
        {
            "Jenis Kelamin": pl.Series(values.FEMALE_SHORT).gather(
                rows["female"].to_numpy().astype(np.int64)
            ),
            "Tanggal Lahir": _dates(rng, rows, care),
            "Nama Orang Tua": retelling.spelt(rng, parent, share=0.12),
            "Tanggal Pengukuran": pl.Series(["2023-02-15"]).new_from_index(0, count),
            "TB/U": _word(
                rng, ("SANGAT PENDEK", "PENDEK", "NORMAL", "TINGGI"), (4, 14, 80, 2), count
            ),
        },
    )  # fmt: skip


def training(population: Population, habits: Habits) -> Told:
    """Alumni of training at the manpower office."""
    rng = random(population.society.plan.seed, "training")
    need = population.persons["employment"].to_numpy()
    born = population.persons["birth_year"].to_numpy()
    age = (born <= people.YEAR - 18) & (born >= people.YEAR - 45)
    share = np.where(need, 0.12, 0.012) * age
    rows = _rows(rng, population, rng.random(len(share)) < share)
    count = len(rows)
    care = Care(nik=(0.94, 0.02, 0.005, 0.005, 0.01, 0.01, 0.01), other_name=0.06)
    return _told(
        rng, population, rows, habits, care,
        {
            "Jenis Kelamin": pl.Series(values.FEMALE).gather(
                rows["female"].to_numpy().astype(np.int64)
            ),
            "Tanggal Lahir": _dates(rng, rows, care),
            "Pendidikan": pl.Series(values.EDUCATION).gather(rows["education"]),
            "Pelatihan": _word(rng, _TRAINING, (3, 2, 2, 2, 1, 2, 1, 1), count),
            "Lembaga": _word(rng, ("BLK KABUPATEN", "LPK MITRA", "BLK SEMARANG"), (6, 3, 1), count),
            "Tahun": pl.Series(2021 + rng.integers(0, 3, count)),
            "Status": _word(rng, ("LULUS", "TIDAK LULUS"), (9, 1), count),
            "Setelah Pelatihan": _word(
                rng, ("BEKERJA", "BELUM BEKERJA", "WIRAUSAHA"), (3, 5, 2), count
            ),
        },
    )  # fmt: skip


def baznas(population: Population, habits: Habits) -> Told:
    """Recipients of Baznas: heads of families, some only by name and address."""
    rng = random(population.society.plan.seed, "baznas")
    need = population.society.needs.march("housing") | population.society.needs.march("latrine")
    head = (population.persons["position"] == 0).to_numpy()
    share = _share(population, need, 0.06, 0.02, 0.02)
    rows = _rows(rng, population, head & (rng.random(len(head)) < share))
    count = len(rows)
    care = Care(nik=(0.7, 0.25, 0.01, 0.01, 0.01, 0.01, 0.01))
    amount = np.array([2_000_000, 19_000_000, 500_000, 1_000_000, 2_500_000])
    kind = pick(rng, (4, 2, 4, 1, 2), count)
    return _told(
        rng, population, rows, habits, care,
        {
            "Program": pl.Series(_AID).gather(kind),
            "Lembaga": _same_word("BAZNAS", count),
            "Nilai": pl.Series(amount[kind]),
            "Tanggal": pl.Series(
                np.datetime64("2022-01-10") + rng.integers(0, 440, count).astype("timedelta64[D]")
            ).cast(pl.Date).dt.strftime("%Y-%m-%d"),
            "Status": _word(rng, ("DITERIMA", "DISETUJUI"), (9, 1), count),
        },
    )  # fmt: skip


SECTORS: dict[str, Callable[[Population, Habits], Told]] = {
    "simperum": simperum,
    "ats": ats,
    "eppgbm": eppgbm,
    "pelatihan": training,
    "baznas": baznas,
}
"""The lists by the key of their layout."""


def _share(
    population: Population, need: Bools, needing: float, others: float, neighbours: float
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """A share for each person, by whether the family needs it; of neighbours' families another."""
    family = population.persons["family"].to_numpy()
    listed = family < population.listed
    of_listed = np.where(need[np.where(listed, family, 0)], needing, others)
    return np.where(listed, of_listed, neighbours)


def _listed_need(population: Population, rows: pl.DataFrame, need: Bools) -> Bools:
    """Whether the family of each row has the need; whoever P3KE lacks is there since it has."""
    family = rows["family"].to_numpy()
    listed = family < population.listed
    unfit: Bools = need[np.where(listed, family, 0)] | ~listed
    return unfit


def _rows(rng: Random, population: Population, who: Bools) -> pl.DataFrame:
    """These persons, once each whatever P3KE lists twice, some of them twice, by village.

    ``again`` marks the second row of a person.
    """
    persons = population.persons.with_row_index("row").filter(
        pl.Series(who) & (pl.col("true") == pl.int_range(pl.len()))
    )
    copies = chosen(rng, len(persons), AGAIN)
    both = pl.concat([persons, persons[copies]]).with_columns(
        again=pl.Series(np.arange(len(persons) + len(copies)) >= len(persons))
    )
    home = population.families["village"].gather(both["family"])
    return both.with_columns(home).sort("village", "row", "again")


def _told(
    rng: Random,
    population: Population,
    rows: pl.DataFrame,
    habits: Habits,
    care: Care,
    columns: dict[str, pl.Series],
) -> Told:
    """Rows with name, number and place before what the list is about."""
    nik, damage = retelling.niks(rng, rows, care)
    villages = population.society.villages
    village = rows["village"]
    unit = population.families.select("rt", "rw", "hamlet")[rows["family"]]
    name = villages["name"].gather(village).str.to_uppercase()
    district = villages["district"].gather(village)
    twice = rows.select(pl.col("row").is_duplicated())["row"].to_numpy()
    return tell(
        {
            "NIK": nik,
            "Nama": retelling.spelt(rng, rows["name"], share=care.other_name),
            "Kabupaten": pl.Series([district_name(place) for place in range(17)]).gather(district),
            "Kecamatan": villages["subdistrict"].gather(village).str.to_uppercase(),
            "Desa": addresses.with_spaces(rng, name, share=0.01),
            "Alamat": addresses.written(rng, unit.with_columns(village_name=name), habits),
            **columns,
        },
        family=population.families["true"].gather(rows["family"]).to_numpy().astype(np.int64),
        person=rows["true"].to_numpy().astype(np.int64),
        damage=damage,
        dead=rows["dead"].to_numpy(),
        duplicate=twice,
    )


def _nisn(rng: Random, count: int) -> pl.Series:
    """Numbers of pupils that were never given: of those born in 1950. Many are not said."""
    serial = pl.Series(rng.permutation(count)).cast(pl.String).str.zfill(7)
    return ("950" + serial).set(pl.Series(rng.random(count) < 0.4), None)


def _dates(rng: Random, rows: pl.DataFrame, care: Care) -> pl.Series:
    return retelling.dates(rng, rows["born"], share=care.other_date).dt.strftime("%d-%m-%Y")


def _word(rng: Random, words: tuple[str, ...], weights: tuple[float, ...], count: int) -> pl.Series:
    return pl.Series(words).gather(pick(rng, weights, count))


def _same(count: int, code: int) -> Ints:
    return np.full(count, code, dtype=np.int64)


def _same_word(word: str, count: int) -> pl.Series:
    return pl.Series([word]).new_from_index(0, count)
