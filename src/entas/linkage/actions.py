"""Writes of linkage: what a person decides of a pair, and what is undone."""

from dataclasses import dataclass
from datetime import datetime

from entas.access.scope import Scope


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

    Raises ``NoSuchPair`` outside the scope, ``NotAllowed`` without the permission to link,
    ``SecondOpinionNeeded`` when the caller was unsure of it before.
    """
    raise NotImplementedError


def undo(*, scope: Scope, decision_id: int, by: str, now: datetime) -> Decided:
    """Undo a decision, of a person or of a run, however long ago; what was in force before counts.

    Raises ``NoSuchDecision``, also for one undone already.
    """
    raise NotImplementedError


def open_desk(*, scope: Scope, area_code: str, purpose: str, by: str, now: datetime) -> None:
    """Record that the caller is going to see names of pairs of an area, and why.

    After it, pairs may be shown with ``masked=False`` for the session at the desk.
    Raises ``NotAllowed``, ``registry.actions.PurposeMissing``.
    """
    raise NotImplementedError


def set_threshold(
    *, scope: Scope, area_code: str, merges_at: float, by: str, now: datetime
) -> None:
    """Set from which probability pairs of an area merge by themselves, from the next run on.

    Raises ``NotAllowed``, ``ThresholdRefused``.
    """
    raise NotImplementedError
