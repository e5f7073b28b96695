"""P3KE as released in 2022 and 2023: the family sheet and the individual sheet of a kabupaten."""

import numpy as np
import polars as pl

from entas.demo import houses, identity, people, values, visits
from entas.demo.districts import District, Hand
from entas.demo.draws import Random
from entas.demo.figures import Ints
from entas.demo.rows import Rows

PROVINCE = "JAWA TENGAH"
AID = ("bpnt", "bpum", "bst", "pkh", "sembako")
UNMATCHED = 0.14


def families_2023(district: District, hand: Hand, rng: Random) -> Rows:
    """The family sheet of 2023, one row a family."""
    families, heads = district.families, district.heads
    columns = {
        "ID Keluarga": families["family_key"],
        **area_columns(district, families),
        "Persentil": families["percentile"],
        "Desil Kesejahteraan": hand.said(families["decile"], values.DECILE),
        "Dimuktakhirkan Tahun": pl.repeat(2022, len(families), eager=True),
        "Prioritas Verval": hand.said(_family_priority(district, rng), values.FAMILY_PRIORITY),
        "Alamat": families["address"],
        "Kepala Keluarga": cased(hand, heads["name"]),
        "NIK Kepala Keluarga": heads["nik_text"],
        "Padan Kemdagri": hand.said(_match(heads, rng), values.CIVIL_MATCH),
        "Jenis Kelamin Kepala Keluarga": hand.said(_code(heads["female"]), values.FEMALE),
        "Tanggal Lahir Kepala Keluarga": hand.written(heads["born"].cast(pl.Date)),
        "Status Kawin Kepala Keluarga": hand.said(heads["marital"], values.MARITAL),
        "Pekerjaan Kepala Keluarga": hand.said(heads["occupation"], values.OCCUPATION),
        "Status Pekerjaan Kepala Keluarga": _employment_status(hand, heads),
        "Pendidikan Kepala Keluarga": hand.said(heads["education"], values.EDUCATION),
        **house_2023(families, hand),
        **_aid(families, hand),
        "Resiko Stunting": hand.said(families["stunting"], values.STUNTING),
    }
    return Rows(pl.DataFrame(columns), *_truth_of_families(district, heads))


def persons_2023(district: District, hand: Hand, rng: Random) -> Rows:
    """The individual sheet of 2023, one row a person."""
    persons = district.persons
    age = people.YEAR - persons["birth_year"].to_numpy()
    columns = {
        "ID Keluarga P3KE": persons["family_key"],
        **area_columns(district, persons, long=True),
        "Persentil": persons["percentile"],
        "Desil Kesejahteraan": hand.said(persons["decile"], values.DECILE),
        "Dimuktakhirkan Tahun": pl.repeat(2022, len(persons), eager=True),
        "Prioritas Verval": hand.said(_person_priority(persons), values.PERSON_PRIORITY),
        "Alamat": persons["address"],
        "ID Individu": persons["person_key"],
        "Nama": cased(hand, persons["name"]),
        "NIK": persons["nik_text"],
        "Padan Kemdagri": hand.said(_match(persons, rng), values.CIVIL_MATCH),
        "Jenis Kelamin": hand.said(_code(persons["female"]), values.FEMALE),
        "Hubungan dengan Kepala Keluarga": _relationship(persons, hand, rng),
        "Tanggal Lahir": hand.written(_born(persons, rng)),
        "Status Kawin": hand.said(persons["marital"], values.MARITAL),
        "Pekerjaan": hand.said(persons["occupation"], values.OCCUPATION),
        "Status Pekerjaan": _employment_status(hand, persons),
        "Pendidikan": hand.said(persons["education"], values.EDUCATION),
        "Usia 2023": pl.Series(age),
        "Kelompok Usia 2023": hand.said(_age_group(age), values.AGE_GROUP),
        **_aid(persons, hand),
        "Penerima Prakerja": hand.said(_seldom(rng, len(persons), 0.02), values.YES_NO),
        "Penerima KUR": hand.said(_seldom(rng, len(persons), 0.01), values.YES_NO),
        "Resiko Stunting": hand.said(persons["stunting"], values.STUNTING),
    }
    return Rows(pl.DataFrame(columns), *_truth_of_persons(district, persons))


