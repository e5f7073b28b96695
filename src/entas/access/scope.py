"""The one scope that every query takes: which areas, and which permissions, a caller has."""

from dataclasses import dataclass, field
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from entas.access.models import Role, User
from entas.access.permissions import ROLE_PERMISSIONS, Permission
from entas.kernel.errors import Refused

__all__ = ["NotAllowed", "Permission", "Scope", "scope_named", "scope_of", "system_scope"]

M = TypeVar("M", bound=Model)


class NotAllowed(Refused):
    """The caller's roles do not allow this, there."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Areas (code prefixes) by permission. An empty scope sees nothing.

    ``areas[p]`` holds the codes under which the caller has permission ``p``.
    """

    actor: str
    areas: dict[Permission, tuple[str, ...]] = field(default_factory=dict)

    def prefixes(self, permission: Permission) -> tuple[str, ...]:
        """Codes of the areas under which the caller has ``permission``, without repetition."""
        return self.areas.get(permission, ())

    def covers(self, code: str, permission: Permission = Permission.SEE_FIGURES) -> bool:
        """Whether the caller has ``permission`` in the area ``code`` (or one above it)."""
        return any(code.startswith(prefix) for prefix in self.prefixes(permission))

    def check(self, code: str, permission: Permission = Permission.SEE_FIGURES) -> None:
        """Raise ``NotAllowed`` unless ``covers``."""
        if not self.covers(code, permission):
            raise NotAllowed(
                f"{self.actor} has no permission '{permission}' in area {code or 'unknown'}: "
                "ask the province's administrator for a role there."
            )

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
        for prefix in self.prefixes(permission):
            condition |= Q(**{f"{field}__gte": prefix, f"{field}__lt": str(int(prefix) + 1)})
        return rows.filter(condition)


def scope_of(user: User | AnonymousUser) -> Scope:
    """The scope of a caller: the union of the grants; empty for the anonymous and the inactive.

    A grant below another with the same permission is dropped, so that ranges never overlap.
    """
    if not isinstance(user, User) or not user.is_active:
        return Scope(actor=user.get_username() or "anonymous")
    areas: dict[Permission, set[str]] = {}
    for grant in user.grants.all():
        for permission in ROLE_PERMISSIONS[Role(grant.role)]:
            areas.setdefault(permission, set()).add(grant.area_code)
    return Scope(
        actor=user.get_username(),
        areas={permission: _outermost(codes) for permission, codes in areas.items()},
    )


def scope_named(username: str) -> Scope:
    """The scope of a user by name, for devices that act in it; empty when there is no such user."""
    return scope_of(User.objects.filter(username=username).first() or AnonymousUser())


def _outermost(codes: set[str]) -> tuple[str, ...]:
    """The codes that have no other of the codes above them, sorted."""
    return tuple(
        code
        for code in sorted(codes)
        if not any(code != other and code.startswith(other) for other in codes)
    )


def system_scope(area_code: str = "33") -> Scope:
    """The scope of the command line, whose user holds the machine itself."""
    return Scope(actor="system", areas=dict.fromkeys(Permission, (area_code,)))
