"""Reading the audit trail, and proving that nobody rewrote it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from entas.audit.chain import GENESIS, digest
from entas.audit.models import Event
from entas.kernel.permissions import Permission, Reach

_PROVINCE_LENGTH = 2
_CHUNK = 2_000


def events(
    scope: Reach,
    *,
    subject: str = "",
    action: str = "",
    area_code: str = "",
    by: str = "",
) -> QuerySet[Event]:
    """The events that the caller may see, newest first; each filter is optional.

    Events of the whole installation (no area) are shown to those who see a whole province.
    ``area_code`` gives the events of that area and all below it.
    """
    allowed = Q(pk__in=())
    for prefix in scope.prefixes(Permission.SEE_AUDIT):
        allowed |= _below(prefix)
        if len(prefix) == _PROVINCE_LENGTH:
            allowed |= Q(area_code="")
    found = Event.objects.filter(allowed)
    if subject:
        found = found.filter(subject=subject)
    if action:
        found = found.filter(action=action)
    if area_code:
        found = found.filter(_below(area_code))
    if by:
        found = found.filter(actor=by)
    return found.order_by("-id")


def is_recorded(*, action: str, subject: str, by: str) -> bool:
    """Whether somebody has done this to that before: for what is recorded once."""
    return Event.objects.filter(subject=subject, action=action, actor=by).exists()


def _below(prefix: str) -> Q:
    return Q(area_code__gte=prefix, area_code__lt=str(int(prefix) + 1))


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk over the whole chain found."""

    events: int
    """Events read, up to and including the first broken one."""
    head: str
    """Hash of the last sound event: compare it with one noted elsewhere to notice a cut tail."""
    broken_at: int | None
    """Id of the first event that does not fit, or None."""
    reason: str
    """Why it does not fit, or empty."""

    @property
    def sound(self) -> bool:
        """Whether every event fits the one before it."""
        return self.broken_at is None


def verify_chain() -> ChainReport:
    """Recompute every hash from the first event on; stop at the first that does not fit."""
    head, count = GENESIS, 0
    for event in Event.objects.order_by("id").iterator(chunk_size=_CHUNK):
        count += 1
        if event.previous_hash != head:
            reason = "the event before it was removed, added or changed"
            return ChainReport(count, head, event.pk, reason)
        expected = digest(
            at=event.at,
            actor=event.actor,
            action=event.action,
            subject=event.subject,
            area_code=event.area_code,
            details=event.details,
            previous_hash=event.previous_hash,
        )
        if event.hash != expected:
            return ChainReport(count, head, event.pk, "its content was changed")
        head = event.hash
    return ChainReport(count, head, None, "")
