"""Writes of linkage: what a person decides of a pair, runs, what is undone, and thresholds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from entas.access.scope import Permission, Scope
from entas.audit.actions import record
from entas.columns.records import hold_back_bulk_writers, records
from entas.kernel.errors import Refused
from entas.linkage import proposals, running
from entas.linkage.carrying import carry_out
from entas.linkage.deciding import settle
from entas.linkage.models import Decision, Kind, Pair, Run, RunState, Threshold, Verdict
from entas.linkage.proposals import Progress
from entas.linkage.queries import NoSuchPair, all_differences, seen
from entas.linkage.running import Stored, store
from entas.registry import rebuilding as profiles
from entas.registry.identity import stand_for
from entas.registry.regrouping import resettle


class NoSuchDecision(NoSuchPair):
    """No decision of that number that counts, within the caller's areas."""


class NoSuchRun(Refused):
    """No run of that number, or it was undone."""


class SecondOpinionNeeded(Refused):
    """Whoever was unsure of a pair leaves it to another person."""


class ThresholdRefused(Refused):
    """A threshold that is no probability, or so low that strangers would merge."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision, or undoing one, did."""

    decision_id: int
    pair_id: int | None
    state: str  # PairState of the pair now
    one: bool  # whether both sides stand for one subject now
    contradicts: bool  # whether their group holds two that a person decided to be different


def decide(
    *, scope: Scope, pair_id: int, verdict: str, by: str, now: datetime, reason: str = ""
) -> Decided:
    """Decide that a pair is "same", "different", or that one is "unsure"; the last word counts.

    Raises ``NoSuchPair`` outside the scope or without the permission to link, and
    ``SecondOpinionNeeded`` when the caller was unsure of it before and is again asked.
    """
    with transaction.atomic():
        hold_back_bulk_writers()
        pair = seen(scope, Permission.LINK).filter(pk=pair_id).first()
        if pair is None:
            raise NoSuchPair(f"There is no pair {pair_id} for you to decide on.")
        made = Decision.objects.filter(pair=pair, undone_at=None, machine=False)
        last = made.order_by("-pk").first()
        waits = last is not None and last.verdict == Verdict.UNSURE
        if waits and made.filter(verdict=Verdict.UNSURE, by=by).exists():
            raise SecondOpinionNeeded(
                "You were unsure of this pair: another person decides it. Undo your own first."
            )
        decision = Decision.objects.create(
            kind=pair.kind,
            first_id=pair.first_id,
            second_id=pair.second_id,
            verdict=Verdict(verdict),
            by=by,
            at=now,
            machine=False,
            reason=reason[:200],
            pair=pair,
        )
        return _carried_out(decision, "pair.decided", by=by, now=now)


def undo(*, scope: Scope, decision_id: int, by: str, now: datetime) -> Decided:
    """Undo a decision, of a person or of a run, however long ago; what was in force before counts.

    Raises ``NoSuchDecision``, also for one undone already.
    """
    with transaction.atomic():
        hold_back_bulk_writers()
        decision = Decision.objects.filter(
            pk=decision_id, undone_at=None, pair__in=seen(scope, Permission.LINK)
        ).first()
        if decision is None:
            raise NoSuchDecision(f"There is no decision {decision_id} for you to undo.")
        decision.undone_at, decision.undone_by = now, by
        decision.save(update_fields=["undone_at", "undone_by"])
        return _carried_out(decision, "pair.undone", by=by, now=now)


