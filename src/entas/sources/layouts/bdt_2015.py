"""BDT (PBDT) 2015: a file of households and a file of their members, in codes of the questionnaire.

The unit is the household (who eats from one kitchen), which may hold several families. Its number
is the key of a family of the registry, in the scheme of BDT; linkage says which P3KE family it is.
"""

from datetime import date

from entas.sources.layouts import codes_bdt, parts
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

HOUSEHOLD_KEY = Column(
    "id_bdt", "family_key", ValueKind.KEY,
    aliases=("IDBDT", "id_ruta", "ID Rumah Tangga", "rumahtangga_id", "No Ruta", "nomor_urut_ruta"),
)  # fmt: skip
MEMBER_KEY = Column(
    "id_art", "person_key", ValueKind.KEY,
    aliases=("IDARTBDT", "id_art_bdt", "ID Anggota", "individu_id", "ID Individu"),
)  # fmt: skip

HOUSEHOLD = (
    HOUSEHOLD_KEY,
    *parts.WHERE,
    Column(
        "nama_krt", "head_name", ValueKind.NAME,
        aliases=("Nama Kepala Rumah Tangga", "Nama KRT", "Kepala Rumah Tangga"),
    ),
    Column("nik_krt", "head_nik", ValueKind.NIK, aliases=("NIK", "NIK Kepala Rumah Tangga")),
    parts.KK_NUMBER,
    parts.code(
        "lantai", "floor", codes_bdt.FLOOR, "jenis_lantai",
        also={"floor_quality": codes_bdt.FLOOR_QUALITY},
    ),
    *parts.questions(
        codes_bdt,
        ("dinding", "wall", "WALL", ("jenis_dinding",)),
        ("kondisi_dinding", "wall_quality", "QUALITY", ("kualitas_dinding",)),
        ("atap", "roof", "ROOF", ("jenis_atap",)),
        ("kondisi_atap", "roof_quality", "QUALITY", ("kualitas_atap",)),
        ("sumber_airminum", "drinking_water", "WATER", ("sumber_air_minum", "air_minum")),
        ("sumber_penerangan", "supply", "SUPPLY", ("penerangan",)),
        ("daya", "power", "POWER", ("daya_terpasang", "daya_listrik")),
        ("fasbab", "toilet", "TOILET", ("fasilitas_bab",)),
        ("buang_tinja", "drain", "DRAIN", ("pembuangan_tinja",)),
        ("sta_bangunan", "home_ownership", "HOME_OWNERSHIP", ("status_bangunan",)),
        ("bb_masak", "cooking_fuel", "COOKING_FUEL", ("bahan_bakar_masak",)),
    ),
    Column("luas_lantai", "floor_area_m2", ValueKind.DECIMAL, aliases=("luas",)),
    *parts.kept("kloset", "jumlah_art", "jumlah_keluarga", "sta_lahan", "desil"),
)  # fmt: skip

MEMBER = (
    HOUSEHOLD_KEY,
    MEMBER_KEY,
    *parts.AREA,
    *parts.kept("Alamat", "RT", "RW", "Dusun", "umur", "kloset"),
    parts.NAME,
    parts.NIK,
    parts.KK_NUMBER,
    parts.SEX,
    parts.BIRTH_DATE,
    parts.BIRTH_PLACE,
    parts.MOTHER_NAME,
    *parts.questions(
        codes_bdt,
        ("hubungan", "relationship", "RELATIONSHIP", ("hubungan_krt", "hub_krt")),
        ("kawin", "marital_status", "MARITAL_STATUS", ("status_kawin", "sta_kawin")),
        ("partisipasi_sekolah", "attendance", "ATTENDANCE", ("partisipasi",)),
        ("ijazah", "certificate", "CERTIFICATE", ("ijazah_tertinggi",)),
        ("bekerja", "works", "WORKS", ("sta_bekerja", "status_bekerja")),
        ("keberadaan_art", "presence", "PRESENCE", ("sta_keberadaan_art", "keberadaan")),
    ),
    parts.code(
        "jenis_cacat", "disability_kind", codes_bdt.DISABILITY_KIND, "jenis_disabilitas",
        also={"has_disability": codes_bdt.HAS_DISABILITY},
    ),
)  # fmt: skip

LAYOUT = Layout(
    key="bdt-2015",
    title="BDT/PBDT 2015",
    scheme="bdt",
    default_as_of=date(2015, 12, 31),
    is_compared=True,
    sheets=(
        SheetLayout(
            RecordKind.PERSON, MEMBER, required=("family_key", "person_key", "name"),
            anchor="person_key",
        ),
        SheetLayout(
            RecordKind.FAMILY, HOUSEHOLD, required=("family_key", "head_name"), anchor="family_key"
        ),
    ),
)  # fmt: skip
