"""Reads of the mapping desk. A file brought is its bringer's own until it is imported."""

from django.db.models import QuerySet

from entas.access.scope import Permission, Scope
from entas.kernel.errors import Refused
from entas.sources.mapping import Mapped, Mapping
from entas.sources.models import Upload, UploadState


class NoSuchUpload(Refused):
    """No file with this number that the caller brought."""


def uploads(*, scope: Scope) -> QuerySet[Upload]:
    """The files the caller brought, newest first."""
    if not scope.prefixes(Permission.IMPORT):
        return Upload.objects.none()
    return Upload.objects.filter(uploaded_by=scope.actor).order_by("-uploaded_at", "-pk")


def upload(*, scope: Scope, upload_id: int) -> Upload:
    """One file the caller brought. Raises ``NoSuchUpload``."""
    found = uploads(scope=scope).filter(pk=upload_id).first()
    if found is None:
        raise NoSuchUpload(f"There is no file {upload_id} that you brought.")
    return found


def by_id(upload_id: int) -> Upload:
    """One file, for the process that works on it. Raises ``NoSuchUpload``."""
    found = Upload.objects.filter(pk=upload_id).first()
    if found is None:
        raise NoSuchUpload(f"There is no file {upload_id}.")
    return found


def unfinished_uploads() -> list[Upload]:
    """The files of everybody on which a process is, or was, to work; oldest first."""
    states = (UploadState.LOOKING, UploadState.QUEUED, UploadState.RUNNING)
    return list(Upload.objects.filter(state__in=states).order_by("uploaded_at"))


def mapping_of(upload: Upload) -> Mapping:
    """What was chosen for a file so far (``draft``)."""
    draft = upload.draft
    return Mapping(
        base=draft["base"],
        kind=draft["kind"],
        columns=tuple(
            Mapped(column["header"], field, draft["values"].get(column["header"], {}))
            for column, field in zip(draft["columns"], draft["fields"], strict=True)
        ),
    )
