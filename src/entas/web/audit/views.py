"""The audit trail, for those who may see it: who did what, where, when, and why."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entas.access.scope import Permission, Scope
from entas.audit import queries
from entas.web.paging import Page, page_number
from entas.web.scoped import scoped
from entas.web.wording import ACTIONS

_SIZE = 50


@require_safe
@scoped
def audit(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A page of events, newest first; ``?action=``, ``?by=``, ``?area=``, ``?subject=`` narrow."""
    if not scope.prefixes(Permission.SEE_AUDIT):
        raise PermissionDenied
    asked = {name: request.GET.get(name, "").strip() for name in ("action", "by", "area")}
    area_code = asked["area"].replace(".", "")
    found = queries.events(
        scope,
        subject=request.GET.get("subject", ""),
        action=asked["action"],
        by=asked["by"],
        area_code=area_code if area_code.isdecimal() else "",
    )
    page = Page(page_number(request), found.count(), _SIZE)
    events = found[page.first - 1 if page.total else 0 : page.last]
    context = {"events": events, "page": page, "asked": asked}
    context |= {"actions": ACTIONS, "section": "audit"}
    return render(request, "web/audit.html", context)
