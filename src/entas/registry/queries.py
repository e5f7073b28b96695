"""Reads of the registry. Each takes the caller's scope; names and numbers come masked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from entas.access.scope import Permission, Scope
from entas.columns.ranges import fetch
from entas.columns.records import table
from entas.kernel.errors import Refused
from entas.kernel.masking import HIDDEN, mask_name, mask_number
from entas.registry.identity import groups_of, merged_sql, one_with, stand_for
from entas.registry.models import (
    FamilyKey,
    FamilyObservation,
    FamilyProfile,
    PersonKey,
    PersonObservation,
    PersonProfile,
)
from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS, deciding

_HEAD = ("family_id", "village_code", "head_name", "head_nik", "rt", "rw", "address")
_MEMBER = ("person_id", "family_id", "village_code", "name", "nik")
_NAMES = frozenset({"head_name", "name", "mother_name"})
_NUMBERS = frozenset({"head_nik", "nik", "kk_number"})
_PLACES = frozenset({"address", "hamlet", "birth_place", "latitude", "longitude"})


class NoSuchFamily(Refused):
    """No family of that number within the caller's areas."""


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in a list, masked."""

    family_id: int
    village_code: str
    head_name: str
    head_nik: str
    rt: str | None
    rw: str | None
    decile: str | None
    presence: str | None
    members: int


@dataclass(frozen=True, slots=True)
class Said:
    """One observation: who said what, when, and where it stands in what was received."""

    observation_id: int
    origin: str
    accepted: bool
    observed_on: date
    source: str
    batch_id: int
    sheet: str
    row_number: int
    values: dict[str, Any]  # only what it said


@dataclass(frozen=True, slots=True)
class MemberDetail:
    """A member of a family: what holds, what each source said, and which one decided."""

    person_id: int
    values: dict[str, Any]
    observations: tuple[Said, ...]
    decided_by: dict[str, int]  # field -> observation_id


@dataclass(frozen=True, slots=True)
class FamilyDetail:
    """A family: what holds, what each source said, and which one decided each field."""

    family_id: int
    village_code: str
    keys: tuple[tuple[str, str], ...]  # scheme, value (masked with the rest)
    values: dict[str, Any]
    observations: tuple[Said, ...]
    decided_by: dict[str, int]
    members: tuple[MemberDetail, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """How many the registry lists in an area."""

    families: int
    persons: int


def families_in(
    *, scope: Scope, area_code: str, offset: int = 0, limit: int = 50
) -> tuple[int, list[FamilyRow]]:
    """How many families an area has, and a page of them by village and head's name."""
    scope.check(area_code, Permission.SEE_FAMILIES)
    rows = scope.limit(FamilyProfile.objects.all()).filter(_within(area_code))
    page = rows.order_by("village_code", "head_name", "family_id")[offset : offset + limit]
    return rows.count(), _rows(page)


def families(*, scope: Scope, family_ids: Sequence[int]) -> list[FamilyRow]:
    """These families, as far as they lie in the caller's areas; those that are one, once."""
    standing = set(stand_for(kind="family", ids=family_ids).values())
    return _rows(scope.limit(FamilyProfile.objects.filter(family_id__in=standing)))


def search(*, scope: Scope, text: str, limit: int = 50) -> list[FamilyRow]:
    """Families found by ID Keluarga, by the NIK or KK of head or member, or by a part of a name.

    Less than 3 characters find nothing. At most ``limit`` families, by village.
    """
    text = " ".join(text.split())
    if len(text) < 3:
        return []
    people = scope.limit(PersonProfile.objects.all())
    if any(character.isdigit() for character in text):
        numbered = Q(head_nik=text) | Q(kk_number=text)
        keyed = FamilyKey.objects.filter(value=text).values(
            stands=Coalesce("family__same_as_id", "family_id")
        )
        condition = numbered | Q(family_id__in=keyed)
        people = people.filter(nik=text)
    else:
        condition = Q(head_name__icontains=text)
        people = people.filter(name__icontains=text)
    condition |= Q(family_id__in=people.values("family_id"))
    rows = scope.limit(FamilyProfile.objects.filter(condition))
    return _rows(rows.order_by("village_code", "head_name", "family_id")[:limit])


def listed(*, scope: Scope, area_code: str) -> Listed:
    """Families and persons the registry lists in an area."""
    scope.check(area_code)
    within = _within(area_code)
    return Listed(
        families=FamilyProfile.objects.filter(within).count(),
        persons=PersonProfile.objects.filter(within).count(),
    )


