"""The way of a visit, from assignment to the province's spot-check, as one table.

Pure. ``TRANSITIONS`` is the whole workflow: what may happen to a visit in which state, what it
becomes, who may do it, and what has to be brought along. Everything else asks this table; the
diagram in the docs is drawn from it (``diagram``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from entas.kernel.errors import Refused
from entas.kernel.permissions import Permission


class State(StrEnum):
    """Where a visit stands."""

    ASSIGNED = "assigned"  # somebody is to go
    VISITED = "visited"  # the form is here, photos are still on the phone
    SUBMITTED = "submitted"
    CHECKED = "checked"  # by the sub-district
    RATIFIED = "ratified"  # by the village deliberation, with its minutes
    ACCEPTED = "accepted"  # by the kabupaten: only now the registry follows
    CONFIRMED = "confirmed"  # the province went there and found the same
    CONTESTED = "contested"  # a citizen objects
    RETURNED = "returned"  # with a reason
    SET_ASIDE = "set_aside"  # another visit of the family was chosen, or it was corrected


class Action(StrEnum):
    """What is done to a visit."""

    VISIT = "visit"
    SUBMIT = "submit"
    CORRECT = "correct"
    CHECK = "check"
    SET_ASIDE = "set_aside"
    RATIFY = "ratify"
    ACCEPT = "accept"
    RETURN = "return"
    CONFIRM = "confirm"
    OBJECT = "object"
    REJECT = "reject"
    UPHOLD = "uphold"


class NotPossible(Refused):
    """That cannot be done with this visit as it stands."""


class ReasonMissing(Refused):
    """The decision needs a reason, in words."""


class MinutesMissing(Refused):
    """Ratification needs the signed minutes of the village deliberation."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table."""

    action: Action
    source: State
    target: State
    permission: Permission
    reason: bool = False  # a reason must be given
    minutes: bool = False  # signed minutes must be named
    other_eyes: bool = False  # not by the officer who made the visit


def _rows() -> Iterable[Transition]:
    p, s, a = Permission, State, Action
    yield Transition(a.VISIT, s.ASSIGNED, s.VISITED, p.VISIT)
    yield Transition(a.SUBMIT, s.VISITED, s.SUBMITTED, p.VISIT)
    for source in (s.VISITED, s.SUBMITTED, s.RETURNED):
        yield Transition(a.CORRECT, source, s.SET_ASIDE, p.VISIT)
    yield Transition(a.CHECK, s.SUBMITTED, s.CHECKED, p.CHECK, other_eyes=True)
    yield Transition(a.RETURN, s.SUBMITTED, s.RETURNED, p.CHECK, reason=True)
    for source in (s.VISITED, s.SUBMITTED, s.RETURNED):
        yield Transition(a.SET_ASIDE, source, s.SET_ASIDE, p.CHECK, reason=True)
    yield Transition(a.RATIFY, s.CHECKED, s.RATIFIED, p.RATIFY, minutes=True)
    yield Transition(a.RETURN, s.CHECKED, s.RETURNED, p.RATIFY, reason=True)
    yield Transition(a.ACCEPT, s.RATIFIED, s.ACCEPTED, p.ACCEPT, other_eyes=True)
    yield Transition(a.RETURN, s.RATIFIED, s.RETURNED, p.ACCEPT, reason=True)
    yield Transition(a.CONFIRM, s.ACCEPTED, s.CONFIRMED, p.SPOT_CHECK, other_eyes=True)
    yield Transition(a.RETURN, s.ACCEPTED, s.RETURNED, p.SPOT_CHECK, reason=True)
    for source in (s.RATIFIED, s.ACCEPTED, s.CONFIRMED):
        yield Transition(a.OBJECT, source, s.CONTESTED, p.OBJECT, reason=True)
    yield Transition(a.REJECT, s.CONTESTED, s.ACCEPTED, p.ACCEPT, reason=True, other_eyes=True)
    yield Transition(a.UPHOLD, s.CONTESTED, s.RETURNED, p.ACCEPT, reason=True, other_eyes=True)


TRANSITIONS: tuple[Transition, ...] = tuple(_rows())

STANDING = frozenset({State.VISITED, State.SUBMITTED, State.CHECKED, State.RATIFIED})
"""On its way: two of one family in these states are a conflict that a person resolves."""

COUNTING = frozenset({State.ACCEPTED, State.CONFIRMED})
"""What the registry follows."""


def find(action: Action, state: State) -> Transition:
    """The transition of an action from a state. Raises ``NotPossible``, saying what may be done."""
    for row in TRANSITIONS:
        if (row.action, row.source) == (action, state):
            return row
    possible = ", ".join(sorted({row.action for row in TRANSITIONS if row.source == state}))
    raise NotPossible(
        f"A visit that is {state.replace('_', ' ')} cannot be given '{action}'. "
        + (f"Possible: {possible}." if possible else "It is closed: look for the family's other.")
    )


def needed(transition: Transition, *, reason: str, has_minutes: bool) -> None:
    """Raise ``ReasonMissing`` or ``MinutesMissing`` for what the transition lacks."""
    if transition.reason and len(reason.split()) < 2:
        raise ReasonMissing("Say why in a few words: whoever gets it back has to act on it.")
    if transition.minutes and not has_minutes:
        raise MinutesMissing(
            "Ratification needs the signed minutes of the village deliberation: upload them first."
        )


def diagram() -> str:
    """The workflow as a Mermaid state diagram; each arrow names the action and who may do it."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.ASSIGNED}"]
    for row in TRANSITIONS:
        needs = [word for word, wanted in (("reason", row.reason), ("minutes", row.minutes),
                                           ("other eyes", row.other_eyes)) if wanted]  # fmt: skip
        notes = f" [{', '.join(needs)}]" if needs else ""
        lines.append(f"    {row.source} --> {row.target} : {row.action} ({row.permission}){notes}")
    ends = {row.target for row in TRANSITIONS} - {row.source for row in TRANSITIONS}
    lines += [f"    {state} --> [*]" for state in sorted(ends)]
    return "\n".join(lines) + "\n"
