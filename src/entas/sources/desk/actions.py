"""Writes of the mapping desk: files brought, what was chosen for them, and profiles."""

import shutil
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import get_valid_filename, slugify

from entas.access.scope import NotAllowed, Permission, Scope
from entas.audit.actions import record
from entas.kernel.errors import Refused
from entas.sources.mapping import Mapping, as_layout
from entas.sources.models import Profile, Upload, UploadState
from entas.sources.profiles import source_of
from entas.sources.readers.limits import FILE_BYTES, MIB

FOLDER = "uploads"
_KEY_LENGTH = 24


class TooMuch(Refused):
    """The file is larger than any list."""


class NoTitle(Refused):
    """A profile needs a name by which it is found again."""


def bring(*, name: str, content: Iterable[bytes], scope: Scope, by: str, now: datetime) -> Upload:
    """Keep a file that somebody brought, to be looked at. Nothing of it is read here.

    ``content`` comes in pieces. Raises ``NotAllowed`` or ``TooMuch``.
    """
    if not scope.prefixes(Permission.IMPORT):
        raise NotAllowed("You may not receive lists: ask the province's administrator for a role.")
    safe = get_valid_filename(name.strip()[-120:] or "list") or "list"
    upload = Upload.objects.create(file_name=safe, size=0, path="", uploaded_by=by, uploaded_at=now)
    folder = Path(settings.HOME) / FOLDER / str(upload.pk)
    folder.mkdir(parents=True, mode=0o700)
    try:
        size = _write(folder / safe, content)
    except BaseException:
        shutil.rmtree(folder)
        upload.delete()
        raise
    with transaction.atomic():
        upload.size, upload.path = size, f"{FOLDER}/{upload.pk}/{safe}"
        upload.save(update_fields=["size", "path"])
        record(
            action="upload.brought",
            subject=f"upload:{upload.pk}",
            by=by,
            now=now,
            details={"size": size},
        )
    return upload


def _write(path: Path, content: Iterable[bytes]) -> int:
    size = 0
    with path.open("wb") as file:
        for piece in content:
            size += len(piece)
            if size > FILE_BYTES:
                raise TooMuch(
                    f"{path.name} is larger than {FILE_BYTES // MIB} MiB: split the list."
                )
            file.write(piece)
    return size


def path_of(upload: Upload) -> Path:
    """Where the file is."""
    return Path(settings.HOME) / upload.path


@transaction.atomic
def looked_at(*, upload_id: int, draft: dict[str, Any]) -> None:
    """Keep what was seen of a file; it then waits for somebody to say what its columns are."""
    Upload.objects.filter(pk=upload_id, state=UploadState.LOOKING).update(
        draft=draft, state=UploadState.WAITING, attempts=0, step="", rows=0
    )


@transaction.atomic
def look_again(*, upload: Upload, sheet: str, header_row: int) -> None:
    """Have a file looked at again, as a table of this sheet with its header in this row.

    What was seen before stays until then, and if there is no such table.
    """
    asked = {"sheet": sheet, "header_row": header_row}
    Upload.objects.filter(
        pk=upload.pk, state__in=(UploadState.WAITING, UploadState.REFUSED)
    ).update(
        state=UploadState.LOOKING,
        draft={**upload.draft, "asked": asked},
        attempts=0,
        message="",
        code="",
    )


@transaction.atomic
def choose(*, upload: Upload, mapping: Mapping) -> None:
    """Keep what somebody chose at the desk so far; it may still lack something."""
    upload.draft = {
        **upload.draft,
        "base": mapping.base,
        "kind": mapping.kind,
        "fields": [one.field for one in mapping.columns],
        "values": {one.header: dict(one.values) for one in mapping.columns if one.values},
    }
    upload.save(update_fields=["draft"])


@transaction.atomic
def save_profile(
    *,
    title: str,
    agency: str,
    mapping: Mapping,
    scope: Scope,
    by: str,
    now: datetime,
) -> Profile:
    """Save what the columns of an agency's list are; the same title again is the next version.

    Unchanged, the version there is comes back. Raises ``NoTitle``, ``NotAllowed`` or
    ``NotAMapping``.
    """
    areas = scope.prefixes(Permission.IMPORT)
    if not areas:
        raise NotAllowed("You may not receive lists: ask the province's administrator for a role.")
    title, agency = " ".join(title.split())[:80], " ".join(agency.split())[:80]
    if not slugify(title):
        raise NoTitle("Give the profile a name, such as the agency and the list.")
    area = areas[0]
    as_layout(mapping, key="check", title=title)
    key = _key(title, area)
    latest = Profile.objects.select_for_update().filter(key=key).order_by("-version").first()
    if latest is not None and latest.mapping == mapping.as_json() and latest.agency == agency:
        return latest
    profile = Profile.objects.create(
        key=key,
        version=latest.version + 1 if latest else 1,
        title=title,
        agency=agency,
        area_code=area,
        mapping=mapping.as_json(),
        saved_by=by,
        saved_at=now,
    )
    record(
        action="profile.saved",
        subject=f"profile:{source_of(profile)}",
        by=by,
        now=now,
        area_code=area,
        details={"base": mapping.base, "version": profile.version},
    )
    return profile


def _key(title: str, area: str) -> str:
    """The name of a profile on the command line: its title, and the area if another has it."""
    key = slugify(title)[:_KEY_LENGTH].strip("-")
    others = Profile.objects.filter(key=key).exclude(area_code=area)
    return f"{key}-{area}"[:32] if others.exists() else key


@transaction.atomic
def queue(*, upload: Upload, source: str, as_of: date | None) -> bool:
    """Say as what a file is to be imported. False: it is being imported, or was."""
    waiting = Upload.objects.filter(
        pk=upload.pk, state__in=(UploadState.WAITING, UploadState.REFUSED)
    )
    return bool(
        waiting.update(
            source=source, as_of=as_of, state=UploadState.QUEUED, attempts=0, step="", rows=0,
            message="",
            code="",
        )
    )  # fmt: skip


@transaction.atomic
def begin(*, upload_id: int) -> int:
    """Count one more process that takes a file on; returns which it is, from 1."""
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    upload.attempts += 1
    if upload.state == UploadState.QUEUED:
        upload.state = UploadState.RUNNING
    upload.save(update_fields=["attempts", "state"])
    return upload.attempts


@transaction.atomic
def progress(*, upload_id: int, step: str, rows: int) -> None:
    """How far an import has come."""
    Upload.objects.filter(pk=upload_id).update(step=step, rows=rows)


@transaction.atomic
def finish(*, upload_id: int, batch_id: int | None, message: str = "") -> None:
    """The import ended; the file brought is no longer needed (the batch keeps the original)."""
    Upload.objects.filter(pk=upload_id).update(
        state=UploadState.DONE, batch_id=batch_id, message=message, step=""
    )
    upload = Upload.objects.get(pk=upload_id)
    shutil.rmtree(path_of(upload).parent, ignore_errors=True)


@transaction.atomic
def refuse(*, upload_id: int, message: str, code: str) -> None:
    """The file cannot be read or imported; the message says why and what to do."""
    Upload.objects.filter(pk=upload_id).update(
        state=UploadState.REFUSED, message=message, code=code, step="", attempts=0
    )


@transaction.atomic
def discard(*, upload: Upload, by: str, now: datetime) -> None:
    """Take back a file that was brought and not imported."""
    shutil.rmtree(path_of(upload).parent, ignore_errors=True)
    record(action="upload.discarded", subject=f"upload:{upload.pk}", by=by, now=now)
    upload.delete()
