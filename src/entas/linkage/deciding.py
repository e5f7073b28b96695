"""One decision carried out, through the ORM: groups, what holds of them, and states of pairs.

For the desk on the web; ``running.py`` does it set-wise. Inside a transaction of the caller's.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from entas.linkage import identity
from entas.linkage.identity import Made, Two
from entas.linkage.models import Decision, Kind, Pair
from entas.registry.identity import groups_of, stand_for
from entas.registry.single import regroup_families, regroup_persons


def settle(kind: str, two: Two) -> bool:
    """Regroup after the decisions on two subjects changed.

    Returns whether their groups hold two that a person decided to be different.
    """
    standing = set(stand_for(kind=kind, ids=two).values())
    subjects = {pk for group in groups_of(kind=kind, standing=standing).values() for pk in group}
    counting = identity.in_force(made_of(kind, subjects))
    within = (pair for pair in identity.joined(counting) if subjects.issuperset(pair))
    groups = identity.grouped(subjects, within)
    (regroup_persons if kind == Kind.PERSON else regroup_families)(groups)
    _write_states(kind, subjects, groups, counting)
    return any(
        subjects.issuperset(pair) and groups[pair[0]] == groups[pair[1]]
        for pair in identity.kept_apart(counting)
    )


def made_of(kind: str, subjects: Iterable[int]) -> list[Made]:
    """The decisions not undone of which a side is among ``subjects``."""
    touching = Q(first_id__in=subjects) | Q(second_id__in=subjects)
    rows = Decision.objects.filter(touching, kind=kind, undone_at=None)
    return [
        Made(order, (first, second), verdict, machine)
        for order, first, second, verdict, machine in rows.values_list(
            "pk", "first_id", "second_id", "verdict", "machine"
        )
    ]


def _write_states(
    kind: str, subjects: set[int], groups: dict[int, int], counting: dict[Two, Made]
) -> None:
    """Write what became of all pairs that touch ``subjects``."""
    touching = Q(first_id__in=subjects) | Q(second_id__in=subjects)
    pairs = list(
        Pair.objects.filter(touching, kind=kind).values_list("pk", "first_id", "second_id", "state")
    )
    apart = identity.kept_apart(counting)
    others = {pk for _, *two, _ in pairs for pk in two} | {pk for two in apart for pk in two}
    stands = stand_for(kind=kind, ids=others - subjects) | groups
    between = {identity.of_groups(two, stands) for two in apart}
    changed = defaultdict(list)
    for pk, first, second, before in pairs:
        now = identity.state((first, second), counting, stands, between)
        if now != before:
            changed[now].append(pk)
    for now, ids in changed.items():
        Pair.objects.filter(pk__in=ids).update(state=now)
