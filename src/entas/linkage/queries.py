"""Reads of linkage: the next pair of the desk, counts, decisions, contradictions, thresholds.

A pair is seen by those whose scope covers both villages; what is outside is answered like what
does not exist.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb
from django.db.models import Count, Q, QuerySet

from entas.access.scope import Permission, Scope
from entas.columns.records import records
from entas.kernel.errors import Refused
from entas.linkage import carrying
from entas.linkage.explanation import Evidence, explain
from entas.linkage.models import Decision, Kind, Pair, PairState, Run, Threshold, Verdict
from entas.linkage.thresholds import PROVINCE_MERGES_AT
from entas.registry import rebuilding
from entas.registry.subjects import Subject, sides


class NoSuchPair(Refused):
    """No pair of that number within the caller's areas."""


@dataclass(frozen=True, slots=True)
class DecisionDetail:
    """A decision, and whether it was undone."""

    decision_id: int
    pair_id: int | None
    kind: str
    first_id: int
    second_id: int
    verdict: str  # Verdict
    by: str
    at: datetime
    machine: bool
    reason: str
    undone_at: datetime | None
    undone_by: str


@dataclass(frozen=True, slots=True)
class PairDetail:
    """A pair with both sides, what speaks for and against, and what was decided so far.

    ``evidence`` sums, with its prior, to the log2 of the odds that they are one.
    """

    pair_id: int
    kind: str  # Kind
    state: str  # PairState
    probability: float
    household: float
    review: bool
    first: Subject
    second: Subject
    evidence: tuple[Evidence, ...]
    decisions: tuple[DecisionDetail, ...]  # oldest first


@dataclass(frozen=True, slots=True)
class Counts:
    """Pairs of an area by state."""

    waiting: int = 0
    second_opinion: int = 0
    merged: int = 0
    apart: int = 0


@dataclass(frozen=True, slots=True)
class RunDetail:
    """A run of the matcher."""

    run_id: int
    kind: str
    area_code: str
    state: str
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    counts: dict[str, float]


def waiting(
    *,
    scope: Scope,
    area_code: str,
    kind: str | None = None,
    state: str = PairState.WAITING,
    after: int | None = None,
    masked: bool = True,
) -> PairDetail | None:
    """The next pair that somebody is to decide on: the likeliest first.

    ``after`` is the pair that was shown before (skipped, or just decided). With ``state``
    "second_opinion" those on which the caller was unsure are left to others. ``None``: nothing
    waits. Unmasked wants the permission to reveal, and is for ``disclosure``.
    """
    for row in _open(scope, area_code, kind, state, after, masked=masked):
        shown = _detail(scope, row, masked=masked)
        if shown is not None:
            return shown
    return None


def pair(
    *,
    scope: Scope,
    pair_id: int,
    masked: bool = True,
    permission: Permission = Permission.SEE_FAMILIES,
) -> PairDetail:
    """One pair, in whatever state. Raises ``NoSuchPair`` also for pairs outside the scope."""
    row = seen(scope, permission, masked=masked).filter(pk=pair_id).first()
    shown = _detail(scope, row, masked=masked) if row else None
    if shown is None:
        raise NoSuchPair(f"There is no pair {pair_id} in your areas.")
    return shown


def counts(*, scope: Scope, area_code: str, kind: str | None = None) -> Counts:
    """How many pairs of an area, as far as the caller may see them, are in each state."""
    rows = _of_kind(seen(scope).filter(touches(area_code)), kind)
    found = dict(rows.values_list("state").annotate(Count("pk")))
    return Counts(**{state.value: found.get(state.value, 0) for state in PairState})


def decisions(
    *, scope: Scope, area_code: str, kind: str | None = None, by: str = "", limit: int = 50
) -> list[DecisionDetail]:
    """The latest decisions of persons on pairs of an area (of one person: ``by``), newest first."""
    pairs = _of_kind(seen(scope).filter(touches(area_code)), kind)
    rows = Decision.objects.filter(machine=False, pair__in=pairs)
    if by:
        rows = rows.filter(by=by)
    return [decision_detail(row) for row in rows.order_by("-at", "-pk")[:limit]]


