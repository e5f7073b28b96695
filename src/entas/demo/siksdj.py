"""The verification list with SIKS-DJ columns: what visits found, as a kabupaten exports it.

Three exports: the visits known on 27 March, those accepted after it until 7 June, and the second
visits until August. Programme columns tell some of the interventions.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.demo import answers, p3ke, people, values, visits
from entas.demo.districts import EPOCH, District, Hand
from entas.demo.draws import Bools, Random, pick
from entas.demo.figures import Ints
from entas.demo.programmes import COLUMNS, FLAT, INDICATORS
from entas.demo.rows import Rows
from entas.demo.society import Society
from entas.demo.tags import BY_AUGUST_COLUMN, BY_MARCH_COLUMN, PLANNED
from entas.demo.visits import NEVER

MARCH, JUNE, AUGUST = range(3)

QUESTIONS = {
    "housing": "SIKS_DJ_memiliki_rumah_layak_huni",
    "water": "SIKS_DJ_memiliki_akses_air_bersih",
    "latrine": "SIKS_DJ_memiliki_jamban",
    "electricity": "SIKS_DJ_memiliki_listrik_sendiri",
    "stunting": "SIKS_DJ_berisiko_stunting",
}
STAGE_DATES = (
    "Tanggal Verval",
    "Tanggal Kirim",
    "Tanggal Periksa",
    "Tanggal Musdes",
    "Tanggal Terima",
)
INCOME = {"APBN_PKH": "pkh", "APBN_sembako": "sembako"}
UNUSED = (
    "APBN_PIP",
    "APBN_JKN_KIS",
    "APBD_serasi_kasih",
    "APBD_yatim_piatu",
    "APBD_RTLH_kelurahan",
    "APBD_BPJS_PBI",
    "BLT_DBHCHT",
    "BLT_DID",
    "bansos_APBD_bantuan_padat_karya",
    "bansos_APBD_bantuan_pelatihan",
)


@dataclass(frozen=True, slots=True)
class Export:
    """The visits of one export in one kabupaten; families by row number within it."""

    kind: int
    family: Ints  # row of ``District.families``
    days: Ints
    presence: Ints
    answers: dict[str, Ints]

    @property
    def stage(self) -> Ints:
        """How many stages each visit has reached."""
        reached: Ints = (self.days != NEVER).sum(axis=0)
        return reached


def export(society: Society, district: District, kind: int) -> Export:
    """The visits that one export of a kabupaten tells."""
    picked = {
        MARCH: lambda: visits.as_of_march(society.first),
        JUNE: lambda: visits.as_of_june(society.first),
        AUGUST: lambda: society.again,
    }[kind]()
    here = (picked.family >= district.first_family) & (
        picked.family < district.first_family + len(district.families)
    )
    family = picked.family[here]
    found = picked.presence[here] == visits.FOUND
    if kind == AUGUST:
        said = _second_answers(society, family, found)
    else:
        said = {
            name: society.families[f"answer_{name}"].gather(family).to_numpy() for name in QUESTIONS
        }
    return Export(
        kind, family - district.first_family, picked.days[:, here], picked.presence[here], said
    )


def _second_answers(society: Society, family: Ints, found: Bools) -> dict[str, Ints]:
    """What the second visit says: needs of August that it did not find met are still there."""
    out = {}
    for name, need in society.needs.august.items():
        met = _met(society, name)["family"].to_numpy()
        still = need[family] & ~np.isin(family, met)
        out[name] = np.where(found, answers.said(name, still), answers.BLANK)
    return out


def _met(society: Society, indicator: str) -> pl.DataFrame:
    return society.tags.filter((pl.col("indicator") == INDICATORS.index(indicator)) & pl.col("met"))


def families(society: Society, district: District, told: Export, hand: Hand, rng: Random) -> Rows:
    """The family sheet: P3KE's columns, then what the visit said."""
    listed, heads = district.families[told.family], district.heads[told.family]
    count = len(listed)
    columns: dict[str, pl.Series] = {
        "ID Keluarga P3KE": listed["family_key"],
        **p3ke.area_columns(district, listed),
        "Desil Kesejahteraan": hand.said(listed["decile"], values.DECILE),
        "Alamat": listed["address"],
        "Kepala Keluarga": p3ke.cased(hand, heads["name"]),
        "NIK Kepala Keluarga": heads["nik_text"],
        **p3ke.house_2023(listed, hand),
        "Resiko Stunting": hand.said(listed["stunting"], values.STUNTING),
        "Id_kec": listed["village_code"].str.slice(0, 6),
        "Id_des_kel": listed["village_code"],
        "RT": listed["rt"].cast(pl.String).str.zfill(3),
        "RW": listed["rw"].cast(pl.String).str.zfill(3),
        "Koordinat_X": pl.repeat(None, count, dtype=pl.String, eager=True),
        "Koordinat_Y": pl.repeat(None, count, dtype=pl.String, eager=True),
        **_corrections(heads, listed["kk_number"], asked=told.presence == visits.FOUND),
        **_verdict(told, hand, rng),
        **{
            header: hand.said(told.answers[name], values.YES_NO)
            for name, header in QUESTIONS.items()
        },
        **_programmes(society, district, told, hand, listed, rng),
        "sumber_data": pl.repeat("P3KE", count, eager=True),
        "tahun_data": pl.repeat(2023, count, eager=True),
        "status_keberadaan_target": hand.said(told.presence, values.FAMILY_PRESENCE),
        "status_verifikasi": hand.said(told.stage, values.STAGE),
        **{header: hand.dated(days) for header, days in zip(STAGE_DATES, told.days, strict=True)},
    }
    family = district.first_family + told.family
    nobody = np.full(count, -1)
    return Rows(pl.DataFrame(columns), family, nobody, p3ke.damage_of(heads))


