"""Why an indicator of a family or person is what it is: the rule, and the values with sources.

Reads through the ORM, as everything that serves a page does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from entas.access.scope import Scope
from entas.kernel.errors import Refused
from entas.needs.rules.conditions import Known
from entas.needs.rules.definitions import Definition, Status, Unit, Version
from entas.needs.rules.departure import FAMILY_LEFT, PERSON_LEFT
from entas.needs.rules.evaluate import Step, decide_all
from entas.needs.rules.load import definitions
from entas.needs.rules.subjects import known_family, known_person
from entas.registry.queries import MemberDetail, Said, detail


class NotAsked(Refused):
    """There is no such indicator, or it is one of the other unit."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a rule asked for, and who said it (``said`` is ``None``: nobody did)."""

    field: str
    value: Any
    said: Said | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to "why?".

    ``status`` is ``None`` for a family or person who has left: no rule is asked. ``reference`` is
    that of the clause that decided. ``steps`` are the clauses asked, in order, each with whether it
    held (``None``: not known) and on which values; if the last one held, it decided.
    """

    indicator: Definition
    status: Status | None
    version: Version
    reference: str
    steps: tuple[Step, ...]
    values: tuple[Value, ...]


def why(
    *, scope: Scope, family_id: int, indicator: str, on: date, person_id: int | None = None
) -> Explanation:
    """Explain one indicator of a family, or of a member of it, on a day.

    Members are those of today. Gives ages, never birth dates, and no name or number.
    Raises ``NoSuchFamily`` outside the scope, and ``NotAsked`` for an indicator of the other unit
    or a person who is not in the family.
    """
    definition = definitions().get(indicator)
    if definition is None or (definition.unit is Unit.PERSON) != (person_id is not None):
        raise NotAsked(f"{indicator!r} is not an indicator of a {_unit(person_id)}.")
    # Unmasked, because ages are counted from birth dates; only coded values and ages leave here.
    family = detail(scope=scope, family_id=family_id, masked=False)
    spoken = _until(family.observations, on)
    version = definition.on(on)
    left = _left(spoken, FAMILY_LEFT)
    if person_id is None:
        members = [_values(_until(member.observations, on)) for member in family.members]
        known = known_family(_values(spoken), members, on=on)
    else:
        spoken = _until(_member(family.members, person_id).observations, on)
        left = left or _left(spoken, PERSON_LEFT)
        known = known_person(_values(spoken), on=on)
    if left is not None:
        return Explanation(definition, None, version, version.reference, (), (left,))
    return _explain(definition, known, spoken, on=on)


def _left(spoken: Sequence[Said], leaving: tuple[str, ...]) -> Value | None:
    """The presence that says the subject has left, if one does."""
    presence = _held(spoken, "presence")
    return (
        Value("presence", presence, _deciding(spoken, "presence")) if presence in leaving else None
    )


def _explain(
    definition: Definition, known: Known, spoken: Sequence[Said], *, on: date
) -> Explanation:
    version = definition.on(on)
    versions = {
        key: other.on(on) for key, other in definitions().items() if other.unit is definition.unit
    }
    decision = decide_all(versions, known)[definition.key]
    asked = {field: value for step in decision.steps for field, value in step.values.items()}
    return Explanation(
        indicator=definition,
        status=decision.status,
        version=version,
        reference=(decision.decided_by or version).reference,
        steps=decision.steps,
        values=tuple(
            Value(field, value, _deciding(spoken, _origin_of(field)))
            for field, value in asked.items()
        ),
    )


def _unit(person_id: int | None) -> Unit:
    return Unit.FAMILY if person_id is None else Unit.PERSON


def _member(members: Sequence[MemberDetail], person_id: int) -> MemberDetail:
    for member in members:
        if member.person_id == person_id:
            return member
    raise NotAsked(f"Person {person_id} is not in this family: open the family they are in.")


def _origin_of(field: str) -> str:
    """The received field that a computed one comes from."""
    computed = {"age": "birth_date", "floor_area_per_member_m2": "floor_area_m2"}
    return computed.get(field, field)


def _until(observations: Sequence[Said], on: date) -> list[Said]:
    return [said for said in observations if said.accepted and said.observed_on <= on]


def _deciding(spoken: Sequence[Said], field: str) -> Said | None:
    """The observation whose value holds, by the rule of ``registry.precedence``."""
    return max(
        (said for said in spoken if field in said.values),
        key=lambda said: (said.origin == "verification", said.observed_on, said.observation_id),
        default=None,
    )


def _held(spoken: Sequence[Said], field: str) -> Any:
    said = _deciding(spoken, field)
    return None if said is None else said.values[field]


def _values(spoken: Sequence[Said]) -> Mapping[str, Any]:
    fields = {field for said in spoken for field in said.values}
    return {field: _held(spoken, field) for field in fields}
