"""Families and persons as observed, and tags and visits, for tests of later steps."""

from datetime import date
from typing import Any

from entas.registry.models import (
    Family,
    FamilyObservation,
    FamilyProfile,
    Membership,
    Person,
    PersonObservation,
    PersonProfile,
)
from entas.tagging.models import Programme, Tag
from entas.verification.models import Visit
from tests.factories.areas import KLATEN_VILLAGE

LISTED = date(2023, 2, 1)
_PLACE = {"batch_id": 1, "sheet": "Sheet1", "row_number": 2}


def make_family(*, village: str = KLATEN_VILLAGE, on: date = LISTED, **values: Any) -> Family:
    """A family that a list speaks of."""
    family = Family.objects.create(first_batch_id=1)
    FamilyProfile.objects.create(family=family, village_code=village)
    see_family(family, origin="list", on=on, village_code=village, **values)
    return family


def see_family(
    family: Family, *, origin: str = "verification", on: date, accepted: bool = True, **values: Any
) -> FamilyObservation:
    """A row or visit that speaks of a family; profiles are not resolved anew."""
    values.setdefault("village_code", family.profile.village_code)
    return FamilyObservation.objects.create(
        family=family, origin=origin, accepted=accepted, observed_on=on,
        source="p3ke-2023" if origin == "list" else "siks-dj", **_PLACE, **values,
    )  # fmt: skip


def make_person(family: Family, *, on: date = LISTED, **values: Any) -> Person:
    """A member of a family that a list speaks of."""
    person = Person.objects.create(first_batch_id=1)
    village = family.profile.village_code
    PersonProfile.objects.create(person=person, family=family, village_code=village)
    Membership.objects.create(person=person, family=family, since=on)
    see_person(person, origin="list", on=on, family=family, **values)
    return person


def see_person(
    person: Person, *, origin: str = "verification", on: date, accepted: bool = True, **values: Any
) -> PersonObservation:
    """A row or visit that speaks of a person."""
    values.setdefault("village_code", person.profile.village_code)
    return PersonObservation.objects.create(
        person=person, origin=origin, accepted=accepted, observed_on=on,
        source="p3ke-2023" if origin == "list" else "siks-dj", **_PLACE, **values,
    )  # fmt: skip


def make_tag(family: Family, indicator: str, *, person: Person | None = None, **dates: Any) -> Tag:
    """A tag that answers a need, with the dates of its states."""
    programme, _ = Programme.objects.get_or_create(
        key=f"test-{indicator}",
        defaults={"name": "Uji", "provider": "Uji", "indicator": indicator,
                  "funding_source": "APBD_PROV"},
    )  # fmt: skip
    return Tag.objects.create(
        programme=programme, funding_source="APBD_PROV", indicator=indicator, family_id=family.pk,
        person_id=person.pk if person else None, village_code=family.profile.village_code,
        **_PLACE, **dates,
    )  # fmt: skip


def make_visit(family: Family, *, presence: str = "found", **dates: Any) -> Visit:
    """A visit to a family, with the dates of the stages it reached."""
    return Visit.objects.create(
        family_id=family.pk, village_code=family.profile.village_code, presence=presence,
        **_PLACE, **dates,
    )  # fmt: skip
