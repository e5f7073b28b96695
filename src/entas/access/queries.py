"""Reading who may do what, and what this installation is."""

from dataclasses import dataclass

from entas.access.models import Installation, User
from entas.kernel.permissions import Permission, Reach


@dataclass(frozen=True, slots=True)
class About:
    """What an installation says of itself."""

    area_code: str
    is_demo: bool
    """Whether all data are made up: every page then says so."""


def installation() -> About:
    """The installation; before ``entas init`` it is Central Java's, with real data."""
    row = Installation.objects.first() or Installation()
    return About(area_code=row.area_code, is_demo=row.is_demo)


@dataclass(frozen=True, slots=True)
class Account:
    """A user and the roles held, as (role, area code)."""

    username: str
    is_active: bool
    grants: tuple[tuple[str, str], ...]


def accounts(scope: Reach) -> list[Account]:
    """The users with a role in an area whose audit trail the caller may see, by name.

    Users without any role are shown to those who see a whole province.
    """
    prefixes = scope.prefixes(Permission.SEE_AUDIT)
    sees_all = any(len(prefix) == 2 for prefix in prefixes)
    found = []
    for user in User.objects.prefetch_related("grants").order_by("username"):
        grants = tuple(
            sorted(
                (grant.role, grant.area_code)
                for grant in user.grants.all()
                if any(grant.area_code.startswith(prefix) for prefix in prefixes)
            )
        )
        if grants or sees_all:
            found.append(Account(user.get_username(), user.is_active, grants))
    return found
