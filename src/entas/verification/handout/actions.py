"""Hand out the families to visit. Names leave the house here, so each time is recorded."""

from datetime import datetime

from django.db import transaction

from entas.access.scope import Scope
from entas.audit.actions import record
from entas.verification.handout.queries import entity_list


@transaction.atomic
def hand_out(*, scope: Scope, village_code: str, name: str, by: str, now: datetime) -> bytes:
    """An entity list of the caller's families in a village, as CSV. Raises ``NotAllowed``."""
    content, families = entity_list(scope=scope, village_code=village_code, name=name)
    record(
        action="families.handed_out",
        subject=f"list:{name}",
        by=by,
        now=now,
        area_code=village_code,
        details={"families": families},
    )
    return content
