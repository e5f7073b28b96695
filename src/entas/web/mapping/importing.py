"""Naming the profile, starting the import, and watching it."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entas.access.scope import Scope
from entas.pipeline.working import see_to
from entas.sources.desk import actions, queries
from entas.sources.layouts import LAYOUTS
from entas.sources.mapping import NotAMapping
from entas.sources.models import Upload, UploadState
from entas.sources.profiles import source_of, titles
from entas.web.mapping.desk import at_the_desk, mine
from entas.web.mapping.words import BASES, REFUSALS, STEPS, word
from entas.web.scoped import scoped


@require_http_methods(["GET", "HEAD", "POST"])
@scoped
def import_(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    """Save the mapping as the agency's profile, or take a source that fits, and import."""
    upload = at_the_desk(scope, upload_id)
    found = queries.mapping_of(upload)
    trouble = ""
    if request.method == "POST":
        as_of, trouble = _day(request.POST.get("as_of", ""))
        fitting = str(request.POST.get("source", ""))
        if not trouble and fitting in {one["source"] for one in upload.draft["fits"]}:
            return _start(upload, fitting, as_of)
        if not trouble:
            try:
                profile = actions.save_profile(
                    title=str(request.POST.get("title", "")),
                    agency=str(request.POST.get("agency", "")),
                    mapping=found,
                    scope=scope,
                    by=scope.actor,
                    now=timezone.now(),
                )
            except actions.NoTitle:
                trouble = _("Give the profile a name, such as the agency and the list.")
            except NotAMapping:
                return redirect("mapping-columns", upload.pk)
            else:
                return _start(upload, source_of(profile), as_of)
    filled = [(one.header, word(one.field)) for one in found.columns if one.field]
    context: dict[str, Any] = {
        "upload": upload,
        "filled": filled,
        "unused": [one.header for one in found.columns if not one.field],
        "base": BASES[found.base],
        "today": timezone.localdate(),
        "typed": request.POST,
        "trouble": trouble,
        "missing": [word(name) for name in found.missing()],
        "step": 4,
        "section": "lists",
    }
    return render(request, "web/mapping/import.html", context, status=400 if trouble else 200)


def _start(upload: Upload, source: str, as_of: date | None) -> HttpResponse:
    actions.queue(upload=upload, source=source, as_of=as_of)
    upload.refresh_from_db()
    see_to(upload)
    return redirect("mapping-progress", upload.pk)


def _day(text: str) -> tuple[date | None, str]:
    """The day a list describes: of a date field of the form, or none; and what is wrong with it."""
    if not text:
        return None, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, _("This is no date.")
    if day > timezone.localdate():
        return None, _("The date is in the future.")
    return day, ""


@require_safe
@scoped
def progress(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    """How far the work on a file has come; it is taken up again where its process died."""
    upload = mine(scope, upload_id)
    see_to(upload)
    if upload.state == UploadState.WAITING:
        return _to(request, reverse("mapping-columns", args=[upload.pk]))
    names = list(STEPS)
    at = names.index(upload.step) if upload.step in names else 0
    context: dict[str, Any] = {
        "upload": upload,
        "working": upload.state in {UploadState.LOOKING, UploadState.QUEUED, UploadState.RUNNING},
        "looking": upload.state == UploadState.LOOKING,
        "refused": upload.state == UploadState.REFUSED,
        "refusal": REFUSALS.get(upload.code),
        "steps": [
            (STEPS[name], "done" if place < at else "now" if place == at else "ahead")
            for place, name in enumerate(names)
        ],
        "source": _source_name(upload.source),
        "may_map": "columns" in upload.draft and upload.state == UploadState.REFUSED,
        "counts": upload.batch.counts if upload.batch else {},
        "section": "lists",
        "step": 1 if upload.state == UploadState.LOOKING else 5,
    }
    part = "web/mapping/_progress.html" if request.headers.get("HX-Request") else ""
    return render(request, part or "web/mapping/progress.html", context)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """Send a page, or the script that asks for it, to another address."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _source_name(source: str) -> str:
    if source in LAYOUTS:
        return str(BASES[source])
    return titles({source}).get(source, source)
