"""What verification and tagging lists say, and that columns are read as their scalars are."""

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from entas.kernel.addresses import parse_address
from entas.kernel.nik import Sex, compose, read_nik
from entas.sources.cleaning import Cleaned, Setting, Tree, cells, clean, find_tables
from entas.sources.layouts import LAYOUTS
from entas.sources.readers.sheet import sheet_of_rows
from tests.datasets.dirty.people import AREAS

TREE = Tree.of(AREAS, installation="33")
AS_OF, TODAY = date(2023, 8, 1), date(2023, 8, 14)
PLACE = {"Kode Kemdagri": "3310012005"}
FAMILY = {"ID Keluarga": "F1", "Kepala Keluarga": "Sutrisno", "NIK": "3310010203800000", **PLACE}
TAG = {
    "Nama": "Sutrisno", "NIK": "3310010203800000", "Indikator": "LISTRIK", "Program": "bpbl",
    "Sumber Dana": "APBN", "Tahun": 2023, "Nilai (Rp)": "Rp1.225.000,00", "Status": "REALISASI",
    "Tanggal Realisasi": "2023-06-12", "Alamat": "Dk. Krajan", "RT": "2", "RW": "V", **PLACE,
}  # fmt: skip


def cleaned(source: str, *rows: dict[str, Any]) -> Cleaned:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    table = [headers, *[[row.get(header, "") for header in headers] for row in rows]]
    layout = LAYOUTS[source]
    tables = find_tables("list.xlsx", [sheet_of_rows("S", table)], layout)
    return clean(tables, Setting(layout, TREE, AS_OF, TODAY, ("33",)))[0]


def verified(**more: Any) -> dict[str, Any]:
    row = {"status_verifikasi": "DITERIMA KABUPATEN", "Tanggal Verval": "2023-03-10"}
    return {**FAMILY, **row, **more}


def only(frame: pl.DataFrame) -> dict[str, Any]:
    assert frame.height == 1
    return frame.row(0, named=True)


def test_answers_are_kept_as_given_whatever_their_polarity() -> None:
    row = only(
        cleaned(
            "siks-dj",
            verified(
                SIKS_DJ_memiliki_rumah_layak_huni="Tidak",
                SIKS_DJ_memiliki_listrik_sendiri="ya",
                SIKS_DJ_berisiko_stunting="YA",
                status_keberadaan_target="Ditemukan",
            ),
        ).rows
    )
    assert (row["decent_house"], row["own_electricity"], row["stunting_risk"]) == (
        "no",
        "yes",
        "yes",
    )
    assert row["presence"] == "found"
    assert "clean_water" not in row


def test_an_accepted_visit_dates_all_its_stages_unless_they_say_their_own_day() -> None:
    row = only(cleaned("siks-dj", verified(**{"Tanggal Musdes": "20/03/2023"})).rows)
    assert row["observed_on"] == row["visited_on"] == row["checked_on"] == date(2023, 3, 10)
    assert row["ratified_on"] == date(2023, 3, 20)
    assert row["accepted"] is True


def test_a_stage_not_reached_has_no_date() -> None:
    row = only(
        cleaned(
            "siks-dj", verified(status_verifikasi="dikirim", **{"Tanggal Terima": "2023-03-30"})
        ).rows
    )
    assert (row["submitted_on"], row["checked_on"], row["accepted_on"]) == (
        date(2023, 3, 10), None, None,
    )  # fmt: skip
    assert row["accepted"] is False


def test_a_family_not_visited_yet_is_dated_by_the_list() -> None:
    row = only(
        cleaned("siks-dj", verified(status_verifikasi="BELUM", **{"Tanggal Verval": ""})).rows
    )
    assert (row["outcome"], row["observed_on"], row["visited_on"]) == ("registered", AS_OF, None)


def test_visits_that_cannot_be_placed_in_time_go_to_review() -> None:
    def reason(**more: Any) -> str:
        return str(only(cleaned("siks-dj", verified(**more)).rows)["reason"])

    assert reason(**{"Tanggal Verval": ""}) == "visit_undated"
    assert reason(**{"Tanggal Verval": "2023-09-01"}) == "date_in_future"
    assert reason(status_verifikasi="") == "stage_unknown"
    assert reason(status_verifikasi="HAMPIR") == "stage_unknown"


def test_corrections_stand_before_what_they_correct_where_they_are_filled() -> None:
    one = verified(nama_perbaikan="Sutrisna", NIK_perbaikan="")
    two = verified(nama_perbaikan="", NIK_perbaikan="3310010203810000") | {"ID Keluarga": "F2"}
    rows = cleaned("siks-dj", one, two).rows
    assert rows["head_name"].to_list() == ["SUTRISNA", "SUTRISNO"]
    assert rows["head_nik"].to_list() == ["3310010203800000", "3310010203810000"]


