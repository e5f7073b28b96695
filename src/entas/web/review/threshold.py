"""Where a kabupaten says from which probability pairs merge by themselves, and what that means."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entas.access.scope import Permission, Scope
from entas.areas.models import Level
from entas.linkage import actions, desk, queries
from entas.web.areas.views import trail
from entas.web.formats import percent
from entas.web.review.curve import NONE, STEPS, Curve, curve
from entas.web.scoped import NotHere, scoped, within

CHOICES = (0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)


@require_http_methods(["GET", "HEAD", "POST"])
@scoped
def threshold(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The threshold of a kabupaten (or the province): a picture of each choice, and the choice."""
    within(scope, code, Permission.LINK)
    path = trail(scope, code)
    if path[-1].level > Level.DISTRICT:
        raise NotHere("A kabupaten sets the threshold.")
    refused = ""
    if request.method == "POST":
        try:
            actions.set_threshold(
                scope=scope,
                area_code=code,
                merges_at=_chosen(request),
                by=scope.actor,
                now=timezone.now(),
            )
        except actions.ThresholdRefused:
            refused = _("Choose one of the thresholds below.")
        else:
            messages.success(request, _("The threshold holds from the next run on."))
            return redirect("review", code)
    now_at = queries.threshold(code)
    drawn = curve(desk.probabilities(scope, code, steps=STEPS), now_at=now_at)
    context: dict[str, Any] = {
        "area": path[-1],
        "path": path,
        "may_open": {step.code for step in path if scope.covers(step.code, Permission.LINK)},
        "curve": drawn,
        "choices": [_choice(drawn, value, now_at) for value in sorted({*CHOICES, now_at, NONE})],
        "merges_at": now_at,
        "refused": refused,
        "section": "review",
    }
    return render(request, "web/review/threshold.html", context, status=422 if refused else 200)


def _choice(drawn: Curve, value: float, now_at: float) -> dict[str, Any]:
    """A threshold to choose: what would merge by itself, and what would go to the desk."""
    merges = drawn.merging(value)
    none = value > 1
    return {
        "value": str(value),
        "name": _("None: people decide all") if none else _threshold_text(value),
        "merges": merges,
        "review": drawn.total - merges,
        "is_now": value == now_at or (none and now_at > 1),
    }


def _threshold_text(value: float) -> str:
    """99,9 %: as the other percentages, but never rounded to another threshold."""
    return percent(100 * value)


def _chosen(request: HttpRequest) -> float:
    """What the form says; nonsense is -1, which the action refuses."""
    try:
        return float(request.POST.get("merges_at", ""))
    except ValueError:
        return -1.0
