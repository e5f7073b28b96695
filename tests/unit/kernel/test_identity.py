"""NIK and KK numbers: what is read, what is refused, and that nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.kernel.masking import mask_name, mask_number
from entas.kernel.nik import Damage, Sex, compose, parse, read_kk_number, read_nik

days = st.dates(date(1930, 1, 1), date(2023, 8, 14))
area_codes = st.integers(110101, 970199).map(str)
sexes = st.sampled_from(Sex)
serials = st.integers(0, 9999).map("{:04d}".format)


@given(area_codes, days, sexes, serials)
def test_a_composed_nik_tells_area_birth_and_sex_again(
    area: str, born: date, sex: Sex, serial: str
) -> None:
    number = compose(area=area, born=born, sex=sex, serial=serial)
    told = parse(number)
    assert (told.area, told.sex, told.serial) == (area, sex, serial)
    assert told.birth_date(on=date(2023, 8, 14)).strftime("%d%m%y") == born.strftime("%d%m%y")
    assert read_nik(number).number == number


@given(days.filter(lambda day: day.year >= 1924))
def test_the_century_is_the_latest_that_is_not_in_the_future(born: date) -> None:
    told = parse(compose(area="331001", born=born, sex=Sex.FEMALE))
    assert told.birth_date(on=born) == born


@given(st.text(max_size=40))
def test_any_text_gives_a_number_of_its_own_digits_or_none_with_the_damage(text: str) -> None:
    reading = read_nik(text)
    if reading.number is None:
        assert reading.damage is not None
    else:
        assert reading.number == "".join(char for char in text if char in "0123456789")
        assert len(reading.number) == 16


@given(area_codes, days, sexes, st.integers(0, 15), st.sampled_from("OoIl"))
def test_a_letter_among_the_digits_is_never_repaired(
    area: str, born: date, sex: Sex, at: int, letter: str
) -> None:
    number = compose(area=area, born=born, sex=sex)
    damaged = number[:at] + letter + number[at + 1 :]
    assert read_nik(damaged).number is None
    assert read_nik(damaged).damage is Damage.LETTER


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("", Damage.PLACEHOLDER),
        ("0", Damage.PLACEHOLDER),
        ("9" * 16, Damage.PLACEHOLDER),
        ("-", Damage.PLACEHOLDER),
        ("Tidak ada", Damage.PLACEHOLDER),
        ("1234567890123456", Damage.PLACEHOLDER),
        ("3,31001E+15", Damage.SCIENTIFIC),
        ("3.310014504830001e15", Damage.SCIENTIFIC),
        ("331001450483000", Damage.LENGTH),
        ("33100145048300001", Damage.LENGTH),
        ("3310013002830000", Damage.DATE),
        ("3310017213830000", Damage.DATE),
        ("0910014504830000", Damage.AREA),
        ("331001450483000X", Damage.CHARACTERS),
        ("\u0663" * 16, Damage.CHARACTERS),
    ],
)
def test_each_kind_of_damage_is_named(text: str, damage: Damage) -> None:
    assert read_nik(text).number is None
    assert read_nik(text).damage is damage


def test_what_only_separates_is_taken_off_and_said() -> None:
    for text in (
        "'3310014504830000",
        "3310 0145 0483 0000",
        "33.10.01.450483.0000",
        "\ufeff3310014504830000",
    ):
        assert read_nik(text).number == "3310014504830000"
        assert read_nik(text).damage is Damage.APOSTROPHE
    assert read_nik(" 3310014504830000 ").damage is None


def test_29_february_is_a_day_where_some_century_has_it() -> None:
    assert read_nik("3310012902000000").number == "3310012902000000"
    assert read_nik("3310012902010000").damage is Damage.DATE


def test_a_kk_number_need_not_hold_a_birth_date() -> None:
    assert read_kk_number("3310019999990001").number == "3310019999990001"


def test_masks_show_neither_birth_date_nor_serial_nor_length_of_names() -> None:
    assert mask_number("3310014504830000") == "3310**********00"
    assert mask_number("12345") == "*****"
    assert mask_number(None) == "-"
    assert mask_name("budi santoso") == "B*** S***"
    assert mask_name("A B C D E") == "A*** B*** C***"
