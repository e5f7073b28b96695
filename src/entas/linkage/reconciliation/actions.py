"""Keep what was compared: its files in the installation's home, its record, one event."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db import transaction

from entas.access.scope import Permission, Scope
from entas.audit.actions import record
from entas.kernel.errors import Refused
from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation.cells import Cell

FOLDER = "reconciliations"


class SourcesUnclear(Refused):
    """The two sources are one, or one is not named."""


def check_sources(source_a: str, source_b: str) -> tuple[str, str]:
    """The two sources in the order in which results keep them. Raises ``SourcesUnclear``."""
    if not source_a or not source_b or source_a == source_b:
        raise SourcesUnclear("Name two different lists to compare, like p3ke-2023 and siks-dj.")
    first, second = sorted((source_a, source_b))
    return first, second


@contextmanager
def staging() -> Iterator[Path]:
    """A folder to write a result into; it is gone afterwards unless ``keep`` moved it away."""
    root = Path(settings.HOME) / FOLDER
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".comparing-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(
    folder: Path,
    *,
    source_a: str,
    source_b: str,
    on: date,
    rows: Mapping[str, int],
    definitions: Mapping[str, str],
    by: str,
    now: datetime,
) -> Reconciliation:
    """Move a result into place and record it; one of the same pair and day gives way.

    Readers of the older result find its files until the record names the new ones.
    """
    place = folder.with_name(f"{source_a}-{source_b}-{on.isoformat()}-{now:%Y%m%d%H%M%S%f}")
    folder.chmod(0o755)
    folder.rename(place)
    try:
        with transaction.atomic():
            known = Reconciliation.objects.select_for_update().filter(
                source_a=source_a, source_b=source_b, on=on
            )
            before = known.values_list("path", flat=True).first()
            kept, _ = Reconciliation.objects.update_or_create(
                source_a=source_a,
                source_b=source_b,
                on=on,
                defaults={
                    "made_at": now,
                    "made_by": by,
                    "path": place.relative_to(settings.HOME).as_posix(),
                    "rows": dict(rows),
                    "definitions": dict(definitions),
                },
            )
            record(
                action="lists.reconciled",
                subject=f"reconciliation:{kept.pk}",
                by=by,
                now=now,
                details={"lists": [source_a, source_b], "on": on.isoformat(), **rows},
            )
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    if before and before != kept.path:
        shutil.rmtree(Path(settings.HOME) / before, ignore_errors=True)
    return kept


def export(
    *,
    result: Reconciliation,
    cell: Cell,
    rows: int,
    area_code: str,
    scope: Scope,
    by: str,
    now: datetime,
) -> None:
    """Record that somebody took the list behind a cell as a file.

    Raises ``NotAllowed`` where the caller may not see families.
    """
    scope.check(area_code, Permission.SEE_FAMILIES)
    record(
        action="lists.exported",
        subject=f"reconciliation:{result.pk}",
        by=by,
        now=now,
        area_code=area_code,
        details={"cell": cell.key, "rows": rows},
    )
