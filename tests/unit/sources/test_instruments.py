"""The lists of other instruments and offices: the same value from different codes, or no value."""

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from entas.kernel.vocabulary import FAMILY, PERSON
from entas.sources.cleaning import Cleaned, Setting, Tree, clean, find_tables
from entas.sources.cleaning.combined import PARTS
from entas.sources.cleaning.places import area_key
from entas.sources.cleaning.refusals import OtherLayout
from entas.sources.layouts import LAYOUTS
from entas.sources.layouts.layout import RecordKind, ValueKind
from entas.sources.layouts.sector import CODES, IDENTITY, VALUES
from entas.sources.listings import listings_of
from entas.sources.readers.sheet import sheet_of_rows
from tests.datasets.dirty.people import AREAS
from tests.factories import instruments as made

TREE = Tree.of(AREAS, installation="33")
VILLAGE = "3310012005"


def cleaned(source: str, *rows: dict[str, Any], home: str = "") -> Cleaned:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    table = [headers, *[[row.get(header, "") for header in headers] for row in rows]]
    layout = LAYOUTS[source]
    tables = find_tables("list.xlsx", [sheet_of_rows("S", table)], layout)
    setting = Setting(layout, TREE, date(2023, 8, 1), date(2023, 8, 14), ("33",), home)
    return clean(tables, setting)[0]


def only(source: str, row: dict[str, Any]) -> dict[str, Any]:
    found = cleaned(source, row)
    assert found.rows["outcome"].to_list() == ["registered"], found.findings.rows()
    return {name: value for name, value in found.rows.row(0, named=True).items() if value}


