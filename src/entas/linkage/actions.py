"""Writes of linkage: what a person decides of a pair, what is undone, and thresholds.

Runs of the matcher are in ``running.py``.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entas.access.scope import Permission, Scope
from entas.audit.actions import record
from entas.columns.records import hold_back_bulk_writers
from entas.kernel.errors import Refused
from entas.linkage.deciding import settle
from entas.linkage.models import Decision, Pair, Threshold, Verdict
from entas.linkage.queries import NoSuchPair, seen
from entas.registry.identity import stand_for


class NoSuchDecision(NoSuchPair):
    """No decision of that number that counts, within the caller's areas."""


class SecondOpinionNeeded(Refused):
    """Whoever was unsure of a pair leaves it to another person."""


class ThresholdRefused(Refused):
    """A threshold that is no probability, or so low that strangers would merge."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision, or undoing one, did."""

    decision_id: int
    pair_id: int | None
    state: str  # PairState of the pair now
    one: bool  # whether both sides stand for one subject now
    contradicts: bool  # whether their group holds two that a person decided to be different


def decide(
    *, scope: Scope, pair_id: int, verdict: str, by: str, now: datetime, reason: str = ""
) -> Decided:
    """Decide that a pair is "same", "different", or that one is "unsure"; the last word counts.

    Raises ``NoSuchPair`` outside the scope or without the permission to link, and
    ``SecondOpinionNeeded`` when the caller was unsure of it before and is again asked.
    """
    with transaction.atomic():
        hold_back_bulk_writers()
        pair = seen(scope, Permission.LINK).filter(pk=pair_id).first()
        if pair is None:
            raise NoSuchPair(f"There is no pair {pair_id} for you to decide on.")
        made = Decision.objects.filter(pair=pair, undone_at=None, machine=False)
        last = made.order_by("-pk").first()
        waits = last is not None and last.verdict == Verdict.UNSURE
        if waits and made.filter(verdict=Verdict.UNSURE, by=by).exists():
            raise SecondOpinionNeeded(
                "You were unsure of this pair: another person decides it. Undo your own first."
            )
        decision = Decision.objects.create(
            kind=pair.kind,
            first_id=pair.first_id,
            second_id=pair.second_id,
            verdict=Verdict(verdict),
            by=by,
            at=now,
            machine=False,
            reason=reason[:200],
            pair=pair,
        )
        return _carried_out(decision, "pair.decided", by=by, now=now)


def undo(*, scope: Scope, decision_id: int, by: str, now: datetime) -> Decided:
    """Undo a decision, of a person or of a run, however long ago; what was in force before counts.

    Raises ``NoSuchDecision``, also for one undone already.
    """
    with transaction.atomic():
        hold_back_bulk_writers()
        decision = Decision.objects.filter(
            pk=decision_id, undone_at=None, pair__in=seen(scope, Permission.LINK)
        ).first()
        if decision is None:
            raise NoSuchDecision(f"There is no decision {decision_id} for you to undo.")
        decision.undone_at, decision.undone_by = now, by
        decision.save(update_fields=["undone_at", "undone_by"])
        return _carried_out(decision, "pair.undone", by=by, now=now)


def set_threshold(
    *, scope: Scope, area_code: str, merges_at: float, by: str, now: datetime
) -> None:
    """Set from which probability pairs of an area merge by themselves, from the next run on.

    A number above 1 lets none merge. Raises ``NotAllowed`` and ``ThresholdRefused``.
    """
    scope.check(area_code, Permission.LINK)
    if not 0.5 <= merges_at <= 2:
        raise ThresholdRefused("Give a probability from 0.5 to 1, or 2 to let no pair merge.")
    with transaction.atomic():
        Threshold.objects.update_or_create(area_code=area_code, defaults={"merges_at": merges_at})
        record(
            action="threshold.set",
            subject=f"area:{area_code}",
            by=by,
            now=now,
            area_code=area_code,
            details={"merges_at": merges_at},
        )


def _carried_out(decision: Decision, action: str, *, by: str, now: datetime) -> Decided:
    """Let a decision, made or undone, take effect, and record it."""
    two = (decision.first_id, decision.second_id)
    contradicts = settle(decision.kind, two)
    stands = stand_for(kind=decision.kind, ids=two)
    pair = decision.pair
    if pair is not None:
        pair.refresh_from_db(fields=["state"])
    record(
        action=action,
        subject=f"pair:{decision.pair_id}",
        by=by,
        now=now,
        area_code=_area_of_both(pair),
        details={"decision": decision.pk, "kind": decision.kind, "verdict": decision.verdict},
    )
    return Decided(
        decision_id=decision.pk,
        pair_id=decision.pair_id,
        state=pair.state if pair is not None else "",
        one=len(set(stands.values())) == 1,
        contradicts=contradicts,
    )


def _area_of_both(pair: Pair | None) -> str:
    """The smallest area that holds both villages of a pair."""
    if pair is None:
        return ""
    first, second = pair.village_code, pair.other_village_code
    return next((first[:n] for n in (10, 6, 4, 2) if first[:n] == second[:n]), "")
