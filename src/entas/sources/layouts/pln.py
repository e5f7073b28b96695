"""Customers of PLN. **No NIK**; the customer is often a former owner or a landlord.

An active customer at an address is evidence of a metered connection there, not of whose it is.
"""

from entas.sources.layouts import parts, sector
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

CUSTOMER = (
    Column(
        "IDPEL", "reference", ValueKind.KEY,
        aliases=("ID Pelanggan", "No Pelanggan", "Nomor Pelanggan", "ID Pel"),
    ),
    Column("Nama Pelanggan", "name", ValueKind.NAME, aliases=("Nama", "Pelanggan")),
    *parts.WHERE,
    parts.code("Daya", "power", sector.POWER, "Daya (VA)", "Daya Terpasang"),
    Column("Tarif", "tariff", aliases=("Gol Tarif", "Golongan Tarif")),
    parts.code(
        "Status", "customer_status", sector.CUSTOMER_STATUS, "Status Pelanggan",
        also={"lighting": sector.LIGHTING_OF_CUSTOMER},
    ),
    *parts.kept("No Meter", "Jenis Layanan", "ULP", "UP3"),
)  # fmt: skip

LAYOUT = Layout(
    key="pln",
    title="PLN",
    sheets=(
        SheetLayout(
            RecordKind.LISTING, CUSTOMER, required=("name", "reference"), anchor="reference"
        ),
    ),
)