def persons(society: Society, district: District, told: Export, hand: Hand) -> Rows:
    """The person sheet: everybody of the families found; in August only whose need was met."""
    place = np.full(len(district.families), -1)
    asked = told.presence == visits.FOUND
    place[told.family[asked]] = np.flatnonzero(asked)
    visit = place[district.persons["family"].to_numpy() - district.first_family]
    chosen = visit >= 0
    said: dict[str, pl.Series] = {}
    if told.kind == AUGUST:
        met, said = _remeasured(society, district)
        chosen &= met
    listed = district.persons.with_columns(**said).filter(pl.Series(chosen))
    hand = Hand(hand.case[chosen], hand.dates)
    cards = district.families["kk_number"].gather(listed["family"] - district.first_family)
    columns = {
        "ID Keluarga P3KE": listed["family_key"],
        **p3ke.area_columns(district, listed, long=True),
        **_person(listed, hand),
        **_corrections(listed, cards, asked=np.ones(len(listed), dtype=np.bool_)),
        "SIKS_DJ_apakah_bekerja": hand.said(listed["works"], values.YES_NO),
        "SIKS_DJ_anak_tidak_sekolah": hand.said(listed["out_of_school"], values.YES_NO),
        "SIKS_DJ_disabilitas": hand.said(listed["disabled"], values.YES_NO),
        "jenis_disabilitas": hand.said(_kind(listed), values.DISABILITY),
        "status_keberadaan_target": hand.said(listed["presence"], values.PERSON_PRESENCE),
        "status_verifikasi": hand.said(told.stage[visit[chosen]], values.STAGE),
        "Tanggal Verval": hand.dated(told.days[0][visit[chosen]]),
    }
    person = listed["same_as"].to_numpy().astype(np.int64)
    return Rows(pl.DataFrame(columns), listed["family"].to_numpy(), person, p3ke.damage_of(listed))


def _person(listed: pl.DataFrame, hand: Hand) -> dict[str, pl.Series]:
    """P3KE's columns of a person, the occupation as the officer found it."""
    return {
        "ID Individu": listed["person_key"],
        "Nama": p3ke.cased(hand, listed["name"]),
        "NIK": listed["nik_text"],
        "Jenis Kelamin": hand.said(listed["female"].to_numpy().astype(np.int64), values.FEMALE),
        "Hubungan dengan Kepala Keluarga": hand.said(listed["relationship"], values.RELATIONSHIP),
        "Tanggal Lahir": hand.written(listed["born"].cast(pl.Date)),
        "Status Kawin": hand.said(listed["marital"], values.MARITAL),
        "Pekerjaan": hand.said(listed["field_occupation"], values.OCCUPATION),
        "Pendidikan": hand.said(listed["education"], values.EDUCATION),
    }


def _kind(persons: pl.DataFrame) -> Ints:
    kind = persons["kind"].to_numpy()
    return np.where(persons["disabled"].to_numpy() == answers.YES, kind, -1)


def _remeasured(society: Society, district: District) -> tuple[Bools, dict[str, pl.Series]]:
    """Persons whose need a second visit found met, and their answers then."""
    count = len(district.persons)
    said: dict[str, Ints] = {}
    any_met = np.zeros(count, dtype=np.bool_)
    at_work = np.zeros(count, dtype=np.bool_)
    for name, column in (("employment", "works"), ("schooling", "out_of_school")):
        met = np.zeros(society.persons.height, dtype=np.bool_)
        met[_met(society, name)["person"].to_numpy()] = True
        here = met[district.first_person :][:count]
        opposite = answers.said(name, np.zeros(count, dtype=np.bool_))
        said[column] = np.where(here, opposite, district.persons[column].to_numpy())
        any_met |= here
        at_work = here if name == "employment" else at_work
    occupation = district.persons["field_occupation"].to_numpy()
    said["field_occupation"] = np.where(at_work, people.CASUAL, occupation)
    return any_met, {name: pl.Series(codes) for name, codes in said.items()}


