"""Families and persons as two sides of a pair: what tells them apart, and who says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from entas.access.scope import Permission, Scope
from entas.registry.identity import groups_of, stand_for
from entas.registry.models import (
    FamilyObservation,
    FamilyProfile,
    PersonObservation,
    PersonProfile,
)
from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS, deciding
from entas.registry.queries import Said, masked_value, said_by

__all__ = ["Relative", "Subject", "groups_of", "sides", "stand_for"]

_MODELS: dict[str, tuple[Any, Any, tuple[str, ...]]] = {
    "family": (FamilyObservation, FamilyProfile, FAMILY_FIELDS),
    "person": (PersonObservation, PersonProfile, PERSON_FIELDS),
}
_HOME = ("address", "hamlet", "rt", "rw", "head_name")


@dataclass(frozen=True, slots=True)
class Relative:
    """A member of the household of a side."""

    person_id: int
    name: str
    nik: str | None
    relationship: str | None
    born: date | int | None  # the year alone when masked


@dataclass(frozen=True, slots=True)
class Subject:
    """One side of a pair, resolved from the observations of its own side.

    ``values`` of a person hold the place of the family too (address, hamlet, rt, rw, head_name).
    """

    subject_id: int
    stands: int  # the subject that stands for it now
    family_id: int | None  # of a person; the family itself otherwise
    village_code: str
    values: dict[str, Any]
    sources: tuple[tuple[str, date], ...]  # what speaks of it, and of which day
    said: tuple[Said, ...]  # what each of them says, oldest first
    household: tuple[Relative, ...]  # the others of it


def sides(
    *,
    scope: Scope,
    kind: str,
    first_id: int,
    second_id: int,
    masked: bool = True,
    permission: Permission = Permission.SEE_FAMILIES,
) -> tuple[Subject, Subject] | None:
    """Both subjects of a pair; ``None`` when one lies outside the caller's areas.

    A side speaks for all it stands for; when both are one already, each speaks for itself.
    """
    stands = stand_for(kind=kind, ids=(first_id, second_id))
    profiles = _profiles(kind, stands.values(), scope, permission)
    if len(stands) < 2 or set(stands.values()) - profiles.keys():
        return None
    alone = len(set(stands.values())) == 1
    groups = groups_of(kind=kind, standing=stands.values())
    own = {pk: [pk] if alone else groups[stands[pk]] for pk in stands}
    said = _observations(kind, [pk for group in own.values() for pk in group])
    first, second = (
        _subject(kind, pk, stands[pk], profiles[stands[pk]], said, own[pk], masked=masked)
        for pk in (first_id, second_id)
    )
    return first, second


def _profiles(
    kind: str, ids: Iterable[int], scope: Scope, permission: Permission
) -> dict[int, FamilyProfile | PersonProfile]:
    rows = _MODELS[kind][1].objects.filter(pk__in=list(ids))
    return {row.pk: row for row in scope.limit(rows, permission=permission)}


def _observations(kind: str, ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {pk: [] for pk in ids}
    for row in _MODELS[kind][0].objects.filter(**{f"{kind}_id__in": ids}).order_by("pk"):
        found[getattr(row, f"{kind}_id")].append(row)
    return found


def _subject(
    kind: str,
    subject_id: int,
    stands: int,
    profile: Any,
    said: dict[int, list[Any]],
    speaks_for: Sequence[int],
    *,
    masked: bool,
) -> Subject:
    rows = [row for pk in speaks_for for row in said[pk]]
    values = {}
    for field in _MODELS[kind][2]:
        holds = deciding(rows, field)
        values[field] = getattr(holds, field) if holds else None
    if not rows:  # a family that only its members speak of
        values["village_code"] = profile.village_code
    family_id = profile.family_id
    if kind == "person":
        values |= _home(family_id)
    return Subject(
        subject_id=subject_id,
        stands=stands,
        family_id=family_id,
        village_code=profile.village_code,
        values={k: masked_value(k, v) if masked else v for k, v in values.items()},
        sources=tuple(sorted({(row.source, row.observed_on) for row in rows})),
        said=tuple(said_by(row, _MODELS[kind][2], masked=masked) for row in rows),
        household=_household(family_id, stands if kind == "person" else 0, masked=masked),
    )


def _home(family_id: int | None) -> dict[str, Any]:
    found = FamilyProfile.objects.filter(pk=family_id).values(*_HOME).first()
    return dict(found) if found else dict.fromkeys(_HOME)


def _household(family_id: int | None, without: int, *, masked: bool) -> tuple[Relative, ...]:
    if family_id is None:
        return ()
    rows = (
        PersonProfile.objects.filter(Q(family_id=family_id) & ~Q(pk=without))
        .only("person_id", "name", "nik", "relationship", "birth_date")
        .order_by("pk")
    )
    return tuple(
        Relative(
            person_id=row.pk,
            name=masked_value("name", row.name) if masked else row.name or "",
            nik=masked_value("nik", row.nik) if masked else row.nik,
            relationship=row.relationship,
            born=masked_value("birth_date", row.birth_date) if masked else row.birth_date,
        )
        for row in rows
    )
