"""The families of an area: those behind a figure, those found by name, or all of them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entas.access.scope import Permission, Scope
from entas.areas import queries as areas
from entas.areas.models import Area, Level
from entas.evaluation import queries as evaluation
from entas.evaluation.results import Cell
from entas.registry import queries as registry
from entas.snapshots.tables import Indicator
from entas.web.areas.views import trail
from entas.web.families.rows import Row, rows_of_families, rows_of_subjects
from entas.web.paging import SIZE, Page, page_number
from entas.web.pinned import Pinned, pinned
from entas.web.scoped import scoped, within
from entas.web.wording import CELLS, CELLS_EXPLAINED, INDICATORS, LEVELS

_BY_KEY = {indicator.key: indicator for indicator in Indicator}
_FILTERS = (
    Cell.NEED,
    Cell.REMAINING,
    Cell.UNFUNDED,
    Cell.POTENTIAL,
    Cell.PLANNED,
    Cell.REALISED,
    Cell.MET,
    Cell.UNKNOWN,
    Cell.NO_NEED,
    Cell.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks to be shown."""

    code: str
    indicator: Indicator | None
    cell: Cell
    text: str
    page: int

    @classmethod
    def by(cls, request: HttpRequest, code: str) -> "Asked":
        """Read the address; what it does not say plainly is what most people want."""
        cell = request.GET.get("cell", "")
        return cls(
            code=code,
            indicator=_BY_KEY.get(request.GET.get("indicator", "")),
            cell=Cell(cell) if cell in set(Cell) else Cell.REMAINING,
            text=request.GET.get("q", "").strip()[:80],
            page=page_number(request),
        )


@require_safe
@scoped
def families(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """A page of families: ``?indicator=&cell=`` behind a figure, ``?q=`` by name or number."""
    path = trail(scope, code)
    within(scope, code, Permission.SEE_FAMILIES)
    pin = pinned(request, scope)
    asked = Asked.by(request, code)
    indicator, cell = asked.indicator, asked.cell
    inside = list(areas.children(scope, code)) if path[-1].level < Level.VILLAGE else []
    page, rows = _page(asked, scope, pin)
    context: dict[str, Any] = {
        "area": path[-1],
        "path": path,
        "may_open": {step.code for step in path if scope.covers(step.code)},
        "pin": pin,
        "page": page,
        "rows": rows,
        "indicator": indicator,
        "words": INDICATORS[indicator] if indicator else None,
        "cell": cell,
        "cell_name": CELLS[cell],
        "cell_meaning": CELLS_EXPLAINED[cell],
        "indicators": INDICATORS.items(),
        "cells": [(item.value, CELLS[item]) for item in _FILTERS],
        "text": asked.text,
        "inside": inside,
        "inside_name": LEVELS[path[-1].level + 1] if inside else "",
        "section": "families",
    }
    return render(request, "web/families/list.html", context)


def _page(asked: Asked, scope: Scope, pin: Pinned | None) -> tuple[Page, list[Row]]:
    number, code = asked.page, asked.code
    offset = (number - 1) * SIZE
    snapshot = pin.snapshot if pin else None
    if asked.text:
        found = registry.search(scope=scope, text=asked.text, limit=200)
        found = [row for row in found if row.village_code.startswith(code)]
        shown = found[offset : offset + SIZE]
        villages = _villages({row.village_code for row in shown})
        return Page(number, len(found)), rows_of_families(shown, snapshot, scope, villages)
    if asked.indicator and snapshot:
        total, subjects = evaluation.subjects(
            snapshot,
            scope=scope,
            of=code,
            indicator=asked.indicator,
            cell=asked.cell,
            offset=offset,
            limit=SIZE,
        )
        villages = _villages({subject.village_code for subject in subjects})
        return Page(number, total), rows_of_subjects(subjects, snapshot, scope, villages)
    total, listed = registry.families_in(scope=scope, area_code=code, offset=offset, limit=SIZE)
    villages = _villages({row.village_code for row in listed})
    return Page(number, total), rows_of_families(listed, snapshot, scope, villages)


def _villages(codes: set[str]) -> dict[str, str]:
    """Names of villages with their sub-district, by code."""
    wanted = codes | {code[:6] for code in codes}
    names: dict[str, Area] = {area.code: area for area in areas.named(wanted)}
    return {
        code: f"{names[code].name}, {names[code[:6]].name}"
        for code in codes
        if code in names and code[:6] in names
    }
