"""What was received: batches, and for one of them outcomes, findings and assumptions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entas.access.scope import Permission, Scope
from entas.kernel.masking import mask_name, mask_number
from entas.sources import queries
from entas.sources.findings import explain
from entas.sources.profiles import shown_headers, titles
from entas.web.fields import SOURCES
from entas.web.paging import Page, page_number
from entas.web.scoped import NotHere, scoped
from entas.web.wording import OUTCOMES, SEVERITIES

_SIZE = 50
_NAMING = (
    "nama", "kepala keluarga", "alamat", "ibu", "ortu", "orang tua", "pelanggan", "krt", "dusun",
    "dukuh",
)  # fmt: skip


@require_safe
@scoped
def batches(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The files that speak of the caller's areas, newest first."""
    page_at = page_number(request)
    received = queries.batches(scope=scope)
    page = Page(page_at, received.count(), _SIZE)
    shown = received[(page_at - 1) * _SIZE : page_at * _SIZE]
    context = {
        "batches": [queries.batch(scope=scope, batch_id=item.pk) for item in shown],
        "page": page,
        "sources": {**SOURCES, **titles({item.layout for item in shown})},
        "may_import": bool(scope.prefixes(Permission.IMPORT)),
        "section": "lists",
    }
    return render(request, "web/lists/list.html", context)


@require_safe
@scoped
def batch(request: HttpRequest, scope: Scope, batch_id: int) -> HttpResponse:
    """One file: where its rows ended, and what a person should know of them."""
    try:
        found = queries.batch(scope=scope, batch_id=batch_id)
    except queries.NoSuchBatch as refusal:
        raise NotHere(str(refusal)) from refusal
    severity = request.GET.get("severity", "")
    page_at = page_number(request)
    total, findings = queries.findings(
        scope=scope,
        batch_id=batch_id,
        severity=severity if severity in SEVERITIES else "",
        offset=(page_at - 1) * _SIZE,
        limit=_SIZE,
    )
    shown = shown_headers(found.batch.layout)
    context: dict[str, Any] = {
        "batch": found,
        "total": sum(found.outcomes.values()),
        "reasons": [(explain(item.code), item) for item in found.reasons],
        "assumptions": [(explain(str(item.get("code"))), item) for item in found.assumptions],
        "summary": [(explain(item.code), item) for item in found.findings],
        "findings": [
            (explain(item.code), masked(item.column, item.received, shown), item)
            for item in findings
        ],
        "page": Page(page_at, total, _SIZE),
        "severity": severity,
        "severities": SEVERITIES,
        "outcomes": OUTCOMES,
        "sources": {**SOURCES, **titles({found.batch.layout})},
        "section": "lists",
    }
    return render(request, "web/lists/batch.html", context)


def masked(column: str, received: str, shown: frozenset[str] | None = None) -> str:
    """A cell as a list of findings may show it: names and long numbers stay hidden.

    An agency's own headers say nothing of what stands below: only ``shown`` ones are.
    """
    hidden = shown is not None and column != "" and column not in shown
    if hidden or any(word in column.lower() for word in _NAMING):
        return mask_name(received) if received else ""
    digits = sum(character.isdigit() for character in received)
    return mask_number(received) if digits >= 11 else received
