"""The cells of a reconciliation: what is counted, and behind each number a list; pure.

A cell is a column of the stored rows and a code in it; ``Cell.key`` is how addresses name it, like
``family.i_electricity.3``. Null in a column: the subject is not counted there.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from entas.kernel.errors import Refused
from entas.linkage.reconciliation.fields import FAMILY_WAYS, PERSON_WAYS


class Unit(StrEnum):
    """Whose row it is."""

    FAMILY = "family"
    PERSON = "person"


class Held(IntEnum):
    """Column ``held``: which of the two lists have the subject."""

    NEITHER = 0  # verified poor, and in neither
    BOTH = 1
    ONLY_A = 2
    ONLY_B = 3


class Said(IntEnum):
    """Columns ``f_<field>``: what the lists say of a field of a subject that is in both."""

    AGREE = 1
    DISAGREE = 2
    ONLY_A = 3
    ONLY_B = 4
    NEITHER = 5


class Decided(IntEnum):
    """Columns ``i_<indicator>``: what each list alone would decide, of a subject in both.

    "No need" includes: not applicable. What a list cannot decide is never "no need".
    """

    BOTH_NEED = 1
    BOTH_NO_NEED = 2
    A_NEEDS = 3  # and B says that there is no need
    B_NEEDS = 4
    ONLY_A = 5  # B cannot decide
    ONLY_B = 6
    NEITHER = 7


FLAG = 1
"""The code of a column that only marks some subjects."""

FAMILY_FLAGS = (
    "unlisted",  # verified poor, and in no list at all: the exclusion gap
    "poor_missing_a",  # verified poor, and not in A
    "poor_missing_b",
    "not_meeting_a",  # in A, and verified not to meet the criteria: the inclusion gap
    "not_meeting_b",
    "merged_a",  # A lists the family more than once, as the registry knows now
    "merged_b",
    "waiting",  # in a pair that waits for a person's decision
)
PERSON_FLAGS = (
    "dead_a",  # in A, and known to be dead
    "dead_b",
    "hint_a",  # in A, alive as far as is known, the name says "Alm."
    "hint_b",
    "merged_a",
    "merged_b",
    "waiting",
)
FLAGS = {Unit.FAMILY: FAMILY_FLAGS, Unit.PERSON: PERSON_FLAGS}
WAYS = {Unit.FAMILY: FAMILY_WAYS, Unit.PERSON: PERSON_WAYS}

DISAGREEING = frozenset({Said.DISAGREE, Said.ONLY_A, Said.ONLY_B})
"""Verdicts of which the rows keep what each list said."""


class NoSuchCell(Refused):
    """An address names a cell that there is not."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One number of a reconciliation, and the subjects behind it."""

    unit: Unit
    column: str
    code: int

    @property
    def key(self) -> str:
        """The cell in an address."""
        return f"{self.unit}.{self.column}.{self.code}"

    @property
    def about(self) -> str:
        """The field, indicator or flag that the cell is about."""
        return self.column[2:] if self.column[:2] in {"f_", "i_"} else self.column

    @property
    def is_field(self) -> bool:
        """Whether the cell compares what lists say of a field."""
        return self.column.startswith("f_")

    @property
    def is_indicator(self) -> bool:
        """Whether the cell compares what lists decide of an indicator."""
        return self.column.startswith("i_")


def cell(key: str, *, indicators: frozenset[str]) -> Cell:
    """The cell of a key. Raises ``NoSuchCell``; ``indicators`` are those that exist."""
    unit, _, rest = key.partition(".")
    column, _, code = rest.partition(".")
    if unit in set(Unit) and code.isdecimal() and len(code) == 1:
        found = Cell(Unit(unit), column, int(code))
        if _codes(found, indicators) and found.code in _codes(found, indicators):
            return found
    raise NoSuchCell(f"There is no list {key[:60]!r} in a reconciliation.")


def _codes(asked: Cell, indicators: frozenset[str]) -> tuple[int, ...]:
    if asked.column == "held":
        return tuple(Held)
    if asked.is_field and asked.about in WAYS[asked.unit]:
        return tuple(Said)
    if asked.is_indicator and asked.about in indicators:
        return tuple(Decided)
    return (FLAG,) if asked.column in FLAGS[asked.unit] else ()
