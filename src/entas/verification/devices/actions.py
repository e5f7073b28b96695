"""Enrol and revoke phones."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5

from django.db import transaction

from entas.access.scope import NotAllowed, Permission, Scope
from entas.audit.actions import record
from entas.kernel.errors import Refused
from entas.verification.models import Device

REALM = "Entas"


class NoSuchDevice(Refused):
    """No phone of that number is the caller's."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a phone needs to sign in; the secret is kept nowhere."""

    device_id: int
    login: str
    secret: str


def digest_of(login: str, secret: str) -> str:
    """HA1 of RFC 7616: what HTTP Digest compares with. MD5 is all that Collect speaks."""
    return md5(f"{login}:{REALM}:{secret}".encode(), usedforsecurity=False).hexdigest()


@transaction.atomic
def enrol(*, scope: Scope, phone: str, by: str, now: datetime) -> Enrolled:
    """Let a phone send in the caller's name. Raises ``NotAllowed`` for who visits nowhere."""
    if not scope.prefixes(Permission.VISIT):
        raise NotAllowed("Only who visits families enrols a phone: ask for a role that does.")
    login, secret = f"hp-{secrets.token_hex(6)}", secrets.token_urlsafe(18)
    device = Device.objects.create(
        officer=by,
        login=login,
        phone=" ".join(phone.split())[:80] or "ODK Collect",
        digest=digest_of(login, secret),
        made_at=now,
    )
    record(action="device.enrolled", subject=f"device:{device.pk}", by=by, now=now)
    return Enrolled(device.pk, login, secret)


@transaction.atomic
def revoke(*, device_id: int, by: str, now: datetime) -> None:
    """Let a phone of the caller's send no more. Raises ``NoSuchDevice``."""
    rows = Device.objects.filter(pk=device_id, officer=by, revoked_at=None)
    if not rows.update(revoked_at=now):
        raise NoSuchDevice("There is no such phone of yours: look at the list again.")
    record(action="device.revoked", subject=f"device:{device_id}", by=by, now=now)
