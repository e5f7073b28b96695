"""Workbooks open in other programs' readers with the same cells, and never change by themselves."""

from datetime import date, datetime

import openpyxl
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from entas.demo.workbook import NUMBER, Block, Sheet, write

FRAME = pl.DataFrame(
    {
        "name": ["SITI & <AMINAH>", None, "ADI"],
        "nik": ["3310014107850000", NUMBER + "3310014107850000", None],
        "age": [38, None, 4],
        "born": [date(1985, 7, 1), None, date(2019, 12, 31)],
        "nothing": pl.Series([None, None, None], dtype=pl.String),
        "roof": ["GENTENG", "GENTENG", "< 900"],
    }
)


@pytest.fixture
def path(tmp_path):
    title = Block([["DATA & CONTOH"], []])
    header = Block([FRAME.columns])
    blocks = (title, header, Block(FRAME, numeric=("nik",)), header, Block(FRAME.drop("nik")))
    write(tmp_path / "a.xlsx", [Sheet("Keluarga", blocks), Sheet("Kosong & lain", ())])
    return tmp_path / "a.xlsx"


def test_openpyxl_reads_what_was_written(path):
    book = openpyxl.load_workbook(path)
    rows = list(book["Keluarga"].values)

    assert book.sheetnames == ["Keluarga", "Kosong & lain"]
    assert rows[0][0] == "DATA & CONTOH"
    assert rows[2] == tuple(FRAME.columns)
    assert rows[3] == (
        "SITI & <AMINAH>", "3310014107850000", 38, datetime(1985, 7, 1), None, "GENTENG",
    )  # fmt: skip
    assert rows[4] == (None, 3310014107850000, None, None, None, "GENTENG")
    assert rows[6] == rows[2]
    assert len(rows) == 10


def test_calamine_reads_what_was_written(path):
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Keluarga").to_python()

    assert rows[3] == ["SITI & <AMINAH>", "3310014107850000", 38.0, date(1985, 7, 1), "", "GENTENG"]
    assert rows[4][1] == 3310014107850000.0
    assert rows[5][5] == "< 900"


def test_many_different_texts_survive(tmp_path):
    frame = pl.DataFrame({"id": [f"{i:06d}" for i in range(45_000)], "x": ["A", "B", "C"] * 15_000})

    write(tmp_path / "b.xlsx", [Sheet("S", (Block([["id", "x"]]), Block(frame)))])

    rows = CalamineWorkbook.from_path(tmp_path / "b.xlsx").get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == frame["id"].to_list()
    assert [row[1] for row in rows[1:]] == frame["x"].to_list()


def test_the_same_sheets_give_the_same_bytes(path, tmp_path):
    again = tmp_path / "again.xlsx"
    title, header = Block([["DATA & CONTOH"], []]), Block([FRAME.columns])
    blocks = (title, header, Block(FRAME, numeric=("nik",)), header, Block(FRAME.drop("nik")))

    write(again, [Sheet("Keluarga", blocks), Sheet("Kosong & lain", ())])

    assert again.read_bytes() == path.read_bytes()
