"""Groups that hold two subjects which a person decided to be different.

They are shown, not resolved: one of the decisions on the way between the two is wrong, or the one
that they are different is.
"""

from dataclasses import dataclass

from entas.access.scope import Scope
from entas.linkage import identity
from entas.linkage.deciding import made_of
from entas.linkage.identity import Made, Two
from entas.linkage.models import Decision, Kind, Verdict
from entas.linkage.queries import seen, touches
from entas.registry.identity import groups_of, stand_for


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two kept apart by a decision, and the decisions in force that make them one all the same."""

    kind: str
    stands: int
    different: Made
    way: tuple[Made, ...]


def contradictions(*, scope: Scope, area_code: str) -> list[Contradiction]:
    """The contradictions of an area, as far as the caller sees the pairs that are kept apart."""
    pairs = seen(scope).filter(touches(area_code))
    apart = Decision.objects.filter(
        machine=False, undone_at=None, verdict=Verdict.DIFFERENT, pair__in=pairs
    )
    found = []
    for kind in Kind:
        twos = list(apart.filter(kind=kind).values_list("first_id", "second_id").distinct())
        stands = stand_for(kind=kind.value, ids={pk for two in twos for pk in two})
        within = [two for two in twos if stands[two[0]] == stands[two[1]]]
        found += [_explained(kind.value, stands[two[0]], two) for two in within]
    return [one for one in found if one is not None]


def _explained(kind: str, stands: int, two: Two) -> Contradiction | None:
    group = set(groups_of(kind=kind, standing=[stands])[stands])
    counting = identity.in_force(made_of(kind, group))
    if two not in set(identity.kept_apart(counting)):
        return None  # a later decision says otherwise
    way = identity.path(identity.joined(counting), *two)
    return Contradiction(kind, stands, counting[two], tuple(counting[step] for step in way))
