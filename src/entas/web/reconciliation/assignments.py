"""What officers are to visit in an area: orders with how far they came, families due, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from entas.access.scope import Permission, Scope
from entas.registry import queries as registry
from entas.registry.identity import stand_for
from entas.verification.assignments import actions, queries
from entas.web.formats import count
from entas.web.paging import SIZE, Page, page_number
from entas.web.reconciliation.lists import village_names
from entas.web.reconciliation.page import here
from entas.web.reconciliation.wording import STATES
from entas.web.scoped import scoped


@require_safe
@scoped
def assignments(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The work list of an area, ``?state=`` open, done or withdrawn."""
    path = here(scope, code)
    asked = request.GET.get("state", "")
    state = asked if asked in STATES else "open"
    number = page_number(request)
    found = queries.assignments(scope=scope, area_code=code, state=state)
    page = Page(number, found.count())
    shown = list(found[(number - 1) * SIZE : number * SIZE])
    stands = stand_for(kind="family", ids={row.family_id for row in shown})
    found_now = registry.families(scope=scope, family_ids=list(stands.values()))
    families = {row.family_id: row for row in found_now}
    villages = village_names({row.village_code for row in shown})
    context: dict[str, Any] = {
        "area": path[-1],
        "path": path,
        "may_open": {step.code for step in path if scope.covers(step.code)},
        "orders": queries.orders(scope=scope, area_code=code),
        "rows": [
            (
                row,
                families.get(stands.get(row.family_id, 0)),
                villages.get(row.village_code, row.village_code),
            )
            for row in shown
        ],
        "page": page,
        "state": state,
        "states": STATES,
        "today": timezone.localdate(),
        "may_assign": scope.covers(code, Permission.ASSIGN),
        "section": "lists",
    }
    return render(request, "web/reconciliation/assignments.html", context)


@require_POST
@scoped
def change(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Withdraw, finish or reopen an order (``order``, as far as it lies in the area) or one
    assignment (``assignment``).
    """
    here(scope, code)
    scope.check(code, Permission.ASSIGN)
    order = _order(request.POST.get("order", ""))
    one = request.POST.get("assignment", "")
    ids = [int(one)] if one.isdecimal() else []
    to = request.POST.get("to", "")
    now = timezone.now()
    try:
        if to == "done":
            done = actions.finish(scope=scope, assignment_ids=ids, by=scope.actor, now=now)
        else:
            step = actions.reopen if to == "open" else actions.withdraw
            done = step(
                scope=scope,
                order=order,
                area_code=code,
                assignment_ids=ids,
                by=scope.actor,
                now=now,
            )
    except actions.NoAssignments:
        messages.warning(request, _("Nothing was changed: somebody was quicker."))
        return redirect("assignments", code=code)
    messages.success(request, _told(to, done))
    return redirect("assignments", code=code)


def _told(to: str, done: int) -> str:
    if to == "done":
        told = ngettext("%(n)s assignment is done.", "%(n)s assignments are done.", done)
    elif to == "open":
        told = ngettext(
            "%(n)s assignment is open again.", "%(n)s assignments are open again.", done
        )
    else:
        told = ngettext("%(n)s assignment is withdrawn.", "%(n)s assignments are withdrawn.", done)
    return told % {"n": count(done)}


def _order(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