def threshold(area_code: str) -> float:
    """From which probability pairs of an area merge by themselves: its own, or that above it."""
    codes = [area_code[:length] for length in (2, 4, 6, 10) if length <= len(area_code)]
    found = dict(Threshold.objects.filter(pk__in=codes).values_list("pk", "merges_at"))
    return next((found[code] for code in reversed(codes) if code in found), PROVINCE_MERGES_AT)


def differences() -> dict[str, int]:
    """What of the registry is not what its observations and the decisions say, and how much.

    Reads all of it, beside Django: not for the web. Nothing: it is sound.
    """
    with records() as con:
        return all_differences(con)


def all_differences(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """As ``differences``, inside an open ``columns.records``."""
    found: dict[str, int] = {}
    for kind in Kind:
        found |= carrying.differences(con, kind.value)
    return found | rebuilding.differences(con)


def runs(*, scope: Scope, limit: int = 20) -> list[RunDetail]:
    """The latest runs over areas of the caller, newest first."""
    rows = scope.limit(Run.objects.all(), "area_code", Permission.SEE_FIGURES)
    return [
        RunDetail(
            run_id=row.pk,
            kind=row.kind,
            area_code=row.area_code,
            state=row.state,
            started_at=row.started_at,
            started_by=row.started_by,
            finished_at=row.finished_at,
            counts=dict(row.counts),
        )
        for row in rows.order_by("-pk")[:limit]
    ]


def seen(
    scope: Scope, permission: Permission = Permission.SEE_FAMILIES, *, masked: bool = True
) -> "QuerySet[Pair]":
    """The pairs of which the caller's scope covers both villages."""
    rows = Pair.objects.all()
    permissions = {permission} if masked else {permission, Permission.REVEAL}
    # Mostly these reach equally far: one condition then says what two would.
    for needed in {scope.prefixes(one): one for one in permissions}.values():
        rows = scope.limit(scope.limit(rows, "village_code", needed), "other_village_code", needed)
    return rows


def _open(
    scope: Scope, area_code: str, kind: str | None, state: str, after: int | None, *, masked: bool
) -> Iterable[Pair]:
    scope.check(area_code, Permission.LINK)
    rows = seen(scope, Permission.LINK, masked=masked).filter(touches(area_code), state=state)
    rows = _of_kind(rows, kind)
    if state == PairState.SECOND_OPINION:
        mine = Decision.objects.filter(
            by=scope.actor, verdict=Verdict.UNSURE, undone_at=None, pair__isnull=False
        )
        rows = rows.exclude(pk__in=mine.values("pair_id"))
    before = None
    if after is not None:
        before = Pair.objects.filter(pk=after).values_list("probability", flat=True).first()
    if before is not None:
        rows = rows.filter(Q(probability__lt=before) | Q(probability=before, pk__gt=after))
    return rows.order_by("-probability", "pk")[:20]


def touches(area_code: str) -> Q:
    """Pairs of which a side lies in an area."""
    end = str(int(area_code) + 1)
    return Q(village_code__gte=area_code, village_code__lt=end) | Q(
        other_village_code__gte=area_code, other_village_code__lt=end
    )


def _of_kind(rows: "QuerySet[Pair]", kind: str | None) -> "QuerySet[Pair]":
    return rows.filter(kind=Kind(kind)) if kind else rows


def _detail(scope: Scope, row: Pair, *, masked: bool) -> PairDetail | None:
    both = sides(
        scope=scope,
        kind=row.kind,
        first_id=row.first_id,
        second_id=row.second_id,
        masked=masked,
        permission=Permission.SEE_FAMILIES if masked else Permission.REVEAL,
    )
    if both is None:
        return None
    made = Decision.objects.filter(kind=row.kind, first_id=row.first_id, second_id=row.second_id)
    return PairDetail(
        pair_id=row.pk,
        kind=row.kind,
        state=row.state,
        probability=row.probability,
        household=row.household,
        review=row.review,
        first=both[0],
        second=both[1],
        evidence=explain(row.kind, row.run_id, row.levels, row.members),
        decisions=tuple(decision_detail(decision) for decision in made.order_by("pk")),
    )


def decision_detail(row: Decision) -> DecisionDetail:
    """A decision as the reads of this room show it."""
    return DecisionDetail(
        decision_id=row.pk,
        pair_id=row.pair_id,
        kind=row.kind,
        first_id=row.first_id,
        second_id=row.second_id,
        verdict=row.verdict,
        by=row.by,
        at=row.at,
        machine=row.machine,
        reason=row.reason,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
