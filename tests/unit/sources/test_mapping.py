"""Any spreadsheet of an agency: found, guessed, corrected, kept, and then read like any list."""

import json
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.sources.cleaning import Cleaned, Setting, Tree, clean, find_tables
from entas.sources.layouts import LAYOUTS
from entas.sources.listings import listings_of
from entas.sources.mapping import (
    BASES,
    Guessed,
    Mapped,
    Mapping,
    NotAMapping,
    Preview,
    as_layout,
    guess_mapping,
    preview,
    targets,
)
from entas.sources.mapping.content import Places
from entas.sources.mapping.preview import NoTable
from entas.sources.readers.sheet import Sheet, sheet_of_rows
from tests.datasets.agencies import AGENCIES, COUNT, HELD_OUT, Agency
from tests.datasets.dirty.people import AREAS

TREE = Tree.of(AREAS, installation="33")
PLACES = Places.of(TREE)


def looked_at(rows: list[list[Any]]) -> Preview:
    return preview("list.xlsx", [sheet_of_rows("Data", rows)])


def guessed(agency: Agency) -> Guessed:
    seen = looked_at(agency.rows)
    return guess_mapping(seen.headers, seen.columns, places=PLACES, this_year=2023)


def right(agency: Agency) -> list[bool]:
    fields = {one.header: one.field for one in guessed(agency).columns}
    return [fields[header] == field for header, field in agency.truth.items()]


def read(rows: list[list[Any]], mapping: Mapping) -> Cleaned:
    layout = as_layout(mapping, key="profil@1", title="Profil")
    tables = find_tables("list.xlsx", [sheet_of_rows("Data", rows)], layout)
    return clean(tables, Setting(layout, TREE, date(2023, 8, 1), date(2023, 8, 14), ("33",)))[0]


@pytest.mark.parametrize("agency", AGENCIES, ids=lambda agency: agency.name)
def test_the_header_is_found_and_the_base_fits(agency: Agency) -> None:
    seen = looked_at(agency.rows)
    assert seen.headers == tuple(agency.truth)
    assert seen.header_row == len(agency.title) + 1
    assert guessed(agency).base in (agency.base or ("general",))


def test_nearly_all_columns_of_agencies_are_guessed(capsys) -> None:
    """0.99 of the sheets the word list was made with; 0.92 of those never tuned on, at first."""
    shares = {}
    for name, sheets in (("known", AGENCIES), ("held out", HELD_OUT)):
        marks = [mark for sheet in sheets for mark in right(sheet)]
        shares[name] = sum(marks) / len(marks)
        with capsys.disabled():
            sys.stdout.write(f"\ncolumns guessed right, {name}: {sum(marks)} of {len(marks)}")
    assert len(AGENCIES) >= 12
    assert shares["known"] >= 0.97
    assert shares["held out"] >= 0.9


def test_cells_tell_columns_whose_headers_say_nothing() -> None:
    agency = next(one for one in AGENCIES if one.name == "without-useful-headers")
    assert all(right(agency))
    assert all(0 < one.confidence < 0.75 for one in guessed(agency).columns)


def test_a_header_is_believed_less_where_its_cells_are_nothing_of_the_kind() -> None:
    cells = ["ada", "tidak", "ada", "belum"]
    liar = guess_mapping(["NIK", "Nama"], [cells, ["Siti", "Joko"]], places=PLACES, this_year=2023)
    sure = guess_mapping(
        ["NIK", "Nama"], [["3310014504830000"], ["Siti"]], places=PLACES, this_year=2023
    )
    assert (liar.columns[0].level, sure.columns[0].level) == ("likely", "sure")


@given(
    st.lists(st.sampled_from(["NIK", "No KTP", "NIK KTP", "Nama", "Desa", "", "x"]), max_size=8),
    st.data(),
)
def test_no_field_is_guessed_twice_and_no_cells_break_the_guess(headers, data) -> None:
    columns = [data.draw(st.lists(st.text(max_size=18), max_size=6)) for _ in headers]
    found = guess_mapping(headers, columns, places=PLACES, this_year=2023)
    fields = [one.field for one in found.columns if one.field]
    assert len(fields) == len(set(fields))
    assert len(found.columns) == len(headers)
    assert set(fields) <= set(targets(found.base, found.kind))


@pytest.mark.parametrize("agency", [*AGENCIES, *HELD_OUT], ids=lambda agency: agency.name)
def test_a_corrected_guess_reads_the_list_as_a_layout_does(agency: Agency) -> None:
    base = guessed(agency)
    columns = tuple(
        Mapped(header, field if field in targets(base.base, base.kind) else "")
        for header, field in agency.truth.items()
    )
    mapping = Mapping(base.base, base.kind, columns)
    if mapping.missing():
        assert agency.name == "listrik-desa", mapping.missing()
        return
    found = read(agency.rows, Mapping.from_json(json.loads(json.dumps(mapping.as_json()))))
    assert found.rows.height == COUNT
    assert set(found.rows["outcome"]) == {"registered"}, found.findings.rows()
    assert [one["code"] for one in found.assumptions if one["code"] != "header_row"] == []


