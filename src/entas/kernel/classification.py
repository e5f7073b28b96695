"""How sensitive a field is, after Law 27/2022 on Personal Data Protection (UU PDP), article 4.

Every model names the class of each of its fields in ``classification``; exports, logs and snapshots
are held to it.
"""

from enum import StrEnum


class DataClass(StrEnum):
    """Sensitivity of a field."""

    OPEN = "open"
    """Says nothing about an identifiable person (codes, counts, states of work)."""
    PERSONAL = "personal"
    """General personal data: name, NIK, address, position, birth date."""
    SPECIFIC = "specific"
    """Specific personal data (art. 4(2)): health, disability, children, finance."""


OPEN = DataClass.OPEN
PERSONAL = DataClass.PERSONAL
SPECIFIC = DataClass.SPECIFIC
