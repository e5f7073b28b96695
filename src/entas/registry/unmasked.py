"""Names and numbers of families for those who go and visit them: the registry's one bulk door.

Nothing leaves through it unrecorded: ``verification.handout.actions`` records each handing out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from entas.access.scope import Permission, Scope
from entas.registry.models import FamilyProfile, PersonProfile

_FAMILY = ("head_name", "kk_number", "address", "hamlet", "rt", "rw")
_PERSON = ("name", "nik", "sex", "birth_date", "relationship")
_CHUNK = 500  # SQLite takes so many parameters, and more


@dataclass(frozen=True, slots=True)
class Known:
    """A family as an officer needs it at the door; members in the order of the form."""

    family_id: int
    village_code: str
    values: dict[str, Any]
    members: tuple[tuple[int, dict[str, Any]], ...]  # person id, values


def known(*, scope: Scope, family_ids: Sequence[int]) -> list[Known]:
    """These families with members, unmasked, as far as the caller visits where they live.

    By village, RT and head, so that a list follows the street.
    """
    found = []
    for at in range(0, len(family_ids), _CHUNK):
        profiles = scope.limit(
            FamilyProfile.objects.filter(family_id__in=family_ids[at : at + _CHUNK]),
            permission=Permission.VISIT,
        )
        rows = list(profiles.order_by("village_code", "rw", "rt", "head_name", "family_id"))
        members = _members([row.family_id for row in rows])
        found += [
            Known(
                family_id=row.family_id,
                village_code=row.village_code,
                values={name: getattr(row, name) for name in _FAMILY},
                members=tuple(members.get(row.family_id, ())),
            )
            for row in rows
        ]
    return found


def _members(family_ids: list[int]) -> dict[int, list[tuple[int, dict[str, Any]]]]:
    found: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    rows = PersonProfile.objects.filter(family_id__in=family_ids)
    for row in sorted(rows, key=lambda row: (row.relationship != "head", row.person_id)):
        values = {name: getattr(row, name) for name in _PERSON}
        found.setdefault(row.family_id or 0, []).append((row.person_id, values))
    return found
