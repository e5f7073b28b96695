"""Reads of assignments: a village's work list, an officer's, and how much is open where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Substr

from entas.access.scope import Permission, Scope
from entas.areas.models import CODE_LENGTH, Level
from entas.registry.identity import one_with
from entas.verification.models import Assignment, AssignmentState


@dataclass(frozen=True, slots=True)
class Order:
    """Work given out at once, as far as the caller sees it."""

    order: UUID
    question: str
    asked_by: str
    asked_at: datetime
    due_on: date | None
    villages: int
    open: int
    done: int
    withdrawn: int


def assignments(
    *,
    scope: Scope,
    area_code: str = "",
    officer: str | None = None,
    state: str = AssignmentState.OPEN,
) -> QuerySet[Assignment]:
    """Assignments of an area (of all the caller's without one), those due first.

    ``officer`` narrows to those given to one officer and, in the caller's areas, those given to
    nobody in particular.
    """
    rows = scope.limit(Assignment.objects.filter(state=state))
    if area_code:
        scope.check(area_code, Permission.SEE_FAMILIES)
        rows = rows.filter(_within(area_code))
    if officer is not None:
        rows = rows.filter(Q(officer=officer) | Q(officer=""))
    return rows.order_by(F("due_on").asc(nulls_last=True), "village_code", "pk")


def of_family(*, scope: Scope, family_id: int) -> QuerySet[Assignment]:
    """All assignments of a family, newest first."""
    group = one_with(kind="family", subject_id=family_id)
    return scope.limit(Assignment.objects.filter(family_id__in=group)).order_by("-pk")


def open_of(*, scope: Scope, family_ids: Collection[int], cause: str) -> set[int]:
    """Those of these families that have an open assignment of a cause."""
    rows = Assignment.objects.filter(
        family_id__in=list(family_ids), cause=cause, state=AssignmentState.OPEN
    )
    return set(scope.limit(rows).values_list("family_id", flat=True))


def open_by_area(*, scope: Scope, of: str, by: Level) -> dict[str, int]:
    """How many assignments are open in the areas of a level inside an area, by code."""
    scope.check(of, Permission.SEE_FAMILIES)
    rows = scope.limit(Assignment.objects.filter(_within(of), state=AssignmentState.OPEN))
    code = Substr("village_code", 1, CODE_LENGTH[by])
    return dict(rows.values_list(code).annotate(count=Count("pk")).order_by(code))


def orders(*, scope: Scope, area_code: str, limit: int = 20) -> list[Order]:
    """The latest orders of an area, with how far each has come there."""
    scope.check(area_code, Permission.SEE_FAMILIES)
    rows = scope.limit(Assignment.objects.filter(_within(area_code)))
    grouped = (
        rows.values("order")
        .annotate(
            question=Min("question"),
            asked_by=Min("asked_by"),
            asked_at=Max("asked_at"),
            due_on=Min("due_on"),
            villages=Count("village_code", distinct=True),
            open=Count("pk", filter=Q(state=AssignmentState.OPEN)),
            done=Count("pk", filter=Q(state=AssignmentState.DONE)),
            withdrawn=Count("pk", filter=Q(state=AssignmentState.WITHDRAWN)),
        )
        .order_by("-asked_at")
    )
    return [Order(**found) for found in grouped[:limit]]


def _within(area_code: str) -> Q:
    """Villages of an area: a range of codes, which indexes serve."""
    return Q(village_code__gte=area_code, village_code__lt=str(int(area_code) + 1))
