"""The one scope that every query takes: which areas, and which permissions, a caller has."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from entas.access.models import Role, User
from entas.kernel.errors import Refused

M = TypeVar("M", bound=Model)


class Permission(StrEnum):
    """What a role may do inside its area."""

    SEE_FIGURES = "see_figures"
    SEE_FAMILIES = "see_families"  # masked
    REVEAL = "reveal"  # names and NIK of one family, recorded
    IMPORT = "import"
    TAG = "tag"
    FREEZE = "freeze"
    SEE_AUDIT = "see_audit"


_OFFICE = frozenset({Permission.SEE_FIGURES, Permission.SEE_FAMILIES, Permission.REVEAL})
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PROVINCE_ADMIN: _OFFICE
    | {Permission.IMPORT, Permission.TAG, Permission.FREEZE, Permission.SEE_AUDIT},
    Role.PLANNER: _OFFICE | {Permission.TAG},
    Role.SOCIAL_OFFICE: _OFFICE | {Permission.IMPORT, Permission.TAG},
    Role.SUBDISTRICT_OFFICER: _OFFICE,
    Role.VILLAGE_OPERATOR: _OFFICE,
    Role.AUDITOR: frozenset(
        {Permission.SEE_FIGURES, Permission.SEE_FAMILIES, Permission.SEE_AUDIT}
    ),
}


class NotAllowed(Refused):
    """The caller's roles do not allow this, there."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Areas (code prefixes) by permission. An empty scope sees nothing.

    ``areas[p]`` holds the codes under which the caller has permission ``p``.
    """

    actor: str
    areas: dict[Permission, tuple[str, ...]]

    def covers(self, code: str, permission: Permission = Permission.SEE_FIGURES) -> bool:
        """Whether the caller has ``permission`` in the area ``code`` (or one above it)."""
        return any(code.startswith(prefix) for prefix in self.areas.get(permission, ()))

    def check(self, code: str, permission: Permission = Permission.SEE_FIGURES) -> None:
        """Raise ``NotAllowed`` unless ``covers``."""
        if not self.covers(code, permission):
            raise NotAllowed(f"{self.actor}: {permission} is not granted in area {code or '-'}.")

    def limit(
        self,
        rows: "QuerySet[M]",
        field: str = "village_code",
        permission: Permission = Permission.SEE_FAMILIES,
    ) -> "QuerySet[M]":
        """Only the rows whose ``field`` (an area code) the caller may see.

        Prefixes become ranges (``3310`` <= code < ``3311``), which indexes serve.
        """
        condition = Q(pk__in=())
        for prefix in self.areas.get(permission, ()):
            condition |= Q(
                **{f"{field}__gte": prefix, f"{field}__lt": str(int(prefix) + 1)}
            )
        return rows.filter(condition)


def scope_of(user: User) -> Scope:
    """The scope of a signed-in user: the union of the grants."""
    areas: dict[Permission, set[str]] = {}
    if user.is_authenticated and user.is_active:
        for grant in user.grants.all():
            for permission in ROLE_PERMISSIONS[Role(grant.role)]:
                areas.setdefault(permission, set()).add(grant.area_code)
    return Scope(
        actor=user.get_username() or "anonymous",
        areas={permission: tuple(sorted(codes)) for permission, codes in areas.items()},
    )


def system_scope(area_code: str = "33") -> Scope:
    """The scope of the command line, whose user holds the machine itself."""
    return Scope(actor="system", areas={permission: (area_code,) for permission in Permission})
