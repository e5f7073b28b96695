"""Let the registry follow a visit, and stop following it when it turns out to be wrong."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from entas.audit.actions import record
from entas.registry.models import (
    FamilyObservation,
    Origin,
    Person,
    PersonObservation,
)
from entas.registry.single import settle_families, settle_persons
from entas.registry.subjects import stand_for

SOURCE = "field"
_HERE = frozenset({"present", "new"})


@transaction.atomic
def follow(
    *,
    visit: int,
    family_id: int,
    village_code: str,
    observed_on: date,
    family: Mapping[str, Any],
    members: Sequence[tuple[int | None, Mapping[str, Any]]],
    by: str,
    now: datetime,
) -> None:
    """Observe what the accepted visit of that number said, and settle what holds.

    ``family`` has fields of ``FamilyValues``; ``members`` are (person id, fields of
    ``PersonValues``), ``None`` for persons not registered yet. Following it again changes nothing;
    what ``unfollow`` had put aside counts again.
    """
    said = FamilyObservation.objects.filter(source=SOURCE, row_number=visit)
    if said.exists():
        persons = PersonObservation.objects.filter(source=SOURCE, row_number=visit)
        said.update(accepted=True)
        persons.update(accepted=True)
    else:
        place = {"origin": Origin.VERIFICATION, "accepted": True, "observed_on": observed_on,
                 "source": SOURCE, "batch_id": 0, "sheet": "", "row_number": visit,
                 "village_code": village_code}  # fmt: skip
        FamilyObservation.objects.create(family_id=family_id, **place, **family)
        PersonObservation.objects.bulk_create(
            PersonObservation(
                person_id=known or Person.objects.create(first_batch_id=0).pk,
                family_id=family_id if values.get("presence") in _HERE else None,
                **place,
                **values,
            )
            for known, values in members
        )
    _settle(visit)
    _record("registry.followed", visit, family_id, village_code, by=by, now=now)


@transaction.atomic
def unfollow(*, visit: int, by: str, now: datetime) -> None:
    """Let the visit of that number count no more: it stays on record, and others decide."""
    said = FamilyObservation.objects.filter(source=SOURCE, row_number=visit, accepted=True)
    found = said.values_list("family_id", "village_code").first()
    if found is None:
        return
    said.update(accepted=False)
    PersonObservation.objects.filter(source=SOURCE, row_number=visit).update(accepted=False)
    _settle(visit)
    _record("registry.unfollowed", visit, *found, by=by, now=now)


def known_persons(person_ids: Sequence[int]) -> set[int]:
    """Those of these persons whom the registry knows."""
    return set(stand_for(kind="person", ids=person_ids))


def _settle(visit: int) -> None:
    families = FamilyObservation.objects.filter(source=SOURCE, row_number=visit)
    persons = PersonObservation.objects.filter(source=SOURCE, row_number=visit)
    person_ids = set(persons.values_list("person_id", flat=True))
    settle_persons(set(stand_for(kind="person", ids=person_ids).values()))
    family_ids = set(families.values_list("family_id", flat=True))
    settle_families(set(stand_for(kind="family", ids=family_ids).values()))


def _record(
    action: str, visit: int, family_id: int, village_code: str, *, by: str, now: datetime
) -> None:
    record(
        action=action,
        subject=f"family:{family_id}",
        by=by,
        now=now,
        area_code=village_code,
        details={"submission": visit},
    )
