"""RT, RW and hamlet out of addresses as lists write them.

Understood: ``RT 002/RW 005``, ``RT.2 RW.V``, ``RT/RW 02/05``, ``02/05``, ``Dk. Krajan``.
"""

import re
from dataclasses import dataclass

ROMAN = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
    "XI": 11, "XII": 12, "XIII": 13, "XIV": 14, "XV": 15, "XVI": 16, "XVII": 17, "XVIII": 18,
    "XIX": 19, "XX": 20,
}  # fmt: skip
NUMBER_PATTERN = r"(\d{1,3}|[IVX]{1,5})"
PAIR_PATTERN = rf"\bRT\s*[/.\-]?\s*RW\s*[.:\-]?\s*{NUMBER_PATTERN}\s*[/\-.\s]\s*{NUMBER_PATTERN}\b"
RT_PATTERN = rf"\bR\.?T\.?\s*[:.\-]?\s*{NUMBER_PATTERN}(?:\b|RW)"
RW_PATTERN = rf"R\.?W\.?\s*[:.\-]?\s*{NUMBER_PATTERN}\b"
BARE_PATTERN = r"(?:^|[\s,])(\d{1,3})\s*/\s*(\d{1,3})(?:$|[\s,])"
HAMLET_PATTERN = (
    r"\b(?:DK|DKH|DUKUH|DSN|DUSUN|KP|KAMP|KAMPUNG|LINGK|LINGKUNGAN|DS)\b[.:]?\s*"
    r"([A-Z][A-Z' ]*?)\s*(?:,|$|\d|\b(?:R\.?T|R\.?W|NO|DESA|KEL|KEC)\b)"
)

_PAIR = re.compile(PAIR_PATTERN)
_RT = re.compile(RT_PATTERN)
_RW = re.compile(RW_PATTERN)
_BARE = re.compile(BARE_PATTERN)
_HAMLET = re.compile(HAMLET_PATTERN)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says. RT and RW have three digits: ``002``."""

    rt: str | None
    rw: str | None
    hamlet: str | None


def parse_address(text: str | None) -> Address:
    """Read RT, RW and hamlet; what is not there, or is 0, is ``None``.

    >>> parse_address("Dk. Krajan RT.2 RW.V")
    Address(rt='002', rw='005', hamlet='KRAJAN')
    """
    line = _SPACES.sub(" ", (text or "").upper()).strip()
    hamlet = _HAMLET.search(line)
    name = hamlet.group(1).strip() or None if hamlet else None
    for pattern in (_PAIR, _BARE):
        pair = pattern.search(line)
        if pair and not (pattern is _BARE and (_RT.search(line) or _RW.search(line))):
            return Address(unit_number(pair.group(1)), unit_number(pair.group(2)), name)
    rt, rw = _RT.search(line), _RW.search(line)
    return Address(
        unit_number(rt.group(1)) if rt else None, unit_number(rw.group(1)) if rw else None, name
    )


def unit_number(text: str | None) -> str | None:
    """An RT or RW number as three digits, from digits or a Roman number up to 20.

    >>> unit_number("V"), unit_number("2.0"), unit_number("0"), unit_number("satu")
    ('005', '002', None, None)
    """
    bare = (text or "").strip().upper().removeprefix("RT").removeprefix("RW").strip(" .:-")
    bare = bare.removesuffix(".0")
    if bare in ROMAN:
        return f"{ROMAN[bare]:03d}"
    if not (bare.isascii() and bare.isdigit()) or not 0 < int(bare) <= 999:
        return None
    return f"{int(bare):03d}"