def _corrections(
    persons: pl.DataFrame, kk_number: pl.Series, *, asked: Bools
) -> dict[str, pl.Series]:
    """What the officer read off the papers: better names, a NIK where the list has none."""
    without = answers.writes_nik(persons["nik_written"].to_numpy())
    read = without & (persons["field_nik"].to_numpy() == 1) & asked
    seen = pl.Series(asked)
    return {
        "nama_perbaikan": persons["name_corrected"].set(~seen, None),
        "NIK_perbaikan": persons["nik"].cast(pl.String).set(~pl.Series(read), None),
        "nomor_KK": kk_number.set(~seen, None),
    }


def _verdict(told: Export, hand: Hand, rng: Random) -> dict[str, pl.Series]:
    """Whether the family meets the criteria, and why not."""
    count = len(told.family)
    found = told.presence == visits.FOUND
    rich = found & (rng.random(count) < 0.03)
    gone = np.select(
        [told.presence == visits.MOVED, told.presence == visits.DEAD,
         told.presence == visits.DUPLICATE],
        [4, 5, 6], 3,
    )  # fmt: skip
    reason = np.where(rich, pick(rng, (6, 1, 1, 2), count), np.where(found, -1, gone))
    notes = ("RUMAH SUDAH DIPERBAIKI SENDIRI", "TINGGAL BERSAMA ANAK", "PERLU DICEK ULANG")
    note = np.where(rng.random(count) < 0.04, pick(rng, (1, 2, 1), count), -1)
    meets = np.where(rich | ~found, 1, 0).astype(np.int64)
    return {
        "VERVAL_memenuhi_kriteria_P3KE": hand.said(meets, values.YES_NO),
        "VERVAL_alasan_tidak_memenuhi_kriteria_P3KE": hand.said(reason, values.VERDICT_REASON),
        "VERVAL_keterangan": hand.said(note.astype(np.int64), notes),
    }


def _programmes(
    society: Society,
    district: District,
    told: Export,
    hand: Hand,
    listed: pl.DataFrame,
    rng: Random,
) -> dict[str, pl.Series]:
    """Programme columns: empty, TIDAK, RENCANA, YA or REALISASI with its day."""
    count = len(listed)
    found = told.presence == visits.FOUND
    nothing = pl.Series(np.where(rng.random(count) < 0.5, "TIDAK", "")).replace("", None)
    columns = {}
    for header, name in INCOME.items():
        codes = np.where(found, listed[name].to_numpy(), answers.BLANK)
        columns[header] = hand.said(codes, values.YES_NO)
    for header in UNUSED:
        columns[header] = nothing
    channel = {MARCH: BY_MARCH_COLUMN, AUGUST: BY_AUGUST_COLUMN}.get(told.kind)
    tags = society.tags.filter(pl.col("channel") == channel) if channel else society.tags.clear()
    row = np.full(len(district.families), -1)
    row[told.family] = np.arange(count)
    first, stop = district.first_family, district.first_family + len(district.families)
    tags = tags.filter(pl.col("family").is_between(first, stop - 1))
    words = _words(tags, told.days[0][row[tags["family"].to_numpy() - first]])
    for header in COLUMNS:
        of_column = pl.Series(np.array([one.column == header for one in FLAT])).gather(
            tags["programme"]
        )
        place = row[tags["family"].filter(of_column).to_numpy() - first]
        columns[header] = nothing.clone().scatter(place, words.filter(of_column))
    return columns


def _words(tags: pl.DataFrame, visited: Ints) -> pl.Series:
    """What stands in the column: a day is written only where it is not that of the visit."""
    day = pl.Series(
        EPOCH + np.maximum(tags["realised_on"].to_numpy(), 0).astype("timedelta64[D]")
    ).cast(pl.Date)
    return tags.select(
        pl.when(pl.col("state") == PLANNED)
        .then(pl.lit("RENCANA"))
        .when(pl.Series(tags["realised_on"].to_numpy() == visited))
        .then(pl.when(pl.col("family") % 2 == 0).then(pl.lit("YA")).otherwise(pl.lit("SUDAH")))
        .otherwise(pl.lit("REALISASI ") + day.dt.strftime("%Y-%m-%d"))
    ).to_series()
