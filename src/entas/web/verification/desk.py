"""An area's desk: progress, and the queue of each state with decisions on many at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from entas.access.scope import Permission, Scope
from entas.areas.models import CODE_LENGTH, Level
from entas.areas.queries import named, path
from entas.kernel.errors import Refused
from entas.verification.deciding import actions, queries
from entas.verification.workflow import TRANSITIONS, Action, State
from entas.web.formats import count
from entas.web.paging import SIZE, Page, page_number
from entas.web.scoped import scoped, within
from entas.web.verification.wording import ACTIONS, STATES

_FIRST = {
    Permission.CHECK: "submitted",
    Permission.ACCEPT: "ratified",
    Permission.SPOT_CHECK: "accepted",
    Permission.RATIFY: "checked",
}


@require_safe
@scoped
def desk(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """What waits in an area, ``?state=``; without one, what waits for the caller."""
    within(scope, code, Permission.SEE_FAMILIES)
    asked = request.GET.get("state", "")
    state = asked if asked in STATES else _own(scope, code)
    number = page_number(request)
    found = queries.submissions(scope=scope, area_code=code, state=state)
    page = Page(number, found.count())
    shown = list(found[(number - 1) * SIZE : number * SIZE])
    steps = path(code)
    level = Level(steps[-1].level)
    below = Level(min(level + 1, Level.VILLAGE))
    progress = queries.progress(scope=scope, of=code, by=below)
    names = {area.code: area.name for area in named({row.code for row in progress})}
    names |= {area.code: area.name for area in named({row.village_code for row in shown})}
    context: dict[str, Any] = {
        "area": steps[-1],
        "path": steps,
        "may_open": {step.code for step in steps if scope.covers(step.code)},
        "rows": [(row, names.get(row.village_code, row.village_code)) for row in shown],
        "page": page,
        "state": state,
        "states": STATES,
        "words": ACTIONS,
        "counts": queries.counts(scope=scope, area_code=code),
        "progress": [(row, names.get(row.code, row.code)) for row in progress],
        "late": _late(scope, code),
        "officers": queries.officers(scope=scope, of=code),
        "actions": _possible(scope, code, State(state)),
        "minutes": queries.minutes_of(scope=scope, area_code=code)[:20],
        "may_ratify": level == Level.VILLAGE and scope.covers(code, Permission.RATIFY),
        "may_visit": bool(scope.prefixes(Permission.VISIT)),
        "today": timezone.localdate(),
        "section": "verification",
    }
    return render(request, "web/verification/desk.html", context)


@require_POST
@scoped
def decide(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One step with each of the chosen visits (``visit``), with one ``reason``."""
    within(scope, code, Permission.SEE_FAMILIES)
    chosen = [int(pk) for pk in request.POST.getlist("visit") if pk.isdecimal()]
    asked = request.POST.get("action", "")
    back = redirect("verification", code=code)
    if not chosen or asked not in ACTIONS:
        messages.warning(request, _("Choose visits first, then what to do with them."))
        return back
    minutes = request.POST.get("minutes", "")
    try:
        done = actions.decide(
            scope=scope,
            submission_ids=chosen,
            action=Action(asked),
            reason=request.POST.get("reason", ""),
            minutes_id=int(minutes) if minutes.isdecimal() else None,
            by=scope.actor,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.warning(request, _(str(refusal)))
        return back
    tell(request, done)
    return back


@require_POST
@scoped
def minutes(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Keep the signed minutes of a village's deliberation."""
    within(scope, code, Permission.RATIFY)
    document = request.FILES.get("document")
    attendance = request.POST.get("attendance", "")
    held_on = parse_date(request.POST.get("held_on", ""))
    back = redirect("verification", code=code)
    if document is None or isinstance(document, list) or held_on is None:
        messages.warning(request, _("Minutes need a day and the scan of the signed document."))
        return back
    try:
        actions.record_minutes(
            scope=scope,
            village_code=code,
            held_on=held_on,
            attendance=int(attendance) if attendance.isdecimal() else 0,
            document=document.chunks(),
            document_name=document.name or "",
            by=scope.actor,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.warning(request, _(str(refusal)))
    else:
        messages.success(request, _("The minutes are kept. Choose them when you ratify."))
    return back


def tell(request: HttpRequest, done: actions.Decided) -> None:
    """Say what a decision did, and of those that were not possible why."""
    if done.done:
        told = ngettext("%(n)s visit decided.", "%(n)s visits decided.", done.done)
        messages.success(request, told % {"n": count(done.done)})
    for why in sorted(set(done.refused.values())):
        held = sum(reason == why for reason in done.refused.values())
        messages.warning(request, f"{count(held)} × {_(why)}")


def _own(scope: Scope, code: str) -> str:
    """The state that waits for the caller's permission there."""
    return next((state for p, state in _FIRST.items() if scope.covers(code, p)), "submitted")


def _possible(scope: Scope, code: str, state: State) -> list[tuple[Action, bool, bool]]:
    """Steps from a state that the caller may take: action, needs a reason, needs minutes."""
    phone = {Action.VISIT, Action.SUBMIT, Action.CORRECT}
    return [
        (step.action, step.reason, step.minutes)
        for step in TRANSITIONS
        if step.source is state and step.action not in phone and scope.covers(code, step.permission)
    ]


def _late(scope: Scope, code: str) -> list[str]:
    """Names of the villages under 25 %."""
    if len(code) == CODE_LENGTH[Level.VILLAGE]:
        return []
    rows = queries.progress(scope=scope, of=code, by=Level.VILLAGE)
    return [area.name for area in named({row.code for row in rows if row.late})]
