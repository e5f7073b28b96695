"""The tables of a dashboard as CSV, each row with the snapshot that it comes from."""

import csv
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from entas.access.scope import Scope
from entas.areas.models import Level
from entas.evaluation import queries
from entas.evaluation.results import Cell, Figure, Funnel
from entas.web.areas.views import trail
from entas.web.pinned import Pinned, pinned
from entas.web.scoped import NotHere, scoped

_FUNNEL = tuple(field.name for field in fields(Funnel))[2:]


@require_safe
@scoped
def figures_csv(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """A table of an area and its children.

    ``?table=`` figures (default), funnel or unmet; ``?by=`` a level by name, the children's
    unless given.
    """
    here = trail(scope, code)[-1]
    pin = pinned(request, scope)
    if pin is None:
        raise NotHere("No snapshot yet.")
    level = _level(request.GET.get("by", ""), Level(here.level))
    table = request.GET.get("table", "figures")
    makers = {"figures": _figures, "funnel": _funnel, "unmet": _unmet}
    if table not in makers:
        raise NotHere("No such table.")
    head, rows = makers[table](pin, scope, code, level)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"entas-{table}-{code}-{level.label}-snapshot-{pin.snapshot.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # Excel then reads it as UTF-8
    out = csv.writer(response)
    out.writerow((*head, "snapshot", "cutoff", "checksum"))
    cutoff = timezone.localtime(pin.snapshot.cutoff).isoformat()
    for row in rows:
        out.writerow((*row, pin.snapshot.pk, cutoff, pin.snapshot.checksum))
    return response


def _level(asked: str, level: Level) -> Level:
    named = {item.label: item for item in Level}
    if asked in named and named[asked] >= level:
        return named[asked]
    return Level(min(level + 1, Level.VILLAGE))


Table = tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]


def _figures(pin: Pinned, scope: Scope, code: str, level: Level) -> Table:
    cells = tuple(cell.value for cell in Cell)

    def row(figure: Figure) -> tuple[Any, ...]:
        counts = (getattr(figure, cell) for cell in cells)
        share = "" if figure.realised_pct is None else round(figure.realised_pct, 1)
        return (figure.area_code, figure.area_name, figure.indicator.key, *counts, share)

    found = queries.figures(pin.snapshot, scope=scope, of=code, by=level)
    return ("area_code", "area_name", "indicator", *cells, "realised_pct"), map(row, found)


def _funnel(pin: Pinned, scope: Scope, code: str, level: Level) -> Table:
    def row(funnel: Funnel) -> tuple[Any, ...]:
        counts = (getattr(funnel, name) for name in _FUNNEL)
        return (funnel.area_code, funnel.area_name, *counts)

    found = queries.funnel(pin.snapshot, scope=scope, of=code, by=level)
    return ("area_code", "area_name", *_FUNNEL), map(row, found)


def _unmet(pin: Pinned, scope: Scope, code: str, level: Level) -> Table:
    found = queries.unmet(pin.snapshot, scope=scope, of=code, by=level)
    head = ("area_code", "area_name", *(f"families_with_{n}" for n in range(9)))
    return head, ((item.area_code, item.area_name, *item.families) for item in found)
