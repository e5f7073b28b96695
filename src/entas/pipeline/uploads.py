"""A file brought over the web: looked at, then imported, by a process of its own.

The web only starts that process (``entas upload ID``) and reads what it notes down. It holds a lock
as long as it lives, so that everybody can tell a cut-off work from one under way.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import override

from entas.access.queries import installation
from entas.access.scope import NotAllowed, Permission, Scope, scope_of
from entas.areas.queries import as_frame
from entas.kernel.errors import Refused
from entas.pipeline.intake import import_list
from entas.sources.actions import forget_cut_off
from entas.sources.cleaning import Tree
from entas.sources.desk import actions
from entas.sources.desk.queries import by_id
from entas.sources.desk.seeing import fits, seen
from entas.sources.layouts import LAYOUTS
from entas.sources.layouts.layout import Layout
from entas.sources.mapping import preview
from entas.sources.mapping.content import Places
from entas.sources.models import Upload, UploadState
from entas.sources.profiles import layout_of, profiles, source_of
from entas.sources.readers import read_file

P = ParamSpec("P")
T = TypeVar("T")
EVERY = 0.7  # seconds between two notes of progress
MOST_ATTEMPTS = 3
LOCK = "lock"
PATIENCE = 30  # times that the database's own waiting (20 s) is begun anew
FAULT = "The program failed on this file. Bring it again; if it fails again, tell who runs Entas."


@dataclass(frozen=True, slots=True)
class Worker:
    """Who a file is read for."""

    scope: Scope
    by: str


def work_on(upload_id: int, *, now: datetime) -> None:
    """Do what a file waits for: look at it, or import it. Faults are noted, then raised."""
    upload = by_id(upload_id)
    refuse = partial(_refuse, upload_id)
    if upload.state not in {UploadState.LOOKING, UploadState.QUEUED, UploadState.RUNNING}:
        return
    if patiently(actions.begin, upload_id=upload_id) > MOST_ATTEMPTS:
        refuse(FAULT, "fault")
        return
    try:
        worker = _worker(upload)
        if upload.state == UploadState.LOOKING:
            draft = look(upload, worker, now=now)
            patiently(actions.looked_at, upload_id=upload_id, draft=draft)
        else:
            with one_at_a_time():
                _import(upload, worker, now=now)
    except Refused as refusal:
        code = getattr(refusal, "code", type(refusal).__name__.lower())
        refuse(str(refusal), code)
    except Exception:
        refuse(FAULT, "fault")
        raise


def _refuse(upload_id: int, message: str, code: str) -> None:
    patiently(actions.refuse, upload_id=upload_id, message=message, code=code)


def patiently(write: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Write, again and again while a long import holds the database, which it may for minutes."""
    for _ in range(PATIENCE):
        try:
            return write(*args, **kwargs)
        except OperationalError as error:
            if "locked" not in str(error):
                raise
    return write(*args, **kwargs)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for the import of another file to end: they would only wait for each other inside."""
    folder = Path(settings.HOME) / actions.FOLDER
    with (folder / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _worker(upload: Upload) -> Worker:
    """The bringer, with the permissions held now."""
    user = get_user_model().objects.filter(username=upload.uploaded_by).first()
    if user is None:
        raise NotAllowed("Who brought this file is no user any more.")
    scope = scope_of(user)
    if not scope.prefixes(Permission.IMPORT):
        raise NotAllowed("You may not receive lists: ask the province's administrator for a role.")
    return Worker(scope, upload.uploaded_by)


def look(upload: Upload, worker: Worker, *, now: datetime) -> dict[str, object]:
    """What the desk sees of a file. Raises the refusals of the readers and ``NoTable``."""
    path = actions.path_of(upload)
    sheets = read_file(path)
    tree = Tree.of(as_frame(), installation=installation().area_code)
    return seen(
        preview(path.name, sheets, **upload.draft.get("asked", {})),
        sheets=[sheet.name for sheet in sheets if not sheet.hidden and sheet.cells.height],
        places=Places.of(tree),
        this_year=timezone.localdate(now).year,
        fits=fits(path.name, sheets, {**_saved(worker.scope), **LAYOUTS}),
    )


def _saved(scope: Scope) -> dict[str, Layout]:
    """Layouts of the profiles a user may import with, but those whose base has changed since."""
    found = {}
    for source in map(source_of, profiles(scope=scope)):
        with suppress(Refused):
            found[source] = layout_of(source)
    return found


def _import(upload: Upload, worker: Worker, *, now: datetime) -> None:
    path = actions.path_of(upload)
    if upload.attempts:
        forget_cut_off(path, source=upload.source)
    latest = 0.0

    def note(step: str, rows: int) -> None:
        nonlocal latest
        if rows == 0 or monotonic() - latest > EVERY:
            latest = monotonic()
            patiently(actions.progress, upload_id=upload.pk, step=step, rows=rows)

    with override("en"):
        report = import_list(
            path,
            source=upload.source,
            as_of=upload.as_of,
            by=worker.by,
            now=now,
            scope=worker.scope,
            progress=note,
        )
    patiently(actions.finish, upload_id=upload.pk, batch_id=report.batch_id, message=report.message)


@contextmanager
def lock(upload: Upload) -> Iterator[int | None]:
    """The lock of a file, as an open descriptor that a child process may inherit.

    ``None``: a living process holds it.
    """
    folder = actions.path_of(upload).parent
    if not folder.is_dir():
        yield None
        return
    handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield handle
    except BlockingIOError:
        yield None
    finally:
        os.close(handle)


def wants_a_process(upload: Upload) -> bool:
    """Whether a file waits for a process to look at it or to import it."""
    return upload.state in {UploadState.LOOKING, UploadState.QUEUED, UploadState.RUNNING}
