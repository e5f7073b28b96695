"""The programmes that answer each need in the demo, and the columns that carry some of them.

Keys and unit costs are those of the installation's programme catalogue; funding sources and
agencies follow from the programme.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme as a tagging list names it. ``column``: where the verification list has one."""

    key: str
    funding: str
    agency: str
    amount: int | None
    weight: float
    column: str = ""


PROGRAMMES: dict[str, tuple[Programme, ...]] = {
    "housing": (
        Programme("rtlh-provinsi", "APBD PROVINSI", "DISPERAKIM", 20_000_000, 5, "APBD_RTLH_desa"),
        Programme("rtlh-baznas", "BAZNAS", "BAZNAS", 19_000_000, 1),
        Programme(
            "rtlh-kabupaten", "APBD KABUPATEN", "DINAS PERKIM", 12_000_000, 2,
            "RTLH_bantuan_kabupaten",
        ),
        Programme("bsps", "APBN", "KEMENTERIAN PUPR", 20_000_000, 3, "APBN_BSPS"),
        Programme("rtlh-desa", "DANA DESA", "PEMERINTAH DESA", None, 2, "dana_desa_RTLH_desa"),
    ),
    "electricity": (
        Programme("bpbl", "APBN", "KEMENTERIAN ESDM", None, 5),
        Programme("listrik-provinsi", "APBD PROVINSI", "DINAS ESDM", 1_225_000, 3),
        Programme("listrik-csr", "CSR", "PLN PEDULI", None, 1),
        Programme(
            "listrik-kabupaten", "APBD KABUPATEN", "BAGIAN EKONOMI", None, 2,
            "bansos_APBD_bantuan_jaringan_listrik",
        ),
    ),
    "water": (
        Programme(
            "air-spam", "APBD KABUPATEN", "DPUPR", None, 4, "bansos_APBD_bantuan_akses_air_bersih"
        ),
        Programme("air-pamsimas", "APBN", "KEMENTERIAN PUPR", None, 3),
        Programme("air-csr", "CSR", "FORUM CSR", None, 1),
    ),
    "latrine": (
        Programme("jamban-dak", "DAK", "DPUPR", 10_000_000, 3),
        Programme(
            "jamban-stimulan", "APBD KABUPATEN", "DINAS KESEHATAN", 3_000_000, 5,
            "bansos_APBD_bantuan_jambanisasi",
        ),
        Programme("jamban-baznas", "BAZNAS", "BAZNAS", None, 2),
    ),
    "stunting": (
        Programme("stunting-pmt", "APBD KABUPATEN", "DINAS KESEHATAN", None, 5),
        Programme("stunting-orang-tua-asuh", "FILANTROPI", "TIM PERCEPATAN", None, 2),
        Programme("stunting-bkkbn", "APBN", "BKKBN", None, 3),
    ),
    "schooling": (
        Programme("sekolah-pip", "APBN", "DINAS PENDIDIKAN", None, 5),
        Programme("sekolah-kejar-paket", "APBD KABUPATEN", "DINAS PENDIDIKAN", None, 3),
        Programme("sekolah-beasiswa", "APBD PROVINSI", "DINAS PENDIDIKAN", None, 2),
    ),
    "disability": (
        Programme("disabilitas-kjs", "APBD PROVINSI", "DINAS SOSIAL", 3_000_000, 3),
        Programme("disabilitas-alat-bantu", "APBD KABUPATEN", "DINAS SOSIAL", None, 4),
        Programme("disabilitas-atensi", "APBN", "KEMENTERIAN SOSIAL", None, 3),
    ),
    "employment": (
        Programme("kerja-pelatihan", "APBD PROVINSI", "DISNAKER", 2_400_000, 5),
        Programme("kerja-padat-karya", "APBD KABUPATEN", "DPUPR", None, 4),
        Programme("kerja-modal-baznas", "BAZNAS", "BAZNAS", None, 1),
    ),
}  # fmt: skip

INDICATORS = tuple(PROGRAMMES)

LABELS = {
    "housing": "RTLH",
    "electricity": "LISTRIK",
    "water": "AIR BERSIH",
    "latrine": "JAMBAN",
    "stunting": "STUNTING",
    "schooling": "ATS",
    "disability": "DISABILITAS",
    "employment": "TIDAK BEKERJA",
}
"""Indicators as tagging lists name them."""

FLAT: tuple[Programme, ...] = tuple(one for some in PROGRAMMES.values() for one in some)
"""All programmes; a tag names one by its place here."""


def first_of(indicator: str) -> int:
    """Place in ``FLAT`` of the first programme of an indicator."""
    return FLAT.index(PROGRAMMES[indicator][0])


COLUMNS: tuple[str, ...] = tuple(one.column for one in FLAT if one.column)
"""Columns of the verification list that carry a tag of these programmes."""
