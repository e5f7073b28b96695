"""Names and numbers of a pair, shown to whoever is to decide on it, and recorded once."""

from datetime import datetime

from django.db import transaction

from entas.access.scope import Permission, Scope
from entas.audit.actions import record
from entas.audit.queries import is_recorded
from entas.linkage.queries import PairDetail, pair

ACTION, PURPOSE = "pair.revealed", "decide duplicates"


def disclose(*, scope: Scope, pair_id: int, by: str, now: datetime) -> PairDetail:
    """Both sides of a pair, unmasked, for a decision; the first time ``by`` sees it is recorded.

    Raises ``NoSuchPair`` where the caller may not link both sides, or not see their names.
    """
    subject = f"pair:{pair_id}"
    with transaction.atomic():
        shown = pair(scope=scope, pair_id=pair_id, masked=False, permission=Permission.LINK)
        if not is_recorded(action=ACTION, subject=subject, by=by):
            record(
                action=ACTION,
                subject=subject,
                by=by,
                now=now,
                area_code=_area_of_both(shown.first.village_code, shown.second.village_code),
                details={
                    "purpose": PURPOSE,
                    "families": [side.family_id for side in (shown.first, shown.second)],
                },
            )
    return shown


def _area_of_both(first: str, second: str) -> str:
    """The smallest area that holds both villages."""
    shared = (length for length in (2, 4, 6, 10) if first[:length] == second[:length])
    return first[: max(shared, default=0)]
