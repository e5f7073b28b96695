"""SIMPERUM: houses proposed for repair (RTLH), by the owner's NIK."""

from entas.sources.layouts import parts, sector, values
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

HOUSE = (
    parts.NIK,
    parts.KK_NUMBER,
    parts.NAME,
    *parts.WHERE,
    parts.code("Atap", "roof", values.ROOF, "Jenis Atap", "Material Atap"),
    parts.code("Lantai", "floor", values.FLOOR, "Jenis Lantai", "Material Lantai"),
    parts.code("Dinding", "wall", values.WALL, "Jenis Dinding", "Material Dinding"),
    Column(
        "Luas", "floor_area_m2", ValueKind.DECIMAL, aliases=("Luas Rumah", "Luas Lantai", "Luas m2")
    ),
    parts.code("Status Usulan", "proposal_status", sector.PROPOSAL_STATUS, "Status"),
    Column("Tahun", "year", ValueKind.INTEGER, aliases=("Tahun Usulan", "Tahun Anggaran")),
    parts.code("Rumah Layak Huni", "decent_house", values.YES_NO, "Layak Huni"),
    *parts.kept("ID RTLH", "Kode RTLH", "Sumber Dana", "Status Tanah", "Koordinat"),
)  # fmt: skip

LAYOUT = Layout(
    key="simperum",
    title="SIMPERUM (RTLH)",
    sheets=(SheetLayout(RecordKind.LISTING, HOUSE, required=("name", "nik"), anchor="nik"),),
)
