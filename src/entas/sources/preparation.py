"""Read and clean a file without writing: what a dry run shows, and what receiving keeps."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from entas.access.queries import installation
from entas.access.scope import NotAllowed, Permission, Scope
from entas.areas.queries import as_frame
from entas.kernel.errors import Refused
from entas.sources.cleaning import Cleaned, Setting, Tree
from entas.sources.layouts.layout import Layout
from entas.sources.models import Batch, BatchState, Row
from entas.sources.profiles import UnknownSource, layout_of
from entas.sources.reading import Progress, Understood, understand

LONGEST = timedelta(hours=1)  # that registering a file takes

__all__ = ["AlreadyReceived", "NoSuchFile", "Prepared", "UnknownSource", "prepare", "setting_for"]

Read = Callable[[Path, Setting, Progress | None], Understood]


class NoSuchFile(Refused):
    """The path names no file."""


class AlreadyReceived(Refused):
    """This file, or another with the same cells, was received before; ``batch_id`` says as what."""

    def __init__(self, message: str, *, batch_id: int) -> None:
        super().__init__(message)
        self.batch_id = batch_id


@dataclass(frozen=True)
class Prepared:
    """A file read and cleaned. Nothing of it has been kept yet."""

    path: Path
    source: str
    layout: Layout
    as_of: date
    size: int
    file_hash: str
    understood: Understood

    @property
    def cleaned(self) -> list[Cleaned]:
        """Its tables in canonical columns."""
        return self.understood.cleaned


def prepare(
    path: Path,
    *,
    source: str,
    now: datetime,
    as_of: date | None = None,
    scope: Scope | None = None,
    on_progress: Progress | None = None,
    resuming: int | None = None,
    read: Read = understand,
    setting: Setting | None = None,
) -> Prepared:
    """Read and clean a file as a list of ``source`` (a key of ``LAYOUTS`` or a profile).

    ``as_of`` dates what the list does not date: by default the layout's own day, or today.
    ``scope`` is the receiver's; without one, the whole installation (the command line).
    ``on_progress`` is called with the sheet's name and the rows read so far; ``resuming`` is the
    batch as which this file was received (``unfinished``), which then does not stand in the way;
    ``read`` may fetch what another process understood ahead; ``setting`` (``setting_for``) spares
    reading the tree again for each of several files.
    Raises subclasses of ``Refused``: ``UnknownSource``, ``NoSuchFile``, ``NotAllowed``,
    ``AlreadyReceived``, ``readers.Unreadable``, ``cleaning.refusals.NotThisLayout``.
    """
    if not path.is_file():
        raise NoSuchFile(f"{path} is no file: check the path.")
    setting = setting or setting_for(source=source, now=now, as_of=as_of, scope=scope)
    file_hash = hash_of_file(path)
    refuse_known(path, now=now, but=resuming, layout=source, file_hash=file_hash)
    found = read(path, setting, on_progress)
    refuse_known(path, now=now, but=resuming, layout=source, content_hash=found.content_hash)
    return Prepared(
        path=path,
        source=source,
        layout=setting.layout,
        as_of=setting.as_of,
        size=path.stat().st_size,
        file_hash=file_hash,
        understood=found,
    )


def setting_for(
    *,
    source: str,
    now: datetime,
    as_of: date | None = None,
    scope: Scope | None = None,
    area: str = "",
) -> Setting:
    """What cleaning must know besides the file. Raises ``UnknownSource`` or ``NotAllowed``.

    ``area`` is the code of the kabupaten or kecamatan whose list it is: by default that of the
    profile, or the receiver's, if it is only one.
    """
    layout, home_area = layout_of(source), installation().area_code
    reach = (home_area,) if scope is None else scope.prefixes(Permission.IMPORT)
    if not reach:
        raise NotAllowed("You may not receive lists: ask the province's administrator for a role.")
    today = timezone.localdate(now)
    return Setting(
        layout=layout,
        tree=Tree.of(as_frame(), installation=home_area),
        as_of=as_of or layout.default_as_of or today,
        today=today,
        reach=reach,
        home=area or layout.home or (reach[0] if len(reach) == 1 and len(reach[0]) > 2 else ""),
    )


def unfinished(path: Path, *, source: str) -> Batch | None:
    """The batch as which these bytes were received whole, but whose registration was cut off."""
    if not path.is_file():
        return None
    batch = Batch.objects.filter(
        layout=source, file_hash=hash_of_file(path), state=BatchState.RECEIVED
    ).first()
    return batch if batch is not None and Row.objects.filter(batch=batch).exists() else None


def is_known(path: Path, *, source: str, now: datetime) -> bool:
    """Whether these bytes were received as a list of ``source`` and stand."""
    same = Batch.objects.filter(layout=source, file_hash=hash_of_file(path))
    return same.exclude(fallen(now)).exists()


def refuse_known(path: Path, *, now: datetime, but: int | None = None, **same: str) -> None:
    """Raise ``AlreadyReceived`` when a batch that stands has the same hash.

    A batch that failed does not stand, nor one whose registration was cut off: it may be received
    anew, and registering the same rows again changes nothing. ``but`` one, which is resumed.
    """
    batches = Batch.objects.filter(**same).exclude(fallen(now))
    standing = batches.exclude(pk=but or 0).first()
    if standing is not None:
        day = timezone.localtime(standing.received_at, timezone.get_default_timezone())
        raise AlreadyReceived(
            f"{path.name} was received before, on {day:%Y-%m-%d %H:%M}, as list {standing.pk}: "
            "nothing has changed.",
            batch_id=standing.pk,
        )


def fallen(now: datetime) -> Q:
    """Condition on batches that failed, or were cut off before they were registered."""
    cut_off = Q(state=BatchState.RECEIVED, received_at__lt=now - LONGEST)
    return Q(state=BatchState.FAILED) | cut_off


def hash_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
