"""Receive what phones send. It is acknowledged only once it is on the disk, and it is there once.

The rules, one each for what a phone on a bad network does:

- the same form again changes nothing;
- photos may come in several posts, each with the same XML;
- the same instance id with other bytes is refused, and so is a photo of the same name;
- a correction names the instance that it corrects, and that one steps aside if it still may;
- whose family it is, and whether the officer still has that village, is no reason to refuse it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from entas.access.scope import NotAllowed, Permission, Scope, system_scope
from entas.audit.actions import record
from entas.kernel.errors import Refused
from entas.registry.queries import NoSuchFamily, village_of_family
from entas.verification.forms.reading import Filled, read
from entas.verification.models import Attachment, Step, Submission, Visit
from entas.verification.submissions.vault import Kept, Vault
from entas.verification.workflow import TRANSITIONS, Action, State


class OtherBytes(Refused):
    """Something else was received before under the same name."""


class Outcome(StrEnum):
    """What became of a post."""

    RECEIVED = "received"
    AGAIN = "again"  # all of it was here
    MORE = "more"  # photos of a form that was here


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a phone may rely on: this is on the disk. ``missing`` are photos it still has."""

    submission_id: int
    instance_id: str
    outcome: Outcome
    missing: tuple[str, ...]


def vault() -> Vault:
    """Where this installation keeps what phones sent."""
    return Vault(settings.HOME / "submissions")


def receive(
    *,
    scope: Scope,
    xml: bytes,
    photos: Mapping[str, Iterable[bytes]],
    by: str,
    now: datetime,
) -> Receipt:
    """Keep one post: the XML of a form, and the photos that came with it (name to chunks).

    When this returns, all of it is on the disk. Raises ``NotAllowed`` for users who do not visit
    anywhere, ``NotASubmission``, and ``OtherBytes``.
    """
    if not scope.prefixes(Permission.VISIT):
        raise NotAllowed(
            f"{scope.actor} has no role that visits families: ask the administrator for one."
        )
    filled = read(xml)
    content = vault().keep([xml])
    kept = {name[:200]: vault().keep(chunks) for name, chunks in photos.items()}
    with _durable(), transaction.atomic():
        submission, is_new = Submission.objects.select_for_update().get_or_create(
            instance_id=filled.instance_id,
            defaults=_described(scope, filled, content, kept, by=by, now=now),
        )
        if submission.content_hash != content.content_hash:
            raise OtherBytes(
                "A form with this id and other answers is here already. "
                "Open the form as a correction, and send it again."
            )
        if is_new:
            _open(submission, filled, kept, by=by, now=now)
            added, missing = len(kept), _to_come(filled, kept)
        else:
            added = _attach(submission, kept, now=now)
            missing = tuple(_missing(submission))
            if not missing and submission.state == State.VISITED:
                _move(submission, Action.SUBMIT, State.SUBMITTED, by=by, now=now)
        outcome = Outcome.RECEIVED if is_new else Outcome.MORE if added else Outcome.AGAIN
        if outcome is not Outcome.AGAIN:
            record(
                action=f"submission.{outcome}",
                subject=f"submission:{submission.pk}",
                by=by,
                now=now,
                area_code=submission.village_code,
                details={"photos": added, "missing": len(missing)},
            )
    return Receipt(submission.pk, submission.instance_id, outcome, missing)


