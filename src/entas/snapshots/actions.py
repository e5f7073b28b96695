"""Freeze a snapshot: the one write of this room."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.db import transaction

from entas import __version__
from entas.access.queries import installation
from entas.areas.queries import as_frame
from entas.audit.actions import record
from entas.columns.records import records
from entas.kernel.errors import Refused
from entas.snapshots.freeze import LOCAL, write_tables
from entas.snapshots.models import Snapshot
from entas.snapshots.open import MANIFEST
from entas.snapshots.tables import SCHEMA_VERSION


class CutoffUnclear(Refused):
    """A cut-off has no time zone, or has not come yet."""


def freeze(*, cutoff: datetime, by: str, now: datetime) -> Snapshot:
    """Freeze the state of the work at a cut-off, and give it the next number.

    Writes ``snapshots/<number>/`` in the installation's home and records an audit event. The same
    cut-off over the same records gives the same checksum. Raises ``CutoffUnclear`` for a time
    without zone or in the future, and ``NoDefinition`` for a day without definitions.
    """
    if cutoff.tzinfo is None:
        raise CutoffUnclear("Give the cut-off with its time zone, like 2023-08-13T18:00+07:00.")
    if cutoff > now:
        raise CutoffUnclear(
            f"The cut-off {cutoff.astimezone(LOCAL).isoformat(timespec='minutes')} has not come "
            "yet: freeze it then, or name an earlier one."
        )
    root = Path(settings.HOME) / "snapshots"
    root.mkdir(parents=True, exist_ok=True)
    areas = as_frame()
    staging = Path(mkdtemp(prefix=".freezing-", dir=root))
    try:
        with records() as con:
            manifest = write_tables(con, staging, cutoff=cutoff, areas=areas)
        return _keep(staging, root, manifest, cutoff=cutoff, by=by, now=now)
    finally:
        shutil.rmtree(staging, ignore_errors=True)  # moved away already, unless something failed


@transaction.atomic
def _keep(
    staging: Path,
    root: Path,
    manifest: dict[str, Any],
    *,
    cutoff: datetime,
    by: str,
    now: datetime,
) -> Snapshot:
    """Number the snapshot, move its folder into place and record it: all of it, or nothing."""
    snapshot = Snapshot.objects.create(
        cutoff=cutoff,
        frozen_at=now,
        schema_version=SCHEMA_VERSION,
        definitions=manifest["definitions"],
        checksum=manifest["checksum"],
        path="",
        counts={name: table["rows"] for name, table in manifest["tables"].items()},
        is_demo=installation().is_demo,
    )
    folder = root / str(snapshot.number)
    stated = manifest | {
        "number": snapshot.number,
        "frozen_at": now.astimezone(LOCAL).isoformat(),
        "entas": __version__,
    }
    (staging / MANIFEST).write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")
    staging.chmod(0o755)
    if folder.exists():  # left by a freeze whose number was never committed
        shutil.rmtree(folder)
    staging.rename(folder)
    snapshot.path = folder.relative_to(settings.HOME).as_posix()
    snapshot.save(update_fields=["path"])
    record(
        action="snapshot.frozen",
        subject=f"snapshot:{snapshot.number}",
        by=by,
        now=now,
        details={"cutoff": stated["cutoff"], "checksum": snapshot.checksum},
    )
    return snapshot
