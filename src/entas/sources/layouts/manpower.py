"""Lists of the manpower office: participants and alumni of training, and seekers of jobs."""

from entas.sources.layouts import parts, sector, values
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

EDUCATION = parts.code(
    "Pendidikan", "education", {**values.EDUCATION, **sector.EDUCATION}, "Pendidikan Terakhir"
)
_PERSON = (
    parts.NIK,
    parts.KK_NUMBER,
    parts.NAME,
    parts.SEX,
    parts.BIRTH_DATE,
    *parts.kept("Tempat Lahir", "Usia", "Umur", "Email"),
    Column("No HP", "phone", aliases=("No Telp", "Telepon", "No Telepon", "HP")),
    *parts.WHERE,
    EDUCATION,
)
TRAINING = (
    *_PERSON,
    Column(
        "Pelatihan", "programme_name",
        aliases=("Nama Pelatihan", "Jenis Pelatihan", "Kejuruan", "Program Pelatihan"),
    ),
    Column(
        "Lembaga", "provider", aliases=("Penyelenggara", "LPK", "BLK", "Tempat Pelatihan")
    ),
    Column("Tahun", "year", ValueKind.INTEGER, aliases=("Tahun Pelatihan", "Angkatan Tahun")),
    parts.code(
        "Status", "training_status", sector.TRAINING_STATUS, "Status Pelatihan", "Status Peserta",
        "Keterangan Kelulusan",
    ),
    parts.code(
        "Setelah Pelatihan", "job_status", sector.JOB_STATUS, "Status Kerja", "Penempatan",
        also={"works": sector.WORKS_OF_JOB},
    ),
)  # fmt: skip
SEEKERS = (
    Column(
        "No AK1", "reference", ValueKind.KEY,
        aliases=("No Pendaftaran", "Nomor AK1", "No Kartu Kuning", "AK1"),
    ),
    *_PERSON,
    Column("Keahlian", "skill", aliases=("Keterampilan", "Jurusan", "Jabatan Diminati")),
    Column("Tanggal Daftar", "given_on", ValueKind.DATE, aliases=("Tgl Daftar", "Tanggal AK1")),
    parts.code(
        "Status", "job_status", sector.JOB_STATUS, "Status Pencari Kerja", "Status Kerja",
        also={"works": sector.WORKS_OF_JOB},
    ),
)  # fmt: skip

TRAINING_LAYOUT = Layout(
    key="pelatihan",
    title="Pelatihan kerja",
    sheets=(
        SheetLayout(
            RecordKind.LISTING, TRAINING, required=("name", "programme_name"), anchor="nik"
        ),
    ),
)
SEEKERS_LAYOUT = Layout(
    key="pencari-kerja",
    title="Pencari kerja",
    sheets=(
        SheetLayout(RecordKind.LISTING, SEEKERS, required=("name", "job_status"), anchor="nik"),
    ),
)
