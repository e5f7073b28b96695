"""ATS: children out of school, as the education office follows them; NISN or NIK, or neither."""

from entas.sources.layouts import parts, sector
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

CHILD = (
    Column("NISN", "reference", ValueKind.KEY, aliases=("No NISN", "Nomor NISN")),
    parts.NIK,
    parts.KK_NUMBER,
    Column("Nama", "name", ValueKind.NAME, aliases=("Nama Anak", "Nama Siswa", "Nama Lengkap")),
    parts.SEX,
    parts.BIRTH_DATE,
    *parts.kept("Tempat Lahir", "Usia", "Umur"),
    parts.MOTHER_NAME,
    *parts.WHERE,
    parts.code(
        "Kategori", "schooling_kind", sector.SCHOOLING_KIND, "Kategori ATS", "Jenis ATS",
        also={"out_of_school": sector.OUT_OF_SCHOOL},
    ),
    Column("Alasan", "cause", aliases=("Alasan Tidak Sekolah", "Penyebab")),
    parts.code("Status Tindak Lanjut", "follow_up", sector.FOLLOW_UP, "Tindak Lanjut"),
    Column("Sekolah Asal", "school", aliases=("Asal Sekolah", "Sekolah Terakhir")),
    *parts.kept("Kelas Terakhir", "Tingkat", "Jenjang"),
)  # fmt: skip

LAYOUT = Layout(
    key="ats",
    title="ATS",
    sheets=(
        SheetLayout(
            RecordKind.LISTING, CHILD, required=("name", "schooling_kind"), anchor="birth_date"
        ),
    ),
)
