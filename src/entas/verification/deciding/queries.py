"""What waits for whom: queues, one submission with all that bears on it, and progress."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from entas.access.scope import Permission, Scope
from entas.areas.models import CODE_LENGTH, Level
from entas.kernel.errors import Refused
from entas.registry.subjects import groups_of, stand_for
from entas.verification.forms.reading import Filled, read
from entas.verification.models import (
    Assignment,
    AssignmentState,
    Attachment,
    Minutes,
    Step,
    Submission,
)
from entas.verification.submissions.actions import vault
from entas.verification.workflow import STANDING, TRANSITIONS, Action, State

NAMED_BELOW = 0.25
"""Villages with less than this share of their families submitted are named."""

_SUBMITTED = (State.SUBMITTED, State.CHECKED, State.RATIFIED, State.ACCEPTED, State.CONFIRMED,
              State.CONTESTED)  # fmt: skip
_REACHED = {
    "visited": (State.VISITED, State.RETURNED, *_SUBMITTED),
    "submitted": _SUBMITTED,
    "checked": _SUBMITTED[1:],
    "ratified": _SUBMITTED[2:],
    "accepted": (State.ACCEPTED, State.CONFIRMED),
}


class NoSuchSubmission(Refused):
    """No submission of that number in the caller's areas."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the verification of an area is: families, cumulatively."""

    code: str  # of the area, or the user name of the officer
    asked: int = 0
    visited: int = 0
    submitted: int = 0
    checked: int = 0
    ratified: int = 0
    accepted: int = 0
    returned: int = 0

    @property
    def share(self) -> float:
        """Submitted of all asked for; 0 of none."""
        return self.submitted / self.asked if self.asked else 0.0

    @property
    def percent(self) -> float:
        """The share in per cent."""
        return 100 * self.share

    @property
    def late(self) -> bool:
        """Whether the village is to be named."""
        return bool(self.asked) and self.share < NAMED_BELOW


@dataclass(frozen=True, slots=True)
class Shown:
    """A submission with all that a person needs to decide on it."""

    submission: Submission
    filled: Filled
    photos: tuple[Attachment, ...]
    steps: tuple[Step, ...]
    rivals: tuple[Submission, ...]  # other visits of the family on their way
    seen_elsewhere: frozenset[str] = field(default_factory=frozenset)
    """Hashes of photos that other families' visits carry too."""
    possible: tuple[Action, ...] = ()  # what the caller may do now


def submissions(*, scope: Scope, area_code: str, state: str) -> QuerySet[Submission]:
    """Submissions of an area in a state, oldest first; with ``conflict`` (bool) and ``to_come``."""
    scope.check(area_code, Permission.SEE_FAMILIES)
    others = Submission.objects.filter(family_id=OuterRef("family_id"), state__in=STANDING).exclude(
        pk=OuterRef("pk")
    )
    return (
        scope.limit(Submission.objects.filter(_within(area_code), state=state))
        .annotate(
            conflict=Exists(others),
            to_come=Count("attachments", filter=Q(attachments__content_hash="")),
            photos=Count("attachments"),
        )
        .order_by("village_code", "received_at", "pk")
    )


def counts(*, scope: Scope, area_code: str) -> dict[str, int]:
    """How many submissions of an area are in each state."""
    scope.check(area_code, Permission.SEE_FAMILIES)
    rows = scope.limit(Submission.objects.filter(_within(area_code)))
    return dict(rows.values_list("state").annotate(n=Count("pk")).order_by())


def shown(*, scope: Scope, submission_id: int) -> Shown:
    """One submission as it came. Unmasked: ``actions.open_submission`` records that it was shown.

    Raises ``NoSuchSubmission``.
    """
    rows = scope.limit(Submission.objects.all(), permission=Permission.REVEAL)
    row = rows.filter(pk=submission_id).first()
    if row is None:
        raise NoSuchSubmission(f"There is no visit {submission_id} in your areas.")
    photos = tuple(row.attachments.order_by("pk"))
    return Shown(
        submission=row,
        filled=read(vault().read(row.content_hash)),
        photos=photos,
        steps=tuple(row.steps.order_by("pk")),
        rivals=tuple(_rivals(scope, row)),
        seen_elsewhere=frozenset(_elsewhere(row, photos)),
        possible=possible(scope=scope, row=row),
    )


def possible(*, scope: Scope, row: Submission) -> tuple[Action, ...]:
    """The steps that the caller may take with a submission now, those of desks only."""
    by_phone = {Action.VISIT, Action.SUBMIT, Action.CORRECT}
    return tuple(
        step.action
        for step in TRANSITIONS
        if step.source == row.state
        and step.action not in by_phone
        and scope.covers(row.village_code, step.permission)
        and not (step.other_eyes and row.officer == scope.actor)
    )


