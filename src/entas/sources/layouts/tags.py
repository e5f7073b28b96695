"""The tagging list: interventions by name and address, as agencies hand them to the province."""

from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind
from entas.sources.layouts.p3ke_2022 import AREA, coded, kept

TAG = (
    *AREA,
    Column("ID Keluarga P3KE", "family_key", ValueKind.KEY, aliases=("ID Keluarga",)),
    Column("ID Individu", "person_key", ValueKind.KEY),
    Column("NIK", "nik", ValueKind.NIK),
    Column("Nama", "name", ValueKind.NAME),
    Column("Kepala Keluarga", "head_name", ValueKind.NAME),
    Column("Alamat", "address", ValueKind.ADDRESS),
    Column("RT", "rt", ValueKind.UNIT),
    Column("RW", "rw", ValueKind.UNIT),
    coded("Indikator", "indicator", "INDICATOR"),
    coded("Program", "programme", "PROGRAMME"),
    coded("Sumber Dana", "funding_source", "FUNDING_SOURCE"),
    *kept("OPD"),
    Column("Tahun", "year", ValueKind.INTEGER),
    Column("Nilai (Rp)", "amount", ValueKind.MONEY, aliases=("Nilai",)),
    coded("Status", "state", "TAG_STATE"),
    Column("Tanggal Potensi", "potential_on", ValueKind.DATE),
    Column("Tanggal Rencana", "planned_on", ValueKind.DATE),
    Column("Tanggal Realisasi", "realised_on", ValueKind.DATE),
    Column("Tanggal Batal", "cancelled_on", ValueKind.DATE),
    Column("Alasan Batal", "cancel_reason"),
    Column("Bukti", "evidence"),
)

LAYOUT = Layout(
    key="tags",
    title="Tagging",
    sheets=(
        SheetLayout(
            RecordKind.TAG, TAG, required=("name", "programme", "state"), anchor="programme"
        ),
    ),
)
