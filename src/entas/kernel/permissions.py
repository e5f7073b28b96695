"""What may be asked for, and the shape of a caller's scope, for the rooms below ``access``.

``access.scope.Scope`` is the one scope there is; rooms that ``access`` itself builds on (areas,
audit) name only this shape of it.
"""

from enum import StrEnum
from typing import Protocol


class Permission(StrEnum):
    """What a role may do inside its area."""

    SEE_FIGURES = "see_figures"
    SEE_FAMILIES = "see_families"  # masked
    REVEAL = "reveal"  # names and NIK of one family, recorded
    IMPORT = "import"
    ASSIGN = "assign"  # send officers to families
    VISIT = "visit"  # fill in the form in the field
    CHECK = "check"  # what officers submitted
    RATIFY = "ratify"  # record what the village deliberation decided
    ACCEPT = "accept"  # let the registry follow a visit
    SPOT_CHECK = "spot_check"
    OBJECT = "object"  # record that a citizen contests
    TAG = "tag"
    LINK = "link"  # decide who is one, and who is not
    FREEZE = "freeze"
    SEE_AUDIT = "see_audit"


class Reach(Protocol):
    """Whose request it is, and how far it reaches."""

    @property
    def actor(self) -> str:
        """User name of the caller."""

    def prefixes(self, permission: Permission) -> tuple[str, ...]:
        """Codes of the areas under which the caller has ``permission``."""

    def covers(self, code: str, permission: Permission = Permission.SEE_FIGURES) -> bool:
        """Whether the caller has ``permission`` in the area ``code``."""
