"""Where an installation keeps its files, and which database it uses."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from entas.kernel.errors import Refused

CHECKOUT = Path(__file__).resolve().parents[3]


class BadDatabaseAddress(Refused):
    """``DATABASE_URL`` does not name a database Entas can use."""


def home() -> Path:
    """Folder with database, snapshots and uploads: ``ENTAS_HOME``, or ``var/`` in the checkout."""
    return Path(os.environ.get("ENTAS_HOME") or CHECKOUT / "var").resolve()


def database(url: str, *, default: Path) -> dict[str, Any]:
    """Turn a ``DATABASE_URL`` into a Django ``DATABASES`` entry.

    ``url`` is empty (SQLite at ``default``), ``sqlite:///relative``, ``sqlite:////absolute`` or
    ``postgres://user:password@host:port/name?sslmode=...``.
    Raises ``BadDatabaseAddress`` for anything else.
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        path = Path(unquote(parts.path[1:])) if url else default
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                    "PRAGMA mmap_size=268435456;PRAGMA cache_size=-65536;"
                ),
            },
            "TEST": {"NAME": str(path.with_name("test-" + path.name))},
        }
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": {
                "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
                **dict(parse_qsl(parts.query)),
            },
        }
    raise BadDatabaseAddress(
        "DATABASE_URL must look like postgres://user:password@host:5432/name "
        "or sqlite:////path/file.db"
    )
