"""P3KE as released in 2022: a family file and an individual file, per kabupaten.

Headers and values: the release of the Coordinating Ministry (PMK), as kabupaten publish it. A real
export misspells BPNT as BNPT; real sheets begin below a title block.
"""

from datetime import date

from entas.sources.layouts import values
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind


def kept(*headers: str) -> tuple[Column, ...]:
    """Columns known and kept as received, which fill no field."""
    return tuple(Column(header, kind=ValueKind.KEPT) for header in headers)


def coded(header: str, field: str, codes: str, *aliases: str) -> Column:
    """A column whose cells are translated with a table of ``values`` (named)."""
    return Column(header, field, ValueKind.CODE, aliases=aliases, values=getattr(values, codes))


AREA = (
    *kept("Provinsi"),
    Column("Kabupaten", "district", ValueKind.DISTRICT, aliases=("Kabupaten/Kota", "Kab/Kota")),
    Column("Kecamatan", "subdistrict", ValueKind.SUBDISTRICT),
    Column("Desa", "village", ValueKind.VILLAGE, aliases=("Desa/Kelurahan", "Kelurahan")),
    Column("Kode Kemdagri", "area_code", ValueKind.AREA_CODE, aliases=("Kode Kemendagri",)),
)
RECEIVES = tuple(
    coded(f"Penerima {name}", f"receives_{name.lower()}", "YES_NO")
    for name in ("BPNT", "BPUM", "BST", "PKH", "SEMBAKO")
)
STUNTING = coded(
    "Resiko Stunting", "listed_stunting_risk", "LISTED_STUNTING_RISK", "Risiko Stunting"
)
HOUSE = (
    coded("Kepemilikan Rumah", "home_ownership", "HOME_OWNERSHIP"),
    coded(
        "Memiliki Simpanan Uang/Perhiasan/Ternak/Lainnya", "savings", "YES_NO",
        "Memiliki Simpanan",
    ),
    coded("Jenis Atap", "roof", "ROOF"),
    coded("Jenis Dinding", "wall", "WALL"),
    coded("Jenis Lantai", "floor", "FLOOR"),
    Column(
        "Sumber Penerangan", "lighting", ValueKind.CODE, values=values.LIGHTING,
        also={"power": values.POWER_OF_LIGHTING},
    ),
    coded("Bahan Bakar Memasak", "cooking_fuel", "COOKING_FUEL"),
    coded("Sumber Air Minum", "drinking_water", "WATER"),
    coded(
        "Memiliki Fasilitas Buang Air Besar", "toilet", "TOILET",
        "Fasilitas Buang Air Besar", "Fasilitas BAB",
    ),
)  # fmt: skip
FAMILY_KEY = Column(
    "ID Keluarga", "family_key", ValueKind.KEY, aliases=("ID Keluarga P3KE", "IDKeluarga")
)

FAMILY = (
    FAMILY_KEY,
    *AREA,
    coded("Desil Kesejahteraan", "decile", "DECILE", "Desil"),
    Column("Alamat", "address", ValueKind.ADDRESS),
    Column("Kepala Keluarga", "head_name", ValueKind.NAME, aliases=("Nama Kepala Keluarga",)),
    Column("NIK", "head_nik", ValueKind.NIK),
    *kept("Padan Dukcapil", "Jenis Kelamin", "Tanggal Lahir", "Pekerjaan", "Pendidikan"),
    *HOUSE,
    *RECEIVES,
    STUNTING,
    *kept("Pensasaran"),
)

PERSON = (
    FAMILY_KEY,
    *AREA,
    *kept("Desil Kesejahteraan", "Alamat"),
    Column("ID Individu", "person_key", ValueKind.KEY),
    Column("Nama", "name", ValueKind.NAME, aliases=("Nama Anggota Keluarga", "Nama Individu")),
    Column("NIK", "nik", ValueKind.NIK),
    coded("Padan Dukcapil", "civil_match", "CIVIL_MATCH", "Padan Kemdagri"),
    coded("Jenis Kelamin", "sex", "SEX"),
    coded("Hubungan dengan Kepala Keluarga", "relationship", "RELATIONSHIP", "Hubungan Keluarga"),
    Column("Tanggal Lahir", "birth_date", ValueKind.DATE, aliases=("Tgl Lahir",)),
    coded("Status Kawin", "marital_status", "MARITAL_STATUS"),
    coded("Pekerjaan", "occupation", "OCCUPATION"),
    coded("Pendidikan", "education", "EDUCATION"),
    *kept(
        "Usia < 7 Tahun", "Usia 7-12", "Usia 13-15", "Usia 16-18", "Usia 19-21", "Usia 22-59",
        "Usia 60+",
    ),
    *RECEIVES,
    STUNTING,
)  # fmt: skip

LAYOUT = Layout(
    key="p3ke-2022",
    title="P3KE 2022",
    scheme="p3ke",
    default_as_of=date(2022, 12, 1),
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
