"""Pages of an area: the way home, the dashboard, the search, the tables as CSV."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from entas.access.scope import Scope
from entas.areas import queries as areas
from entas.areas.models import Area, Level
from entas.web.areas.board import Links, board, league
from entas.web.areas.maps import credits_of, map_of, outlines
from entas.web.pinned import pinned
from entas.web.scoped import NotHere, Visit, scoped, within
from entas.web.wording import INDICATORS, LEVELS


@require_safe
@scoped
def home(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Lead to the caller's own area; say what to do when there is none yet."""
    code = Visit(scope).home_code
    if code:
        return redirect("area", code=code)
    return render(request, "web/no_area.html", status=403)


def trail(scope: Scope, code: str) -> list[Area]:
    """The area and those above it. Raises ``NotHere`` when it is outside the scope or unknown."""
    within(scope, code)
    found = areas.path(code)
    if not found or found[-1].code != code:
        raise NotHere("No such area.")
    return found


@require_safe
@scoped
def area(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The dashboard of an area."""
    path = trail(scope, code)
    here, level = path[-1], Level(path[-1].level)
    context: dict[str, object] = {
        "area": here,
        "path": path,
        "level": level,
        "level_name": LEVELS[level],
        "may_open": {step.code for step in path if scope.covers(step.code)},
        "section": "areas",
    }
    pin = pinned(request, scope)
    context["pin"] = pin
    made = board(pin, scope, code, level, asked=request.GET.get("indicator", "")) if pin else None
    if pin is None or made is None:
        return render(request, "web/areas/empty.html", context)
    links, indicator = Links(pin), made.current.indicator
    context |= {
        "board": made,
        "indicators": INDICATORS.items(),
        "sort": request.GET.get("sort", "pct"),
        "table_link": links.area(code, indicator=indicator.key),
    }
    if level < Level.VILLAGE:
        below = Level(level + 1)
        context["child_name"] = LEVELS[below]
        context["league"] = league(
            made.children, indicator, links, sort=request.GET.get("sort", "pct")
        )
        context["map_credits"] = credits_of()
        context["map"] = map_of(
            made.children,
            indicator,
            links,
            outlines(scope, code, below),
            of=code,
            prefer=request.GET.get("map", ""),
        )
    partial = bool(getattr(request, "htmx", False)) and request.htmx.target == "board"  # type: ignore[attr-defined]
    response = render(
        request, "web/areas/_board.html" if partial else "web/areas/area.html", context
    )
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_safe
@scoped
def search(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Areas of the caller by name or code."""
    text = request.GET.get("q", "").strip()[:80]
    found = areas.search(scope, text, limit=60)
    codes = {area.code[:length] for area in found for length in (2, 4, 6)}
    names = {area.code: area.name for area in areas.named(codes)}
    rows = [
        {
            "area": item,
            "level": LEVELS[item.level],
            "inside": [
                names[item.code[:length]]
                for length in (6, 4, 2)
                if length < len(item.code) and item.code[:length] in names
            ],
        }
        for item in found
    ]
    context = {"rows": rows, "text": text, "section": "areas"}
    return render(request, "web/areas/search.html", context)