@pytest.mark.parametrize(
    ("source", "row"),
    [*made.FAMILIES.items(), *made.PERSONS.items(), *made.LISTINGS.items()],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_true_row_is_registered_in_its_village_with_every_column_known(source, row) -> None:
    found = cleaned(source, row)
    assert found.rows.select("outcome", "village_code").rows() == [("registered", VILLAGE)]
    assert [one for one in found.assumptions if one["code"] == "unknown_column_kept"] == []
    said = {(code, column) for code, column in found.findings.select("code", "column").rows()}
    assert {code for code, _ in said} <= {"nik_missing"}


def test_a_zinc_roof_is_one_value_from_two_codes() -> None:
    assert only("bdt-2015", made.BDT_HOUSEHOLD)["roof"] == "zinc"
    assert only("regsosek-2022", made.REGSOSEK_FAMILY)["roof"] == "zinc"
    assert only("bdt-2015", made.BDT_HOUSEHOLD | {"atap": "3"})["roof"] == "metal_tile"


@pytest.mark.parametrize("written", ["6", "06", "6.0", "06. Seng", "6 - seng", "Seng", "6) SENG"])
def test_a_code_is_read_however_a_spreadsheet_writes_it(written: str) -> None:
    assert only("bdt-2015", made.BDT_HOUSEHOLD | {"atap": written})["roof"] == "zinc"


def test_a_household_of_bdt_brings_its_house() -> None:
    row = only("bdt-2015", made.BDT_HOUSEHOLD)
    expected = {
        "family_key": "R-1", "head_name": "SUTRISNO", "floor": "earth", "wall": "bamboo_mat",
        "wall_quality": "poor", "drinking_water": "unprotected_well", "lighting": "pln_unmetered",
        "power": "unmetered", "toilet": "own_no_septic", "floor_area_m2": 36.0, "rt": "002",
    }  # fmt: skip
    assert {name: row.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("supply", "power", "lighting"),
    [("1", "2", "pln_metered"), ("1", "6", "pln_unmetered"), ("2", "", "non_pln"),
     ("3", "", "none")],
)  # fmt: skip
def test_supply_and_rating_together_say_the_lighting(supply, power, lighting) -> None:
    row = made.BDT_HOUSEHOLD | {"sumber_penerangan": supply, "daya": power}
    assert only("bdt-2015", row)["lighting"] == lighting


def test_pln_without_a_rating_decides_nothing_and_says_so() -> None:
    found = cleaned("bdt-2015", made.BDT_HOUSEHOLD | {"daya": ""})
    assert found.rows["lighting"].to_list() == [None]
    assert ("answers_undecided", "sumber_penerangan") in found.findings.select(
        "code", "column"
    ).rows()


def test_a_member_of_bdt_brings_school_work_and_disability() -> None:
    row = only("bdt-2015", made.BDT_MEMBER)
    expected = {
        "person_key": "R-1-01", "family_key": "R-1", "sex": "female",
        "birth_date": date(1983, 4, 5),
        "relationship": "spouse", "marital_status": "married", "disability_kind": "multiple",
        "has_disability": "yes", "education": "primary", "works": "no", "presence": "present",
    }  # fmt: skip
    assert {name: row.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("attendance", "certificate", "education", "out_of_school"),
    [("0", "", "none", None), ("1", "0", "primary_attending", "no"),
     ("1", "2", "upper_secondary_attending", "no"), ("2", "0", "primary_incomplete", None),
     ("2", "3", "upper_secondary", None), ("2", "", None, None), ("", "0", None, None),
     ("", "2", "lower_secondary", None)],
)  # fmt: skip
def test_school_now_and_certificate_together_say_the_education(
    attendance, certificate, education, out_of_school
) -> None:
    row = made.BDT_MEMBER | {"partisipasi_sekolah": attendance, "ijazah": certificate}
    found = only("bdt-2015", row)
    assert (found.get("education"), found.get("out_of_school")) == (education, out_of_school)


@pytest.mark.parametrize(
    ("answers", "has", "kind"),
    [({}, "no", "none"), ({"428a": "1"}, "yes", "sensory"), ({"428c": "2"}, "yes", "physical"),
     ({"428a": "1", "428c": "2"}, "yes", "multiple"), ({"428h": "1"}, "yes", None),
     ({"428a": "3"}, "no", "none"), ({"428a": ""}, None, None),
     ({"428a": "", "428e": "2"}, "yes", "intellectual")],
)  # fmt: skip
def test_difficulties_of_the_two_highest_grades_are_a_disability(answers, has, kind) -> None:
    found = only("regsosek-2022", made.REGSOSEK_PERSON | {"428g": "4"} | answers)
    assert (found.get("has_disability"), found.get("disability_kind")) == (has, kind)


def test_a_family_of_regsosek_and_of_dtsen_is_the_same_but_for_decile_and_scheme() -> None:
    one, other = (
        only("regsosek-2022", made.REGSOSEK_FAMILY), only("dtsen", made.DTSEN_FAMILY),
    )  # fmt: skip
    assert (one["lighting"], one["toilet"], one["floor"], one["presence"]) == (
        "pln_unmetered", "own_septic", "earth", "found",
    )  # fmt: skip
    assert "decile" not in one
    assert other.pop("decile") == "2"
    assert {**other, "family_key": ""} == {**one, "family_key": ""}
    assert LAYOUTS["dtsen"].scheme != LAYOUTS["regsosek-2022"].scheme


def test_a_person_of_dtks_brings_a_family_by_its_card_number() -> None:
    child = made.DTKS | {
        "iddtks": "D-0002", "nomor_nik": made.CHILD_NIK, "nama": "Budi",
        "hubungan_keluarga": "ANAK", "tanggal_lahir": "2018-08-17", "jenis_kelamin": "L",
    }  # fmt: skip
    lone = made.DTKS | {"iddtks": "D-0003", "nomor_kk": "", "nomor_nik": ""}
    found = cleaned("dtks", child, made.DTKS, lone)
    assert found.rows["outcome"].to_list() == ["registered"] * 3
    assert found.rows["family_key"].to_list() == [made.KK, made.KK, None]
    assert found.rows["mother_name"].to_list()[1] == "NGATINEM"
    assert found.families is not None
    (family,) = found.families.iter_rows(named=True)
    assert (family["head_name"], family["number"], family["kk_number"], family["hamlet"]) == (
        "SITI AMINAH", 3, made.KK, "KRAJAN",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "values"),
    [("pln", {"power": "450", "lighting": "pln_metered", "customer_status": "active",
              "tariff": "R1"}),
     ("simperum", {"roof": "tile", "floor": "earth", "wall": "bamboo", "floor_area_m2": 36.5,
                   "proposal_status": "proposed", "year": 2023}),
     ("ats", {"schooling_kind": "dropped_out", "out_of_school": "yes",
              "follow_up": "back_in_school", "cause": "Membantu orang tua"}),
     ("eppgbm", {"height_for_age": "severely_stunted", "stunted": "yes",
                 "measured_on": "2023-02-10", "parent_name": "SITI AMINAH"}),
     ("pelatihan", {"education": "lower_secondary", "programme_name": "Menjahit", "year": 2022,
                    "training_status": "graduated", "job_status": "self_employed",
                    "works": "yes"}),
     ("pencari-kerja", {"education": "upper_secondary", "skill": "Menjahit",
                        "job_status": "seeking", "works": "no"}),
     ("baznas", {"programme_name": "Bedah rumah", "provider": "Baznas", "amount": 19_000_000,
                 "given_on": "2023-05-01", "aid_status": "received"}),
     ("alat-bantu", {"disability_kind": "physical", "has_disability": "yes",
                     "device": "Kursi roda", "year": 2023, "aid_status": "received"})],
)  # fmt: skip
def test_a_row_without_a_key_becomes_a_listing_with_its_values(source, values) -> None:
    found = cleaned(source, made.LISTINGS[source])
    (listing,) = listings_of(found.rows).iter_rows(named=True)
    assert json.loads(listing["values"]) == values
    assert (listing["village_code"], listing["rt"], listing["rw"], listing["hamlet"]) == (
        VILLAGE, "002", "005", "KRAJAN",
    )  # fmt: skip


