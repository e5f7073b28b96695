"""Two lists side by side in an area: choose them, see where they meet, open what is behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entas.access.scope import Permission, Scope
from entas.areas import queries as areas
from entas.areas.models import Area, Level
from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation import queries, tables
from entas.linkage.reconciliation.tables import AREA_CELLS, AREA_COLUMNS
from entas.sources import queries as received
from entas.web.areas.views import trail
from entas.web.reconciliation.shown import Links, areas_shown, overlaps, shown
from entas.web.reconciliation.wording import Names, source_name
from entas.web.scoped import NotHere, scoped, within
from entas.web.wording import LEVELS

_NO_LIST_OF_FAMILIES = frozenset({"tags"})


@dataclass(frozen=True, slots=True)
class Choice:
    """The two lists that the address names, and the result it pins, if any."""

    source_a: str
    source_b: str
    result: Reconciliation | None


def chosen(request: HttpRequest, scope: Scope) -> Choice:
    """What the address asks for: ``?of=`` a result, else ``?a=&b=`` two lists, else the latest.

    Raises ``NotHere`` for a number that does not exist.
    """
    number = request.GET.get("of", "")
    if number:
        try:
            found = queries.get(scope, int(number) if number.isdecimal() else 0)
        except queries.NoReconciliation as refusal:
            raise NotHere(str(refusal)) from refusal
        return Choice(found.source_a, found.source_b, found)
    source_a, source_b = (request.GET.get(side, "")[:40] for side in ("a", "b"))
    if not source_a and not source_b:
        latest = queries.listing(scope).first()
        return Choice(latest.source_a, latest.source_b, latest) if latest else Choice("", "", None)
    try:
        found = queries.latest(scope, source_a, source_b)
    except queries.NoReconciliation:
        return Choice(source_a, source_b, None)
    return Choice(found.source_a, found.source_b, found)


def pinned_result(request: HttpRequest, scope: Scope) -> Reconciliation:
    """The result that ``?of=`` names. Raises ``NotHere`` without one."""
    result = chosen(request, scope).result
    if result is None:
        raise NotHere("No such comparison.")
    return result


def here(scope: Scope, code: str) -> list[Area]:
    """The path to an area whose families the caller may see. Raises ``NotHere``."""
    path = trail(scope, code)
    within(scope, code, Permission.SEE_FAMILIES)
    return path


@require_safe
@scoped
def reconciliation(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The comparison of two lists in an area."""
    path = here(scope, code)
    choice = chosen(request, scope)
    context: dict[str, Any] = {
        "area": path[-1],
        "path": path,
        "may_open": {step.code for step in path if scope.covers(step.code)},
        "choice": choice,
        "known": _known(scope),
        "names": Names(source_name(choice.source_a), source_name(choice.source_b)),
        "section": "lists",
    }
    if choice.result is None:
        return render(request, "web/reconciliation/empty.html", context)
    try:
        context |= _result(choice.result, scope, path[-1], request.GET.get("by", ""))
    except queries.NoReconciliation:  # its files are gone
        return render(request, "web/reconciliation/empty.html", context)
    return render(request, "web/reconciliation/reconciliation.html", context)


def _known(scope: Scope) -> list[tuple[str, str]]:
    """The lists that can be chosen: those compared before and those received."""
    compared = queries.listing(scope).values_list("source_a", "source_b")
    files = received.batches(scope=scope).order_by()
    keys = {key for pair in compared for key in pair}
    keys |= set(files.values_list("layout", flat=True).distinct())
    named = [(key, source_name(key)) for key in keys - _NO_LIST_OF_FAMILIES]
    return sorted(named, key=lambda item: item[1].lower())


def _result(result: Reconciliation, scope: Scope, area: Area, by: str) -> dict[str, Any]:
    links = Links(result, Names.of(result))
    tally = queries.tally(result, scope=scope, of=area.code)
    fields = shown(area.code, tables.fields(tally), links, indicator=False)
    levels = levels_inside(Level(area.level))
    level = next((one for one in levels if one.label == by), levels[0])
    inside = queries.by_area(result, scope=scope, of=area.code, by=level, columns=AREA_COLUMNS)
    called = {item.code: item.name for item in areas.named(list(inside))}
    return {
        "result": result,
        "names": links.names,
        "others": queries.listing(scope).filter(source_a=result.source_a, source_b=result.source_b)[
            :12
        ],
        "overlaps": overlaps(area.code, tally, links),
        "unlinked": [
            (source_name(source), rows)
            for source, rows in queries.unlinked(result, scope=scope, of=area.code).items()
            if rows
        ],
        "whole": tables.area(area.code, tally).counts,
        "indicators": shown(
            area.code, tables.indicators(tally, result.definitions), links, indicator=True
        ),
        "shared": [line for line in fields if line.is_shared],
        "single": [line for line in fields if not line.is_shared],
        "hints": any(tally.get(AREA_CELLS[name]) for name in ("hint_a", "hint_b")),
        "areas": areas_shown(inside, called, links),
        "level": level,
        "level_name": LEVELS[level],
        "levels": [(one.label, LEVELS[one]) for one in levels],
    }


def levels_inside(level: Level) -> Sequence[Level]:
    """The levels by which an area's table may be told apart: not so many that nobody reads them."""
    inside = {
        Level.PROVINCE: (Level.DISTRICT, Level.SUBDISTRICT),
        Level.DISTRICT: (Level.SUBDISTRICT, Level.VILLAGE),
    }
    return inside.get(level, (Level.VILLAGE,))
