"""The lists of the other offices, typed up in the order in which they come in."""

from collections.abc import Iterator
from datetime import date

from entas.demo import districts
from entas.demo.elsewhere import customers, dtks
from entas.demo.elsewhere.habits import Habits
from entas.demo.elsewhere.population import Population
from entas.demo.elsewhere.sectors import SECTORS
from entas.demo.figures import KABUPATEN
from entas.demo.typed import TypedList

NOTICE = "DATA CONTOH: SELURUH NAMA DAN NOMOR ADALAH REKAAN"
COUNT = 2 * len(KABUPATEN) + len(SECTORS)
"""How many lists there are."""

_TITLES = {
    "simperum": "DATA RTLH SIMPERUM PROVINSI JAWA TENGAH",
    "ats": "DATA ANAK TIDAK SEKOLAH PROVINSI JAWA TENGAH",
    "eppgbm": "DATA BALITA E-PPGBM BULAN FEBRUARI 2023",
    "pelatihan": "DATA ALUMNI PELATIHAN KERJA",
    "baznas": "DAFTAR PENERIMA MANFAAT BAZNAS",
}


def typed_lists(made: Population, habits: Habits) -> Iterator[TypedList]:
    """DTKS of each kabupaten, lists of sector offices, PLN's customers of each kabupaten (CSV)."""
    views = [districts.view(made.society, place) for place in range(len(KABUPATEN))]
    for view in views:
        sheet = dtks.make(made, view, habits).sheet("DTKS", titles=(NOTICE,))
        name = f"{view.code}_{view.name.lower()}_dtks_siks-ng.xlsx"
        yield TypedList(name, "dtks", date(2023, 1, 15), (sheet,))
    for key, make in SECTORS.items():
        sheet = make(made, habits).sheet(key.upper(), titles=(_TITLES[key], NOTICE, ""))
        yield TypedList(f"33_{key}.xlsx", key, date(2023, 3, 1), (sheet,))
    for view in views:
        name = f"{view.code}_{view.name.lower()}_pelanggan_pln"
        sheet = customers.make(made, view, habits).sheet(name)
        yield TypedList(f"{name}.csv", "pln", date(2023, 3, 1), (sheet,))
