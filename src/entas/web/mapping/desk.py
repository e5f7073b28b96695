"""Bringing a file, and the files and profiles there are."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entas.access.scope import NotAllowed, Permission, Scope
from entas.pipeline.working import see_to
from entas.sources import profiles
from entas.sources.desk import actions, queries
from entas.sources.models import Upload, UploadState
from entas.web.mapping.words import BASES, REFUSALS
from entas.web.scoped import NotHere, scoped

_SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
@scoped
def mapping(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Bring a file; below, the files brought lately and the profiles saved."""
    if not scope.prefixes(Permission.IMPORT):
        raise NotAllowed("You may not receive lists: ask the province's administrator for a role.")
    trouble, status = "", 200
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            trouble, status = _("Choose a file first."), 400
        else:
            try:
                upload = actions.bring(
                    name=str(file.name),
                    content=file.chunks(),
                    scope=scope,
                    by=scope.actor,
                    now=timezone.now(),
                )
            except actions.TooMuch:
                trouble, status = str(REFUSALS["too_large"]), 400
            else:
                see_to(upload)
                return redirect("mapping-progress", upload.pk)
    uploads = list(queries.uploads(scope=scope)[:_SHOWN])
    for upload in uploads:
        see_to(upload)
    context: dict[str, Any] = {
        "uploads": uploads,
        "profiles": profiles.profiles(scope=scope),
        "bases": BASES,
        "trouble": trouble,
        "taken_back": request.GET.get("taken_back", ""),
        "section": "lists",
    }
    return render(request, "web/mapping/desk.html", context, status=status)


@require_POST
@scoped
def discard(_request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    """Take back a file that was brought and is not being imported."""
    upload = mine(scope, upload_id)
    if upload.state in {UploadState.WAITING, UploadState.REFUSED, UploadState.DONE}:
        actions.discard(upload=upload, by=scope.actor, now=timezone.now())
        return redirect(f"{reverse('mapping')}?{urlencode({'taken_back': upload.file_name})}")
    return redirect("mapping")


def mine(scope: Scope, upload_id: int) -> Upload:
    """A file the caller brought; anything else is not there."""
    try:
        return queries.upload(scope=scope, upload_id=upload_id)
    except queries.NoSuchUpload as refusal:
        raise NotHere(str(refusal)) from refusal


def at_the_desk(scope: Scope, upload_id: int) -> Upload:
    """A file the caller brought that waits to be mapped, or was refused and may be mapped anew."""
    upload = mine(scope, upload_id)
    if "columns" not in upload.draft or upload.state not in {
        UploadState.WAITING,
        UploadState.REFUSED,
    }:
        raise NotHere("This file is not at the mapping desk.")
    return upload