def families_2022(district: District, hand: Hand, rng: Random) -> Rows:
    """The family sheet of the older release; a later sampling takes part of it."""
    families, heads = district.families, district.heads
    columns = {
        "ID Keluarga": families["family_key"],
        **area_columns(district, families),
        "Desil Kesejahteraan": hand.said(families["decile"], values.DECILE),
        "Alamat": families["address"],
        "Kepala Keluarga": cased(hand, heads["name_2022"]),
        "NIK": heads["nik_text"],
        "Padan Dukcapil": hand.said(_match(heads, rng), values.CIVIL_MATCH_2022),
        "Jenis Kelamin": hand.said(_code(heads["female"]), values.FEMALE),
        "Tanggal Lahir": hand.written(heads["born"].cast(pl.Date)),
        "Pekerjaan": hand.said(heads["occupation"], values.OCCUPATION),
        "Pendidikan": hand.said(heads["education"], values.EDUCATION_2022),
        "Kepemilikan Rumah": hand.said(families["ownership"], values.OWNERSHIP_2022),
        "Memiliki Simpanan Uang/Perhiasan/Ternak/Lainnya": _savings(families, hand),
        "Jenis Atap": hand.said(families["roof"], values.ROOF),
        "Jenis Dinding": hand.said(families["wall"], values.WALL),
        "Jenis Lantai": hand.said(families["floor"], values.FLOOR),
        "Sumber Penerangan": hand.said(families["lighting"], values.LIGHTING_2022),
        "Bahan Bakar Memasak": hand.said(families["fuel"], values.FUEL),
        "Sumber Air Minum": hand.said(families["water"], values.WATER),
        "Memiliki Fasilitas Buang Air Besar": hand.said(families["toilet"], values.TOILET_2022),
        **_aid(families, hand, bpnt="BNPT"),
        "Resiko Stunting": hand.said(families["stunting"], values.STUNTING),
        "Pensasaran": pl.repeat("P3KE", len(families), eager=True),
    }
    return Rows(pl.DataFrame(columns), *_truth_of_families(district, heads))


def persons_2022(district: District, hand: Hand, rng: Random) -> Rows:
    """The individual sheet of the older release."""
    persons = district.persons
    age = people.YEAR - 1 - persons["birth_year"].to_numpy()
    limits = ((0, 6), (7, 12), (13, 15), (16, 18), (19, 21), (22, 59), (60, 200))
    groups = ("< 7 Tahun", "7-12", "13-15", "16-18", "19-21", "22-59", "60+")
    ages = {
        f"Usia {group}": hand.said(
            np.where((age >= low) & (age <= high), 0, 1).astype(np.int64), values.YES_NO
        )
        for group, (low, high) in zip(groups, limits, strict=True)
    }
    columns = {
        "ID Keluarga P3KE": persons["family_key"],
        **area_columns(district, persons, long=True),
        "Desil Kesejahteraan": hand.said(persons["decile"], values.DECILE),
        "Alamat": persons["address"],
        "ID Individu": persons["person_key"],
        "Nama": cased(hand, persons["name_2022"]),
        "NIK": persons["nik_text"],
        "Padan Dukcapil": hand.said(_match(persons, rng), values.CIVIL_MATCH_2022),
        "Jenis Kelamin": hand.said(_code(persons["female"]), values.FEMALE_SHORT),
        "Hubungan dengan Kepala Keluarga": _relationship(persons, hand, rng),
        "Tanggal Lahir": hand.written(persons["born"].cast(pl.Date)),
        "Status Kawin": hand.said(persons["marital"], values.MARITAL),
        "Pekerjaan": hand.said(persons["occupation"], values.OCCUPATION),
        "Pendidikan": hand.said(persons["education"], values.EDUCATION_2022),
        **ages,
        **_aid(persons, hand, bpnt="BNPT"),
        "Resiko Stunting": hand.said(persons["stunting"], values.STUNTING),
    }
    return Rows(pl.DataFrame(columns), *_truth_of_persons(district, persons))


def house_2023(families: pl.DataFrame, hand: Hand) -> dict[str, pl.Series]:
    """The house columns in the words of 2023."""
    return {
        "Kepemilikan Rumah": hand.said(families["ownership"], values.OWNERSHIP),
        "Memiliki Simpanan Uang/Perhiasan/Ternak/Lainnya": _savings(families, hand),
        "Jenis Atap": hand.said(families["roof"], values.ROOF),
        "Kualitas Atap": _or_kosong(hand, families["roof_quality"], values.QUALITY),
        "Jenis Dinding": hand.said(families["wall"], values.WALL),
        "Kualitas Dinding": _or_kosong(hand, families["wall_quality"], values.QUALITY),
        "Jenis Lantai": hand.said(families["floor"], values.FLOOR),
        "Kualitas Lantai": _or_kosong(hand, families["floor_quality"], values.QUALITY),
        "Sumber Penerangan": hand.said(families["lighting"], values.LIGHTING),
        "Daya Listrik Terpasang": _or_kosong(hand, families["power"], values.POWER),
        "Bahan Bakar Memasak": hand.said(families["fuel"], values.FUEL),
        "Sumber Air Minum": hand.said(families["water"], values.WATER),
        "Memiliki Fasilitas Buang Air Besar": _or_kosong(hand, families["toilet"], values.TOILET),
    }


def area_columns(
    district: District, rows: pl.DataFrame, *, long: bool = False
) -> dict[str, pl.Series]:
    """Province to village, with the code; ``long``: the headers of individual sheets."""
    count = len(rows)
    return {
        "Provinsi": pl.repeat(PROVINCE, count, eager=True),
        "Kabupaten/Kota" if long else "Kabupaten": pl.repeat(district.name, count, eager=True),
        "Kecamatan": rows["subdistrict"],
        "Desa/Kelurahan" if long else "Desa": rows["village_name"],
        "Kode Kemdagri": rows["village_code"],
    }


