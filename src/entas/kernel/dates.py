"""Dates as lists write them, ages, and birth dates that stand for "not known"."""

import re
from datetime import date, timedelta

MONTHS = {
    "JANUARI": 1, "JANUARY": 1, "JAN": 1,
    "FEBRUARI": 2, "PEBRUARI": 2, "FEBRUARY": 2, "FEB": 2, "PEB": 2,
    "MARET": 3, "MARCH": 3, "MAR": 3, "MRT": 3,
    "APRIL": 4, "APR": 4,
    "MEI": 5, "MAY": 5,
    "JUNI": 6, "JUNE": 6, "JUN": 6,
    "JULI": 7, "JULY": 7, "JUL": 7,
    "AGUSTUS": 8, "AUGUST": 8, "AGU": 8, "AGT": 8, "AGS": 8, "AUG": 8, "AGUST": 8,
    "SEPTEMBER": 9, "SEP": 9, "SEPT": 9,
    "OKTOBER": 10, "OCTOBER": 10, "OKT": 10, "OCT": 10,
    "NOVEMBER": 11, "NOPEMBER": 11, "NOV": 11, "NOP": 11,
    "DESEMBER": 12, "DECEMBER": 12, "DES": 12, "DEC": 12,
}  # fmt: skip
EARLIEST = date(1890, 1, 1)
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_FIRST_SURE = 61  # 1 March 1900: before it Excel counts a 29 February that never was
EXCEL_LAST = 73_050  # 31 December 2099

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})(?: \d.*)?")
_WORDS = re.compile(r"(\d{1,2})[\s.\-/]*([A-Z]+)\.?[\s.\-/]*(\d{4})")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")


def parse_date(text: str | None) -> date | None:
    """A date from ISO, day-first, Indonesian words, or an Excel serial; ``None`` if none of these.

    ``03/04/1985`` is 3 April: lists here are day-first. ``12/31/1985`` is not read: see
    ``is_month_first``. Two-digit years are not read: the century would be a guess.

    >>> parse_date("17 Agustus 1945"), parse_date("31267")
    (datetime.date(1945, 8, 17), datetime.date(1985, 8, 8))
    """
    raw = " ".join((text or "").strip().strip("'").upper().split())
    if match := _ISO.fullmatch(raw):
        return _date(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(raw):
        return _date(match[3], match[2], match[1])
    if match := _WORDS.fullmatch(raw):
        return _date(match[3], str(MONTHS.get(match[2], 0)), match[1])
    if _SERIAL.fullmatch(raw):
        return from_excel_serial(float(raw))
    return None


def is_month_first(text: str | None) -> bool:
    """Whether the text is a date only if the month stands first, as in ``12/31/1985``."""
    match = _DAY_FIRST.fullmatch(" ".join((text or "").strip().split()))
    return bool(match and _date(match[3], match[1], match[2]) and int(match[2]) > 12)


def from_excel_serial(serial: float) -> date | None:
    """The day of a spreadsheet's day number (1900 system), if it is between 1900 and 2099."""
    if not EXCEL_FIRST_SURE <= serial <= EXCEL_LAST:
        return None
    return EXCEL_EPOCH + timedelta(days=int(serial))


def age(born: date, *, on: date) -> int:
    """Whole years of age on a day; born on 29 February, the birthday is 1 March otherwise.

    Raises ``ValueError`` when ``born`` is after ``on``.
    """
    if born > on:
        raise ValueError("not yet born on that day")
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_default_birth_date(born: date) -> bool:
    """Whether civil registration gives this date to people who know only their year of birth.

    31 December (recorded before 2004) and 1 July (since); 1 January is common as well. The 15th,
    given for a known month, is a day like others and not counted. Weak evidence in linkage.
    """
    return (born.month, born.day) in {(12, 31), (7, 1), (1, 1)}


def _date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found >= EARLIEST else None
