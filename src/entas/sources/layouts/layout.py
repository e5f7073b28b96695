"""What a list looks like: its sheets, their columns and the values in them. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default_of
from datetime import date
from enum import StrEnum


class RecordKind(StrEnum):
    """What one row of a sheet speaks of."""

    FAMILY = "family"
    PERSON = "person"
    TAG = "tag"
    LISTING = "listing"  # a row without a number of its own: linked to somebody later


class ValueKind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    NAME = "name"
    PLACE = "place"  # the name of a hamlet or of a place of birth
    KEY = "key"  # a source's own number of a family or person
    NIK = "nik"
    KK_NUMBER = "kk_number"
    CODE = "code"  # translated with ``Column.values``
    DATE = "date"
    UNIT = "unit"  # RT or RW
    UNITS = "units"  # both in one cell: fills ``rt`` and ``rw``
    ADDRESS = "address"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    AREA_CODE = "area_code"
    DISTRICT = "district"  # names of areas
    SUBDISTRICT = "subdistrict"
    VILLAGE = "village"
    PROGRAMME = "programme"  # what was given under one programme: YA, RENCANA, REALISASI 2023-06-12
    KEPT = "kept"  # known, kept as received, not used


@dataclass(frozen=True, slots=True)
class Column:
    """A column a list may have.

    ``field`` is the canonical field it fills. ``values`` translates cells (any case, spaces and
    punctuation) to codes of ``kernel.vocabulary``. A ``corrects`` column, where filled, stands
    before the other column of its field. ``also`` fills further fields from the same cells.
    ``silent`` are cells that say nothing, besides those that never do.
    """

    header: str
    field: str = ""
    kind: ValueKind = ValueKind.TEXT
    aliases: tuple[str, ...] = ()
    values: Mapping[str, str] = default_of(default_factory=dict)
    also: Mapping[str, Mapping[str, str]] = default_of(default_factory=dict)
    silent: frozenset[str] = frozenset()
    programme: str = ""
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A kind of sheet. It is recognised when every ``required`` field has a column.

    ``anchor`` is the field that every data row fills: the list's own number, or the programme; a
    list that may come without it has the first required field for it. ``family_key_from`` names the
    field whose value is the key of the family, where the list gives families none of their own.
    ``lettered`` layouts (an agency's profile) know repeated headers by the letter of their column.
    """

    kind: RecordKind
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    anchor: str
    family_key_from: str = ""
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A list as one source sends it. ``sheets`` are tried in order, the most particular first.

    ``scheme`` says whose numbers the keys of its families and persons are: lists of one scheme
    speak of the same subjects, and equal digits in two schemes mean nothing. ``home`` is the code
    of the area of whoever keeps the list: villages that a row names alone are looked for there.
    """

    key: str
    title: str
    sheets: tuple[SheetLayout, ...]
    scheme: str = ""
    home: str = ""
    default_as_of: date | None = None
    is_verification: bool = False
    is_compared: bool = False  # held beside the target lists: adds nobody to what is counted
