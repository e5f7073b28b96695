"""When each family was visited, what was found, and how far each visit went.

Days are counted from 1 January 2023 (day 0). By the March cut-off the kabupaten had accepted most
visits; some were still on their way; the rest were made after it, and all were accepted by 7 June.
"""

from dataclasses import dataclass

import numpy as np

from entas.demo.draws import Bools, Random, between, pick, rank_within
from entas.demo.figures import Ints

MARCH, JUNE, AUGUST = 85, 157, 224  # 27 March, 7 June, 13 August
NEVER = -1

EARLY, UNDERWAY, LATE = range(3)
SHARE_VISITED = 0.92  # of all families by the March cut-off
SHARE_UNDERWAY = 0.02  # of all families: visited, not yet accepted

PRESENCES = (
    "found",
    "moved",
    "moved_abroad",
    "dead",
    "duplicate",
    "not_found",
    "refused",
    "wrong_area",
)
FOUND, MOVED, ABROAD, DEAD, DUPLICATE, NOT_FOUND, REFUSED, WRONG_AREA = range(8)
_PRESENCE_SHARES = (0.922, 0.022, 0.002, 0.012, 0.015, 0.02, 0.004, 0.003)

STAGES = ("visited", "sent", "checked", "ratified", "accepted")
ACCEPTED = len(STAGES)


@dataclass(frozen=True, slots=True)
class Visits:
    """One element a visit. ``days`` has a row a stage of ``STAGES``; ``NEVER``: not reached."""

    family: Ints
    days: Ints  # shape (5, visits)
    presence: Ints

    def __len__(self) -> int:
        return len(self.family)


def waves(rng: Random, *, village: Ints, district: Ints) -> Ints:
    """``EARLY``, ``UNDERWAY`` or ``LATE`` for each family.

    Some villages lag: under a quarter of their families were visited by March. No kabupaten lags
    as a whole, so a kabupaten with few villages has none.
    """
    villages = int(village.max()) + 1
    home = np.zeros(villages, dtype=np.int64)
    home[village] = district
    lag_rank = rank_within(home, rng.random(villages))
    of_district = np.bincount(home)
    lagging = lag_rank < np.rint(0.045 * of_district[home]) * (of_district[home] >= 3)
    families = np.bincount(village, minlength=villages)
    behind = families[lagging].sum()
    share = np.where(lagging, 0.06 + 0.15 * rng.random(villages), 0.0)
    missing = SHARE_VISITED * families.sum() - (share * families).sum()
    usual = min(missing / max(int(families.sum() - behind), 1), 1.0)
    share = np.where(lagging, share, usual)
    visited = np.rint(share * families)[village]
    accepted = np.rint((share - SHARE_UNDERWAY * ~lagging) * families)[village]
    rank = rank_within(village, rng.random(len(village)))
    return np.select([rank < accepted, rank < visited], [EARLY, UNDERWAY], LATE).astype(np.int64)


def presences(rng: Random, families: int) -> Ints:
    """What the first visit finds: about 92 of 100 families where the list says."""
    return pick(rng, _PRESENCE_SHARES, families)


def first_visits(rng: Random, *, wave: Ints, village: Ints, presence: Ints) -> Visits:
    """The first visit to each family, with all stages that it has passed by June.

    A village is visited within some weeks. ``as_of_march`` takes what was known in March.
    """
    count = len(wave)
    opening = between(rng, 9, 58, int(village.max()) + 1)[village]
    early = np.minimum(opening + between(rng, 0, 18, count), MARCH - 9)
    underway = between(rng, MARCH - 12, MARCH - 4, count)
    late = between(rng, MARCH + 2, JUNE - 9, count)
    visited = np.select([wave == EARLY, wave == UNDERWAY], [early, underway], late)
    sent = visited + between(rng, 0, 1, count)
    checked = sent + between(rng, 1, 2, count)
    ratified = checked + between(rng, 1, 3, count)
    accepted = ratified + between(rng, 0, 2, count)
    reached = between(rng, 1, 4, count)
    slow = wave == UNDERWAY
    stages = np.stack([visited, sent, checked, ratified, accepted])
    for stage in range(1, ACCEPTED):
        waiting = slow & (reached <= stage)
        stages[stage, waiting] = MARCH + 4 + 3 * stage + between(rng, 0, 4, int(waiting.sum()))
    stages = np.maximum.accumulate(stages, axis=0)
    return Visits(np.arange(count), stages, presence)


def as_of_march(visits: Visits) -> Visits:
    """What the list of 27 March can say: visits made by then, with the stages reached by then."""
    made = visits.days[0] <= MARCH
    days = visits.days[:, made]
    return Visits(visits.family[made], np.where(days <= MARCH, days, NEVER), visits.presence[made])


def as_of_june(visits: Visits) -> Visits:
    """What the list of 7 June adds: visits that were not accepted by March."""
    later = visits.days[ACCEPTED - 1] > MARCH
    return Visits(visits.family[later], visits.days[:, later], visits.presence[later])


def again(rng: Random, *, family: Ints, day: Ints, presence: Ints) -> Visits:
    """Accepted visits on given days (at most ``AUGUST - 9``)."""
    count = len(family)
    steps = np.stack([between(rng, 0, 2, count) for _ in STAGES])
    steps[0] = 0
    return Visits(family, day + np.cumsum(steps, axis=0), presence)


def served_or_gone(rng: Random, leaving: Bools) -> tuple[Ints, Ints, Ints]:
    """Family, day and presence of the second visit to those who leave the count after March.

    Half are found moved, dead or listed twice; the others are there, and were served already.
    """
    family = np.flatnonzero(leaving)
    day = between(rng, MARCH + 14, AUGUST - 14, len(family))
    presence = np.array([FOUND, MOVED, DEAD, DUPLICATE])[
        pick(rng, (0.5, 0.25, 0.1, 0.15), len(family))
    ]
    return family, day, presence
