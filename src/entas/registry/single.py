"""Subjects into other groups, one decision at a time, through the ORM: for the desk on the web.

The same as ``regrouping.py`` does set-wise, from the same rule (``precedence.deciding``).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from django.db.models import Q

from entas.registry.models import (
    Family,
    FamilyObservation,
    FamilyProfile,
    Membership,
    Person,
    PersonObservation,
    PersonProfile,
)
from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS, deciding

Span = tuple[int, date, date | None]


def regroup_families(groups: Mapping[int, int]) -> int:
    """As ``regrouping.regroup`` for families. Inside a transaction of the caller's."""
    unsettled = _move(Family, groups)
    if not unsettled:
        return 0
    persons = Membership.objects.filter(family_id__in=unsettled).values_list("person_id", flat=True)
    settle_persons(set(persons))  # before the families, which may have their village from them
    settle_families(unsettled)
    return len(unsettled)


def regroup_persons(groups: Mapping[int, int]) -> int:
    """As ``regrouping.regroup`` for persons. Inside a transaction of the caller's."""
    unsettled = _move(Person, groups)
    settle_persons(unsettled)
    return len(unsettled)


def timeline(rows: Iterable[PersonObservation], stands: Mapping[int, int]) -> list[Span]:
    """The family a person belongs to, from a day until another; as ``profiles.timeline``."""
    counting = sorted(
        (row for row in rows if row.accepted and row.family_id is not None),
        key=lambda row: (row.observed_on, row.pk),
    )
    spans: list[tuple[int, date]] = []
    for at, row in enumerate(counting):
        last_of_day = at + 1 == len(counting) or counting[at + 1].observed_on != row.observed_on
        holds = deciding(counting[: at + 1], "family_id") if last_of_day else None
        if holds is None or holds.family_id is None:
            continue
        family_id = stands[holds.family_id]
        if not spans or spans[-1][0] != family_id:
            spans.append((family_id, row.observed_on))
    ends = [since for _, since in spans[1:]]  # the last has none
    return [(family_id, since, end) for (family_id, since), end in zip_longest(spans, ends)]


def _move(model: Any, groups: Mapping[int, int]) -> set[int]:
    """Write who stands for whom; the subjects that stood or stand for one that moved."""
    stood = dict(model.objects.filter(pk__in=groups).values_list("pk", "same_as_id"))
    moving: dict[int | None, list[int]] = defaultdict(list)
    unsettled: set[int] = set()
    for subject, stands in groups.items():
        if (stood[subject] or subject) != stands:
            moving[None if stands == subject else stands].append(subject)
            unsettled |= {stands, stood[subject] or subject}
    for same_as, subjects in moving.items():
        model.objects.filter(pk__in=subjects).update(same_as_id=same_as)
    return unsettled


def settle_families(standing: Collection[int]) -> None:
    """Rewrite the profiles of these families: from their own rows, else from their members'."""
    said = _by_standing(Family, FamilyObservation, "family_id", standing)
    FamilyProfile.objects.filter(pk__in=standing).delete()
    made = [
        FamilyProfile(family_id=family_id, **_resolved(rows, FAMILY_FIELDS))
        for family_id, rows in said.items()
        if any(row.accepted for row in rows)
    ]
    unspoken = set(standing) - {profile.family_id for profile in made}
    members = PersonProfile.objects.filter(family_id__in=unspoken).order_by("-person_id")
    villages = dict(members.values_list("family_id", "village_code"))  # the smallest id comes last
    made += [FamilyProfile(family_id=pk, village_code=code) for pk, code in villages.items()]
    FamilyProfile.objects.bulk_create(made)


def settle_persons(standing: Collection[int]) -> None:
    """Rewrite profiles and memberships of these persons, and the families only they speak of."""
    if not standing:
        return
    said = _by_standing(Person, PersonObservation, "person_id", standing)
    named = {row.family_id for rows in said.values() for row in rows if row.family_id is not None}
    stood = dict(Family.objects.filter(pk__in=named).values_list("pk", "same_as_id"))
    stands = {pk: same_as or pk for pk, same_as in stood.items()}
    PersonProfile.objects.filter(pk__in=standing).delete()
    Membership.objects.filter(person_id__in=standing).delete()
    profiles, memberships = [], []
    for person_id, rows in said.items():
        spans = timeline(rows, stands)
        memberships += [
            Membership(person_id=person_id, family_id=family_id, since=since, until=until)
            for family_id, since, until in spans
        ]
        if any(row.accepted for row in rows):
            values = _resolved(rows, PERSON_FIELDS)
            family_id = spans[-1][0] if spans else None
            profiles.append(PersonProfile(person_id=person_id, family_id=family_id, **values))
    PersonProfile.objects.bulk_create(profiles)
    Membership.objects.bulk_create(memberships)
    families = set(stands.values())
    spoken = _by_standing(Family, FamilyObservation, "family_id", families, only_accepted=True)
    settle_families(families - {pk for pk, rows in spoken.items() if rows})


def _by_standing(
    model: Any,
    observations: Any,
    subject: str,
    standing: Collection[int],
    *,
    only_accepted: bool = False,
) -> dict[int, list[Any]]:
    """All observations of the groups of these subjects, in order of their ids."""
    found: dict[int, list[Any]] = {pk: [] for pk in standing}
    group = model.objects.filter(Q(pk__in=standing) | Q(same_as_id__in=standing))
    stands = {pk: same_as or pk for pk, same_as in group.values_list("pk", "same_as_id")}
    rows = observations.objects.filter(**{f"{subject}__in": list(stands)})
    for row in rows.filter(accepted=True) if only_accepted else rows.order_by("pk"):
        found[stands[getattr(row, subject)]].append(row)
    return found


def _resolved(rows: Sequence[Any], fields: Iterable[str]) -> dict[str, Any]:
    holding = {field: deciding(rows, field) for field in fields}
    return {field: getattr(row, field) for field, row in holding.items() if row is not None}
