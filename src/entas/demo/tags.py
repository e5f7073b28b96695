"""Interventions tied to needs: how far each got, when, and by which list it is told.

Exactly the plan's number of needs has a realised tag by the August cut-off. Of the others some are
planned, some have only a potential source, some were cancelled, some have nothing. A need that a
later accepted visit finds answered is *met*; it stays a need of the denominator.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.demo.draws import Bools, Random, between, choose, pick
from entas.demo.figures import Ints
from entas.demo.plan import Plan
from entas.demo.programmes import FLAT, INDICATORS, PROGRAMMES, first_of
from entas.demo.visits import AUGUST, EARLY, MARCH, NEVER

POTENTIAL, PLANNED, REALISED, CANCELLED = range(1, 5)
STATES = ("POTENSI", "RENCANA", "REALISASI", "BATAL")

BY_LIST, BY_MARCH_COLUMN, BY_AUGUST_COLUMN = range(3)

_MET = {
    "housing": 0.35,
    "electricity": 0.45,
    "water": 0.3,
    "latrine": 0.45,
    "stunting": 0.08,
    "schooling": 0.25,
    "disability": 0.0,
    "employment": 0.15,
}
LAST_VISIT = AUGUST - 9
REASONS = (
    "BERKAS TIDAK LENGKAP",
    "PENERIMA MENGUNDURKAN DIRI",
    "LAHAN BUKAN MILIK SENDIRI",
    "ANGGARAN DIALIHKAN",
)


@dataclass(frozen=True, slots=True)
class Subjects:
    """Those who need one indicator: family, person (-1: the family itself), first visit."""

    family: Ints
    person: Ints
    district: Ints
    visited: Ints
    wave: Ints

    def __len__(self) -> int:
        return len(self.family)


def make(rng: Random, plan: Plan, needing: dict[str, Subjects]) -> pl.DataFrame:
    """One row a tag. Columns: indicator (place in ``INDICATORS``), family, person, programme (place
    in ``FLAT``), state, potential_on, planned_on, realised_on, cancelled_on (days, ``NEVER``),
    met (a later visit finds it answered), channel, reason.
    """
    frames = [_of_indicator(rng, plan, name, needing[name]) for name in INDICATORS]
    return pl.concat(frames)


def _of_indicator(rng: Random, plan: Plan, name: str, who: Subjects) -> pl.DataFrame:
    count = len(who)
    realised = choose(
        counts=plan.realised[name],
        group=who.district,
        key=rng.random(count),
        among=np.ones(count, dtype=np.bool_),
    )
    state = np.where(realised, REALISED, pick(rng, (0.36, 0.24, 0.36, 0.0, 0.04), count))
    programme = first_of(name) + pick(rng, tuple(p.weight for p in PROGRAMMES[name]), count)
    days = _days(rng, who, state)
    channel = _channels(rng, who, state, programme, days)
    met = realised & (rng.random(count) < _MET[name]) & (days["realised_on"] <= LAST_VISIT - 20)
    column = np.array([bool(one.column) for one in FLAT])[programme]
    told_in_august = met & column & (channel == BY_LIST) & (rng.random(count) < 0.4)
    channel = np.where(told_in_august, BY_AUGUST_COLUMN, channel)
    frame = pl.DataFrame(
        {
            "indicator": np.full(count, INDICATORS.index(name)),
            "family": who.family,
            "person": who.person,
            "programme": programme,
            "state": state,
            **days,
            "met": met,
            "channel": channel,
            "reason": pick(rng, (4, 2, 2, 1), count),
        }
    )
    return frame.filter(pl.col("state") > 0)


def _days(rng: Random, who: Subjects, state: Ints) -> dict[str, Ints]:
    """When a tag reached each state; all by the August cut-off, realised after the first visit."""
    count = len(who)
    after = who.visited + between(rng, 3, 12, count)
    soon = (who.wave == EARLY) & (rng.random(count) < 0.17) & (after < MARCH)
    skew = np.floor((AUGUST - 1 - np.maximum(after, MARCH + 3)) * rng.random(count) ** 0.8)
    later = np.maximum(after, MARCH + 3) + skew.astype(np.int64)
    realised = np.where(soon, between(rng, after, MARCH, count), np.minimum(later, AUGUST))
    done = state == REALISED
    ended = state == CANCELLED
    cancelled = np.minimum(who.visited + between(rng, 30, 60, count), AUGUST)
    end = np.where(done, realised, np.where(ended, cancelled, AUGUST))
    planned = np.maximum(end - between(rng, 10, 60, count), who.visited + 1)
    planned = np.minimum(planned, end)
    potential = np.maximum(planned - between(rng, 5, 40, count), who.visited)
    untold = (rng.random(count) < 0.35) & (state != POTENTIAL)
    return {
        "potential_on": np.where((state > 0) & ~untold, potential, NEVER),
        "planned_on": np.where(state >= PLANNED, planned, NEVER),
        "realised_on": np.where(done, realised, NEVER),
        "cancelled_on": np.where(ended, cancelled, NEVER),
    }


def _channels(
    rng: Random, who: Subjects, state: Ints, programme: Ints, days: dict[str, Ints]
) -> Ints:
    """Which tags the verification list of March tells in a programme column.

    A plain "YA" there is dated by the visit, so some realised days are moved to it.
    """
    count = len(who)
    column: Bools = np.array([bool(one.column) for one in FLAT])[programme]
    known = (who.wave == EARLY) & column
    early = known & (state == REALISED) & (days["realised_on"] <= MARCH)
    planned = known & (state == PLANNED)
    told = (early & (rng.random(count) < 0.5)) | (planned & (rng.random(count) < 0.1))
    undated = told & (planned | (rng.random(count) < 0.3))
    for name, some in (("realised_on", early), ("planned_on", planned)):
        days[name][:] = np.where(undated & some, who.visited, days[name])
    for name in ("potential_on", "planned_on"):
        days[name][:] = np.where(told & early, NEVER, days[name])
    days["potential_on"][:] = np.where(told, NEVER, days["potential_on"])
    return np.where(told, BY_MARCH_COLUMN, BY_LIST).astype(np.int64)
