"""NIK and KK numbers: what they say, and the ways spreadsheets and hands damage them.

A NIK has 16 digits, ``PPKKCC DDMMYY NNNN``: the area of first registration (it never changes on
moving), the birth date (40 is added to a woman's day) and a serial. Serial 0000 is never issued, so
synthetic numbers use it. A KK number has the area, the date of recording and a serial.

Damage is named, never repaired: what a spreadsheet lost cannot be known again.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LENGTH = 16
FEMALE_DAY = 40
PLACEHOLDER_WORDS = frozenset(
    {
        "",
        "-",
        "--",
        "KOSONG",
        "NIHIL",
        "NULL",
        "NA",
        "NAN",
        "NONE",
        "TIDAKADA",
        "BELUMADA",
        "TDKADA",
    }
)

_SEPARATORS = re.compile(r"[\s.\-\u00a0\u200b-\u200f\ufeff]")
_APOSTROPHES = "'`\u2018\u2019"
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*[eE]\s*\+?\d+")
_LETTER_FOR_DIGIT = re.compile(r"[0-9OoIlL]*[OoIlL][0-9OoIlL]*")


class Damage(StrEnum):
    """What is wrong with a number as received. All but ``APOSTROPHE`` leave no usable number."""

    PLACEHOLDER = "placeholder"
    """Nothing, a dash, zeros, one digit repeated: stands for "not known"."""
    SCIENTIFIC = "scientific"
    """``3.31E+15``: a spreadsheet has thrown the last digits away."""
    NUMERIC = "numeric"
    """A numeric cell: beyond 15 digits a spreadsheet may have changed the last ones."""
    LETTER = "letter"
    """A letter where a digit belongs, mostly O for 0."""
    CHARACTERS = "characters"
    """Something that is neither digit nor separator."""
    LENGTH = "length"
    """Not 16 digits."""
    DATE = "date"
    """Digits 7 to 12 are no day of the calendar."""
    AREA = "area"
    """No province has such a code (they run from 11 to 97)."""
    APOSTROPHE = "apostrophe"
    """A leading apostrophe or separators between the digits; taken off, nothing is lost."""


class Sex(StrEnum):
    """Sex as ``kernel.vocabulary`` codes it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Nik:
    """What the 16 digits say. ``year`` has two digits: the century is not in the number."""

    number: str
    area: str
    day: int
    month: int
    year: int
    sex: Sex
    serial: str

    @property
    def is_synthetic(self) -> bool:
        """Whether the number can never have been issued."""
        return self.serial == "0000"

    def birth_date(self, *, on: date) -> date:
        """The latest date with these digits that is not after ``on``."""
        century = on.year // 100 * 100
        for year in (century + self.year, century - 100 + self.year, century - 200 + self.year):
            if _is_date(year, self.month, self.day):
                born = date(year, self.month, self.day)
                if born <= on:
                    return born
        raise ValueError("no such day in any century")  # unreachable: parse() checked the day


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it can be used (or ``None``), and what was wrong with it (or ``None``)."""

    number: str | None
    damage: Damage | None


def read_nik(text: str | None) -> Reading:
    """Read a NIK from the text of a cell. Never guesses a digit.

    >>> read_nik("'3310014107850000")
    Reading(number='3310014107850000', damage=<Damage.APOSTROPHE: 'apostrophe'>)
    """
    reading = read_kk_number(text)
    if reading.number is not None and not _has_day(reading.number):
        return Reading(None, Damage.DATE)
    return reading


def read_kk_number(text: str | None) -> Reading:
    """Read a KK number from the text of a cell: as a NIK, but its date is not examined."""
    raw = (text or "").strip()
    bare = _SEPARATORS.sub("", raw.lstrip(_APOSTROPHES))
    if bare.upper().replace("/", "") in PLACEHOLDER_WORDS or _is_placeholder(bare):
        return Reading(None, Damage.PLACEHOLDER)
    if _SCIENTIFIC.fullmatch(raw.lstrip(_APOSTROPHES)):
        return Reading(None, Damage.SCIENTIFIC)
    if not (bare.isascii() and bare.isdigit()):
        lettered = _LETTER_FOR_DIGIT.fullmatch(bare) and any(c.isdigit() for c in bare)
        return Reading(None, Damage.LETTER if lettered else Damage.CHARACTERS)
    if len(bare) != LENGTH:
        return Reading(None, Damage.LENGTH)
    if not "11" <= bare[:2] <= "97":
        return Reading(None, Damage.AREA)
    return Reading(bare, None if bare == raw else Damage.APOSTROPHE)


def parse(number: str) -> Nik:
    """Take a NIK of 16 digits apart. Raises ``ValueError`` where ``read_nik`` finds damage."""
    if len(number) != LENGTH or not (number.isascii() and number.isdigit()):
        raise ValueError("a NIK has 16 digits")
    if not _has_day(number):
        raise ValueError("digits 7 to 12 of the NIK are no day")
    day = int(number[6:8])
    female = day > FEMALE_DAY
    return Nik(
        number=number,
        area=number[:6],
        day=day - FEMALE_DAY if female else day,
        month=int(number[8:10]),
        year=int(number[10:12]),
        sex=Sex.FEMALE if female else Sex.MALE,
        serial=number[12:],
    )


def compose(*, area: str, born: date, sex: Sex, serial: str = "0000") -> str:
    """Put a NIK together from a six-digit area, birth date, sex and four-digit serial.

    >>> compose(area="331001", born=date(1985, 7, 1), sex=Sex.FEMALE)
    '3310014107850000'
    """
    if len(area) != 6 or len(serial) != 4:
        raise ValueError("area has 6 digits, serial has 4")
    day = born.day + (FEMALE_DAY if sex is Sex.FEMALE else 0)
    return f"{area}{day:02d}{born.month:02d}{born.year % 100:02d}{serial}"


def _is_placeholder(digits: str) -> bool:
    """Zeros, one digit repeated, or the row of digits: never a number, never equal to another."""
    return bool(digits) and (
        (
            digits.isascii()
            and digits.isdigit()
            and len(set(digits)) == 1
            and (len(digits) > 3 or digits[0] in "09")
        )
        or digits == "1234567890123456"
    )


def _has_day(number: str) -> bool:
    """Whether digits 7 to 12 are a day in some century (2000, with its 29 February, included)."""
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    day -= FEMALE_DAY if day > FEMALE_DAY else 0
    return _is_date(2000 + year, month, day) or _is_date(1900 + year, month, day)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
