"""Dates, names and addresses as lists write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.kernel.addresses import Address, parse_address, unit_number
from entas.kernel.dates import (
    age,
    from_excel_serial,
    is_default_birth_date,
    is_month_first,
    parse_date,
)
from entas.kernel.names import clean_name, hints_at_death, name_key

days = st.dates(date(1900, 3, 1), date(2099, 12, 31))


@given(days)
def test_a_date_is_read_the_same_however_it_is_written(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    written = [f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}"]
    assert {parse_date(text) for text in written} == {day}
    assert from_excel_serial(serial) == day
    assert serial < 10_000 or parse_date(str(serial)) == day


@given(st.text(max_size=30))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.year >= 1890


@pytest.mark.parametrize(
    "text", ["17 Agustus 1945", "17-AGT-1945", "17 agust 1945", "1945-08-17 00:00:00", "17.08.1945"]
)
def test_indonesian_and_spreadsheet_forms_are_read(text: str) -> None:
    assert parse_date(text) == date(1945, 8, 17)


def test_what_would_be_a_guess_is_not_read() -> None:
    for text in (
        "05/04/83",
        "31/02/1983",
        "12/31/1985",
        "1985",
        "0",
        "3310014504830000",
        "5 Foo 1983",
    ):
        assert parse_date(text) is None
    assert is_month_first("12/31/1985")
    assert not is_month_first("31/12/1985")
    assert not is_month_first("04/05/1985")


@given(days, st.integers(0, 40_000))
def test_age_grows_by_one_on_each_birthday(born: date, later: int) -> None:
    on = min(born + timedelta(days=later), date(2120, 1, 1))
    years = age(born, on=on)
    assert (
        years
        == age(born, on=on - timedelta(days=1))
        + (
            (on.month, on.day) == (born.month, born.day)
            or (
                (born.month, born.day) == (2, 29)
                and (on.month, on.day) == (3, 1)
                and not _leap(on.year)
            )
        )
        if on > born
        else years == 0
    )


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="not yet born"):
        age(date(2023, 1, 2), on=date(2023, 1, 1))


def test_dates_of_people_who_know_only_their_year_are_weak() -> None:
    assert is_default_birth_date(date(1960, 12, 31))
    assert is_default_birth_date(date(1960, 7, 1))
    assert not is_default_birth_date(date(1960, 7, 2))


@given(
    st.integers(1, 999),
    st.integers(1, 99),
    st.sampled_from(
        [
            "RT {rt:03d}/RW {rw:03d}",
            "RT.{rt} RW.{rw}",
            "rt {rt} rw {rw}",
            "RT/RW {rt}/{rw}",
            "RT {rt:02d}, RW {rw:02d}",
            "{rt}/{rw}",
            "RT{rt}RW{rw}",
        ]
    ),
    st.sampled_from(["", "Dk. Krajan ", "Dukuh Karang Asem, ", "Dsn Ngasem "]),
)
def test_rt_and_rw_are_read_however_they_are_written(
    rt: int, rw: int, form: str, before: str
) -> None:
    found = parse_address(before + form.format(rt=rt, rw=rw))
    assert (found.rt, found.rw) == (f"{rt:03d}", f"{rw:03d}")


@given(st.text(max_size=60))
def test_any_address_gives_three_digits_or_nothing(text: str) -> None:
    found = parse_address(text)
    for unit in (found.rt, found.rw):
        assert unit is None or (len(unit) == 3 and unit.isdigit() and unit != "000")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Dk. Krajan RT.2 RW.V", Address("002", "005", "KRAJAN")),
        ("DUKUH KARANG ASEM RT 02/RW 05", Address("002", "005", "KARANG ASEM")),
        ("Jl. Merdeka No. 5", Address(None, None, None)),
        ("RT 000/RW 000", Address(None, None, None)),
        ("Kp. Baru 02/05", Address("002", "005", "BARU")),
    ],
)
def test_hamlets_and_units_are_told_apart(text: str, address: Address) -> None:
    assert parse_address(text) == address


def test_units_are_digits_or_roman() -> None:
    assert [unit_number(text) for text in ("2", "RT 02", "iv", "2.0", "satu", "1234")] == [
        "002", "002", "004", "002", None, None,
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_a_clean_name_stays_as_it_is_when_cleaned_again(text: str) -> None:
    once = clean_name(text)
    assert clean_name(once) == once


def test_the_key_of_a_name_leaves_titles_and_degrees_away() -> None:
    same = {
        name_key(text)
        for text in ("Siti Aminah", "Hj. SITI AMINAH, S.Pd.", "siti  aminah alias Mina")
    }
    assert same == {"SITI AMINAH"}
    assert name_key("H.") == "H"
    assert name_key("Jose") == name_key("José")
    assert name_key("Muh. Ali") != name_key("Muhammad Ali")
    assert hints_at_death("Alm. Sukiyo")
    assert not hints_at_death("Almira")
