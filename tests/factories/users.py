"""The fixed cast: who they are never changes, so a test reads as a sentence about them."""

from dataclasses import dataclass

from entas.access.models import Grant, Role, User
from tests.factories.areas import GROBOGAN, KLATEN, KLATEN_VILLAGE, PROVINCE


@dataclass(frozen=True)
class Cast:
    """One user a role that matters."""

    admin: User
    """Administrator of the province."""
    planner: User
    """Planner (Bappeda) of Klaten."""
    operator: User
    """Operator of a village in Klaten."""
    outsider: User
    """Planner of Grobogan: nothing in Klaten is theirs."""
    auditor: User
    """Auditor of the province: sees, reveals nothing."""


def make_user(username: str, *grants: tuple[Role, str]) -> User:
    """A user who can only be signed in by ``force_login``."""
    user = User.objects.create_user(username=username)
    for role, area_code in grants:
        Grant.objects.create(user=user, role=role, area_code=area_code)
    return user


def make_cast() -> Cast:
    return Cast(
        admin=make_user("admin-jateng", (Role.PROVINCE_ADMIN, PROVINCE)),
        planner=make_user("perencana-klaten", (Role.PLANNER, KLATEN)),
        operator=make_user("operator-desa", (Role.VILLAGE_OPERATOR, KLATEN_VILLAGE)),
        outsider=make_user("perencana-grobogan", (Role.PLANNER, GROBOGAN)),
        auditor=make_user("auditor-jateng", (Role.AUDITOR, PROVINCE)),
    )