def photo(*, scope: Scope, attachment_id: int) -> tuple[bytes, str]:
    """A photo's bytes and the name it was sent with. Raises ``NoSuchSubmission``."""
    rows = scope.limit(
        Attachment.objects.exclude(content_hash=""),
        field="submission__village_code",
        permission=Permission.REVEAL,
    )
    found = rows.filter(pk=attachment_id).first()
    if found is None:
        raise NoSuchSubmission("There is no such photo in your areas.")
    return vault().read(found.content_hash), found.photo_name


def next_in_queue(*, scope: Scope, after: Submission, state: str, area_code: str) -> int | None:
    """The submission that follows in the queue, or its first; ``None`` when it is empty."""
    rows = submissions(scope=scope, area_code=area_code, state=state).exclude(pk=after.pk)
    later = rows.filter(
        Q(village_code=after.village_code, received_at__gte=after.received_at)
        | Q(village_code__gt=after.village_code)
    )
    return later.values_list("pk", flat=True).first() or rows.values_list("pk", flat=True).first()


def minutes_of(*, scope: Scope, area_code: str) -> QuerySet[Minutes]:
    """Minutes recorded for the villages of an area, latest first."""
    scope.check(area_code, Permission.SEE_FAMILIES)
    rows = scope.limit(Minutes.objects.filter(_within(area_code)))
    return rows.order_by("-held_on", "-pk")


def progress(*, scope: Scope, of: str, by: Level) -> list[Progress]:
    """How far each area of a level inside an area is, those with the smallest share first."""
    scope.check(of, Permission.SEE_FAMILIES)
    code = Substr("village_code", 1, CODE_LENGTH[by])
    given = scope.limit(
        Assignment.objects.filter(_within(of)).exclude(state=AssignmentState.WITHDRAWN)
    )
    asked = dict(
        given.values_list(code).annotate(n=Count("family_id", distinct=True)).order_by(code)
    )
    made = scope.limit(Submission.objects.filter(_within(of)))
    reached = _by_state(
        made.values_list(code, "state").annotate(n=Count("family_id", distinct=True)).order_by(code)
    )
    found = [_progress(key, asked.get(key, 0), reached[key]) for key in {*asked, *reached}]
    return sorted(found, key=lambda row: (row.share, row.code))


def officers(*, scope: Scope, of: str) -> list[Progress]:
    """How far each officer's visits in an area have come, most submitted first."""
    scope.check(of, Permission.SEE_FAMILIES)
    made = scope.limit(Submission.objects.filter(_within(of)))
    reached = _by_state(
        made.values_list("officer", "state").annotate(n=Count("pk")).order_by("officer")
    )
    found = [_progress(key, 0, states) for key, states in reached.items()]
    return sorted(found, key=lambda row: (-row.submitted, row.code))


def _by_state(rows: Sequence[tuple[str, str, int]] | QuerySet) -> dict[str, Counter[str]]:  # type: ignore[type-arg]
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for key, state, n in rows:
        found[key][state] += n
    return found


def _progress(key: str, asked: int, states: Counter[str]) -> Progress:
    reached = {name: sum(states[state] for state in of) for name, of in _REACHED.items()}
    return Progress(
        code=key,
        asked=max(asked, reached["visited"]),
        returned=states[State.RETURNED],
        **reached,
    )


def one_family(family_id: int) -> list[int]:
    """All numbers under which a family was visited: those that turned out to be the same."""
    stands = stand_for(kind="family", ids=[family_id]).get(family_id, family_id)
    return groups_of(kind="family", standing=[stands])[stands]


def _rivals(scope: Scope, row: Submission) -> QuerySet[Submission]:
    if row.family_id is None or row.state not in STANDING:
        return Submission.objects.none()
    others = Submission.objects.filter(family_id__in=one_family(row.family_id), state__in=STANDING)
    return scope.limit(others.exclude(pk=row.pk), permission=Permission.REVEAL).order_by("pk")


def _elsewhere(row: Submission, photos: Sequence[Attachment]) -> QuerySet[Attachment, str]:
    hashes = [item.content_hash for item in photos if item.content_hash]
    same = Attachment.objects.filter(content_hash__in=hashes)
    return same.exclude(submission__family_id=row.family_id).values_list("content_hash", flat=True)


def _within(area_code: str) -> Q:
    return Q(village_code__gte=area_code, village_code__lt=str(int(area_code) + 1))