def names_of(
    *, scope: Scope, family_ids: Sequence[int] = (), person_ids: Sequence[int] = ()
) -> tuple[dict[int, str], dict[int, str]]:
    """Masked names of heads by family id, and of persons by person id, for lists of them."""
    family = stand_for(kind="family", ids=family_ids)
    person = stand_for(kind="person", ids=person_ids)
    heads = scope.limit(FamilyProfile.objects.filter(family_id__in=set(family.values())))
    people = scope.limit(PersonProfile.objects.filter(person_id__in=set(person.values())))
    head = dict(heads.values_list("family_id", "head_name"))
    name = dict(people.values_list("person_id", "name"))
    return (
        {pk: mask_name(head[stands]) for pk, stands in family.items() if stands in head},
        {pk: mask_name(name[stands]) for pk, stands in person.items() if stands in name},
    )


def detail(
    *,
    scope: Scope,
    family_id: int,
    masked: bool = True,
    permission: Permission = Permission.SEE_FAMILIES,
) -> FamilyDetail:
    """One family with members, the observations side by side and the one that decided each field.

    The family that stands for the one asked for, with all that was said of those one with it.
    Raises ``NoSuchFamily`` also for families outside the scope. ``actions.reveal`` is the only
    caller that may pass ``masked=False``.
    """
    rows = scope.limit(FamilyProfile.objects.all(), permission=permission)
    group = one_with(kind="family", subject_id=family_id)
    profile = rows.filter(family_id=group[0]).first()
    if profile is None:
        raise NoSuchFamily(f"There is no family {family_id} in your areas.")
    said = FamilyObservation.objects.filter(family_id__in=group).order_by("id")
    keys = FamilyKey.objects.filter(family_id__in=group).values_list("scheme", "value")
    return FamilyDetail(
        family_id=group[0],
        village_code=profile.village_code,
        keys=tuple((scheme, mask_number(value) if masked else value) for scheme, value in keys),
        values=_values(profile, FAMILY_FIELDS, masked=masked),
        observations=tuple(said_by(row, FAMILY_FIELDS, masked=masked) for row in said),
        decided_by=_decided(list(said), FAMILY_FIELDS),
        members=_members(group[0], masked=masked),
    )


def family_ids_sql() -> str:
    """A query for bulk steps above: ``value`` (ID Keluarga), ``family_id`` and who ``stands``."""
    return _ids_sql(FamilyKey, "family_id")


def person_ids_sql() -> str:
    """A query for bulk steps above: ``value`` (ID Individu), ``person_id`` and who ``stands``."""
    return _ids_sql(PersonKey, "person_id")


def _ids_sql(keys: type[FamilyKey | PersonKey], subject: str) -> str:
    return (
        f"SELECT value, {subject}, coalesce(merged.stands, {subject}) AS stands "
        f"FROM {table(keys)} LEFT JOIN ({merged_sql(subject)}) merged ON subject = {subject} "
        "WHERE scheme = 'p3ke'"
    )


def fill_subjects(
    con: duckdb.DuckDBPyConnection, *, families: str = "", persons: str = "", villages: str = ""
) -> None:
    """Create the temporary tables ``head`` and ``member`` for bulk steps above.

    They hold what identifies families (by their head) and persons: those of the relations of ids
    ``families`` (with all members) and ``persons``, or those of the relation ``villages``.
    """
    heads = "family_id, village_code, head_name AS name, head_nik AS nik, rt, rw, address"
    members = ", ".join(_MEMBER)
    if villages:
        within = f"SEMI JOIN {villages} USING (village_code)"
        family, person = f"{table(FamilyProfile)} {within}", f"{table(PersonProfile)} {within}"
    else:
        read = {
            "family_profile": (FamilyProfile, "family_id", families, _HEAD),
            "person_profile": (PersonProfile, "person_id", persons, _MEMBER),
            "member_profile": (PersonProfile, "family_id", families, _MEMBER),
        }
        for into, (model, column, ids, wanted) in read.items():
            fetch(con, model, into=into, column=column, ids=ids, columns=wanted)
        family = "family_profile"
        person = (
            f"(SELECT {members} FROM person_profile UNION SELECT {members} FROM member_profile)"
        )
    con.execute(f"CREATE OR REPLACE TEMP TABLE head AS SELECT {heads} FROM {family}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE member AS SELECT {members} FROM {person}")


