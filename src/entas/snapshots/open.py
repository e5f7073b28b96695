"""Open a frozen snapshot: its manifest and the paths of its tables. Needs no database."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from entas.kernel.errors import Refused
from entas.snapshots.checksum import of_table
from entas.snapshots.parquet import same_schema
from entas.snapshots.tables import SCHEMA_VERSION, TABLES

MANIFEST = "manifest.json"
_CHECKED = ("schema_version", "cutoff", "definitions", "enumerations", "tables")


class SnapshotDamaged(Refused):
    """A snapshot's files are missing, or are not what was frozen."""


@dataclass(frozen=True, slots=True)
class OpenSnapshot:
    """A snapshot on disk."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def checksum(self) -> str:
        """The checksum that the manifest states."""
        return str(self.manifest["checksum"])

    def path(self, table: str) -> Path:
        """The Parquet file of a table of ``snapshots.tables.TABLES``."""
        return self.folder / f"{table}.parquet"

    def verify(self) -> None:
        """Recompute every checksum. Raises ``SnapshotDamaged`` at the first that differs."""
        for name, schema in TABLES.items():
            self._verify_table(name, schema)
        if overall(self.manifest) != self.checksum:
            raise self._damaged(f"the manifest does not give checksum {self.checksum}")

    def _verify_table(self, name: str, schema: pa.Schema) -> None:
        path = self.path(name)
        if not path.exists():
            raise self._damaged(f"{path.name} is missing")
        try:
            found = of_table(path, schema) if same_schema(path, schema) else "another schema"
        except (pa.ArrowException, OSError, KeyError) as error:
            raise self._damaged(f"{path.name} cannot be read") from error
        if found != self.manifest["tables"][name]["sha256"]:
            raise self._damaged(f"{path.name} is not what was frozen")

    def _damaged(self, what: str) -> SnapshotDamaged:
        return SnapshotDamaged(
            f"Snapshot in {self.folder}: {what}. Restore the folder from a backup, or freeze the "
            f"cut-off {self.manifest.get('cutoff', '')} again."
        )


def open_snapshot(folder: Path, *, expected: str | None = None) -> OpenSnapshot:
    """Open a snapshot's folder; ``expected`` is the checksum that the records hold.

    Reads the manifest only (``OpenSnapshot.verify`` reads everything).
    Raises ``SnapshotDamaged`` when it is missing, unreadable, of another schema or checksum.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        opened = OpenSnapshot(folder, manifest)
        stated = opened.checksum
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotDamaged(
            f"Snapshot in {folder}: its {MANIFEST} is missing or unreadable. Restore the folder "
            "from a backup."
        ) from error
    if manifest.get("schema_version") != SCHEMA_VERSION:
        raise SnapshotDamaged(
            f"Snapshot in {folder} has schema {manifest.get('schema_version')}, this Entas reads "
            f"{SCHEMA_VERSION}: use the Entas that froze it, or freeze the cut-off again."
        )
    if expected is not None and stated != expected:
        raise SnapshotDamaged(
            f"Snapshot in {folder} has checksum {stated}, the records say {expected}. Restore the "
            "folder from a backup."
        )
    return opened


def overall(manifest: Mapping[str, Any]) -> str:
    """The checksum of a snapshot: of what it says, not of when and by whom it was frozen.

    SHA-256 of the canonical JSON (sorted keys, no spaces, ASCII) of schema version, cut-off,
    definitions, enumerations, and each table's rows and checksum.
    """
    checked = {key: manifest[key] for key in _CHECKED}
    text = json.dumps(checked, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
