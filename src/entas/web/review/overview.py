"""The overview of a queue: how many pairs wait, of which sort, and where; without any name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entas.access.scope import Permission, Scope
from entas.areas import queries as areas
from entas.areas.models import CODE_LENGTH, Level
from entas.linkage import desk, queries
from entas.linkage.desk import Wanted
from entas.linkage.models import PairState
from entas.web.areas.views import trail
from entas.web.formats import percent
from entas.web.review.asked import SECOND, Asked
from entas.web.review.wording import KINDS, ORDERS, QUEUES, REASONS
from entas.web.scoped import scoped, within
from entas.web.wording import LEVELS


@require_safe
@scoped
def review(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """How many pairs of an area wait, by sort and by place; from here the desk is opened."""
    within(scope, code, Permission.LINK)
    path = trail(scope, code)
    asked = Asked.by(request, code)
    tally = desk.tally(scope, code)
    merges_at = queries.threshold(code)
    context: dict[str, Any] = {
        "area": path[-1],
        "path": path[:-1],
        "may_open": {step.code for step in path if scope.covers(step.code, Permission.LINK)},
        "asked": asked,
        "waiting": desk.waits(scope, asked.wanted),
        "queues": _choices(QUEUES, _queue_counts(tally.states)),
        "kinds": _choices(KINDS, tally.kinds),
        "reasons": _choices(REASONS, tally.reasons),
        "orders": ORDERS.items(),
        "places": _places(scope, asked.wanted, path[-1].level),
        "merges_at": percent(100 * merges_at) if merges_at <= 1 else "",
        "may_set": path[-1].level <= Level.DISTRICT,
        "section": "review",
    }
    return render(request, "web/review/queue.html", context)


def _queue_counts(states: dict[str, int]) -> dict[str, int]:
    return {"": states[PairState.WAITING], SECOND: states[PairState.SECOND_OPINION]}


def _choices(words: dict[str, Any], counts: dict[str, int]) -> list[tuple[str, Any, int]]:
    return [(key, name, counts.get(key, 0)) for key, name in words.items()]


def _places(scope: Scope, wanted: Wanted, level: int) -> dict[str, Any] | None:
    """Where the pairs lie, one level further down; ``None`` in a village."""
    if level >= Level.VILLAGE:
        return None
    below = Level(level + 1)
    counts = desk.by_area(scope, wanted, length=CODE_LENGTH[below])
    names = {area.code: area.name for area in areas.named(counts)}
    most = max(counts.values(), default=0)
    rows = [
        {
            "code": code,
            "name": names.get(code, code),
            "count": count,
            "width": f"{100 * count / most:.2f}",
            "open": scope.covers(code, Permission.LINK),
        }
        for code, count in sorted(counts.items(), key=lambda item: -item[1])
    ]
    return {"name": LEVELS[below], "rows": rows}
