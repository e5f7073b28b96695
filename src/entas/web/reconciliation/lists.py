"""The families behind a number of a comparison, and sending them to the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from entas.access.scope import Permission, Scope
from entas.areas import queries as areas
from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation import queries
from entas.linkage.reconciliation.cells import Cell, NoSuchCell
from entas.linkage.reconciliation.queries import Behind
from entas.registry import queries as registry
from entas.registry.identity import stand_for
from entas.verification.assignments import actions as work
from entas.verification.assignments import queries as assigned
from entas.web.fields import say
from entas.web.formats import count
from entas.web.paging import SIZE, Page, page_number
from entas.web.reconciliation.page import here, pinned_result
from entas.web.reconciliation.wording import UNITS, Names, describe
from entas.web.scoped import NotHere, scoped

_DUE_IN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Row:
    """A family behind a number, masked; of a person's cell, that person of it."""

    family: registry.FamilyRow
    village: str
    person: str
    said_a: str
    said_b: str
    is_sent: bool
    """Whether somebody is to visit it because of this cell."""


def cause_of(result: Reconciliation, cell: Cell) -> str:
    """What assignments of a cell are known by: the same lists and cell, whatever the day."""
    return f"reconciliation:{result.source_a}:{result.source_b}:{cell.key}"[:120]


@require_safe
@scoped
def families(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """A page of the families behind ``?of=`` a result and ``?cell=`` one of its numbers."""
    return _page(request, scope, code)


@require_POST
@scoped
def send(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Send all families behind a number to the field, with one question and day."""
    here(scope, code)
    result, cell = _asked(request, scope)
    scope.check(code, Permission.ASSIGN)
    question = request.POST.get("question", "").strip()
    try:
        done = work.assign(
            scope=scope,
            families=queries.families_behind(result, scope=scope, of=code, cell=cell),
            question=question,
            cause=cause_of(result, cell),
            due_on=_day(request.POST.get("due_on", "")),
            by=scope.actor,
            now=timezone.now(),
        )
    except work.AssignmentUnclear as refusal:
        return _page(request, scope, code, question=question, refused=_refused(refusal), status=422)
    except queries.NoReconciliation as refusal:
        raise NotHere(str(refusal)) from refusal
    _tell(request, done)
    return redirect("assignments", code=code)


def _tell(request: HttpRequest, done: work.Assigned) -> None:
    sent = ngettext(
        "%(n)s family is sent to the field.", "%(n)s families are sent to the field.", done.families
    )
    told = sent % {"n": count(done.families)}
    if done.already:
        others = ngettext(
            "%(n)s was to be visited for this already.",
            "%(n)s were to be visited for this already.",
            done.already,
        )
        told += " " + others % {"n": count(done.already)}
    messages.success(request, told)


def _refused(refusal: work.AssignmentUnclear) -> str:
    """The refusal in the reader's language."""
    return {
        "nobody": gettext("There is no family in this list: choose another one."),
        "too many": gettext("These are too many families for one order: choose a smaller area."),
        "question": gettext(
            "Say in a few words, without numbers of persons, what the officer is to find out."
        ),
        "over": gettext("That day is over: name a later one."),
    }[refusal.kind]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _asked(request: HttpRequest, scope: Scope) -> tuple[Reconciliation, Cell]:
    """The result and the cell of the address. Raises ``NotHere``."""
    result = pinned_result(request, scope)
    try:
        return result, queries.cell(result, request.GET.get("cell", ""))
    except NoSuchCell as refusal:
        raise NotHere(str(refusal)) from refusal


def _page(
    request: HttpRequest,
    scope: Scope,
    code: str,
    *,
    question: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    path = here(scope, code)
    result, cell = _asked(request, scope)
    number = page_number(request)
    try:
        total, behind = queries.behind(
            result, scope=scope, of=code, cell=cell, offset=(number - 1) * SIZE, limit=SIZE
        )
    except queries.NoReconciliation as refusal:
        raise NotHere(str(refusal)) from refusal
    names = Names.of(result)
    says = describe(cell, names)
    context: dict[str, Any] = {
        "area": path[-1],
        "path": path,
        "may_open": {step.code for step in path if scope.covers(step.code)},
        "result": result,
        "cell": cell,
        "says": says,
        "unit": UNITS[cell.unit],
        "names": names,
        "rows": _rows(behind, scope, result, cell),
        "said": any(row.said_a or row.said_b for row in behind),
        "page": Page(number, total),
        "may_send": scope.covers(code, Permission.ASSIGN) and total > 0,
        "question": question or gettext("%(cell)s. Which is right?") % {"cell": says},
        "due_on": (timezone.localdate() + timedelta(days=_DUE_IN_DAYS)).isoformat(),
        "today": timezone.localdate().isoformat(),
        "refused": refused,
        "section": "lists",
    }
    return render(request, "web/reconciliation/families.html", context, status=status)


def _rows(behind: Sequence[Behind], scope: Scope, result: Reconciliation, cell: Cell) -> list[Row]:
    """The rows of a page, masked; without families that have left the caller's areas since."""
    stands = stand_for(kind="family", ids={one.family_id for one in behind})
    found = registry.families(scope=scope, family_ids=list(stands.values()))
    families = {row.family_id: row for row in found}
    people = {one.person_id for one in behind if one.person_id is not None}
    persons = stand_for(kind="person", ids=people) if people else {}
    _, names = registry.names_of(scope=scope, person_ids=list(persons.values()))
    sent = assigned.open_of(scope=scope, family_ids=stands.keys(), cause=cause_of(result, cell))
    villages = village_names({row.village_code for row in found})
    return [
        Row(
            family=families[stands[one.family_id]],
            village=villages.get(one.village_code, one.village_code),
            person=names.get(persons.get(one.person_id or 0, 0), ""),
            said_a=say(cell.about, one.said_a) if one.said_a else "",
            said_b=say(cell.about, one.said_b) if one.said_b else "",
            is_sent=one.family_id in sent,
        )
        for one in behind
        if stands.get(one.family_id) in families
    ]


def village_names(codes: set[str]) -> dict[str, str]:
    """Names of villages with their sub-district, by code."""
    names = {area.code: area.name for area in areas.named(codes | {code[:6] for code in codes})}
    return {
        code: f"{names[code]}, {names[code[:6]]}"
        for code in codes
        if code in names and code[:6] in names
    }
