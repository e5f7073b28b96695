"""Find snapshots, and open them."""

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from entas.access.scope import Permission, Scope
from entas.kernel.errors import Refused
from entas.snapshots.models import Snapshot
from entas.snapshots.open import OpenSnapshot, open_snapshot


class NoSnapshot(Refused):
    """There is no such snapshot, or none yet."""


def listing(scope: Scope) -> QuerySet[Snapshot]:
    """All snapshots, newest first; none for a caller who may see no figures at all."""
    if not scope.prefixes(Permission.SEE_FIGURES):
        return Snapshot.objects.none()
    return Snapshot.objects.all()


def latest(scope: Scope) -> Snapshot:
    """The snapshot with the highest number. Raises ``NoSnapshot`` before the first."""
    found = listing(scope).first()
    if found is None:
        raise NoSnapshot("There is no snapshot yet: freeze one (entas freeze --cutoff ...).")
    return found


def get(scope: Scope, number: int) -> Snapshot:
    """The snapshot of a number. Raises ``NoSnapshot``."""
    found = listing(scope).filter(number=number).first()
    if found is None:
        raise NoSnapshot(f"There is no snapshot {number}: see the list of snapshots.")
    return found


def opened(snapshot: Snapshot) -> OpenSnapshot:
    """The files of a snapshot. Raises ``SnapshotDamaged`` when they are not those recorded."""
    return open_snapshot(Path(settings.HOME) / snapshot.path, expected=snapshot.checksum)
