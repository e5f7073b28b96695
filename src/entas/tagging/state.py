"""The state of a tag on a day: one rule, in Python and in SQL.

Cancelled, else realised, else planned, else potential: the first of these whose date is on or
before the day. None: the tag does not exist yet on that day.
"""

from datetime import date
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """How far a tag has come."""

    POTENTIAL = "potential"
    PLANNED = "planned"
    REALISED = "realised"
    CANCELLED = "cancelled"


class Dated(Protocol):
    """What has the dates of a tag."""

    potential_on: date | None
    planned_on: date | None
    realised_on: date | None
    cancelled_on: date | None


ORDER = (State.CANCELLED, State.REALISED, State.PLANNED, State.POTENTIAL)
"""Which state holds when several dates have passed: the first."""

FUNDING = {State.CANCELLED: 0, State.POTENTIAL: 1, State.PLANNED: 2, State.REALISED: 3}
"""What a state counts for a need: ``snapshots.tables.Funding``."""


def state_on(tag: Dated, day: date) -> State | None:
    """The state of a tag on a day."""
    for state in ORDER:
        reached: date | None = getattr(tag, f"{state}_on")
        if reached is not None and reached <= day:
            return state
    return None


def funding_sql(day: date) -> str:
    """What a tag's state on a day counts for a need (0 to 3), as an SQL expression."""
    reached = " ".join(
        f"WHEN {state}_on <= DATE '{day.isoformat()}' THEN {FUNDING[state]}" for state in ORDER
    )
    return f"CASE {reached} ELSE 0 END"
