"""How far the verification of a family went, and what the visit found: codes and SQL.

The numbers are those of the published snapshot schema (``snapshots.tables.Stage``, ``Presence``).
"""

from datetime import date

STAGES = {
    "visited_on": 1,
    "submitted_on": 2,
    "checked_on": 3,
    "ratified_on": 4,
    "accepted_on": 5,
}
"""Stage by the date that reaches it, in the order in which they are reached. 0: listed only."""

PRESENCES = {
    "found": 1,
    "moved": 2,
    "moved_abroad": 2,
    "dead": 3,
    "duplicate": 4,
    "not_found": 5,
    "wrong_area": 6,
    "refused": 7,
}
"""Presence by the canonical code of a visit. 0: not visited, or the visit does not say."""

NOT_VISITED = 0


def stage_sql(until: date) -> str:
    """The furthest stage that a visit's dates reached by a day, as an SQL expression."""
    reached = " ".join(
        f"WHEN {column} <= DATE '{until.isoformat()}' THEN {stage}"
        for column, stage in reversed(STAGES.items())
    )
    return f"CASE {reached} ELSE 0 END"


def presence_sql() -> str:
    """The number of a visit's presence, as an SQL expression."""
    known = " ".join(f"WHEN '{code}' THEN {number}" for code, number in PRESENCES.items())
    return f"CASE presence {known} ELSE {NOT_VISITED} END"
