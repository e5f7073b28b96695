"""How an event's hash is computed: SHA-256 over canonical JSON that holds the previous hash."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

GENESIS = "0" * 64
"""What the first event holds as its previous hash."""


def plain(value: object) -> Any:
    """``value`` as JSON that any database gives back unchanged.

    Dates become ISO text, decimals and floats become text (PostgreSQL rewrites large numbers).
    Raises ``TypeError`` for anything that is not plain data.
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case float() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            items = [plain(item) for item in value]
            return sorted(items, key=str) if isinstance(value, set | frozenset) else items
        case _:
            raise TypeError(f"an audit event cannot hold a {type(value).__name__}")


def digest(
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    area_code: str,
    details: Mapping[str, Any],
    previous_hash: str,
) -> str:
    """The hash of an event: 64 hexadecimal digits."""
    content = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "subject": subject,
        "area_code": area_code,
        "details": details,
        "previous_hash": previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
