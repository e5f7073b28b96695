"""Make what the registry holds of one subject ready to be decided: ages, space a person."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from entas.needs.rules.conditions import Known, age_on
from entas.needs.rules.departure import PERSON_LEFT


def known_person(values: Mapping[str, Any], *, on: date) -> Known:
    """A person's resolved values, with the age on a day; an impossible birth date is not known."""
    return Known(_aged(values, on))


def known_family(
    values: Mapping[str, Any], members: Iterable[Mapping[str, Any]], *, on: date
) -> Known:
    """A family's resolved values and members; members who left do not count."""
    here = tuple(
        _aged(member, on) for member in members if member.get("presence") not in PERSON_LEFT
    )
    area = values.get("floor_area_m2")
    known = dict(values) | {
        "members": len(here) or None,
        "floor_area_per_member_m2": area / len(here) if here and area is not None else None,
    }
    return Known(known, here)


def _aged(values: Mapping[str, Any], on: date) -> dict[str, Any]:
    age = age_on(values.get("birth_date"), on)
    born = values.get("birth_date") if age is not None else None
    return dict(values) | {"age": age, "birth_date": born}
