"""The queue of the review desk: which pair is next in the order that was asked for, and how many.

Reads only what the caller may link. ``queries.pair`` shows a pair, ``disclosure`` its names.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Abs, Substr

from entas.access.scope import Permission, Scope
from entas.linkage.models import Decision, Kind, Pair, PairState, Verdict
from entas.linkage.queries import DecisionDetail, decision_detail, seen, touches


class Order(StrEnum):
    """In which order pairs come."""

    DOUBTFUL = "doubtful"
    """Those nearest to even odds first."""
    LIKELY = "likely"
    """The likeliest first: quick work."""
    VILLAGE = "village"
    """Village by village, in each the likeliest first."""


class Reason(StrEnum):
    """Why a pair did not merge by itself."""

    BORROWED = "borrowed"
    """It may never: a NIK on clearly different names, say, is likely borrowed."""
    BELOW = "below"
    """Its probability is below the threshold."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A queue: an area, filters, an order. Empty filters let everything through."""

    area_code: str
    kind: str = ""
    reason: str = ""
    state: str = PairState.WAITING
    order: Order = Order.DOUBTFUL


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open pairs there are of each sort."""

    kinds: dict[str, int]
    reasons: dict[str, int]
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a queue is."""

    waiting: int
    decided: int  # pairs of the area that persons decided, in force
    today: int  # decisions of the caller since midnight


_DOUBT = Abs(F("probability") - Value(0.5, output_field=FloatField()))
_REASON = Case(When(review=True, then=Value(Reason.BORROWED)), default=Value(Reason.BELOW))


def next_pair(
    scope: Scope,
    wanted: Wanted,
    *,
    after: int | None = None,
    before: int | None = None,
    without: Collection[int] = (),
) -> int | None:
    """Number of the pair that follows ``after`` (or comes just ``before``) in the queue.

    Without either, or where none follows, the first. ``without`` are passed over. ``None``:
    nothing waits.
    """
    rows = _queue(scope, wanted).exclude(pk__in=without)
    place = before or after
    if place is not None:
        here = _ordered(Pair.objects.filter(pk=place), wanted.order).values_list(*_KEYS).first()
        beyond = _beyond(here, backwards=before is not None) if here else Q(pk__in=())
        ordered = _ordered(rows, wanted.order)
        ordered = ordered.reverse() if before is not None else ordered
        found = ordered.filter(beyond).values_list("pk", flat=True).first()
        if found is not None:
            return found
        rows = rows.exclude(pk=place)
    return _ordered(rows, wanted.order).values_list("pk", flat=True).first()


def waits(scope: Scope, wanted: Wanted) -> int:
    """How many pairs are in a queue."""
    return _queue(scope, wanted).count()


def progress(scope: Scope, wanted: Wanted, *, since: datetime) -> Progress:
    """How many wait in a queue, and how many of its area people have decided."""
    made = Decision.objects.filter(machine=False, undone_at=None)
    pairs = _linkable(scope, wanted).exclude(state__in=_OPEN)
    settled, mine = Q(pair__in=pairs), Q(by=scope.actor, at__gte=since)
    counted = made.aggregate(
        decided=Count("pair", filter=settled, distinct=True), today=Count("pk", filter=mine)
    )
    return Progress(waiting=waits(scope, wanted), **counted)


def tally(scope: Scope, area_code: str) -> Tally:
    """Open pairs of an area by kind, by reason, and by state (second opinions: the caller's)."""
    second = Wanted(area_code, state=PairState.SECOND_OPINION)
    first = _queue(scope, Wanted(area_code))
    return Tally(
        kinds=dict(first.values_list("kind").annotate(Count("pk"))),
        reasons=dict(first.annotate(why=_REASON).values_list("why").annotate(Count("pk"))),
        states={
            PairState.WAITING.value: first.count(),
            PairState.SECOND_OPINION.value: waits(scope, second),
        },
    )


def by_area(scope: Scope, wanted: Wanted, *, length: int) -> dict[str, int]:
    """Pairs of a queue by the code of the area of their first side, cut to ``length`` digits."""
    rows = _queue(scope, wanted).annotate(inside=Substr("village_code", 1, length))
    return dict(rows.values_list("inside").annotate(Count("pk")).order_by("inside"))


