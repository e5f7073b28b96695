"""Every table of a comparison as CSV, each row with the result that it comes from."""

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from entas.access.scope import Scope
from entas.areas import queries as areas
from entas.areas.models import Area, Level
from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation import queries, tables
from entas.linkage.reconciliation.actions import export
from entas.linkage.reconciliation.cells import NoSuchCell
from entas.linkage.reconciliation.tables import AREA_CELLS, AREA_COLUMNS, Line, Table
from entas.web.reconciliation.page import here, pinned_result
from entas.web.scoped import NotHere, scoped

Rows = tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]


@require_safe
@scoped
def table_csv(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """A table of an area: ``?of=`` the result, ``?table=`` lists, indicators, fields or areas.

    ``?by=`` is the level of the table of areas, villages unless given.
    """
    area = here(scope, code)[-1]
    result = pinned_result(request, scope)
    asked = request.GET.get("table", "")
    if asked not in set(Table):
        raise NotHere("No such table.")
    try:
        head, rows = _table(Table(asked), result, scope, area, request.GET.get("by", ""))
    except queries.NoReconciliation as refusal:
        raise NotHere(str(refusal)) from refusal
    return _csv(f"entas-{asked}-{code}", result, head, rows)


@require_safe
@scoped
def families_csv(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The families behind a cell, by number and village: no names. Who took it is recorded."""
    here(scope, code)
    result = pinned_result(request, scope)
    try:
        cell = queries.cell(result, request.GET.get("cell", ""))
        total, rows = queries.behind(result, scope=scope, of=code, cell=cell, limit=1_000_000)
    except (NoSuchCell, queries.NoReconciliation) as refusal:
        raise NotHere(str(refusal)) from refusal
    export(
        result=result,
        cell=cell,
        rows=total,
        area_code=code,
        scope=scope,
        by=scope.actor,
        now=timezone.now(),
    )
    head = ("cell", "family_id", "person_id", "village_code", "said_a", "said_b")
    lines = (
        (cell.key, row.family_id, row.person_id, row.village_code, row.said_a, row.said_b)
        for row in rows
    )
    return _csv(f"entas-families-{code}", result, head, lines)


def _table(table: Table, result: Reconciliation, scope: Scope, area: Area, by: str) -> Rows:
    if table is Table.AREAS:
        level = next((one for one in Level if one.label == by), Level.VILLAGE)
        level = max(level, Level(area.level))
        found = queries.by_area(result, scope=scope, of=area.code, by=level, columns=AREA_COLUMNS)
        names = {item.code: item.name for item in areas.named(list(found))}
        lines = ((code, tables.area(code, tally)) for code, tally in found.items())
        return (
            ("area_code", "area_name", *AREA_CELLS),
            ((code, names.get(code, ""), *line.counts.values()) for code, line in lines),
        )
    tally = queries.tally(result, scope=scope, of=area.code)
    made: list[Line] = {
        Table.LISTS: lambda: tables.lists(tally),
        Table.INDICATORS: lambda: tables.indicators(tally, result.definitions),
        Table.FIELDS: lambda: tables.fields(tally),
    }[table]()
    counted = tuple(made[0].counts) if made else ()
    return (
        ("area_code", "unit", "about", *counted),
        ((area.code, line.unit.value, line.about, *line.counts.values()) for line in made),
    )


def _csv(
    name: str, result: Reconciliation, head: Iterable[str], rows: Iterable[tuple[Any, ...]]
) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    named = f"{name}-{result.source_a}-{result.source_b}-{result.on.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    response.write("\ufeff")  # Excel then reads it as UTF-8
    out = csv.writer(response)
    out.writerow((*head, "comparison", "a", "b", "as_of"))
    stamp = (result.pk, result.source_a, result.source_b, result.on.isoformat())
    for row in rows:
        out.writerow((*row, *stamp))
    return response