ROWS = [
    ["Penerima", "Desa", "Kab", "Lampu", "Nama", "Nama"],
    ["Sutrisno", "Sanggrahan", "Klaten", "Sentir", "Siti", "Tukinem"],
    ["Joko", "Sanggrahan", "Klaten", "PLN sendiri", "Sri", "Paijem"],
    ["Dwi", "Sanggrahan", "Klaten", "entah", "Rini", "Poniyem"],
    ["Agus", "Sanggrahan", "Klaten", "PLN", "Wati", "Ngatini"],
]
CHOSEN = (
    Mapped("Penerima", "name"), Mapped("Desa", "village"), Mapped("Kab", "district"),
    Mapped("Lampu", "lighting", {"Sentir": "none", "PLN sendiri": "pln_metered", "entah": ""}),
    Mapped("Nama"), Mapped("Nama (F)", "mother_name"),
)  # fmt: skip


def test_the_agencys_own_words_become_codes_and_what_means_nothing_is_null_in_silence() -> None:
    found = read(ROWS, Mapping("general", "listing", CHOSEN))
    assert found.rows["lighting"].to_list() == ["none", "pln_metered", None, None]
    assert found.findings.select("code", "number", "received").rows() == [
        ("unknown_value", 5, "PLN")
    ]


def test_two_columns_of_one_header_are_told_apart_by_their_letter() -> None:
    found = read(ROWS, Mapping("general", "listing", CHOSEN))
    assert looked_at(ROWS).headers[-1] == "Nama (F)"
    (first, *_) = listings_of(found.rows).iter_rows(named=True)
    assert (first["name"], first["mother_name"]) == ("SUTRISNO", "TUKINEM")


def test_a_profile_fills_only_what_somebody_chose() -> None:
    found = read(ROWS, Mapping("general", "listing", (*CHOSEN[:3], *map(Mapped, ["Lampu"]))))
    assert "lighting" not in found.rows.columns


@pytest.mark.parametrize(
    ("mapping", "says"),
    [(Mapping("general", "listing", CHOSEN[:1]), "village"),
     (Mapping("general", "listing", CHOSEN[1:]), "name"),
     (Mapping("general", "listing", (*CHOSEN, Mapped("X", "name"))), "Penerima and X"),
     (Mapping("general", "listing", (*CHOSEN, Mapped("X", "salary"))), "salary"),
     (Mapping("general", "family", CHOSEN), "no list general"),
     (Mapping("nothing", "listing", CHOSEN), "no list nothing")],
)  # fmt: skip
def test_what_cannot_be_a_layout_is_refused_with_its_reason(mapping, says) -> None:
    with pytest.raises(NotAMapping, match=says):
        as_layout(mapping, key="x@1", title="X")


@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"base": "general"},
        {"base": 1, "kind": 2, "columns": 3},
        {"base": "pln", "kind": "listing", "columns": [{}]},
    ],
)
def test_json_that_is_no_mapping_is_refused(saved) -> None:
    with pytest.raises(NotAMapping):
        Mapping.from_json(saved)


def test_a_list_with_keys_keeps_the_scheme_of_its_base() -> None:
    columns = (Mapped("Kode", "person_key"), Mapped("Orang", "name"), Mapped("Ds", "village"))
    layout = as_layout(Mapping("dtks", "person", columns), key="d@1", title="D")
    assert (layout.key, layout.scheme) == ("d@1", LAYOUTS["dtks"].scheme)


def test_a_header_over_two_rows_and_below_a_title_is_found() -> None:
    rows: list[list[Any]] = [["REKAP BANTUAN 2023"], [],
            ["No", "Nama", "Alamat", None, "Bantuan", None],
            [None, None, "Desa", "RT", "Jenis", "Nilai"],
            *([n, "Siti", "Sanggrahan", "2", "Jamban", "3.000.000"]
              for n in range(1, 6))]  # fmt: skip
    seen = looked_at(rows)
    assert seen.header_row == 4
    assert seen.headers == ("No", "Nama", "Alamat Desa", "Alamat RT", "Bantuan Jenis",
                            "Bantuan Nilai")  # fmt: skip


def test_the_sheet_with_the_list_is_taken_and_hidden_ones_are_not() -> None:
    cover = sheet_of_rows("Sampul", [["Dinas Sosial"], ["2023"]])
    listed = sheet_of_rows("Isi", AGENCIES[0].rows)
    hidden = sheet_of_rows("Lama", [*AGENCIES[0].rows, *AGENCIES[0].rows[1:]], hidden=True)
    assert preview("x.xlsx", [cover, hidden, listed]).sheet == "Isi"
    with pytest.raises(NoTable, match=r"x\.xlsx"):
        preview("x.xlsx", [cover, hidden])


def test_an_empty_file_has_no_table() -> None:
    with pytest.raises(NoTable):
        preview("x.xlsx", [Sheet("A", sheet_of_rows("A", []).cells)])


def test_every_base_offers_what_its_rows_cannot_do_without() -> None:
    for base, layout in BASES.items():
        for sheet in layout.sheets:
            assert set(sheet.required) <= set(targets(base, sheet.kind.value)), base
