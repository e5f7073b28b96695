"""What people decided, newest first; each decision that is in force can be undone here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from entas.access.scope import Permission, Scope
from entas.linkage import desk
from entas.linkage.contradictions import contradictions
from entas.linkage.queries import DecisionDetail
from entas.registry import queries as registry
from entas.registry.subjects import stand_for
from entas.web.areas.views import trail
from entas.web.paging import SIZE, Page, page_number
from entas.web.review.asked import Asked
from entas.web.review.wording import KINDS, VERDICTS
from entas.web.scoped import scoped, within


@dataclass(frozen=True, slots=True)
class Line:
    """A decision with the masked names of both."""

    decision: DecisionDetail
    first: str
    second: str
    verdict: Promise
    kind: Promise


@require_safe
@scoped
def history(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """A page of the decisions of people on pairs of an area; ``?by=me`` the caller's own."""
    within(scope, code, Permission.LINK)
    path = trail(scope, code)
    number, mine = page_number(request), request.GET.get("by") == "me"
    total, made = desk.history(
        scope, code, by=scope.actor if mine else "", offset=(number - 1) * SIZE, limit=SIZE
    )
    conflicts = [
        lines(scope, desk.numbered(scope, [each.different.order, *(one.order for one in each.way)]))
        for each in contradictions(scope=scope, area_code=code)
    ]
    context = {
        "area": path[-1],
        "path": path,
        "may_open": {step.code for step in path if scope.covers(step.code, Permission.LINK)},
        "asked": Asked.by(request, code),
        "conflicts": [conflict for conflict in conflicts if conflict],
        "lines": lines(scope, made),
        "page": Page(number, total),
        "mine": mine,
        "section": "review",
    }
    return render(request, "web/review/history.html", context)


def lines(scope: Scope, made: Sequence[DecisionDetail]) -> list[Line]:
    """Decisions with the masked names of those who stand for both sides now."""
    names: dict[tuple[str, int], str] = {}
    for kind in {one.kind for one in made}:
        ids = {pk for one in made if one.kind == kind for pk in (one.first_id, one.second_id)}
        stands = stand_for(kind=kind, ids=ids)
        standing = list(stands.values())
        heads, people = registry.names_of(
            scope=scope,
            family_ids=standing if kind == "family" else (),
            person_ids=standing if kind == "person" else (),
        )
        known = heads if kind == "family" else people
        names |= {(kind, pk): known.get(there, "–") for pk, there in stands.items()}
    return [
        Line(
            decision=one,
            first=names.get((one.kind, one.first_id), "–"),
            second=names.get((one.kind, one.second_id), "–"),
            verdict=VERDICTS[one.verdict],
            kind=KINDS[one.kind],
        )
        for one in made
    ]