@contextmanager
def failing(run: Run) -> Iterator[None]:
    """Mark a run as failed when what it does inside fails: nothing of it was written then."""
    try:
        yield
    except BaseException:
        Run.objects.filter(pk=run.pk).update(state=RunState.FAILED)
        raise


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the matcher did; of a dry run, what it would look at."""

    run_id: int | None
    kind: str
    subjects: int
    compared: int
    proposed: int  # pairs likely enough to keep
    review: int  # of these, that never merge by themselves
    stored: Stored | None
    seconds: float


def run(
    *,
    kind: str,
    area_code: str,
    by: str,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Ran:
    """Compare the subjects of an area with each other; keep what is new, merge what is certain.

    ``kind`` is "person" or "family" (persons first: families follow from them). Persons that were
    compared before and did not change are not compared with each other again, and the model stays
    while the registry is about as large. The same registry again stores nothing. Not inside a
    transaction of Django's.
    """
    began = time.monotonic()
    folder = Path(settings.HOME) / "linkage" / f"persons-{area_code}"
    with records() as con:
        if kind == Kind.PERSON:
            found = proposals.persons(con, area_code=area_code, folder=folder, progress=progress)
        else:
            found = proposals.families(con, area_code=area_code)
    stored = None
    made = None
    if not dry_run:
        made = Run.objects.create(
            kind=kind,
            area_code=area_code,
            state=RunState.RUNNING,
            started_at=now,
            started_by=by,
            model=found.model,
        )
        with failing(made), records(write=True) as con:
            stored = store(con, kind, found.pairs, run_id=made.pk, now=now)
        found.keep()
    done = Ran(
        run_id=made.pk if made else None,
        kind=kind,
        subjects=found.subjects,
        compared=found.compared,
        proposed=found.pairs.height,
        review=int(found.pairs["review"].sum()),
        stored=stored,
        seconds=time.monotonic() - began,
    )
    if made is not None and stored is not None:
        _finish(made, done, stored, by=by, now=now)
    return done


def undo_run(*, run_id: int, by: str, now: datetime) -> int:
    """Undo what is left of a run's decisions; returns how many. Raises ``NoSuchRun``.

    Pairs that persons decided on stay decided. A later run may merge the others again. Not inside
    a transaction of Django's.
    """
    runs = Run.objects.filter(pk=run_id, kind__in=Kind.values)  # links of lists are made anew
    if not runs.exclude(state=RunState.UNDONE).exists():
        raise NoSuchRun(f"There is no run {run_id} that was not undone yet: see `entas link runs`.")
    with records(write=True) as con:
        undone = running.undo(con, run_id=run_id, by=by, now=now)
    record(
        action="run.undone",
        subject=f"run:{run_id}",
        by=by,
        now=now,
        details={"decisions": undone},
    )
    return undone


def rebuild(*, by: str, now: datetime) -> dict[str, int]:
    """Make the registry what its observations and the decisions say; what was wrong, by name.

    Writes nothing where all is as it should be. Not inside a transaction of Django's.
    """
    with records(write=True) as con:
        wrong = all_differences(con)
        for kind in Kind:
            carry_out(con, kind.value)
        if profiles.differences(con):
            resettle(con)
    if wrong:
        record(action="linkage.rebuilt", subject="linkage:all", by=by, now=now, details=wrong)
    return wrong


def _finish(made: Run, done: Ran, stored: Stored, *, by: str, now: datetime) -> None:
    counts = {
        "subjects": done.subjects,
        "compared": done.compared,
        "proposed": done.proposed,
        "new": stored.new,
        "merged": stored.merged,
        "blocked": stored.blocked,
        "waiting": stored.waiting,
    }
    with transaction.atomic():
        made.state, made.finished_at = RunState.DONE, now + timedelta(seconds=done.seconds)
        made.counts = counts | {"seconds": round(done.seconds, 1)}
        made.save(update_fields=["state", "finished_at", "counts"])
        record(
            action="run.finished",
            subject=f"run:{made.pk}",
            by=by,
            now=now,
            area_code=made.area_code,
            details={"kind": done.kind, **counts},
        )


def set_threshold(
    *, scope: Scope, area_code: str, merges_at: float, by: str, now: datetime
) -> None:
    """Set from which probability pairs of an area merge by themselves, from the next run on.

    A number above 1 lets none merge. Raises ``NotAllowed`` and ``ThresholdRefused``.
    """
    scope.check(area_code, Permission.LINK)
    if not 0.5 <= merges_at <= 2:
        raise ThresholdRefused("Give a probability from 0.5 to 1, or 2 to let no pair merge.")
    with transaction.atomic():
        Threshold.objects.update_or_create(area_code=area_code, defaults={"merges_at": merges_at})
        record(
            action="threshold.set",
            subject=f"area:{area_code}",
            by=by,
            now=now,
            area_code=area_code,
            details={"merges_at": merges_at},
        )


def _carried_out(decision: Decision, action: str, *, by: str, now: datetime) -> Decided:
    """Let a decision, made or undone, take effect, and record it."""
    two = (decision.first_id, decision.second_id)
    contradicts = settle(decision.kind, two)
    stands = stand_for(kind=decision.kind, ids=two)
    pair = decision.pair
    if pair is not None:
        pair.refresh_from_db(fields=["state"])
    record(
        action=action,
        subject=f"pair:{decision.pair_id}",
        by=by,
        now=now,
        area_code=_area_of_both(pair),
        details={"decision": decision.pk, "kind": decision.kind, "verdict": decision.verdict},
    )
    return Decided(
        decision_id=decision.pk,
        pair_id=decision.pair_id,
        state=pair.state if pair is not None else "",
        one=len(set(stands.values())) == 1,
        contradicts=contradicts,
    )


def _area_of_both(pair: Pair | None) -> str:
    """The smallest area that holds both villages of a pair."""
    if pair is None:
        return ""
    first, second = pair.village_code, pair.other_village_code
    return next((first[:n] for n in (10, 6, 4, 2) if first[:n] == second[:n]), "")
