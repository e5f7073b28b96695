"""Files look like an office's, say that they are made up, and the truth of each row is known."""

import hashlib
import re

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from entas.demo.province import NOTICE, write_lists

SHEETS = {".csv": 1, ".xlsx": 2}


@pytest.fixture(scope="module")
def manifest(tree, tmp_path_factory):
    return write_lists(tmp_path_factory.mktemp("lists"), scale=0.02, seed=5, areas=tree)


def rows_of(path):
    """Sheet name and rows (as lists) of each sheet."""
    if path.suffix == ".csv":
        yield path.stem, [line.split(";") for line in path.read_text().splitlines()]
        return
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def digest(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_the_same_arguments_give_the_same_bytes(tree, tmp_path):
    for name in ("a", "b"):
        write_lists(tmp_path / name, scale=0.01, seed=5, areas=tree)

    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_lists_come_in_the_order_in_which_offices_send_them(manifest):
    sources = [one.source for one in manifest.files]
    days = [one.as_of for one in manifest.files]

    assert days == sorted(days)
    assert list(dict.fromkeys(sources)) == ["p3ke-2022", "p3ke-2023", "siks-dj", "tags"]
    assert len({one.path for one in manifest.files}) == len(manifest.files)


def test_progress_counts_to_the_number_of_files(tree, tmp_path):
    told = []

    made = write_lists(
        tmp_path, scale=0.005, seed=1, areas=tree, progress=lambda *step: told.append(step)
    )

    assert [done for _, done, _ in told] == list(range(1, len(made.files) + 1))
    assert {total for _, _, total in told} == {len(made.files)}


def test_every_long_number_has_a_serial_that_is_never_issued(manifest):
    for one in manifest.files:
        for name, rows in rows_of(one.path):
            header = next(row for row in rows if "Kode Kemdagri" in row)
            numbers = [i for i, cell in enumerate(header) if re.search("NIK|nomor_KK", str(cell))]
            assert numbers or name
            for row in rows:
                for i in numbers:
                    text = str(row[i]).removesuffix(".0") if i < len(row) else ""
                    if re.fullmatch(r"\d{16}", text):
                        assert text.endswith("0000") or text == "9" * 16, (one.path.name, text)


def test_truth_names_every_data_row_by_the_number_a_spreadsheet_shows(manifest):
    truth = pl.read_parquet(manifest.truth).with_columns(pl.col("file", "sheet").cast(pl.String))
    assert truth.height == truth.select("file", "sheet", "number").n_unique()
    seen = 0
    for one in manifest.files:
        for name, rows in rows_of(one.path):
            of_sheet = truth.filter(
                (pl.col("file") == one.path.name) & (pl.col("sheet") == name)
            )["number"]  # fmt: skip
            header = next(row for row in rows if "Kode Kemdagri" in row)
            code = header.index("Kode Kemdagri")
            data = [
                number
                for number, row in enumerate(rows, 1)
                if len(row) > code and re.fullmatch(r"\d{10}", str(row[code]))
            ]
            assert data == of_sheet.to_list(), (one.path.name, name)
            seen += len(data)
    assert seen == truth.height


def test_rows_of_one_person_in_several_lists_have_the_same_true_number(manifest):
    truth = pl.read_parquet(manifest.truth)
    of_people = truth.filter(pl.col("person") >= 0).group_by("person")
    lists_of = of_people.agg(pl.col("file").n_unique())["file"].to_numpy()

    assert lists_of.max() >= 4
    assert (lists_of >= 2).mean() > 0.8


def test_realistic_damage_is_there(manifest):
    truth = pl.read_parquet(manifest.truth)["damage"].cast(pl.String)

    assert {
        "nik-number", "nik-scientific", "nik-short", "nik-blank", "nik-placeholder", "nik-letter",
        "nik-apostrophe", "row-repeated", "row-elsewhere", "tag-unknown", "tag-ambiguous",
    } <= set(truth)  # fmt: skip


def test_lists_with_a_title_say_that_they_are_made_up(manifest):
    titled = 0
    for one in manifest.files:
        for _, rows in rows_of(one.path):
            top = next(i for i, row in enumerate(rows) if "Kode Kemdagri" in row)
            titled += any(NOTICE in row for row in rows[:top])
    assert titled > 60


def test_an_office_misspells_a_header_and_repeats_it_among_the_data(manifest):
    path = next(one.path for one in manifest.files if one.source == "p3ke-2022")
    sheets = dict(rows_of(path))

    assert all("Penerima BNPT" in sheets[name][12] for name in ("Keluarga", "Individu"))