def test_programme_columns_become_dated_tags() -> None:
    given_row = verified(
        APBN_PKH="YA",
        RTLH_bantuan_kabupaten="REALISASI 2023-06-12",
        APBN_BSPS="Rencana (01/07/2023)",
        BLT_DID="TIDAK",
        dana_desa_BLT_DD="",
        bansos_APBD_bantuan_jambanisasi="entah",
    )
    found = cleaned("siks-dj", given_row)
    tags = {tag["programme"]: tag for tag in found.tags.iter_rows(named=True)}
    assert set(tags) == {"pkh", "rtlh-kabupaten", "bsps"}
    assert tags["pkh"]["realised_on"] == date(2023, 3, 10)
    assert tags["rtlh-kabupaten"]["realised_on"] == date(2023, 6, 12)
    assert (tags["bsps"]["state"], tags["bsps"]["planned_on"]) == ("planned", date(2023, 7, 1))
    assert tags["bsps"]["realised_on"] is None
    assert {tag["family_key"] for tag in tags.values()} == {"F1"}
    doubt = only(found.findings)
    assert (doubt["code"], doubt["received"]) == ("unknown_value", "entah")
    assert doubt["column"] == "bansos_APBD_bantuan_jambanisasi"


def test_a_tag_is_read_with_money_units_and_dates() -> None:
    tag = only(cleaned("tags", TAG).tags)
    assert (tag["programme"], tag["indicator"], tag["funding_source"]) == (
        "bpbl", "electricity", "APBN",
    )  # fmt: skip
    assert (tag["amount"], tag["year"], tag["rt"], tag["rw"]) == (1_225_000, 2023, "002", "005")
    assert (tag["state"], tag["realised_on"], tag["outcome"]) == (
        "realised", date(2023, 6, 12), "registered",
    )  # fmt: skip


def test_tags_that_cannot_be_used_go_to_review_with_their_reason() -> None:
    def reason(**more: Any) -> str:
        found = cleaned("tags", {**TAG, **more})
        assert only(found.tags)["reason"] == only(found.rows)["reason"]
        return str(only(found.rows)["reason"])

    assert reason(Program="bantuan") == "programme_unknown"
    assert reason(Status="entah") == "state_unknown"
    assert reason(Indikator="SINYAL") == "indicator_unknown"
    assert reason(**{"Tanggal Realisasi": ""}) == "tag_undated"
    assert reason(**{"Tanggal Realisasi": "2023-08-15"}) == "date_in_future"
    assert reason(Indikator="-") == ""


def test_a_plan_without_date_has_the_day_of_the_list() -> None:
    tag = only(cleaned("tags", {**TAG, "Status": "RENCANA", "Tanggal Realisasi": ""}).tags)
    assert (tag["state"], tag["planned_on"], tag["realised_on"]) == ("planned", AS_OF, None)


damaged = st.one_of(
    st.text(max_size=20),
    st.text("0123456789OoE+.,'- ", min_size=10, max_size=20),
    st.builds(
        compose,
        area=st.integers(110101, 970199).map(str),
        born=st.dates(date(1930, 1, 1), date(2023, 8, 14)),
        sex=st.sampled_from(Sex),
    ),
)


@given(st.lists(damaged, min_size=1, max_size=12))
def test_a_column_of_nik_is_read_as_each_cell_is(texts: list[str]) -> None:
    column = pl.Series("cell", texts, dtype=pl.String)
    reading = cells.read_number(column, None, read=read_nik)
    assert reading.values.to_list() == [read_nik(text).number for text in texts]
    for position, text in enumerate(texts):
        named = {str(code) for code, mask in reading.doubts.items() if mask[position]}
        damage = read_nik(text).damage
        assert named == ({str(damage)} if damage else set())


@given(
    st.lists(
        st.one_of(
            st.text("RTW0123456789/.- VIDKk", max_size=25),
            st.builds("Dk. Krajan RT {}/RW {}".format, st.integers(0, 99), st.integers(0, 99)),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_a_column_of_addresses_is_read_as_each_cell_is(texts: list[str]) -> None:
    reading = cells.read_address(pl.Series("cell", texts, dtype=pl.String))
    kept = reading.values.to_list()
    assert reading.more["rt"].to_list() == [parse_address(text).rt for text in kept]
    assert reading.more["rw"].to_list() == [parse_address(text).rw for text in kept]
    assert reading.more["hamlet"].to_list() == [parse_address(text).hamlet for text in kept]


@given(st.lists(st.text(max_size=15), min_size=1, max_size=8))
def test_no_text_of_any_kind_breaks_a_reader(texts: list[str]) -> None:
    column = pl.Series("cell", texts, dtype=pl.String)
    for read in (cells.read_date, cells.read_integer, cells.read_money, cells.read_unit,
                 cells.read_name, cells.read_address):  # fmt: skip
        assert len(read(column).values) == len(texts)
    assert len(cells.read_key(column, None).values) == len(texts)
    assert len(cells.read_decimal(column, low=-11.5, high=6.5).values) == len(texts)
    assert len(cells.read_programme(column, {"YA": "realised"}).values) == len(texts)
