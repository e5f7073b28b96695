"""Lists as offices send them: workbooks with the headers of each layout."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.factories.areas import KLATEN_VILLAGE

FAMILY: dict[str, Any] = {
    "ID Keluarga": "K1",
    "Kabupaten": "Klaten",
    "Kode Kemdagri": KLATEN_VILLAGE,
    "Alamat": "Dk. Krajan RT 2 RW 5",
    "Kepala Keluarga": "Sutrisno",
    "Jenis Atap": "GENTENG",
}
PERSON: dict[str, Any] = {
    "ID Keluarga P3KE": "K1",
    "Kode Kemdagri": KLATEN_VILLAGE,
    "ID Individu": "P1",
    "Nama": "Siti Aminah",
    "NIK": "3310014505800000",
    "Jenis Kelamin": "Perempuan",
    "Hubungan dengan Kepala Keluarga": "Istri",
}
VERIFIED: dict[str, Any] = {
    "ID Keluarga": "K1",
    "Kode Kemdagri": KLATEN_VILLAGE,
    "Kepala Keluarga": "Sutrisno",
    "SIKS_DJ_memiliki_jamban": "Tidak",
    "status_keberadaan_target": "DITEMUKAN",
    "status_verifikasi": "DITERIMA KABUPATEN",
    "Tanggal Verval": "2023-03-10",
    "bansos_APBD_bantuan_jambanisasi": "REALISASI 2023-06-12",
    "APBN_PIP": "",
}
TAG: dict[str, Any] = {
    "Kode Kemdagri": KLATEN_VILLAGE,
    "NIK": "",
    "Nama": "Sutrisno",
    "Alamat": "Dk. Krajan RT 2 RW 5",
    "RT": "2",
    "RW": "5",
    "Indikator": "JAMBAN",
    "Program": "jamban-dak",
    "Sumber Dana": "DAK",
    "Tahun": "2023",
    "Status": "RENCANA",
    "Tanggal Rencana": "2023-05-01",
}


def workbook(path: Path, **sheets: list[dict[str, Any]]) -> Path:
    """Write sheets of rows with the same headers: `workbook(path, Keluarga=[FAMILY | {...}])`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    book.save(path)
    return path
