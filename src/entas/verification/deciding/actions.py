"""Decide on submissions, many with one reason; what is accepted, the registry follows."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from entas.access.scope import Permission, Scope
from entas.areas.models import CODE_LENGTH, Level
from entas.audit.actions import record
from entas.kernel.errors import Refused
from entas.registry.observing.actions import follow, known_persons, unfollow
from entas.registry.subjects import groups_of, stand_for
from entas.verification.deciding.queries import Shown, one_family, shown
from entas.verification.forms.reading import read
from entas.verification.models import (
    Assignment,
    AssignmentState,
    Minutes,
    Step,
    Submission,
    Visit,
)
from entas.verification.submissions.actions import vault
from entas.verification.workflow import (
    COUNTING,
    STANDING,
    Action,
    NotPossible,
    State,
    Transition,
    find,
    needed,
)

_STAGES = {
    State.SUBMITTED: "submitted_on",
    State.CHECKED: "checked_on",
    State.RATIFIED: "ratified_on",
    State.ACCEPTED: "accepted_on",
}
MOST = 1000
"""Submissions of one decision: more is nothing that a person has looked at."""


class NoSuchSubmissions(Refused):
    """None of these is in the caller's areas."""


class MinutesUnclear(Refused):
    """The minutes lack something, or are of another village."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did: how many, and why each of the others was not possible."""

    done: int
    refused: dict[int, str]  # submission id -> what to do


@transaction.atomic
def decide(
    *,
    scope: Scope,
    submission_ids: Collection[int],
    action: Action,
    reason: str = "",
    minutes_id: int | None = None,
    by: str,
    now: datetime,
) -> Decided:
    """Take one step with each of these submissions, with one reason.

    Those for which the step is not possible stay as they are and come back in ``refused``. Raises
    ``ReasonMissing``, ``MinutesMissing``, ``MinutesUnclear``, and ``NoSuchSubmissions`` when none
    of them lies where the caller may take the step.
    """
    reason = " ".join(reason.split())[:300]
    rows = list(
        Submission.objects.select_for_update()
        .filter(pk__in=list(submission_ids)[:MOST])
        .order_by("pk")
    )
    refused: dict[int, str] = {}
    steps: list[tuple[Submission, Transition]] = []
    minutes = Minutes.objects.filter(pk=minutes_id).first() if minutes_id else None
    rivals = _rivals(rows)
    allowed = False
    for row in rows:
        try:
            step = find(action, State(row.state))
            if not scope.covers(row.village_code, step.permission):
                continue
            allowed = True
            needed(step, reason=reason, has_minutes=minutes is not None)
            _check(row, step, minutes, rivals, by)
        except NotPossible as refusal:
            allowed = allowed or scope.covers(row.village_code, Permission.SEE_FAMILIES)
            refused[row.pk] = str(refusal)
        else:
            steps.append((row, step))
    if not allowed:
        raise NoSuchSubmissions("None of these is yours to decide: look at the list again.")
    _take(steps, reason=reason, minutes=minutes, by=by, now=now)
    return Decided(len(steps), refused)


@transaction.atomic
def choose(*, scope: Scope, submission_id: int, reason: str, by: str, now: datetime) -> Decided:
    """Of several visits to one family keep this one; the others are put aside, and kept."""
    chosen = Submission.objects.filter(pk=submission_id).first()
    if chosen is None or chosen.family_id is None:
        raise NoSuchSubmissions("There is no such visit in your areas.")
    others = (
        Submission.objects.filter(family_id__in=one_family(chosen.family_id), state__in=STANDING)
        .exclude(pk=submission_id)
        .values_list("pk", flat=True)
    )
    return decide(
        scope=scope,
        submission_ids=list(others),
        action=Action.SET_ASIDE,
        reason=reason,
        by=by,
        now=now,
    )


@transaction.atomic
def open_submission(*, scope: Scope, submission_id: int, by: str, now: datetime) -> Shown:
    """A submission with names and photos, to decide on; that it was shown is recorded.

    Raises ``queries.NoSuchSubmission``.
    """
    found = shown(scope=scope, submission_id=submission_id)
    record(
        action="submission.shown",
        subject=f"submission:{submission_id}",
        by=by,
        now=now,
        area_code=found.submission.village_code,
        details={"family": found.submission.family_id},
    )
    return found


