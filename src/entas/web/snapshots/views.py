"""The snapshots: number, cut-off, checksum, definitions, rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entas.access.queries import installation
from entas.access.scope import Scope
from entas.snapshots import queries
from entas.web.scoped import Visit, scoped


@require_safe
@scoped
def snapshots(request: HttpRequest, scope: Scope) -> HttpResponse:
    """All snapshots, newest first."""
    home_code = Visit(scope).home_code
    context = {
        "snapshots": queries.listing(scope),
        "home_code": home_code,
        "whole": scope.covers(installation().area_code),
        "section": "snapshots",
    }
    return render(request, "web/snapshots.html", context)