@contextmanager
def _durable() -> Iterator[None]:
    """Have the commit itself reach the disk.

    On SQLite the installation's setting leaves that to the next checkpoint, which a loss of power
    may come before. PostgreSQL waits for the disk anyhow.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=NORMAL")


def _to_come(filled: Filled, kept: Mapping[str, Kept]) -> tuple[str, ...]:
    """Photos that the form names and this post did not bring."""
    return tuple(name for name in filled.photos.values() if name[:200] not in kept)


def _described(
    scope: Scope,
    filled: Filled,
    content: Kept,
    kept: Mapping[str, Kept],
    *,
    by: str,
    now: datetime,
) -> dict[str, object]:
    family_id, village = _placed(scope, filled)
    return {
        "form_id": filled.form_id,
        "form_version": filled.version,
        "device": filled.device,
        "officer": by,
        "received_at": now,
        "content_hash": content.content_hash,
        "family_id": family_id,
        "village_code": village,
        "elsewhere": not scope.covers(village, Permission.VISIT),
        "visited_on": filled.visited_on,
        "presence": filled.presence,
        "state": State.VISITED if _to_come(filled, kept) else State.SUBMITTED,
    }


def _placed(scope: Scope, filled: Filled) -> tuple[int | None, str]:
    """The registry's family and its village now; without one, the officer's own area."""
    if filled.family_id is not None:
        try:
            return filled.family_id, village_of_family(
                scope=system_scope(), family_id=filled.family_id
            )
        except NoSuchFamily:
            pass
    return None, max(scope.prefixes(Permission.VISIT), key=len)


def _open(
    submission: Submission, filled: Filled, kept: Mapping[str, Kept], *, by: str, now: datetime
) -> None:
    """What a form brings with it the first time: photos here and to come, its visit, its steps."""
    questions = {name[:200]: question[:40] for question, name in filled.photos.items()}
    Attachment.objects.bulk_create(
        Attachment(
            submission=submission,
            question=questions.get(name, ""),
            photo_name=name,
            content_hash=kept[name].content_hash if name in kept else "",
            size=kept[name].size if name in kept else 0,
            received_at=now if name in kept else None,
        )
        for name in {**questions, **kept}
    )
    if filled.deprecated_id:
        _correct(submission, filled.deprecated_id, by=by, now=now)
    complete = submission.state == State.SUBMITTED
    way = [(Action.VISIT, State.ASSIGNED, State.VISITED)]
    way += [(Action.SUBMIT, State.VISITED, State.SUBMITTED)] if complete else []
    Step.objects.bulk_create(
        Step(submission=submission, action=action, source=source, target=target,
             taken_by=by, taken_at=now)
        for action, source, target in way
    )  # fmt: skip
    if submission.family_id is not None:
        submission.visit = Visit.objects.create(
            family_id=submission.family_id,
            village_code=submission.village_code,
            visited_on=filled.visited_on or timezone.localdate(now),
            submitted_on=timezone.localdate(now) if complete else None,
            presence=filled.presence,
            meets_criteria=filled.meets_criteria,
            reason=filled.reason,
            note=filled.note,
            batch_id=0,
            sheet="submission",
            row_number=submission.pk,
        )
        submission.save(update_fields=["visit"])


def _correct(submission: Submission, deprecated_id: str, *, by: str, now: datetime) -> None:
    """Put the corrected form aside, if it is its officer's and nobody relied on it yet.

    Otherwise both stand, and a person decides.
    """
    earlier = (
        Submission.objects.select_for_update().filter(instance_id=deprecated_id, officer=by).first()
    )
    if earlier is None or Submission.objects.filter(earlier=earlier).exists():
        return
    may = {row.source for row in TRANSITIONS if row.action is Action.CORRECT}
    if State(earlier.state) in may:
        submission.earlier = earlier
        submission.save(update_fields=["earlier"])
        _move(earlier, Action.CORRECT, State.SET_ASIDE, by=by, now=now)


def _attach(submission: Submission, kept: Mapping[str, Kept], *, now: datetime) -> int:
    """Say of each photo that it is here. Returns how many were not before."""
    known = {row.photo_name: row for row in submission.attachments.all()}
    added = 0
    for name, content in kept.items():
        row = known.get(name) or Attachment(submission=submission, photo_name=name)
        if row.content_hash == content.content_hash:
            continue
        if row.content_hash:
            raise OtherBytes(f"Another photo named {name} is here already: take it anew.")
        row.content_hash, row.size, row.received_at = content.content_hash, content.size, now
        row.save()
        added += 1
    return added


def _missing(submission: Submission) -> Iterable[str]:
    rows = submission.attachments.filter(content_hash="").order_by("pk")
    return rows.values_list("photo_name", flat=True)


def _move(submission: Submission, action: Action, target: State, *, by: str, now: datetime) -> None:
    Step.objects.create(
        submission=submission,
        action=action,
        source=submission.state,
        target=target,
        taken_by=by,
        taken_at=now,
    )
    submission.state = target
    submission.save(update_fields=["state"])
    if target is State.SUBMITTED:
        Visit.objects.filter(submission=submission).update(submitted_on=timezone.localdate(now))