def test_pln_has_no_nik_and_its_own_number() -> None:
    (listing,) = listings_of(cleaned("pln", made.PLN).rows).iter_rows(named=True)
    assert (listing["reference"], listing["name"], listing["nik"]) == (
        "523010123456", "SUTRISNO", None,
    )  # fmt: skip


def test_unknown_codes_are_null_and_said_with_the_cell() -> None:
    for source, column in (("bdt-2015", "atap"), ("regsosek-2022", "305"), ("simperum", "Atap")):
        row = {**made.FAMILIES, **made.LISTINGS}[source] | {column: "77"}
        found = cleaned(source, row)
        assert found.rows["roof"].to_list() == [None]
        assert ("unknown_value", column, "77") in found.findings.select(
            "code", "column", "received"
        ).rows()


def test_a_village_without_kecamatan_is_found_where_one_in_the_kabupaten_has_its_name() -> None:
    without = {key: value for key, value in made.PLN.items() if key != "Kecamatan"}
    assert cleaned("pln", without).rows["village_code"].to_list() == [VILLAGE]
    elsewhere = without | {"Desa": "KARANGLANGU"}
    assert cleaned("pln", elsewhere).rows["reason"].to_list() == ["area_name_unknown"]
    nowhere = {key: value for key, value in without.items() if key != "Kabupaten"}
    assert cleaned("pln", nowhere).rows["reason"].to_list() == ["area_missing"]


@pytest.mark.parametrize(
    ("written", "units"),
    [("02/05", ("002", "005")), ("RT 2 RW V", ("002", "005")), ("RT.02/RW.05", ("002", "005")),
     ("002 / 005", ("002", "005")), ("0/0", (None, None)), ("", (None, None))],
)  # fmt: skip
def test_rt_and_rw_in_one_column_are_two_values(written, units) -> None:
    row = made.SIMPERUM | {"Alamat": "Jl. Pemuda", "RT/RW": written}
    found = cleaned("simperum", row)
    (listing,) = listings_of(found.rows).iter_rows(named=True)
    assert (listing["rt"], listing["rw"]) == units
    assert found.findings.filter(column="RT/RW").height == 0


