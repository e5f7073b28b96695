"""Whose phone it is."""

from dataclasses import dataclass

from entas.verification.models import Device


@dataclass(frozen=True, slots=True)
class Login:
    """A phone that may send: in whose name, and what its digest is compared with."""

    officer: str
    digest: str


def login(name: str) -> Login | None:
    """The enrolled phone of that login; ``None`` when there is none, or no more."""
    row = Device.objects.filter(login=name, revoked_at=None).first()
    return Login(row.officer, row.digest) if row else None


def devices(*, officer: str) -> list[Device]:
    """The phones that may send in an officer's name, latest first."""
    return list(Device.objects.filter(officer=officer, revoked_at=None).order_by("-pk"))
