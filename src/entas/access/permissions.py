"""What each role may do: the table that the truth-table test restates in full."""

from entas.access.models import Role
from entas.kernel.permissions import Permission

__all__ = ["ROLE_PERMISSIONS", "Permission"]

_OFFICE = frozenset({Permission.SEE_FIGURES, Permission.SEE_FAMILIES, Permission.REVEAL})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PROVINCE_ADMIN: _OFFICE
    | {
        Permission.IMPORT,
        Permission.ASSIGN,
        Permission.SPOT_CHECK,
        Permission.TAG,
        Permission.LINK,
        Permission.FREEZE,
        Permission.SEE_AUDIT,
    },
    Role.PLANNER: _OFFICE | {Permission.ASSIGN, Permission.TAG},
    Role.SOCIAL_OFFICE: _OFFICE
    | {
        Permission.IMPORT,
        Permission.ASSIGN,
        Permission.ACCEPT,
        Permission.OBJECT,
        Permission.TAG,
        Permission.LINK,
    },
    Role.SUBDISTRICT_OFFICER: _OFFICE
    | {
        Permission.ASSIGN,
        Permission.VISIT,
        Permission.CHECK,
        Permission.RATIFY,
        Permission.OBJECT,
        Permission.LINK,
    },
    Role.VILLAGE_OPERATOR: _OFFICE | {Permission.VISIT, Permission.RATIFY, Permission.OBJECT},
    Role.AUDITOR: frozenset(
        {Permission.SEE_FIGURES, Permission.SEE_FAMILIES, Permission.SEE_AUDIT}
    ),
}
