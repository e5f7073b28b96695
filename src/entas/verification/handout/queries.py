"""Which families an officer is to visit in a village, and what the phone is told of them."""

from dataclasses import dataclass
from hashlib import md5
from typing import Any

from entas.access.scope import Permission, Scope
from entas.registry.subjects import stand_for
from entas.registry.unmasked import Known, known
from entas.verification.assignments.queries import assignments
from entas.verification.forms.editions import FAMILIES, PERSONS
from entas.verification.forms.entities import family_id, family_name, person_id, person_name
from entas.verification.handout.lists import families_csv, family_rows, person_rows, persons_csv
from entas.verification.models import Step, Submission
from entas.verification.workflow import Action, State


@dataclass(frozen=True, slots=True)
class FieldList:
    """The families of a village and their members, as rows of ``lists``' columns."""

    families: list[tuple[Any, ...]]
    persons: list[tuple[Any, ...]]


_BEING_DECIDED = (State.SUBMITTED, State.CHECKED, State.RATIFIED)


def to_visit(*, scope: Scope, village_code: str) -> list[int]:
    """Families of a village that wait for the caller's visit: assigned, and not sent yet.

    A family whose last visit came back waits again. A family that turned out to be another is
    visited as that one. Raises ``NotAllowed``.
    """
    scope.check(village_code, Permission.VISIT)
    open_ones = assignments(scope=scope, area_code=village_code, officer=scope.actor)
    asked = list(open_ones.values_list("family_id", flat=True))
    last = _last_states(village_code)
    stands = stand_for(kind="family", ids={*asked, *last})
    standing = {stands.get(family, family): state for family, state in last.items()}
    back = [family for family, state in standing.items() if state == State.RETURNED]
    wanted = dict.fromkeys([*back, *(stands[family] for family in asked if family in stands)])
    return [family for family in wanted if standing.get(family) not in _BEING_DECIDED]


def _last_states(village_code: str) -> dict[int, str]:
    """State of the last visit to each family of the village."""
    rows = Submission.objects.filter(village_code=village_code).exclude(state=State.SET_ASIDE)
    found = rows.order_by("pk").values_list("family_id", "state")
    return {family: state for family, state in found if family is not None}


def returned(*, scope: Scope, village_code: str) -> dict[int, str]:
    """Why the last visit to a family of the village came back, by family id."""
    rows = scope.limit(
        Submission.objects.filter(village_code=village_code, state=State.RETURNED),
        permission=Permission.VISIT,
    )
    steps = Step.objects.filter(
        submission__in=rows, target=State.RETURNED, action__in=(Action.RETURN, Action.UPHOLD)
    )
    found = steps.order_by("pk").values_list("submission__family_id", "why")
    return {family: why for family, why in found if family is not None}


def entity_list(*, scope: Scope, village_code: str, name: str) -> tuple[bytes, int]:
    """One of the form's lists as CSV, and how many families it speaks of.

    Unmasked: only ``actions.hand_out`` gives it away.
    """
    families = _known(scope, village_code)
    if name == FAMILIES:
        why = returned(scope=scope, village_code=village_code)
        return families_csv(families, why), len(families)
    return persons_csv(families), len(families)


def field_list(*, scope: Scope, village_code: str) -> FieldList:
    """What the field app takes along for a village. Unmasked: see ``actions.take_along``."""
    families = _known(scope, village_code)
    why = returned(scope=scope, village_code=village_code)
    return FieldList(family_rows(families, why), person_rows(families))


def fingerprints(*, scope: Scope, village_code: str) -> dict[str, str]:
    """MD5 of each of the form's lists, so that phones fetch only what changed."""
    return {
        name: md5(
            entity_list(scope=scope, village_code=village_code, name=name)[0],
            usedforsecurity=False,
        ).hexdigest()
        for name in (FAMILIES, PERSONS)
    }


def gone(*, scope: Scope, village_code: str, names: list[str]) -> dict[str, bool]:
    """For names of entities that a phone holds, whether it is to forget them.

    Families that no longer wait for a visit, and their members; names that are not ours stay.
    """
    families = _known(scope, village_code)
    here = {family_name(row.family_id) for row in families}
    here |= {person_name(person) for row in families for person, _values in row.members}
    ours = {name for name in names if family_id(name) or person_id(name)}
    return {name: name in ours - here for name in names}


def _known(scope: Scope, village_code: str) -> list[Known]:
    return known(scope=scope, family_ids=to_visit(scope=scope, village_code=village_code))


def waiting_by_village(*, scope: Scope) -> dict[str, int]:
    """How many families wait for the caller's visit, by village where any do."""
    rows = assignments(scope=scope, officer=scope.actor)
    codes = rows.order_by("village_code").values_list("village_code", flat=True).distinct()
    return {
        code: len(to_visit(scope=scope, village_code=code))
        for code in codes
        if scope.covers(code, Permission.VISIT)
    }
