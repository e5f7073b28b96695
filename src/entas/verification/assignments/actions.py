"""Give out verification work in bulk, close it, and undo both."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from entas.access.scope import Permission, Scope
from entas.areas.models import CODE_LENGTH
from entas.audit.actions import record
from entas.kernel.errors import Refused
from entas.verification.models import Assignment, AssignmentState

MOST = 20_000
"""Families of one order: more is no list to work through, and wants a smaller area."""


class AssignmentUnclear(Refused):
    """What officers are asked to do is not said, or not by when, or of too many at once.

    ``kind`` is "nobody", "too many", "question" or "over", for whoever says it in another language.
    """

    def __init__(self, kind: str, says: str) -> None:
        super().__init__(says)
        self.kind = kind


class NoAssignments(Refused):
    """No assignment of that kind that the caller may change."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What giving out work did."""

    order: UUID
    families: int  # new assignments
    already: int  # families that had an open assignment of the same cause


@transaction.atomic
def assign(
    *,
    scope: Scope,
    families: Sequence[tuple[int, str]],
    question: str,
    cause: str,
    due_on: date | None = None,
    officer: str = "",
    by: str,
    now: datetime,
) -> Assigned:
    """Ask for a visit to each of ``families`` (id, village code), as one order with one event.

    ``question`` is what the officer reads; ``cause`` says where it comes from, and a family that
    still has an open assignment of that cause gets no second one. Raises ``AssignmentUnclear``, and
    ``NotAllowed`` when a village lies where the caller may not assign.
    """
    question = " ".join(question.split())[:300]
    wanted = dict(families)
    _check(wanted, question, due_on, now)
    for village_code in sorted(set(wanted.values())):
        scope.check(village_code, Permission.ASSIGN)
    order = uuid4()
    Assignment.objects.bulk_create(
        [
            Assignment(
                family_id=family_id,
                village_code=village_code,
                officer=officer,
                question=question,
                cause=cause,
                order=order,
                asked_by=by,
                asked_at=now,
                due_on=due_on,
                state=AssignmentState.OPEN,
            )
            for family_id, village_code in wanted.items()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    made = Assignment.objects.filter(order=order).count()
    if made:
        record(
            action="assignments.made",
            subject=f"order:{order}",
            by=by,
            now=now,
            area_code=_area_of(wanted.values()),
            details={"families": made, "about": cause, "due_on": due_on and due_on.isoformat()},
        )
    return Assigned(order, made, len(wanted) - made)


def _check(wanted: dict[int, str], question: str, due_on: date | None, now: datetime) -> None:
    if not wanted:
        raise AssignmentUnclear("nobody", "There is no family in this list: choose another one.")
    if len(wanted) > MOST:
        raise AssignmentUnclear(
            "too many",
            f"These are {len(wanted)} families, and one order holds {MOST}: choose a smaller area.",
        )
    if len(question) < 5 or re.search(r"\d{8}", question):
        raise AssignmentUnclear(
            "question",
            "Say in a few words, without numbers of persons, what the officer is to find out.",
        )
    if due_on is not None and due_on < timezone.localdate(now):
        raise AssignmentUnclear("over", f"The day {due_on.isoformat()} is over: name a later one.")


@transaction.atomic
def withdraw(
    *,
    scope: Scope,
    order: UUID | None = None,
    area_code: str = "",
    assignment_ids: Collection[int] = (),
    by: str,
    now: datetime,
) -> int:
    """Withdraw the open assignments of an order, or these: nobody need go. Returns how many.

    ``area_code`` takes back only what lies in an area. Raises ``NoAssignments`` when none of them
    is open and in areas where the caller may assign.
    """
    chosen = _chosen(scope, order, assignment_ids, area_code).filter(state=AssignmentState.OPEN)
    return _close(chosen, AssignmentState.WITHDRAWN, by=by, now=now)


@transaction.atomic
def finish(*, scope: Scope, assignment_ids: Collection[int], by: str, now: datetime) -> int:
    """Mark open assignments as done. Returns how many. Raises ``NoAssignments``."""
    chosen = _chosen(scope, None, assignment_ids).filter(state=AssignmentState.OPEN)
    return _close(chosen, AssignmentState.DONE, by=by, now=now)


@transaction.atomic
def reopen(
    *,
    scope: Scope,
    order: UUID | None = None,
    area_code: str = "",
    assignment_ids: Collection[int] = (),
    by: str,
    now: datetime,
) -> int:
    """Undo ``withdraw`` or ``finish``, in an area where one is named; returns how many are open.

    One whose family has meanwhile another open assignment of the same cause stays closed. Of an
    order, those withdrawn are opened; those done stay done. Raises ``NoAssignments``.
    """
    others = Assignment.objects.filter(
        family_id=OuterRef("family_id"), cause=OuterRef("cause"), state=AssignmentState.OPEN
    )
    chosen = _chosen(scope, order, assignment_ids, area_code).exclude(state=AssignmentState.OPEN)
    if order is not None:
        chosen = chosen.filter(state=AssignmentState.WITHDRAWN)
    latest = chosen.filter(~Exists(others)).order_by("family_id", "cause", "-pk")
    ids: dict[tuple[int, str], int] = {}
    for pk, family_id, cause in latest.values_list("pk", "family_id", "cause"):
        ids.setdefault((family_id, cause), pk)
    return _move(list(ids.values()), AssignmentState.OPEN, by=by, now=now)


def _chosen(
    scope: Scope, order: UUID | None, assignment_ids: Collection[int], area_code: str = ""
) -> QuerySet[Assignment]:
    rows = (
        Assignment.objects.filter(order=order)
        if order is not None
        else Assignment.objects.filter(pk__in=list(assignment_ids))
    )
    if area_code:
        rows = rows.filter(village_code__gte=area_code, village_code__lt=str(int(area_code) + 1))
    return scope.limit(rows, permission=Permission.ASSIGN)


def _close(chosen: QuerySet[Assignment], to: AssignmentState, *, by: str, now: datetime) -> int:
    return _move(list(chosen.values_list("pk", flat=True)), to, by=by, now=now)


_EVENTS = {
    AssignmentState.OPEN: "assignments.reopened",
    AssignmentState.DONE: "assignments.done",
    AssignmentState.WITHDRAWN: "assignments.withdrawn",
}


def _move(ids: list[int], to: AssignmentState, *, by: str, now: datetime) -> int:
    if not ids:
        raise NoAssignments("None of these assignments can be changed: look at the list again.")
    orders: set[UUID] = set()
    villages: set[str] = set()
    for at in range(0, len(ids), 500):
        rows = Assignment.objects.filter(pk__in=ids[at : at + 500])
        for order, village_code in rows.values_list("order", "village_code"):
            orders.add(order)
            villages.add(village_code)
        rows.update(
            state=to,
            closed_by="" if to is AssignmentState.OPEN else by,
            closed_at=None if to is AssignmentState.OPEN else now,
        )
    record(
        action=_EVENTS[to],
        subject=f"order:{orders.pop()}" if len(orders) == 1 else "order:several",
        by=by,
        now=now,
        area_code=_area_of(villages),
        details={"families": len(ids)},
    )
    return len(ids)


def _area_of(villages: Collection[str]) -> str:
    """The smallest area that holds all these villages."""
    lengths = sorted(CODE_LENGTH.values(), reverse=True)
    shared = ({code[:length] for code in villages} for length in lengths)
    return next((codes.pop() for codes in shared if len(codes) == 1), "")
