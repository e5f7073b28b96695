"""Creating users, granting and revoking roles, passwords, and marking a demo.

The audit trail holds users by number, never by name.
"""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from entas.access.models import Grant, Installation, Role, User
from entas.areas.models import CODE_LENGTH, Level
from entas.areas.queries import exists
from entas.audit.actions import record
from entas.kernel.errors import Refused

ROLE_LEVELS: dict[Role, frozenset[Level]] = {
    Role.PROVINCE_ADMIN: frozenset({Level.PROVINCE}),
    Role.PLANNER: frozenset({Level.PROVINCE, Level.DISTRICT}),
    Role.SOCIAL_OFFICE: frozenset({Level.PROVINCE, Level.DISTRICT}),
    Role.SUBDISTRICT_OFFICER: frozenset({Level.SUBDISTRICT}),
    Role.VILLAGE_OPERATOR: frozenset({Level.VILLAGE}),
    Role.AUDITOR: frozenset(Level),
}
"""At which levels of the tree a role makes sense: an operator of a whole kabupaten is a mistake."""


class BadUser(Refused):
    """The user cannot be created or changed like this."""


class BadGrant(Refused):
    """The role cannot be granted there."""


@transaction.atomic
def create_user(
    *,
    username: str,
    password: str,
    role: Role,
    area_code: str,
    by: str,
    now: datetime,
    language: str = "id",
) -> User:
    """Create a user with one role in one area.

    Raises ``BadUser`` for a name that is taken or malformed, or a password that is too easy, and
    ``BadGrant`` as ``grant`` does.
    """
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise BadUser(
            f"The user name {username!r} has characters other than a-z0-9@.+-_"
        ) from error
    if User.objects.filter(username__iexact=username).exists():
        raise BadUser(f"There is a user {username} already: choose another name.")
    user = User(username=username, language=language)
    _set_password(user, password)
    record(
        action="user.created",
        subject=f"user:{user.pk}",
        by=by,
        now=now,
        area_code=area_code,
    )
    grant(username=username, role=role, area_code=area_code, by=by, now=now)
    return user


@transaction.atomic
def grant(*, username: str, role: Role, area_code: str, by: str, now: datetime) -> None:
    """Grant a role in an area and all below it; granting it again changes nothing.

    Raises ``BadGrant`` when there is no such area or the role has no place at its level, and
    ``BadUser`` when there is no such user.
    """
    level = next((lvl for lvl, length in CODE_LENGTH.items() if length == len(area_code)), None)
    if level is None or not exists(area_code):
        raise BadGrant(f"There is no area {area_code!r}: use a code without dots, like 3310.")
    if level not in ROLE_LEVELS[role]:
        levels = " or ".join(sorted(Level(item).label for item in ROLE_LEVELS[role]))
        raise BadGrant(f"{role.value} is a role in a {levels}, and {area_code} is none.")
    user = _user(username)
    _, created = Grant.objects.get_or_create(user=user, role=role, area_code=area_code)
    if created:
        _record_grant("user.granted", user, role, area_code, by=by, now=now)


@transaction.atomic
def revoke(*, username: str, role: Role, area_code: str, by: str, now: datetime) -> None:
    """Take a role away. Raises ``BadGrant`` when the user does not have it."""
    user = _user(username)
    deleted, _ = user.grants.filter(role=role, area_code=area_code).delete()
    if not deleted:
        raise BadGrant(f"{username} is not {role.value} in {area_code}: see `entas users list`.")
    _record_grant("user.revoked", user, role, area_code, by=by, now=now)


@transaction.atomic
def change_password(*, username: str, password: str, by: str, now: datetime) -> None:
    """Give a user a new password; every session of theirs ends. Raises ``BadUser``."""
    user = _user(username)
    _set_password(user, password)
    record(action="user.password_changed", subject=f"user:{user.pk}", by=by, now=now)


@transaction.atomic
def describe_installation(*, area_code: str, is_demo: bool, by: str, now: datetime) -> None:
    """Say which area this installation serves and whether its data are made up.

    Raises ``Refused`` when a demo would become real: its made-up people would pass for people.
    """
    row = Installation.objects.first() or Installation()
    if row.is_demo and not is_demo:
        raise Refused("This installation is a demo and stays one: start another in an empty home.")
    if row.pk and (row.area_code, row.is_demo) == (area_code, is_demo):
        return
    row.area_code, row.is_demo = area_code, is_demo
    row.save()
    record(
        action="installation.described",
        subject="installation:1",
        by=by,
        now=now,
        details={"area": area_code, "is_demo": is_demo},
    )


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise BadUser(f"There is no user {username}: see `entas users list`.")
    return user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadUser(f"Choose another password: {' '.join(error.messages)}") from error
    user.set_password(password)
    user.save()


def _record_grant(
    action: str, user: User, role: Role, area_code: str, *, by: str, now: datetime
) -> None:
    record(
        action=action,
        subject=f"user:{user.pk}",
        by=by,
        now=now,
        area_code=area_code,
        details={"role": role.value},
    )
