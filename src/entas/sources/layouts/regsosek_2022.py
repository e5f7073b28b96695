"""Regsosek 2022: a file of families and a file of members, by the questions of form K.

Headers are the numbers of the questions with or without ``r`` and a word (``303``, ``r303``,
``r303_lantai``), as offices export them.
"""

from dataclasses import replace
from datetime import date

from entas.sources.layouts import codes_regsosek as codes
from entas.sources.layouts import parts, values
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

FAMILY_KEY = Column(
    "id_keluarga", "family_key", ValueKind.KEY,
    aliases=("ID Keluarga Regsosek", "idkel", "id_kel", "Nomor Urut Keluarga", "id_keluarga_dtsen"),
)  # fmt: skip
PERSON_KEY = Column(
    "id_anggota", "person_key", ValueKind.KEY,
    aliases=("ID Individu", "id_art", "id_individu", "idart", "id_anggota_keluarga",
             "id_individu_dtsen"),
)  # fmt: skip

DIFFICULTIES = (
    ("a", "seeing", "melihat"), ("b", "hearing", "mendengar"), ("c", "walking", "berjalan"),
    ("d", "hands", "tangan"), ("e", "learning", "belajar"), ("f", "behaviour", "perilaku"),
    ("g", "speech", "bicara"), ("h", "self_care", "mengurus diri"), ("i", "memory", "mengingat"),
)  # fmt: skip


def asked(number: str, field: str, table: str, *words: str) -> Column:
    """A question by its number, under the headers that offices give it."""
    written = [f"r{number}", number, f"k{number}"]
    aliases = [f"{head}_{word}" for head in written for word in words]
    return parts.code(written[0], field, getattr(codes, table), *written[1:], *aliases, *words)


def ignored(number: str, *words: str) -> Column:
    """A question that is kept as received and not used."""
    column = asked(number, "", "WORKS", *words)
    return Column(column.header, kind=ValueKind.KEPT, aliases=column.aliases)


HOUSE = (
    asked("302", "home_ownership", "HOME_OWNERSHIP", "status_bangunan", "kepemilikan_rumah"),
    asked("303", "floor", "FLOOR", "lantai", "jenis_lantai"),
    asked("304", "wall", "WALL", "dinding", "jenis_dinding"),
    asked("305", "roof", "ROOF", "atap", "jenis_atap"),
    asked("306a", "drinking_water", "WATER", "air", "air_minum", "sumber_air_minum"),
    asked("307a", "lighting", "LIGHTING", "penerangan", "sumber_penerangan"),
    asked("307b", "power", "POWER", "daya", "daya_listrik"),
    asked("309a", "toilet", "TOILET", "fasilitas_bab", "fasbab"),
    asked("310", "drain", "DRAIN", "tinja", "buang_tinja", "pembuangan_tinja"),
    Column(
        "luas_lantai", "floor_area_m2", ValueKind.DECIMAL, aliases=("r301b", "301b", "luas"),
    ),
    ignored("306b", "jarak"),
    ignored("308", "bahan_bakar"),
    ignored("309b", "kloset"),
)  # fmt: skip

FAMILY = (
    FAMILY_KEY,
    *parts.WHERE,
    Column(
        "nama_kepala_keluarga", "head_name", ValueKind.NAME, aliases=("Kepala Keluarga", "Nama KK")
    ),
    Column(
        "nik_kepala_keluarga", "head_nik", ValueKind.NIK, aliases=("NIK", "NIK KK"),
    ),
    parts.KK_NUMBER,
    asked("205", "presence", "FAMILY_PRESENCE", "hasil", "hasil_pendataan"),
    *HOUSE,
)  # fmt: skip

PERSON = (
    FAMILY_KEY,
    PERSON_KEY,
    *parts.AREA,
    *parts.kept("Alamat", "RT", "RW", "Dusun", "umur"),
    replace(parts.NAME, aliases=(*parts.NAME.aliases, "r402", "r402_nama")),
    replace(parts.NIK, aliases=(*parts.NIK.aliases, "r403", "r403_nik")),
    parts.KK_NUMBER,
    replace(parts.SEX, aliases=(*parts.SEX.aliases, "r405", "r405_jenis_kelamin")),
    replace(parts.BIRTH_DATE, aliases=(*parts.BIRTH_DATE.aliases, "r406", "r406_tanggal_lahir")),
    parts.BIRTH_PLACE,
    parts.MOTHER_NAME,
    asked("409", "relationship", "RELATIONSHIP", "hubungan", "hubungan_keluarga"),
    asked("408", "marital_status", "MARITAL_STATUS", "kawin", "status_kawin"),
    asked("404", "presence", "PRESENCE", "keberadaan"),
    asked("412", "attendance", "ATTENDANCE", "sekolah", "partisipasi_sekolah"),
    asked("415", "certificate", "CERTIFICATE", "ijazah", "ijazah_tertinggi"),
    asked("416a", "works", "WORKS", "bekerja"),
    ignored("427", "gizi"),
    *(
        asked(f"428{letter}", f"difficulty_{name}", "DIFFICULTY", word)
        for letter, name, word in DIFFICULTIES
    ),
)  # fmt: skip

SHEETS = (
    SheetLayout(
        RecordKind.PERSON, PERSON, required=("family_key", "person_key", "name"),
        anchor="person_key",
    ),
    SheetLayout(
        RecordKind.FAMILY, FAMILY, required=("family_key", "head_name"), anchor="family_key"
    ),
)  # fmt: skip

LAYOUT = Layout(
    key="regsosek-2022",
    title="Regsosek 2022",
    scheme="regsosek",
    default_as_of=date(2022, 11, 14),
    is_compared=True,
    sheets=SHEETS,
)
CIVIL_MATCH = parts.code(
    "keterangan_padan", "civil_match", values.CIVIL_MATCH, "Padan Dukcapil", "Status Padan"
)