def village_of_family(*, scope: Scope, family_id: int) -> str:
    """The village of a family in the caller's areas; raises ``NoSuchFamily``."""
    standing = stand_for(kind="family", ids=[family_id]).get(family_id, family_id)
    rows = scope.limit(FamilyProfile.objects.filter(family_id=standing))
    found = rows.values_list("village_code", flat=True).first()
    if found is None:
        raise NoSuchFamily(f"There is no family {family_id} in your areas.")
    return found


def keys_of_persons(*, scope: Scope, person_ids: Iterable[int]) -> dict[int, str]:
    """The source's number of each person (masked), by person id."""
    person = stand_for(kind="person", ids=person_ids)
    people = scope.limit(PersonProfile.objects.filter(person_id__in=set(person.values())))
    seen = set(people.values_list("person_id", flat=True))
    keys = PersonKey.objects.filter(person_id__in=[pk for pk in person if person[pk] in seen])
    return {pk: mask_number(value) for pk, value in keys.values_list("person_id", "value")}


def _members(family_id: int, *, masked: bool) -> tuple[MemberDetail, ...]:
    profiles = list(PersonProfile.objects.filter(family_id=family_id).order_by("person_id"))
    said: dict[int, list[PersonObservation]] = {profile.person_id: [] for profile in profiles}
    stands = {pk: top for top, group in groups_of(kind="person", standing=said).items()
              for pk in group}  # fmt: skip
    for row in PersonObservation.objects.filter(person_id__in=stands).order_by("id"):
        said[stands[row.person_id]].append(row)
    return tuple(
        MemberDetail(
            person_id=profile.person_id,
            values=_values(profile, PERSON_FIELDS, masked=masked),
            observations=tuple(
                said_by(row, PERSON_FIELDS, masked=masked) for row in said[profile.person_id]
            ),
            decided_by=_decided(said[profile.person_id], PERSON_FIELDS),
        )
        for profile in sorted(profiles, key=lambda row: (row.relationship != "head", row.person_id))
    )


def _decided(
    rows: Sequence[FamilyObservation] | Sequence[PersonObservation], fields: tuple[str, ...]
) -> dict[str, int]:
    found = {name: deciding(rows, name) for name in fields}
    return {name: row.pk for name, row in found.items() if row is not None}


def said_by(
    row: FamilyObservation | PersonObservation, fields: tuple[str, ...], *, masked: bool
) -> Said:
    """What an observation says, for the reads of this room."""
    return Said(
        observation_id=row.pk,
        origin=row.origin,
        accepted=row.accepted,
        observed_on=row.observed_on,
        source=row.source,
        batch_id=row.batch_id,
        sheet=row.sheet,
        row_number=row.row_number,
        values={
            name: value
            for name, value in _values(row, fields, masked=masked).items()
            if getattr(row, name) is not None
        },
    )


def _values(row: object, fields: tuple[str, ...], *, masked: bool) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in fields}
    return {name: masked_value(name, value) for name, value in values.items()} if masked else values


def masked_value(name: str, value: Any) -> Any:
    """A value of the registry as screens show it unasked; of a birth date the year."""
    if value is None:
        return None
    if name in _NAMES:
        return mask_name(value)
    if name in _NUMBERS:
        return mask_number(value)
    if name in _PLACES:
        return HIDDEN
    return value.year if name == "birth_date" else value


def _within(area_code: str) -> Q:
    """Villages of an area: a range of codes, which indexes serve."""
    return Q(village_code__gte=area_code, village_code__lt=str(int(area_code) + 1))


def _rows(page: Iterable[FamilyProfile]) -> list[FamilyRow]:
    families = list(page)
    counted = (
        PersonProfile.objects.filter(family_id__in=[row.family_id for row in families])
        .values_list("family_id")
        .annotate(Count("person_id"))
    )
    members = {family_id: count for family_id, count in counted if family_id is not None}
    return [
        FamilyRow(
            family_id=row.family_id,
            village_code=row.village_code,
            head_name=mask_name(row.head_name),
            head_nik=mask_number(row.head_nik),
            rt=row.rt,
            rw=row.rw,
            decile=row.decile,
            presence=row.presence,
            members=members.get(row.family_id, 0),
        )
        for row in families
    ]
