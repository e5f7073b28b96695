"""Decide one subject in plain Python, with a trace of what was asked: the answer to "why?"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from entas.needs.rules.conditions import (
    Between,
    Condition,
    Known,
    OneOf,
    StatusOf,
    Truth,
    Unknown,
)
from entas.needs.rules.definitions import Clause, Status, Version


@dataclass(frozen=True, slots=True)
class Step:
    """A clause that was asked, whether it held (``None``: not known), and on which values."""

    clause: Clause
    held: Truth
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """The status, the steps up to the clause that decided, and that clause (``None``: none did)."""

    status: Status
    steps: tuple[Step, ...]
    decided_by: Clause | None


def asked(condition: Condition) -> tuple[str, ...]:
    """Fields of the subject itself that a condition asks for, in order."""
    fields = (
        part.field for part in condition.parts() if isinstance(part, (OneOf, Between, Unknown))
    )
    return tuple(dict.fromkeys(fields))


def decide(version: Version, known: Known) -> Decision:
    """Ask clause after clause; the first that holds decides, and none leaves it unknown."""
    steps: list[Step] = []
    for clause in version.clauses:
        held = clause.when.decide(known)
        values = {field: known.values.get(field) for field in asked(clause.when)}
        values |= {
            part.indicator: (known.statuses or {})[part.indicator]
            for part in clause.when.parts()
            if isinstance(part, StatusOf)
        }
        steps.append(Step(clause, held, values))
        if held:
            return Decision(clause.status, tuple(steps), clause)
    return Decision(Status.UNKNOWN, tuple(steps), None)


def decide_all(versions: Mapping[str, Version], known: Known) -> dict[str, Decision]:
    """Decide the indicators of one subject, those that ask for others last."""
    decisions: dict[str, Decision] = {}
    for key in in_order(versions):
        statuses = {done: decision.status.value for done, decision in decisions.items()}
        decisions[key] = decide(versions[key], Known(known.values, known.members, statuses))
    return {key: decisions[key] for key in versions}


def in_order(versions: Mapping[str, Version]) -> tuple[str, ...]:
    """Indicators that ask for no other first. Loading made sure that two rounds are enough."""
    return tuple(sorted(versions, key=lambda key: asks_others(versions[key])))


def asks_others(version: Version) -> bool:
    """Whether a clause asks for the status of another indicator."""
    return any(
        isinstance(part, StatusOf) for clause in version.clauses for part in clause.when.parts()
    )
