"""Values are graded as a person would grade them."""

from datetime import date

import jellyfish
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.linkage.matching import Field, Role
from entas.linkage.matching.comparison import GRADES, Comparison, default_days
from entas.linkage.matching.names import jaro_winkler
from entas.linkage.matching.phonetics import as_heard
from entas.linkage.matching.records import pack
from entas.linkage.matching.tokens import Dictionary


def grade(role: Role, left: object, right: object, others: tuple[object, ...] = ()) -> str:
    """The grade, in words, of two values of a role among others."""
    fields = (Field("value", role),)
    values = [left, right, *others]
    records = pack(pl.DataFrame({"value": values}, strict=False), fields)
    comparison = Comparison(records, default_days(records.values, fields))
    pattern = comparison.patterns(records.values, records.values, np.array([0]), np.array([1]))
    return GRADES[role][int(pattern[0])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soekarno", "Sukarno"),
        ("Djoko Widodo", "Joko Widodo"),
        ("Moh. Arifin", "MUHAMMAD ARIFIN"),
        ("Hj. Siti Aminah", "SITI AMINAH"),
        ("Abdul Rahman", "Abd Rahman"),
        ("Sukarno", "Sukarna"),
        ("Nurhayati", "NUR'HAYATI"),
        ("Tjipto", "Cipto"),
        ("Widodo Joko", "Joko Widodo"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert grade(Role.NAME, one, other).startswith("equal")


@pytest.mark.parametrize(
    ("one", "other"), [("Joko", "Yoko"), ("Siti Aminah", "Sri Rahayu"), ("Budi", "Bambang")]
)
def test_names_of_different_people_are_not_equal(one: str, other: str) -> None:
    assert not grade(Role.NAME, one, other).startswith(("equal", "spelled close", "part of it"))


def test_a_slip_in_a_name_is_close_and_a_lost_word_is_a_part() -> None:
    assert grade(Role.NAME, "Suparman Hidayat", "Supaman Hidayat").startswith("spelled close")
    assert grade(Role.NAME, "Suparman Hidayat", "Suparman").startswith("part of it")
    assert grade(Role.NAME, "Siti Aminah", "S. Aminah").startswith("spelled close")


def test_a_title_alone_is_no_name() -> None:
    assert grade(Role.NAME, "Hj.", "Siti") == "missing"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("3310012505800000", "3310012505800000", "equal"),
        ("3310012505800000", "3310012506800000", "one digit differs"),
        ("3310012505800000", "3310015205800000", "one digit differs"),  # 25 and 52 swapped
        ("3310012505800000", "3310012605810000", "two digits differ"),
        ("3310012505800000", "3310012505800009", "one digit differs"),
        ("3310012505800000", "3310012505800123", "same start"),
        ("3310012505800000", "3374014101990000", "different"),
        ("3310012505800000", None, "missing"),
        ("3310012505800000", "0000000000000000", "missing"),
        ("9999999999999999", "9999999999999999", "missing"),
        ("9171012505800000", "9171012505800000", "equal"),
        ("'3310012505800000", "3310012505800000", "equal"),
    ],
)
def test_numbers(one: str | None, other: str | None, expected: str) -> None:
    assert grade(Role.IDENTIFIER, one, other) == expected


def test_a_number_that_many_carry_is_a_placeholder() -> None:
    many = ("3310012505800000",) * 60
    assert grade(Role.IDENTIFIER, many[0], many[1], many) == "missing"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (date(1980, 5, 25), date(1980, 5, 25), "equal"),
        ("1980-05-25", "25/05/1980", "equal"),
        ("1980-05-04", "1980-04-05", "day and month swapped"),
        ("1980-05-25", "1980-05-26", "one part differs"),
        ("1980-05-25", "1981-05-25", "one part differs"),
        ("1980-05-25", "1980-11-02", "same year"),
        ("1980-05-25", "1981-11-02", "a year apart"),
        ("1980-05-25", "1999-11-02", "different"),
        ("1980-05-25", "", "missing"),
        ("1980-05-25", "1980-13-45", "missing"),
    ],
)
def test_dates(one: object, other: object, expected: str) -> None:
    assert grade(Role.DATE, one, other) == expected


def test_a_day_that_many_share_is_a_default_and_worth_less() -> None:
    others = ["1970-07-01"] * 300 + [
        f"19{y}-0{m}-1{d}" for y in range(50, 90) for m in range(1, 10) for d in range(9)
    ]
    assert grade(Role.DATE, "1980-07-01", "1980-07-01", tuple(others)) == "equal, a default day"
    assert (
        grade(Role.DATE, "1980-07-01", "1980-03-19", tuple(others)) == "a default day in the year"
    )


def test_areas_by_their_common_ancestor() -> None:
    codes = ["3310012001", "3310012001", "3310012005", "3310992001", "3374012001"]
    assert [grade(Role.AREA, codes[0], code) for code in codes[1:]] == [
        "same village", "same sub-district", "same district", "elsewhere",
    ]  # fmt: skip


def test_what_a_number_tells_depends_on_the_date_and_area_it_holds() -> None:
    fields = (Field("nik", Role.IDENTIFIER), Field("born", Role.DATE), Field("village", Role.AREA))
    rows = pl.DataFrame(
        {
            "nik": ["3310012505800000", "3310012505810000"],
            "born": ["1980-05-25", "1981-05-25"],
            "village": ["3310012001", "3310012007"],
        }
    )
    records = pack(rows, fields)
    comparison = Comparison(records, np.zeros(512, bool))
    pattern = comparison.patterns(records.values, records.values, np.array([0]), np.array([1]))
    number = int(comparison.grades(pattern)[0][0])
    assert GRADES[Role.IDENTIFIER][number] == "one digit differs, dates near, same area"


words = st.text(alphabet="ABCDEFGHIKLMNOPRSTUWY", min_size=1, max_size=16)


@given(words, words)
def test_similarity_is_that_of_jaro_and_winkler(one: str, other: str) -> None:
    dictionary = Dictionary()
    a, b = dictionary.numbers_of([one, other])
    found = jaro_winkler(a, b, dictionary.letters, dictionary.lengths)
    jaro = jellyfish.jaro_similarity(one, other)
    prefix = next((n for n in range(4) if one[n : n + 1] != other[n : n + 1] or n >= len(one)), 4)
    assert found == pytest.approx(jaro + prefix * 0.1 * (1 - jaro))


@given(st.lists(words, max_size=8, unique=True))
def test_hearing_a_spoken_form_again_changes_little(tokens: list[str]) -> None:
    once = as_heard(pl.Series(tokens, dtype=pl.String))
    assert all(
        len(heard) <= len(token) or heard in {"MHD", "SITI"}
        for heard, token in zip(once, tokens, strict=True)
    )


digits = st.integers(min_value=10**15, max_value=10**16 - 1)


@given(digits, st.integers(0, 15), st.integers(1, 9))
def test_one_changed_digit_is_seen_wherever_it_is(number: int, place: int, change: int) -> None:
    text = str(number)
    digit = str((int(text[place]) + change) % 10)
    other = text[:place] + digit + text[place + 1 :]
    if len(set(text)) > 1 and len(set(other)) > 1 and other[0] != "0":
        assert grade(Role.IDENTIFIER, text, other) == "one digit differs"