@transaction.atomic
def record_minutes(
    *,
    scope: Scope,
    village_code: str,
    held_on: date,
    attendance: int,
    document: Iterable[bytes],
    document_name: str,
    by: str,
    now: datetime,
) -> Minutes:
    """Keep the signed minutes of a village deliberation. Raises ``MinutesUnclear``."""
    scope.check(village_code, Permission.RATIFY)
    if len(village_code) != CODE_LENGTH[Level.VILLAGE]:
        raise MinutesUnclear("Minutes are of one village: choose it.")
    if held_on > timezone.localdate(now) or attendance < 1:
        raise MinutesUnclear("Say on which day it was held, and how many came.")
    kept = vault().keep(document)
    if not kept.size:
        raise MinutesUnclear("The document is empty: choose the scan of the signed minutes.")
    minutes = Minutes.objects.create(
        village_code=village_code,
        held_on=held_on,
        attendance=attendance,
        document_hash=kept.content_hash,
        document_name=document_name[:200],
        recorded_by=by,
        recorded_at=now,
    )
    record(
        action="minutes.recorded",
        subject=f"minutes:{minutes.pk}",
        by=by,
        now=now,
        area_code=village_code,
        details={"held_on": held_on.isoformat(), "attendance": attendance},
    )
    return minutes


def _rivals(rows: Sequence[Submission]) -> Counter[int]:
    """How many visits to each of these families are on their way, whatever number they name."""
    asked = {row.family_id for row in rows if row.family_id is not None}
    stands = {family: family for family in asked} | stand_for(kind="family", ids=asked)
    groups = groups_of(kind="family", standing=set(stands.values()))
    group_of = {member: standing for standing, members in groups.items() for member in members}
    standing = Submission.objects.filter(family_id__in=list(group_of), state__in=STANDING)
    found = Counter(
        group_of[family]
        for family in standing.values_list("family_id", flat=True)
        if family is not None
    )
    return Counter({family: found[stands[family]] for family in asked})


def _check(
    row: Submission,
    step: Transition,
    minutes: Minutes | None,
    rivals: Counter[int],
    by: str,
) -> None:
    """Raise ``NotPossible`` for what the table cannot see."""
    if step.other_eyes and row.officer == by:
        raise NotPossible("You made this visit yourself: somebody else has to look at it.")
    forward = step.action in {Action.CHECK, Action.RATIFY, Action.ACCEPT}
    if forward and row.family_id is None:
        raise NotPossible("No family is known for this visit: return it, or set it aside.")
    if forward and rivals[row.family_id or 0] > 1:
        raise NotPossible("This family was visited twice: compare both, and choose one.")
    if step.minutes and minutes and minutes.village_code != row.village_code:
        raise NotPossible("These minutes are of another village: choose its own.")


def _take(
    steps: Sequence[tuple[Submission, Transition]],
    *,
    reason: str,
    minutes: Minutes | None,
    by: str,
    now: datetime,
) -> None:
    if not steps:
        return
    Step.objects.bulk_create(
        Step(
            submission=row,
            action=step.action,
            source=step.source,
            target=step.target,
            taken_by=by,
            taken_at=now,
            why=reason,
            minutes=minutes if step.minutes else None,
        )
        for row, step in steps
    )
    for target in {step.target for _, step in steps}:
        moved = [row for row, step in steps if step.target is target]
        Submission.objects.filter(pk__in=[row.pk for row in moved]).update(state=target)
        _date(moved, target, timezone.localdate(now))
    for row, step in steps:
        _let_registry_follow(row, step, by=by, now=now)
    villages = {row.village_code for row, _ in steps}
    record(
        action=f"submissions.{steps[0][1].action}",
        subject=f"submission:{steps[0][0].pk}" if len(steps) == 1 else "submissions:several",
        by=by,
        now=now,
        area_code=villages.pop() if len(villages) == 1 else "",
        details={"visits": len(steps)},
    )


def _date(moved: Sequence[Submission], target: State, today: date) -> None:
    """Date the stage of the visits; what came back has reached none."""
    visits = Visit.objects.filter(submission__in=moved)
    if target in _STAGES:
        visits.update(**{_STAGES[target]: today})
    elif target in {State.RETURNED, State.SET_ASIDE}:
        visits.update(**dict.fromkeys(_STAGES.values()))


def _let_registry_follow(row: Submission, step: Transition, *, by: str, now: datetime) -> None:
    if step.target in COUNTING and step.source not in COUNTING:
        _follow(row, by=by, now=now)
    elif step.target is State.RETURNED:
        unfollow(visit=row.pk, by=by, now=now)


def _follow(row: Submission, *, by: str, now: datetime) -> None:
    if row.family_id is None:
        return
    filled = read(vault().read(row.content_hash))
    named = [m.person_id for m in filled.members if m.person_id is not None]
    known = known_persons(named)
    follow(
        visit=row.pk,
        family_id=row.family_id,
        village_code=row.village_code,
        observed_on=row.visited_on or timezone.localdate(row.received_at),
        family=filled.family,
        members=[
            (member.person_id, member.values)
            for member in filled.members
            if member.values and (member.person_id is None or member.person_id in known)
        ],
        by=by,
        now=now,
    )
    Assignment.objects.filter(family_id=row.family_id, state=AssignmentState.OPEN).update(
        state=AssignmentState.DONE, closed_by=by, closed_at=now
    )