def _aid(rows: pl.DataFrame, hand: Hand, *, bpnt: str = "BPNT") -> dict[str, pl.Series]:
    names = {name: name.upper() for name in AID} | {"bpnt": bpnt}
    return {f"Penerima {names[name]}": hand.said(rows[name], values.YES_NO) for name in AID}


def _truth_of_families(district: District, heads: pl.DataFrame) -> tuple[Ints, Ints, pl.Series]:
    count = len(heads)
    family = district.first_family + np.arange(count)
    return family, np.full(count, -1), damage_of(heads)


def _truth_of_persons(district: District, persons: pl.DataFrame) -> tuple[Ints, Ints, pl.Series]:
    del district
    return (
        persons["family"].to_numpy().astype(np.int64),
        persons["same_as"].to_numpy().astype(np.int64),
        damage_of(persons),
    )


def damage_of(persons: pl.DataFrame) -> pl.Series:
    """How the NIK of each row was damaged; empty for none."""
    return pl.Series(identity.DAMAGE).gather(persons["nik_written"])


def _code(flags: pl.Series) -> Ints:
    return flags.to_numpy().astype(np.int64)


def cased(hand: Hand, names: pl.Series) -> pl.Series:
    """Names in the office's case: most in capitals."""
    frame = pl.DataFrame({"n": names, "case": hand.case})
    return frame.select(
        pl.when(pl.col("case") == 0).then(pl.col("n").str.to_uppercase()).otherwise("n")
    ).to_series()


def _or_kosong(hand: Hand, codes: pl.Series, labels: tuple[str, ...]) -> pl.Series:
    """Where nothing is said, the word KOSONG stands, as P3KE writes it."""
    code = codes.to_numpy()
    return hand.said(np.where(code < 0, len(labels), code), (*labels, "KOSONG"))


def _savings(families: pl.DataFrame, hand: Hand) -> pl.Series:
    return _or_kosong(hand, families["savings"], values.YES_NO)


def _employment_status(hand: Hand, persons: pl.DataFrame) -> pl.Series:
    code = np.array(values.EMPLOYMENT_STATUS_OF)[persons["occupation"].to_numpy()]
    return hand.said(code, values.EMPLOYMENT_STATUS)


def _relationship(persons: pl.DataFrame, hand: Hand, rng: Random) -> pl.Series:
    """ISTRI/SUAMI, and in the same file also ISTRI and SUAMI."""
    code = persons["relationship"].to_numpy()
    apart = (code == people.SPOUSE) & (rng.random(len(code)) < 0.2)
    code = np.where(apart, 4 + _code(persons["female"]), code)
    return hand.said(code, (*values.RELATIONSHIP, "SUAMI", "ISTRI"))


def _match(persons: pl.DataFrame, rng: Random) -> Ints:
    """PADAN, TIDAK PADAN, or KOSONG where there is no NIK to match."""
    empty = persons["nik_written"].is_in([identity.BLANK, identity.PLACEHOLDER]).to_numpy()
    odd = (persons["nik_written"] != identity.USABLE).to_numpy()
    unmatched = odd | (rng.random(len(persons)) < UNMATCHED)
    return np.where(empty, 2, unmatched).astype(np.int64)


def _born(persons: pl.DataFrame, rng: Random) -> pl.Series:
    """Birth dates; a few old people's are missing. Nobody's whose need depends on the age."""
    missing = (rng.random(len(persons)) < 0.004) & (persons["birth_year"] < 1955).to_numpy()
    return persons["born"].cast(pl.Date).set(pl.Series(missing), None)


def _seldom(rng: Random, count: int, share: float) -> Ints:
    return (rng.random(count) >= share).astype(np.int64)


def _age_group(age: Ints) -> Ints:
    group = np.searchsorted([6, 13, 16, 19, 60], age, side="right")
    return np.where(age == 5, houses.NOT_SAID, group).astype(np.int64)  # age 5 has no label


def _person_priority(persons: pl.DataFrame) -> Ints:
    """Most members of families listed twice are flagged."""
    double = persons["presence_of_family"] == visits.DUPLICATE
    return (double & (persons["nik"] % 7_0000 != 0)).to_numpy().astype(np.int64)


def _family_priority(district: District, rng: Random) -> Ints:
    families, heads = district.families, district.heads
    double = (families["presence"] == visits.DUPLICATE).to_numpy() & (
        rng.random(len(families)) < 0.4
    )
    double |= rng.random(len(families)) < 0.003
    empty = heads["nik_written"].is_in([identity.BLANK, identity.PLACEHOLDER]).to_numpy()
    return np.select([double, empty], [1, 2], 0).astype(np.int64)
