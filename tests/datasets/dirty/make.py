"""Damaged lists, and what exactly must become of each. Run it to write them into a folder:

python -m tests.datasets.dirty.make FOLDER
"""

import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.datasets.dirty.files import Error, Formula, Sheet, csv, ods, ole, put, xls, xlsx
from tests.datasets.dirty.people import HEADERS, all_changed, changed, header, people, table
from tests.factories import instruments as made

Places = dict[str, list[int]]


@dataclass(frozen=True)
class Case:
    """A file and what must come of it: a refusal by its code, or rows and findings by place.

    ``reasons`` and ``findings`` hold row numbers by code (rows of ``reasons`` are in review unless
    in ``refused``; a reason is also found as an error). ``rows`` is the number of data rows: each
    must end somewhere. ``assumed`` are the codes of the assumptions.
    """

    name: str
    write: Callable[[Path], object]
    refusal: str = ""
    names: str = ""  # what the refusal's message must say besides the file or sheet
    rows: int = 4
    reasons: Places = field(default_factory=dict)
    refused: bool = False
    findings: Places = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)
    source: str = "p3ke-2022"


def book(rows: Any, **more: Any) -> Callable[[Path], object]:
    """An XLSX with one sheet, Individu."""
    return lambda path: xlsx(path, Sheet("Individu", rows, **more))


