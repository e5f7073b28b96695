"""e-PPGBM: measurements of children under five, and what their height says for their age."""

from entas.sources.layouts import parts, sector
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

CHILD = (
    parts.NIK,
    parts.KK_NUMBER,
    Column("Nama", "name", ValueKind.NAME, aliases=("Nama Balita", "Nama Anak")),
    parts.SEX,
    parts.BIRTH_DATE,
    Column(
        "Nama Orang Tua", "parent_name", ValueKind.NAME, aliases=("Nama Ortu", "Orang Tua", "Ortu")
    ),
    parts.MOTHER_NAME,
    *parts.WHERE,
    *parts.kept(
        "Posyandu", "Puskesmas", "Usia Saat Ukur", "Berat", "Tinggi", "BB/U", "ZS BB/U", "BB/TB",
        "ZS BB/TB", "ZS TB/U", "BB Lahir", "TB Lahir", "LiLA", "Cara Ukur",
    ),
    Column(
        "Tanggal Pengukuran", "measured_on", ValueKind.DATE,
        aliases=("Tanggal Ukur", "Tgl Ukur", "Tgl Pengukuran"),
    ),
    parts.code(
        "TB/U", "height_for_age", sector.HEIGHT_FOR_AGE, "Status TB/U", "TB/U Status",
        "Status Gizi TB/U", "PB/U", also={"stunted": sector.STUNTED},
    ),
)  # fmt: skip

LAYOUT = Layout(
    key="eppgbm",
    title="e-PPGBM",
    sheets=(
        SheetLayout(
            RecordKind.LISTING, CHILD, required=("name", "height_for_age"), anchor="birth_date"
        ),
    ),
)
