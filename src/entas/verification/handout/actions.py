"""Hand out the families to visit. Names leave the house here, so each time is recorded."""

from datetime import datetime

from django.db import transaction

from entas.access.scope import Scope
from entas.audit.actions import record
from entas.verification.handout.queries import FieldList, entity_list, field_list


@transaction.atomic
def hand_out(*, scope: Scope, village_code: str, name: str, by: str, now: datetime) -> bytes:
    """An entity list of the caller's families in a village, as CSV. Raises ``NotAllowed``."""
    content, families = entity_list(scope=scope, village_code=village_code, name=name)
    _record(name, village_code, families, by=by, now=now)
    return content


@transaction.atomic
def take_along(*, scope: Scope, village_code: str, by: str, now: datetime) -> FieldList:
    """The caller's families in a village with their members, for the field app."""
    taken = field_list(scope=scope, village_code=village_code)
    _record("field", village_code, len(taken.families), by=by, now=now)
    return taken


def _record(name: str, village_code: str, families: int, *, by: str, now: datetime) -> None:
    record(
        action="families.handed_out",
        subject=f"list:{name}",
        by=by,
        now=now,
        area_code=village_code,
        details={"families": families},
    )