@pytest.mark.parametrize("order", [("Alamat", "RT/RW"), ("RT/RW", "Alamat")])
def test_rt_and_rw_of_their_column_stand_before_those_of_the_address(order) -> None:
    said = {"Alamat": "Dk. Krajan RT 9 RW 9", "RT/RW": "02/05"}
    bare = {key: value for key, value in made.SIMPERUM.items() if key != "Alamat"}
    rows = [bare | {name: said[name] for name in order}, bare | {"Alamat": "RT 9 RW 9"}]
    found = cleaned("simperum", *rows).rows
    assert found.select("rt", "rw").rows() == [("002", "005"), ("009", "009")]


def test_rt_and_rw_that_are_none_are_said() -> None:
    found = cleaned("simperum", made.SIMPERUM | {"Alamat": "Jl. Pemuda", "RT/RW": "dua lima"})
    assert found.findings.select("code", "column").rows() == [("number_unreadable", "RT/RW")]


def test_a_village_may_be_called_what_areas_are_called() -> None:
    names = ("Kabupaten", "KEL. KABUPATEN", "Desa", "Desa Kelurahan")
    assert [area_key(name) for name in names] == [
        "KABUPATEN", "KABUPATEN", "DESA", "KELURAHAN",
    ]  # fmt: skip


def test_a_village_named_alone_is_looked_for_in_the_area_of_the_list() -> None:
    bare = {key: value for key, value in made.PLN.items() if key not in {"Kabupaten", "Kecamatan"}}
    here = cleaned("pln", bare | {"Desa": "Karanglangu"}, home="3315")
    assert here.rows["village_code"].to_list() == ["3315012001"]
    other = cleaned("pln", bare, home="3315")
    assert other.rows["reason"].to_list() == ["area_name_unknown"]
    said = cleaned("pln", bare | {"Kabupaten": "Blora", "Desa": "Karanglangu"}, home="3315")
    assert said.rows["village_code"].to_list() == ["3316012001"]


def test_a_listing_given_under_another_source_is_refused() -> None:
    with pytest.raises(OtherLayout, match="dtks"):
        cleaned("pelatihan", made.DTKS | {"Pelatihan": "X"})


def test_every_value_of_every_layout_is_a_code_of_the_vocabulary() -> None:
    known = {**{name: set(codes) for name, codes in (*FAMILY.items(), *CODES.items())}}
    for name, codes in PERSON.items():
        known[name] = known.get(name, set()) | set(codes)
    strange = []
    for layout in LAYOUTS.values():
        for sheet in layout.sheets:
            for column in sheet.columns:
                tables = {column.field: column.values, **column.also}
                strange += [
                    (layout.key, name, code)
                    for name, table in tables.items()
                    for code in table.values()
                    if name not in PARTS and name in known and code not in known[name]
                ]
    assert strange == []


def test_every_field_of_a_listing_has_a_place() -> None:
    homeless = {
        (layout.key, column.field)
        for layout in LAYOUTS.values()
        for sheet in layout.sheets
        if sheet.kind is RecordKind.LISTING
        for column in sheet.columns
        if column.kind is not ValueKind.KEPT
        and column.field not in {*IDENTITY, *VALUES, "district", "subdistrict", "village",
                                 "area_code", "rt_rw"}
    }  # fmt: skip
    assert homeless == set()


def test_null_members_are_left_out_and_texts_are_kept_letter_by_letter() -> None:
    rows = pl.DataFrame(
        {
            "sheet": "S", "number": 2, "outcome": "registered", "village_code": VILLAGE,
            "name": "A", "cause": 'kata "a":null, dan \\ akhir', "tariff": [None], "year": [None],
        },
        schema_overrides={"tariff": pl.String, "year": pl.Int64},
    )  # fmt: skip
    (text,) = listings_of(rows)["values"]
    assert json.loads(text) == {"cause": 'kata "a":null, dan \\ akhir'}
    assert listings_of(rows.drop("cause"))["values"].to_list() == ["{}"]
