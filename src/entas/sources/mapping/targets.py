"""What the columns of an agency's list may be: the fields of a base layout.

A base is a layout whose fields, value tables and kind of row a profile takes over; only the headers
are the agency's own. ``GENERAL`` is the base of lists that no layout describes.
"""

from dataclasses import dataclass, replace
from functools import cache

from entas.sources.layouts import LAYOUTS, parts, sector, values
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

_MORE = (
    parts.code("Sumber Penerangan", "lighting", values.LIGHTING, "Penerangan", "Listrik"),
    parts.code("Sumber Air Minum", "drinking_water", values.WATER, "Air Minum"),
    parts.code("Fasilitas BAB", "toilet", values.TOILET, "Jamban", "Jenis Jamban"),
    parts.code("Kepemilikan Rumah", "home_ownership", values.HOME_OWNERSHIP, "Status Rumah"),
    parts.code("Akses Air Bersih", "clean_water", values.YES_NO, "Air Bersih"),
    parts.code("Memiliki Jamban", "own_latrine", values.YES_NO, "Jamban Sendiri"),
    parts.code("Listrik Sendiri", "own_electricity", values.YES_NO, "Memiliki Listrik"),
    parts.code("Pekerjaan", "occupation", values.OCCUPATION),
    parts.code("Hubungan Keluarga", "relationship", values.RELATIONSHIP, "SHDK"),
    parts.code("Status Kawin", "marital_status", values.MARITAL_STATUS, "Status Perkawinan"),
    parts.code("Bekerja", "works", values.YES_NO, "Apakah Bekerja"),
    parts.code("Tidak Sekolah", "out_of_school", values.YES_NO, "Anak Tidak Sekolah"),
    parts.code("Disabilitas", "has_disability", values.YES_NO, "Penyandang Disabilitas"),
    parts.code("Stunting", "stunted", values.YES_NO),
    parts.code("Desil", "decile", values.DECILE, "Desil Kesejahteraan"),
    Column("Keterangan", "note", aliases=("Ket", "Catatan")),
)
_IN_ORDER = (
    *sector.IDENTITY, "rt_rw", "district", "subdistrict", "village", "area_code", *sector.VALUES,
)  # fmt: skip


def _all_fields() -> tuple[Column, ...]:
    """A column for each field that a listing may have, with all headers and words for it."""
    listings = [
        column
        for layout in LAYOUTS.values()
        for sheet in layout.sheets
        if sheet.kind is RecordKind.LISTING
        for column in sheet.columns
        if column.field
    ]
    merged: dict[str, Column] = {}
    for column in (*listings, *_MORE):
        first = merged.get(column.field, column)
        merged[column.field] = replace(
            first,
            aliases=tuple(dict.fromkeys((*first.aliases, column.header, *column.aliases))),
            values={**column.values, **first.values},
        )
    return tuple(merged[name] for name in _IN_ORDER if name in merged)


GENERAL = Layout(
    key="general",
    title="Daftar lain",
    sheets=(
        SheetLayout(RecordKind.LISTING, _all_fields(), required=("name", "village"), anchor="nik"),
    ),
)
BASES: dict[str, Layout] = {GENERAL.key: GENERAL, **LAYOUTS}


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column may fill, with all columns of the base that fill it."""

    field: str
    kind: ValueKind
    columns: tuple[Column, ...]
    required: bool

    @property
    def column(self) -> Column:
        """The column whose value table is taken."""
        return self.columns[0]

    @property
    def codes(self) -> tuple[str, ...]:
        """Canonical codes its cells may be translated to, or none."""
        return tuple(dict.fromkeys(self.column.values.values()))


@cache
def sheet_of(base: str, kind: str) -> SheetLayout:
    """The sheet of a base with this kind of row. Raises ``KeyError`` for what there is not."""
    for sheet in BASES[base].sheets:
        if sheet.kind == kind:
            return sheet
    raise KeyError(kind)


@cache
def targets(base: str, kind: str) -> dict[str, Target]:
    """What a column may be, by field; programme columns by ``programme:<header>``."""
    sheet = sheet_of(base, kind)
    found: dict[str, list[Column]] = {}
    for column in sheet.columns:
        if column.kind is ValueKind.PROGRAMME:
            found.setdefault(f"programme:{column.header}", []).append(column)
        elif column.field and not column.corrects:
            found.setdefault(column.field, []).append(column)
    return {
        field: Target(field, columns[0].kind, tuple(columns), field in sheet.required)
        for field, columns in found.items()
    }