def probabilities(scope: Scope, area_code: str, *, steps: int) -> list[tuple[int, int, int]]:
    """(step, pairs that may merge by themselves, those that never may) of an area's pairs.

    Step ``n`` holds probabilities from n/steps up to (n+1)/steps. Pairs of every state: what a
    threshold would do from the next run on.
    """
    rows = _linkable(scope, Wanted(area_code))
    counted = (
        rows.annotate(step=F("probability") * steps)
        .values_list("step", "review")
        .annotate(Count("pk"))
    )
    found: dict[int, list[int]] = {}
    for step, never, count in counted:
        found.setdefault(min(int(step), steps - 1), [0, 0])[never] += count
    return [(step, free, never) for step, (free, never) in sorted(found.items())]


def last_decision(scope: Scope) -> DecisionDetail | None:
    """The caller's latest decision that is in force: what undoing at a key undoes."""
    rows = Decision.objects.filter(
        machine=False, by=scope.actor, undone_at=None, pair__in=seen(scope, Permission.LINK)
    )
    found = rows.order_by("-at", "-pk").first()
    return decision_detail(found) if found else None


def history(
    scope: Scope, area_code: str, *, by: str = "", offset: int = 0, limit: int = 25
) -> tuple[int, list[DecisionDetail]]:
    """How many decisions people made on pairs of an area, and a page of them, newest first."""
    rows = Decision.objects.filter(
        machine=False, pair__in=_linkable(scope, Wanted(area_code)).values("pk")
    )
    if by:
        rows = rows.filter(by=by)
    page = rows.order_by("-at", "-pk")[offset : offset + limit]
    return rows.count(), [decision_detail(row) for row in page]


def numbered(scope: Scope, decision_ids: Sequence[int]) -> list[DecisionDetail]:
    """These decisions in this order, as far as the caller sees their pairs."""
    rows = Decision.objects.filter(pk__in=decision_ids, pair__in=seen(scope))
    found = {row.pk: decision_detail(row) for row in rows}
    return [found[pk] for pk in decision_ids if pk in found]


def decisions_on(scope: Scope, *, kind: str, subjects: Collection[int]) -> list[DecisionDetail]:
    """What was decided between these subjects, by machine or people, newest first.

    Only of pairs whose both villages the caller sees.
    """
    rows = Decision.objects.filter(kind=kind, first_id__in=subjects, second_id__in=subjects)
    mine = Q(pair__in=seen(scope).values("pk")) | Q(pair=None)
    return [decision_detail(row) for row in rows.filter(mine).order_by("-at", "-pk")]


def shown_with(*, family_id: int, person_ids: Collection[int]) -> list[str]:
    """Subjects of audit events ("pair:7") of the pairs that a family or its members are in."""
    rows = Pair.objects.filter(
        Q(kind=Kind.PERSON, first_id__in=person_ids)
        | Q(kind=Kind.PERSON, second_id__in=person_ids)
        | Q(kind=Kind.FAMILY, first_id=family_id)
        | Q(kind=Kind.FAMILY, second_id=family_id)
    )
    return [f"pair:{pk}" for pk in rows.values_list("pk", flat=True)]


_OPEN = (PairState.WAITING, PairState.SECOND_OPINION)
_KEYS = ("place", "doubt", "pk")


def _linkable(scope: Scope, wanted: Wanted) -> "QuerySet[Pair]":
    """Pairs of the area and kind whose names the caller may see and decide on."""
    rows = seen(scope, Permission.LINK, masked=False).filter(touches(wanted.area_code))
    return rows.filter(kind=wanted.kind) if wanted.kind else rows


def _queue(scope: Scope, wanted: Wanted) -> "QuerySet[Pair]":
    rows = _linkable(scope, wanted).filter(state=wanted.state)
    if wanted.reason:
        rows = rows.filter(review=wanted.reason == Reason.BORROWED)
    if wanted.state == PairState.SECOND_OPINION:
        mine = Decision.objects.filter(
            by=scope.actor, verdict=Verdict.UNSURE, undone_at=None, pair__isnull=False
        )
        rows = rows.exclude(pk__in=mine.values("pair_id"))
    return rows


def _ordered(rows: "QuerySet[Pair]", order: Order) -> "QuerySet[Pair]":
    """Rows with the keys of their order: a place (village or nothing), a number, then the id."""
    place = F("village_code") if order is Order.VILLAGE else Value("")
    doubt = _DOUBT if order is Order.DOUBTFUL else -F("probability")
    return rows.annotate(place=place, doubt=doubt).order_by(*_KEYS)


def _beyond(here: tuple[str, float, int], *, backwards: bool) -> Q:
    """Rows after these keys in the order, or before them."""
    way = "lt" if backwards else "gt"
    place, doubt, pk = here
    return (
        Q(**{f"place__{way}": place})
        | Q(place=place, **{f"doubt__{way}": doubt})
        | Q(place=place, doubt=doubt, **{f"pk__{way}": pk})
    )
