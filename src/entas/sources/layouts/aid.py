"""Recipients of Baznas and companies (CSR), and of assistive devices from the social office."""

from entas.sources.layouts import parts, sector
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

_WHO = (parts.NIK, parts.KK_NUMBER, parts.NAME, parts.SEX, parts.BIRTH_DATE, *parts.WHERE)
_GIVEN_ON = Column(
    "Tanggal", "given_on", ValueKind.DATE,
    aliases=("Tanggal Terima", "Tanggal Penyaluran", "Tgl Penyaluran", "Tanggal Bantuan"),
)  # fmt: skip
_YEAR = Column("Tahun", "year", ValueKind.INTEGER, aliases=("Tahun Anggaran",))

RECIPIENT = (
    *_WHO,
    Column(
        "Program", "programme_name",
        aliases=("Jenis Bantuan", "Nama Program", "Bantuan", "Bentuk Bantuan"),
    ),
    Column("Lembaga", "provider", aliases=("Pemberi", "Sumber", "Perusahaan", "Nama Perusahaan")),
    Column(
        "Nilai", "amount", ValueKind.MONEY,
        aliases=("Nilai (Rp)", "Nominal", "Jumlah Bantuan", "Jumlah (Rp)", "Nilai Bantuan"),
    ),
    _GIVEN_ON,
    _YEAR,
    parts.code("Status", "aid_status", sector.AID_STATUS, "Status Bantuan"),
    *parts.kept("Asnaf"),
)  # fmt: skip
DEVICE = (
    *_WHO,
    parts.code(
        "Jenis Disabilitas", "disability_kind", sector.DISABILITY, "Ragam Disabilitas",
        "Disabilitas", also={"has_disability": sector.HAS_DISABILITY},
    ),
    Column(
        "Jenis Alat", "device", aliases=("Alat Bantu", "Jenis Alat Bantu", "Nama Alat", "Alat")
    ),
    Column("Sumber", "provider", aliases=("Pemberi", "Sumber Bantuan")),
    _GIVEN_ON,
    _YEAR,
    parts.code("Status", "aid_status", sector.AID_STATUS, "Status Bantuan"),
)  # fmt: skip

AID_LAYOUT = Layout(
    key="baznas",
    title="Baznas, CSR",
    sheets=(
        SheetLayout(
            RecordKind.LISTING, RECIPIENT, required=("name", "programme_name"), anchor="nik"
        ),
    ),
)
DEVICE_LAYOUT = Layout(
    key="alat-bantu",
    title="Alat bantu disabilitas",
    sheets=(SheetLayout(RecordKind.LISTING, DEVICE, required=("name", "device"), anchor="nik"),),
)
