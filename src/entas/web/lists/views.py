"""What was received: batches, and for one of them outcomes, findings and assumptions."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entas.access.scope import Permission, Scope
from entas.sources import queries
from entas.web.fields import SOURCES
from entas.web.lists.findings import REASONS, SEVERITIES, saying
from entas.web.paging import Page, page_number
from entas.web.scoped import NotHere, scoped

_SIZE = 50


def _check(scope: Scope) -> None:
    if not scope.prefixes(Permission.SEE_FAMILIES):
        raise PermissionDenied


@require_safe
@scoped
def batches(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The files that speak of the caller's areas, newest first."""
    _check(scope)
    received = queries.batches(scope=scope)
    context = {"batches": received, "sources": SOURCES, "section": "lists"}
    return render(request, "web/lists/list.html", context)


@require_safe
@scoped
def batch(request: HttpRequest, scope: Scope, batch_id: int) -> HttpResponse:
    """One file: where its rows ended, and what a person should know of them."""
    _check(scope)
    try:
        found = queries.batch(scope=scope, batch_id=batch_id)
    except queries.NoSuchBatch as refusal:
        raise NotHere(str(refusal)) from refusal
    page_at = page_number(request)
    severity = request.GET.get("severity", "")
    total, findings = queries.findings(
        scope=scope,
        batch_id=batch_id,
        severity=severity if severity in SEVERITIES else "",
        offset=(page_at - 1) * _SIZE,
        limit=_SIZE,
    )
    context = {
        "batch": found,
        "findings": [(finding, saying(finding.code)) for finding in findings],
        "page": Page(page_at, total, _SIZE),
        "summary": [(saying(item.code), item) for item in found.findings],
        "reasons": REASONS,
        "severity": severity,
        "severities": SEVERITIES,
        "sources": SOURCES,
        "section": "lists",
    }
    return render(request, "web/lists/batch.html", context)
