"""What a column is evidence of. The matcher knows roles, never the columns of a list."""

from dataclasses import dataclass
from enum import StrEnum

from entas.kernel.errors import Refused


class Role(StrEnum):
    """How the values of a field are compared, and what agreement on them can mean."""

    IDENTIFIER = "identifier"
    """A number given to one person (NIK, social security number): agreement is strong evidence."""
    HOUSEHOLD = "household"
    """A number shared by the people of one household (KK): agreement also speaks for a relative."""
    NAME = "name"
    """One or more name tokens, spelled as heard."""
    TEXT = "text"
    """Words such as an address or a place."""
    DATE = "date"
    """A date as year, month, day; registries write defaults where the day is not known."""
    CATEGORY = "category"
    """One of a few values (sex, state)."""
    AREA = "area"
    """A hierarchical area code of digits: village, its sub-district (without the last four digits),
    its district (without the last six)."""
    NUMBER = "number"
    """A short number (house number, postcode, RT/RW)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the records to link: its name, its role, and the columns that hold it.

    Without ``columns`` it is the column of its own name. Several columns are read one after the
    other: given name and surname make one ``NAME``, RT and RW one ``NUMBER``.
    """

    name: str
    role: Role
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            object.__setattr__(self, "columns", (self.name,))


class NoSuchColumn(Refused):
    """A field wants a column that the table does not have."""


PERSONS = (
    Field("nik", Role.IDENTIFIER),
    Field("name", Role.NAME),
    Field("birth_date", Role.DATE),
    Field("sex", Role.CATEGORY),
    Field("kk_number", Role.HOUSEHOLD),
    Field("mother_name", Role.NAME),
    Field("village_code", Role.AREA),
    Field("neighbourhood", Role.NUMBER, ("rt", "rw")),
)
"""Persons as the registry names their values."""
