"""Recording what was done. Nothing changes or deletes an event afterwards."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from entas.audit.chain import GENESIS, digest, plain
from entas.audit.models import Event
from entas.kernel.classification import OPEN

_CHAIN_LOCK = 0x656E7461  # "enta": the advisory lock that orders the chain on PostgreSQL
_IDENTITY_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{16}(?![0-9A-Za-z])")


class PersonalData(ValueError):
    """An action tried to put personal data into the audit trail: a mistake in the program."""


def record(
    *,
    action: str,
    subject: str,
    by: str,
    now: datetime,
    area_code: str = "",
    details: Mapping[str, Any] | None = None,
) -> Event:
    """Append an event to the chain, in the transaction of the action that it records.

    ``action`` is a past-tense ``room.verb`` ("batch.received"), ``subject`` is ``kind:id``,
    ``by`` the user name (or "system"), ``area_code`` the area concerned ("" is the whole
    installation). Raises ``PersonalData`` if subject or details hold a NIK or a personal field.
    """
    kept = plain(details or {})
    _check_impersonal(subject, kept)
    with transaction.atomic():
        previous = _lock_and_read_last_hash()
        content: dict[str, Any] = {
            "at": now,
            "actor": by,
            "action": action,
            "subject": subject,
            "area_code": area_code,
            "details": kept,
            "previous_hash": previous,
        }
        return Event.objects.create(**content, hash=digest(**content))


def _lock_and_read_last_hash() -> str:
    """The hash to chain to, with every other writer of the chain kept waiting until commit.

    SQLite needs no lock of its own: its transactions are begun IMMEDIATE, one writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = Event.objects.order_by("-id").values_list("hash", flat=True).first()
    return last or GENESIS


def _check_impersonal(subject: str, details: Mapping[str, Any]) -> None:
    """Raise ``PersonalData`` when the event would carry what identifies a person."""
    for key, value in [("subject", subject), *_leaves(details)]:
        if key in _personal_fields():
            raise PersonalData(f"details may not hold {key!r}: it is classified personal")
        if _IDENTITY_NUMBER.search(str(value)):
            raise PersonalData(f"{key!r} holds a 16-digit number, which may be a NIK")


def _leaves(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Every (key, plain value) in a nest of mappings and lists; keys of mappings too."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield name, ""
            yield from _leaves(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, key)
    else:
        yield key, value


@cache
def _personal_fields() -> frozenset[str]:
    """Names of all model fields that are classified personal or specific."""
    return frozenset(
        name
        for model in apps.get_models()
        for name, data_class in getattr(model, "classification", {}).items()
        if data_class != OPEN
    )
