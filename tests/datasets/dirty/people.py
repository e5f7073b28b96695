"""The clean list that every damaged file is a damaged copy of: four persons, two families."""

from typing import Any

import polars as pl

AREAS = pl.DataFrame(
    [
        ("33", "Jawa Tengah", 1),
        ("3310", "Kabupaten Klaten", 2),
        ("331001", "Prambanan", 3),
        ("3310012005", "Kebondalem Kidul", 4),
        ("3310012008", "Sanggrahan", 4),
        ("3315", "Kabupaten Grobogan", 2),
        ("331501", "Kedungjati", 3),
        ("3315012001", "Karanglangu", 4),
        ("3316", "Kabupaten Blora", 2),
        ("331601", "Kedungjati", 3),
        ("3316012001", "Karanglangu", 4),
    ],
    schema=["code", "name", "level"],
    orient="row",
)

HEADERS = (
    "ID Keluarga P3KE", "Provinsi", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan",
    "Kode Kemdagri", "Desil Kesejahteraan", "Alamat", "ID Individu", "Nama", "NIK",
    "Padan Dukcapil", "Jenis Kelamin", "Hubungan dengan Kepala Keluarga", "Tanggal Lahir",
    "Status Kawin", "Pekerjaan", "Pendidikan", "Usia < 7 Tahun", "Usia 7-12", "Usia 13-15",
    "Usia 16-18", "Usia 19-21", "Usia 22-59", "Usia 60+", "Penerima BPNT", "Penerima BPUM",
    "Penerima BST", "Penerima PKH", "Penerima SEMBAKO", "Resiko Stunting",
)  # fmt: skip

_VARIED = (
    # family, person, name, NIK, sex, relationship, birth date, marital, occupation, education
    ("3310A01", "3310A01-1", "Sutrisno", "3310010203800000", "Laki-laki", "Kepala Keluarga",
     "1980-03-02", "Kawin", "Petani", "Tamat SD/sederajat"),
    ("3310A01", "3310A01-2", "Siti Aminah", "3310014504830000", "Perempuan", "Istri/Suami",
     "1983-04-05", "Kawin", "Tidak/belum bekerja", "Tamat SMP/sederajat"),
    ("3310A01", "3310A01-3", "Joko Susilo", "3310011708090000", "Laki-laki", "Anak",
     "2009-08-17", "Belum Kawin", "Tidak/belum bekerja", "Siswa SMP/sederajat"),
    ("3310A02", "3310A02-1", "Ngatinem", "3310017006510000", "Perempuan", "Kepala Keluarga",
     "1951-06-30", "Cerai Mati", "Lainnya", "Tidak tamat SD/sederajat"),
)  # fmt: skip


def people() -> list[dict[str, Any]]:
    """Four rows, by header. All would be registered without a finding."""
    rows = []
    for family, person, name, nik, sex, relation, born, marital, work, school in _VARIED:
        rows.append(
            dict.fromkeys(HEADERS, "Tidak")
            | {
                "ID Keluarga P3KE": family,
                "Provinsi": "JAWA TENGAH",
                "Kabupaten/Kota": "KLATEN",
                "Kecamatan": "PRAMBANAN",
                "Desa/Kelurahan": "KEBONDALEM KIDUL",
                "Kode Kemdagri": "3310012005",
                "Desil Kesejahteraan": "1",
                "Alamat": "Dk. Krajan RT 002/RW 005",
                "ID Individu": person,
                "Nama": name,
                "NIK": nik,
                "Padan Dukcapil": "Ya",
                "Jenis Kelamin": sex,
                "Hubungan dengan Kepala Keluarga": relation,
                "Tanggal Lahir": born,
                "Status Kawin": marital,
                "Pekerjaan": work,
                "Pendidikan": school,
                "Resiko Stunting": "Bukan Target Sasaran",
            }
        )
    return rows


def table(rows: list[dict[str, Any]] | None = None, headers: tuple[str, ...] = HEADERS) -> Any:
    """Header row and data rows, as lists of cells."""
    filled = people() if rows is None else rows
    return [list(headers), *[[row.get(header, "") for header in headers] for row in filled]]


def changed(number: int, **values: Any) -> Any:
    """The clean list with cells of the data row in spreadsheet row ``number`` (2 to 5) replaced.

    Keywords are headers with ``_`` for what is no letter: ``Tanggal_Lahir``.
    """
    rows = people()
    for name, value in values.items():
        rows[number - 2][header(name)] = value
    return table(rows)


def all_changed(**columns: list[Any]) -> Any:
    """The clean list with whole columns replaced."""
    rows = people()
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            row[header(name)] = value
    return table(rows)


def header(name: str) -> str:
    """The header a keyword stands for."""
    if name in HEADERS:
        return name
    return next(h for h in HEADERS if "".join(c if c.isalnum() else "_" for c in h) == name)