def bytes_of(write: Callable[[Path], object]) -> bytes:
    """What a writer writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        write(path)
        return path.read_bytes()


def cut(write: Callable[[Path], object], *, keep: float) -> Callable[[Path], object]:
    """The first part of a file."""

    def cut_file(path: Path) -> None:
        whole = bytes_of(write)
        path.write_bytes(whole[: int(len(whole) * keep)])

    return cut_file


def patched(write: Callable[[Path], object], old: bytes, new: bytes) -> Callable[[Path], object]:
    """A file with bytes replaced."""
    return lambda path: path.write_bytes(bytes_of(write).replace(old, new))


def raw(content: bytes) -> Callable[[Path], object]:
    """A file of just these bytes."""
    return lambda path: path.write_bytes(content)


def bomb(path: Path) -> None:
    """One sheet that unpacks to 600 MiB."""
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("xl/worksheets/sheet1.xml", (2023, 8, 14, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as member:
            for _ in range(600):
                member.write(b" " * 1_048_576)


def lying_bomb(path: Path) -> None:
    """A sheet that unpacks to more than the archive declares."""
    xlsx(path, Sheet("Individu", table()), members={"xl/worksheets/sheet1.xml": b" " * 9_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace((9_000_000).to_bytes(4, "little"), (900).to_bytes(4, "little")))


def far_cell(place: str, row: int) -> str:
    """XML of a row with one cell far away."""
    return f'<row r="{row}"><c r="{place}{row}"><v>1</v></c></row>'


def titled(rows: Any, *, at: int) -> list[list[Any]]:
    """Title rows above, so that the header stands in row ``at``."""
    title = [["DATA P3KE KABUPATEN KLATEN"], ["Keadaan Desember 2022"]]
    return [*title, *[[] for _ in range(at - 3)], *rows]


def two_row_header() -> list[list[Any]]:
    """``Penerima`` merged over five columns, its parts in the row below."""
    plain = table()
    upper: list[Any] = list(HEADERS)
    lower: list[Any] = [""] * len(HEADERS)
    first = HEADERS.index("Penerima BPNT")
    for index in range(first, first + 5):
        upper[index], lower[index] = "", HEADERS[index].removeprefix("Penerima ")
    upper[first] = "Penerima"
    return [upper, lower, *plain[1:]]


def renamed(old: str, new: str) -> Any:
    """The clean list with another header."""
    return [[new if cell == old else cell for cell in table()[0]], *table()[1:]]


def without(*headers: str) -> Any:
    """The clean list without some columns."""
    return table(headers=tuple(h for h in HEADERS if h not in headers))


def inserted(at: int, name: str, cells: list[Any]) -> Any:
    """The clean list with a column more."""
    return [[*row[:at], cell, *row[at:]] for row, cell in zip(table(), [name, *cells], strict=True)]


def exchanged(one: str, other: str) -> Any:
    """The clean list with the cells, not the headers, of two columns exchanged."""
    rows = people()
    for row in rows:
        row[one], row[other] = row[other], row[one]
    return table(rows)


def numbered(nik: Any) -> Any:
    return all_changed(NIK=[nik] * 4)


NIK_COLUMN = HEADERS.index("NIK")
HTML = b"<html><body><table><tr><td>ID Keluarga P3KE</td></tr></table></body></html>"
GOOD = people()
NO_CODE = {"Kode_Kemdagri": ""}
PLACES = "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan"

UNREADABLE = [
    Case("0-byte.xlsx", raw(b""), "empty_file"),
    Case("truncated.xlsx", cut(book(table()), keep=0.6), "damaged"),
    Case("truncated-start-only.xlsx", raw(b"PK\x03\x04"), "damaged"),
    Case("truncated.xls", cut(lambda p: xls(p, "Individu", table()), keep=0.3), "damaged"),
    Case("broken-inside.xlsx", patched(book(table()), b"sheet1.xml", b"sheetX.xml"), "damaged"),
    Case(
        "broken-xml.xlsx",
        lambda p: xlsx(
            p,
            Sheet("Individu", table()),
            members={"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"},
        ),
        "damaged",
    ),
    Case("flipped-bytes.xlsx", lambda p: p.write_bytes(_flip(bytes_of(book(table())))), "damaged"),
    Case("zip-bomb.xlsx", bomb, "too_large"),
    Case("zip-bomb-lying.xlsx", lying_bomb, "too_large"),
    Case("cell-far-right.xlsx", book(table(), extra=far_cell("XFD", 9)), "too_large"),
    Case("cell-far-below.xlsx", book(table(), extra=far_cell("A", 1_048_576)), "too_large"),
    Case(
        "rows-repeated-a-million-times.ods",
        lambda p: ods(p, "I", table(), repeat=1_000_000),
        "too_large",
    ),
    Case("zip-without-sheets.xlsx", lambda p: _zip(p, {"readme.txt": b"x"}), "damaged"),
    Case("word-document.xlsx", lambda p: _zip(p, {"word/document.xml": b"<w/>"}), "damaged"),
    Case(
        "external-entities.xlsx",
        lambda p: xlsx(
            p,
            Sheet("I", table()),
            members={"xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'},
        ),
        "not_a_list",
    ),
    Case(
        "password.xlsx",
        lambda p: ole(p, {"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
        "encrypted",
    ),
    Case(
        "password-on-zip.xlsx",
        lambda p: p.write_bytes(_encrypted(bytes_of(book(table())))),
        "encrypted",
    ),
    Case("html-renamed.xls", raw(HTML), "not_a_list"),
    Case("pdf-renamed.xlsx", raw(b"%PDF-1.7\n%..."), "not_a_list"),
    Case("photo-renamed.xlsx", raw(b"\xff\xd8\xff\xe0" + b"\0" * 64), "not_a_list"),
    Case(
        "nul-bytes.csv",
        lambda p: p.write_bytes(
            bytes_of(lambda q: csv(q, table())).replace(b"Ngatinem", b"Nga\0tinem")
        ),
        "not_a_list",
    ),
    Case(
        "quote-never-closed.csv",
        lambda p: p.write_bytes(
            bytes_of(lambda q: csv(q, table())).replace(b"Joko Susilo", b'"Joko Susilo')
        ),
        "broken_text",
    ),
    Case(
        "text-after-quote.csv",
        lambda p: p.write_bytes(
            bytes_of(lambda q: csv(q, table())).replace(b"Joko Susilo", b'"Joko" Susilo')
        ),
        "broken_text",
    ),
    Case(
        "utf-16-cut.csv",
        lambda p: p.write_bytes(b"\xff\xfe" + "ID Keluarga".encode("utf-16-le") + b"\x00\xd8"),
        "broken_text",
    ),
]

NOT_A_LIST_OF_THIS = [
    Case("wrong-sheet.xlsx", book([["Kecamatan", "Jumlah"], ["Prambanan", 12]]), "not_this_layout"),
    Case("only-hidden-sheet.xlsx", book(table(), hidden=True), "not_this_layout"),
    Case("only-title-rows.xlsx", book(titled([], at=4)), "not_this_layout"),
    Case("only-header.xlsx", book([list(HEADERS)]), "no_rows", names="row 1"),
    Case("only-header-repeated.xlsx", book([list(HEADERS)] * 3), "no_rows"),
    Case("only-totals.xlsx", book([list(HEADERS), ["JUMLAH", "", "", "", "", "", 4]]), "no_rows"),
    Case("empty-sheet.xlsx", book([]), "not_this_layout"),
    Case("header-missing.xlsx", book(without("ID Individu", "Nama")), "missing_header"),
    Case("missing-required-name.xlsx", book(without("Nama")), "missing_header", names="Nama"),
    Case(
        "missing-required-id.xlsx",
        book(without("ID Keluarga P3KE")),
        "missing_header",
        names="ID Keluarga",
    ),
    Case(
        "duplicate-headers.xlsx",
        book(inserted(10, "NIK", ["1", "2", "3", "4"])),
        "duplicate_header",
        names="K and L",
    ),
    Case(
        "two-tables.xlsx",
        book(
            [
                *table(),
                [],
                ["Desa", "Kepala Keluarga", "Pekerjaan", "Pendidikan"],
                ["KEBONDALEM KIDUL", "X", "Y", "Z"],
            ]
        ),
        "second_table",
        names="row 7",
    ),
    Case(
        "list-given-as-tags.xlsx",
        book(table()),
        "other_layout",
        names="p3ke-2022",
        source="tags",
    ),
    Case(
        "list-given-as-verification.xlsx",
        book(table()),
        "missing_header",
        names="status_verifikasi",
        source="siks-dj",
    ),
    Case(
        "list-of-2023-given-as-2022.xlsx",
        book(
            [
                [*row, *more]
                for row, more in zip(
                    table(),
                    [
                        ["Persentil", "Usia 2023", "Prioritas Verval", "Status Pekerjaan"],
                        *[["1", "2", "NORMAL", ""]] * 4,
                    ],
                    strict=True,
                )
            ]
        ),
        "other_layout",
        names="p3ke-2023",
    ),
    Case("text-without-columns.csv", raw(b"just some words\r\nand more\r\n"), "not_this_layout"),
    Case("random-bytes.csv", raw(bytes(range(1, 256)) * 8), "not_this_layout"),
]

CSV = {"encoding", "delimiter"}
FORMS = [
    Case("xls-renamed.xlsx", lambda p: xls(p, "Individu", table())),
    Case("list.ods", lambda p: ods(p, "Individu", table())),
    Case(
        "macros.xlsm",
        lambda p: xlsx(p, Sheet("Individu", table()), members={"xl/vbaProject.bin": b"x"}),
        assumed={"macros_ignored"},
    ),
    Case("header-in-row-13.xlsx", book(titled(table(), at=13)), assumed={"header_row"}),
    Case(
        "header-over-two-rows.xlsx",
        book(two_row_header(), merged=("Z1:AD1",)),
        assumed={"header_row"},
    ),
    Case(
        "header-repeated.xlsx",
        book([*table()[:3], list(HEADERS), *table()[3:], list(HEADERS)]),
        assumed={"header_repeated"},
    ),
    Case("blank-rows.xlsx", book([*table()[:2], [], [" "], *table()[2:]]), assumed={"blank_rows"}),
    Case(
        "total-row.xlsx",
        book([*table(), ["JUMLAH", "", "", "", "", "", 4]]),
        assumed={"total_rows_skipped"},
    ),
    Case(
        "signature-below.xlsx",
        book([*table(), [], ["", "", "", "", "", "", "", "", "", "Camat Prambanan"]]),
        rows=5,
        reasons={"area_missing": [7]},
        findings={"nik_missing": [7], "person_key_missing": [7], "family_key_missing": [7]},
        assumed={"blank_rows"},
    ),
    Case(
        "hidden-sheet-besides.xlsx",
        lambda p: xlsx(p, Sheet("Individu", table()), Sheet("Lama", table(), hidden=True)),
        assumed={"hidden_sheet_skipped"},
    ),
    Case(
        "notes-sheet-besides.xlsx",
        lambda p: xlsx(p, Sheet("Baca dulu", [["Petunjuk"]]), Sheet("Individu", table())),
        assumed={"sheet_not_recognised"},
    ),
    Case(
        "two-sheets-same-people.xlsx",
        lambda p: xlsx(p, Sheet("A", table()), Sheet("B", table())),
        rows=8,
        reasons={"key_repeated": [2, 3, 4, 5]},
    ),
    Case("sheet-name-with-signs.xlsx", lambda p: xlsx(p, Sheet("Kec. A & 'B' <1>", table()))),
    Case("headers-in-other-order.xlsx", book([row[::-1] for row in table()])),
    Case(
        "headers-in-odd-case.xlsx",
        book([[h.upper().replace(" ", "_") for h in HEADERS], *table()[1:]]),
    ),
    Case(
        "header-misspelt-BNPT.xlsx",
        book(renamed("Penerima BPNT", "Penerima BNPT")),
        assumed={"header_read_as"},
    ),
    Case(
        "header-too-far-off.xlsx",
        book(renamed("Penerima BPNT", "Bantuan pangan")),
        assumed={"unknown_column_kept"},
    ),
    Case(
        "column-inserted.xlsx",
        book(inserted(3, "No. HP", ["0812"] * 4)),
        assumed={"unknown_column_kept"},
    ),
    Case(
        "same-column-twice.xlsx",
        book(inserted(11, "NIK", [row["NIK"] for row in GOOD])),
        assumed={"same_column_twice"},
    ),
    Case("byte-order-mark.csv", lambda p: csv(p, table(), encoding="utf-8-sig"), assumed=CSV),
    Case("utf-16.csv", lambda p: csv(p, table(), encoding="utf-16", delimiter="\t"), assumed=CSV),
    Case(
        "cp1252.csv",
        lambda p: csv(p, changed(4, Nama="José Müller"), encoding="cp1252"),
        assumed=CSV,
    ),
    Case(
        "commas-and-quotes.csv", lambda p: csv(p, table(), delimiter=",", quoted=True), assumed=CSV
    ),
    Case(
        "embedded-newlines.csv",
        lambda p: csv(p, changed(3, Alamat="Dk. Krajan\nRT 002\nRW 005")),
        assumed=CSV,
    ),
    Case(
        "mixed-delimiters.csv",
        lambda p: p.write_bytes(_mixed(bytes_of(lambda q: csv(q, table())))),
        reasons={"cells_shifted": [4]},
        findings={
            "area_missing": [4],
            "nik_missing": [4],
            "person_key_missing": [4],
            "family_key_missing": [4],
            "key_damaged": [4],
            "name_missing": [4],
        },
        assumed=CSV,
    ),
    Case(
        "cell-too-many.csv",
        lambda p: csv(p, [*table()[:3], [*table()[3], "x"], table()[4]]),
        reasons={"cells_shifted": [4]},
        assumed=CSV,
    ),
    Case(
        "line-separators-inside.csv",
        lambda p: csv(p, changed(3, Alamat="Dk. Krajan\u2028RT 002\x0bRW 005")),
        assumed=CSV,
    ),
    Case("xlsx-called-csv.csv", book(table())),
]

IDENTITIES = [
    Case("nik-numeric.xlsx", book(changed(3, NIK=3310014504830000)), reasons={"nik_numeric": [3]}),
    Case(
        "nik-numeric-91.xlsx",
        book(changed(3, NIK=9171014504830001.0)),
        reasons={"nik_numeric": [3]},
    ),
    Case(
        "nik-numeric.xls",
        lambda p: xls(p, "Individu", changed(3, NIK=3310014504830000)),
        reasons={"nik_numeric": [3]},
    ),
    Case(
        "nik-numeric.ods",
        lambda p: ods(p, "Individu", changed(3, NIK=3310014504830000)),
        reasons={"nik_numeric": [3]},
    ),
    Case(
        "nik-scientific.csv",
        lambda p: csv(p, changed(3, NIK="3,31001E+15")),
        reasons={"nik_scientific": [3]},
        assumed=CSV,
    ),
    Case(
        "nik-scientific-text.xlsx",
        book(changed(3, NIK="3.31001E+15")),
        reasons={"nik_scientific": [3]},
    ),
    Case(
        "nik-letter-o.xlsx", book(changed(3, NIK="331OO14504830000")), findings={"nik_letter": [3]}
    ),
    Case(
        "nik-apostrophe.xlsx",
        book(changed(3, NIK="'3310014504830000")),
        findings={"nik_apostrophe": [3]},
    ),
    Case("nik-all-zero.xlsx", book(numbered("0")), findings={"nik_placeholder": [2, 3, 4, 5]}),
    Case(
        "nik-all-zero-numeric.xlsx", book(numbered(0)), findings={"nik_placeholder": [2, 3, 4, 5]}
    ),
    Case(
        "nik-all-nines.xlsx", book(numbered("9" * 16)), findings={"nik_placeholder": [2, 3, 4, 5]}
    ),
    Case("nik-blank.xlsx", book(changed(3, NIK="")), findings={"nik_missing": [3]}),
    Case(
        "nik-17-digits.xlsx",
        book(changed(3, NIK="33100145048300001")),
        findings={"nik_length": [3]},
    ),
    Case(
        "nik-15-digits.xlsx", book(changed(3, NIK="331001450483000")), findings={"nik_length": [3]}
    ),
    Case(
        "nik-no-such-day.xlsx", book(changed(3, NIK="3310013002830000")), findings={"nik_date": [3]}
    ),
    Case(
        "nik-no-such-province.xlsx",
        book(changed(3, NIK="0910014504830000")),
        findings={"nik_area": [3]},
    ),
    Case("nik-words.xlsx", book(changed(3, NIK="belum ada")), findings={"nik_placeholder": [3]}),
    Case(
        "nik-of-a-man.xlsx",
        book(changed(3, NIK="3310010504830000")),
        findings={"nik_sex_differs": [3]},
    ),
    Case(
        "nik-of-another-day.xlsx",
        book(changed(3, NIK="3310014604830000")),
        findings={"nik_birth_differs": [3]},
    ),
    Case(
        "nik-twice.xlsx",
        book(changed(4, NIK="3310010203800000", Tanggal_Lahir="1980-03-02")),
        findings={"nik_repeated": [2, 4]},
    ),
    Case(
        "nik-and-name-exchanged.xlsx",
        book(exchanged("NIK", "Nama")),
        reasons={"name_missing": [2, 3, 4, 5]},
        findings={"nik_characters": [2, 3, 4, 5], "name_without_letters": [2, 3, 4, 5]},
    ),
    Case("id-blank.xlsx", book(changed(3, ID_Individu="")), reasons={"person_key_missing": [3]}),
    Case(
        "family-id-blank.xlsx",
        book(changed(3, ID_Keluarga_P3KE=" ")),
        reasons={"family_key_missing": [3]},
    ),
    Case("id-twice.xlsx", book(changed(4, ID_Individu="3310A01-1")), reasons={"key_repeated": [4]}),
    Case(
        "id-scientific.xlsx",
        book(changed(3, ID_Individu="3.31E+17")),
        reasons={"person_key_missing": [3]},
        findings={"key_damaged": [3]},
    ),
    Case(
        "id-numeric-too-long.xlsx",
        book(changed(3, ID_Individu=331000000000012345.0)),
        reasons={"person_key_missing": [3]},
        findings={"key_damaged": [3]},
    ),
    Case("name-blank.xlsx", book(changed(3, Nama="")), reasons={"name_missing": [3]}),
    Case(
        "name-digits.xlsx",
        book(changed(3, Nama="12345")),
        reasons={"name_missing": [3]},
        findings={"name_without_letters": [3]},
    ),
    Case("name-very-long.xlsx", book(changed(3, Nama="Siti " * 6000)), findings={"text_cut": [3]}),
    Case(
        "name-formula-text.xlsx",
        book(changed(3, Nama='=HYPERLINK("http://x","Siti")')),
        findings={"formula_text": [3], "odd_characters": [3]},
    ),
    Case(
        "name-emoji.xlsx", book(changed(3, Nama="Siti 😀 Aminah")), findings={"odd_characters": [3]}
    ),
    Case("name-right-to-left.xlsx", book(changed(3, Nama="\u202eSiti\u200f Aminah\u202c"))),
    Case("name-arabic.xlsx", book(changed(3, Nama="ستي آمنة")), findings={"odd_characters": [3]}),
]

VALUES = [
    Case(
        "values-lower-case.xlsx",
        book([table()[0], *[[str(c).lower() for c in row] for row in table()[1:]]]),
    ),
    Case(
        "values-misspelt.xlsx",
        book(changed(3, Pendidikan="Tamat ESEMPE", Status_Kawin="Kawn")),
        findings={"unknown_value": [3, 3]},
    ),
    Case("values-spaced.xlsx", book(changed(3, Pendidikan="  tamat  smp / SEDERAJAT "))),
    Case("dates-as-cells.xlsx", book(changed(3, Tanggal_Lahir=date(1983, 4, 5)))),
    Case("dates-as-serials.xlsx", book(changed(3, Tanggal_Lahir=30411))),
    Case("dates-in-words.xlsx", book(changed(3, Tanggal_Lahir="5 April 1983"))),
    Case("dates-day-first.xlsx", book(changed(3, Tanggal_Lahir="05/04/1983"))),
    Case(
        "dates-month-first.xlsx",
        book(all_changed(Tanggal_Lahir=["03/02/1980", "04/05/1983", "08/17/2009", "06/30/1951"])),
        findings={"date_month_first": [4, 5], "date_ambiguous": [2, 3]},
    ),
    Case(
        "dates-two-digit-year.xlsx",
        book(changed(3, Tanggal_Lahir="05/04/83")),
        findings={"date_unreadable": [3]},
    ),
    Case(
        "dates-impossible.xlsx",
        book(changed(3, Tanggal_Lahir="31/02/1983")),
        findings={"date_unreadable": [3]},
    ),
    Case(
        "born-in-the-future.xlsx",
        book(changed(3, Tanggal_Lahir="2083-04-05")),
        findings={"date_impossible": [3]},
    ),
    Case(
        "formula-with-value.xlsx",
        book(changed(3, Desil_Kesejahteraan=Formula("1+1", "2"))),
        assumed={"formulas_read_as_values"},
    ),
    Case(
        "formula-without-value.xlsx",
        book(changed(3, Tanggal_Lahir=Formula("DATE(1983,4,5)"))),
        findings={"formula_without_value": [3]},
        assumed={"formulas_read_as_values"},
    ),
    Case(
        "formula-for-id.xlsx",
        book(changed(3, ID_Individu=Formula("A3&-2"))),
        reasons={"person_key_missing": [3]},
        findings={"formula_without_value": [3]},
        assumed={"formulas_read_as_values"},
    ),
    Case(
        "error-cell.xlsx", book(changed(3, Pekerjaan=Error("#REF!"))), findings={"cell_error": [3]}
    ),
    Case(
        "merged-downwards.xlsx",
        book(all_changed(ID_Keluarga_P3KE=["3310A01", "", "", "3310A02"]), merged=("A2:A4",)),
        findings={"merged_cell_filled": [3, 4]},
    ),
    Case(
        "merged-across.xlsx",
        book(changed(3, Pendidikan=""), merged=("Q3:R3",)),
        findings={"merged_across": [3]},
    ),
]

AREAS_WRONG = [
    Case("area-code-with-dots.xlsx", book(changed(3, Kode_Kemdagri="33.10.01.2005"))),
    Case("area-code-numeric.xlsx", book(changed(3, Kode_Kemdagri=3310012005))),
    Case(
        "area-code-short.xlsx",
        book(changed(3, Kode_Kemdagri="331001")),
        reasons={"area_code_malformed": [3]},
    ),
    Case(
        "area-code-unknown.xlsx",
        book(changed(3, Kode_Kemdagri="3310012999")),
        reasons={"area_code_unknown": [3]},
    ),
    Case(
        "area-of-another-province.xlsx",
        book(changed(3, Kode_Kemdagri="3404012001")),
        reasons={"outside_installation": [3]},
        refused=True,
    ),
    Case(
        "area-out-of-reach.xlsx",
        book(changed(3, Kode_Kemdagri="3316012001", **{header("Desa_Kelurahan"): "KARANGLANGU"})),
        reasons={"outside_scope": [3]},
        refused=True,
    ),
    Case("area-by-names.xlsx", book(without("Kode Kemdagri"))),
    Case(
        "area-by-names-without-space.xlsx",
        book(changed(3, **NO_CODE, **{PLACES[2]: "Desa Kebon Dalemkidul"})),
    ),
    Case(
        "village-misspelt.xlsx",
        book(changed(3, **NO_CODE, **{PLACES[2]: "KEBONDALEM KIDOL"})),
        reasons={"area_name_unknown": [3]},
    ),
    Case(
        "village-misspelt-with-code.xlsx",
        book(changed(3, **{PLACES[2]: "KEBONDALEM KIDOL"})),
        findings={"area_name_differs": [3]},
    ),
    Case(
        "kabupaten-unknown.xlsx",
        book(changed(3, **NO_CODE, **{PLACES[0]: "KLETEN"})),
        reasons={"area_name_unknown": [3]},
    ),
    Case(
        "kabupaten-and-kecamatan-exchanged.xlsx",
        book([[c for i, c in enumerate(row) if i != 5] for row in exchanged(PLACES[0], PLACES[1])]),
        reasons={"area_name_unknown": [2, 3, 4, 5]},
    ),
    Case(
        "area-ambiguous.xlsx",
        book(
            changed(
                3, **NO_CODE, **{PLACES[0]: "", PLACES[1]: "KEDUNGJATI", PLACES[2]: "KARANGLANGU"}
            )
        ),
        reasons={"area_ambiguous": [3]},
    ),
    Case(
        "area-missing.xlsx",
        book(changed(3, **NO_CODE, **{PLACES[2]: ""})),
        reasons={"area_missing": [3]},
    ),
]


def rows_of(row: dict[str, Any], *changes: dict[str, Any]) -> list[list[Any]]:
    """A header and one row a change of ``row``."""
    return [list(row), *[list((row | change).values()) for change in changes]]


def on_sheet(rows: Any, **more: Any) -> Callable[[Path], object]:
    """An XLSX with one sheet, Data."""
    return lambda path: xlsx(path, Sheet("Data", rows, **more))


_TITLE = [["DAFTAR PELANGGAN ULP PRAMBANAN"], []]
INSTRUMENTS = [
    Case(
        "codes-as-decimals.csv",  # a column with a gap went through a data frame
        lambda p: csv(
            p,
            rows_of(
                made.BDT_HOUSEHOLD,
                {"id_bdt": "R-1", "atap": "6.0", "lantai": "9,0"},
                {"id_bdt": "R-2", "atap": "", "lantai": "10.0"},
            ),
        ),
        rows=2,
        assumed=CSV,
        source="bdt-2015",
    ),
    Case(
        "codes-of-another-instrument.xlsx",
        on_sheet(
            rows_of(
                made.REGSOSEK_FAMILY,
                {"id_keluarga": "G-1", "305": "10"},
                {"id_keluarga": "G-2", "307a": "5", "r303_lantai": "00"},
            )
        ),
        rows=2,
        findings={"unknown_value": [2, 3, 3]},
        source="regsosek-2022",
    ),
    Case(
        "rating-missing.xlsx",
        on_sheet(rows_of(made.BDT_HOUSEHOLD, {"daya": ""})),
        rows=1,
        findings={"answers_undecided": [2]},
        source="bdt-2015",
    ),
    Case(
        "floor-area-in-square-centimetres.xlsx",
        on_sheet(rows_of(made.BDT_HOUSEHOLD, {"luas_lantai": "360000"})),
        rows=1,
        findings={"size_out_of_range": [2]},
        source="bdt-2015",
    ),
    Case(
        "customer-number-in-scientific-notation.xlsx",
        on_sheet(
            [
                *_TITLE,
                *rows_of(made.PLN, {}, {"IDPEL": "5,23010E+11"}, {"IDPEL": 523010123457}),
                ["JUMLAH PELANGGAN", 3],
            ]
        ),
        rows=3,
        findings={"key_damaged": [5]},
        assumed={"header_row", "total_rows_skipped"},
        source="pln",
    ),
    Case(
        "customer-without-name-or-village.xlsx",
        on_sheet(rows_of(made.PLN, {"Nama Pelanggan": "-"}, {"Desa": ""}, {"Desa": "SELOREJO"})),
        rows=3,
        reasons={"name_missing": [2], "area_missing": [3], "area_name_unknown": [4]},
        source="pln",
    ),
    Case(
        "nik-as-number-on-a-sector-list.xlsx",
        on_sheet(rows_of(made.SIMPERUM, {"NIK": 3310014504830000}, {"NIK": "0"})),
        rows=2,
        reasons={"nik_numeric": [2]},
        findings={"nik_placeholder": [3]},
        source="simperum",
    ),
    Case(
        "card-number-damaged.xlsx",
        on_sheet(
            rows_of(
                made.DTKS,
                {"iddtks": "D-1", "nomor_kk": "3,31E+15"},
                {"iddtks": "D-2", "nomor_kk": "331001120310000"},
                {"iddtks": "D-2", "nomor_nik": ""},
            )
        ),
        rows=3,
        reasons={"key_repeated": [4]},
        findings={
            "kk_scientific": [2],
            "kk_length": [3],
            "nik_missing": [4],
            "nik_repeated": [2, 3],
        },
        source="dtks",
    ),
    Case(
        "born-after-the-list.xlsx",
        on_sheet(rows_of(made.ATS, {"Tanggal Lahir": "17 Agustus 2032"}, {"Kategori": "BOLOS"})),
        rows=2,
        findings={"date_impossible": [2], "unknown_value": [3]},
        source="ats",
    ),
    Case(
        "listing-without-what-it-is-about.xlsx",
        on_sheet([["NIK", "Nama", "Kecamatan", "Desa", "Alamat"], ["", "A", "B", "C", "D"]]),
        "missing_header",
        names="TB/U",
        source="eppgbm",
    ),
]

CASES = [*INSTRUMENTS, *UNREADABLE, *NOT_A_LIST_OF_THIS, *FORMS, *IDENTITIES, *VALUES, *AREAS_WRONG]


def _flip(data: bytes) -> bytes:
    """Bytes of the sheet's packed data turned over."""
    at = data.index(b"xl/worksheets/sheet1.xml") + 200
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 20]) + data[at + 20 :]


def _encrypted(data: bytes) -> bytes:
    """An archive whose directory says that its members are encrypted."""
    return data.replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


def _zip(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            put(archive, name, content)


def _mixed(data: bytes) -> bytes:
    """The fourth line with tabs instead of semicolons."""
    lines = data.split(b"\r\n")
    lines[3] = lines[3].replace(b";", b"\t")
    return b"\r\n".join(lines)


def write_all(folder: Path) -> list[Path]:
    """Write every file."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        case.write(folder / case.name)
    return sorted(folder.iterdir())


if __name__ == "__main__":
    sys.stdout.write(f"{len(write_all(Path(sys.argv[1])))} files\n")
