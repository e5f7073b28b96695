"""P3KE as released in 2023: what 2022 has, and more; the family file says whose its columns are."""

from datetime import date

from entas.sources.layouts import p3ke_2022
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind
from entas.sources.layouts.p3ke_2022 import AREA, FAMILY_KEY, HOUSE, RECEIVES, STUNTING, coded, kept

HEAD_NIK = Column("NIK Kepala Keluarga", "head_nik", ValueKind.NIK, aliases=("NIK", "NIK KK"))

FAMILY = (
    FAMILY_KEY,
    *AREA,
    coded("Desil Kesejahteraan", "decile", "DECILE", "Desil"),
    Column("Persentil", "percentile", ValueKind.INTEGER),
    *kept("Dimuktakhirkan Tahun", "Prioritas Verval"),
    Column("Alamat", "address", ValueKind.ADDRESS),
    Column("Kepala Keluarga", "head_name", ValueKind.NAME, aliases=("Nama Kepala Keluarga",)),
    HEAD_NIK,
    *kept(
        "Padan Kemdagri", "Padan Dukcapil", "Jenis Kelamin Kepala Keluarga",
        "Tanggal Lahir Kepala Keluarga", "Status Kawin Kepala Keluarga",
        "Pekerjaan Kepala Keluarga", "Status Pekerjaan Kepala Keluarga",
        "Pendidikan Kepala Keluarga", "Jenis Kelamin", "Tanggal Lahir", "Pekerjaan", "Pendidikan",
    ),
    *HOUSE,
    coded("Kualitas Atap", "roof_quality", "QUALITY"),
    coded("Kualitas Dinding", "wall_quality", "QUALITY"),
    coded("Kualitas Lantai", "floor_quality", "QUALITY"),
    coded("Daya Listrik Terpasang", "power", "POWER"),
    *RECEIVES,
    *kept("Penerima Prakerja", "Penerima KUR"),
    STUNTING,
    *kept("Pensasaran"),
)  # fmt: skip

PERSON = (
    *p3ke_2022.PERSON,
    *kept("Dimuktakhirkan Tahun", "Persentil", "Usia 2023", "Kelompok Usia 2023"),
    coded("Prioritas Verval", "list_priority", "LIST_PRIORITY"),
    coded("Status Pekerjaan", "employment_status", "EMPLOYMENT_STATUS"),
    coded("Penerima Prakerja", "receives_prakerja", "YES_NO"),
    coded("Penerima KUR", "receives_kur", "YES_NO"),
)

LAYOUT = Layout(
    key="p3ke-2023",
    title="P3KE 2023",
    scheme="p3ke",
    default_as_of=date(2023, 2, 1),
    sheets=(
        SheetLayout(
            RecordKind.PERSON, PERSON, required=("family_key", "person_key", "name"),
            anchor="person_key",
        ),
        SheetLayout(
            RecordKind.FAMILY, FAMILY, required=("family_key", "head_name"), anchor="family_key"
        ),
    ),
)  # fmt: skip
