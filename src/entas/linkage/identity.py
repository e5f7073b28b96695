"""Who is one with whom, from the decisions in force alone. Pure.

Of two subjects, the last decision of a person is in force, else that of a run. Subjects that are
"same" are one group, and so are those that they are one with; the smallest id stands for it. The
order in which decisions were made or undone leaves no trace.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Two = tuple[int, int]
"""Two subjects, the smaller id first."""

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
WAITING, SECOND_OPINION, MERGED, APART = "waiting", "second_opinion", "merged", "apart"


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that was not undone; ``order`` grows with time."""

    order: int
    two: Two
    verdict: str
    machine: bool


def in_force(made: Iterable[Made]) -> dict[Two, Made]:
    """The decision that counts, of each two subjects that any was made of."""
    counting: dict[Two, Made] = {}
    for decision in sorted(made, key=lambda one: (not one.machine, one.order)):
        counting[decision.two] = decision
    return counting


def joined(counting: Mapping[Two, Made]) -> list[Two]:
    """The twos that are one."""
    return [two for two, decision in counting.items() if decision.verdict == SAME]


def kept_apart(counting: Mapping[Two, Made]) -> list[Two]:
    """The twos that a person decided to be different."""
    return [two for two, decision in counting.items() if decision.verdict == DIFFERENT]


class Groups:
    """Groups of subjects that grow by joining two; the smallest id stands for each."""

    def __init__(self) -> None:
        self._under: dict[int, int] = {}

    def stands(self, subject: int) -> int:
        """The subject that stands for this one; itself unless it was joined."""
        top = subject
        while (above := self._under.get(top, top)) != top:
            top = above
        while (above := self._under.get(subject, subject)) != top:
            self._under[subject] = top
            subject = above
        return top

    def join(self, two: Two) -> None:
        """Make the groups of two subjects one."""
        low, high = sorted((self.stands(two[0]), self.stands(two[1])))
        if low != high:
            self._under[high] = low


def grouped(subjects: Iterable[int], one: Iterable[Two]) -> dict[int, int]:
    """The subject that stands for each of ``subjects``, when those of ``one`` are joined."""
    groups = Groups()
    for two in one:
        groups.join(two)
    return {subject: groups.stands(subject) for subject in subjects}


def state(
    two: Two, counting: Mapping[Two, Made], stands: Mapping[int, int], apart: Collection[Two]
) -> str:
    """What became of a pair: what was decided of it, else what follows from its groups.

    ``apart``: the twos of groups (by those that stand for them) kept apart by a person.
    """
    decision = counting.get(two)
    if decision is not None:
        return {SAME: MERGED, DIFFERENT: APART, UNSURE: SECOND_OPINION}[decision.verdict]
    groups = of_groups(two, stands)
    if groups[0] == groups[1]:
        return MERGED
    return APART if groups in apart else WAITING


def of_groups(two: Two, stands: Mapping[int, int]) -> Two:
    """The subjects that stand for two subjects, the smaller id first."""
    low, high = sorted((stands[two[0]], stands[two[1]]))
    return low, high


def path(one: Iterable[Two], start: int, end: int) -> list[Two]:
    """The fewest of the twos in ``one`` that lead from ``start`` to ``end``; empty: none do."""
    beside: dict[int, list[int]] = defaultdict(list)
    for low, high in one:
        beside[low].append(high)
        beside[high].append(low)
    came_from = {start: start}
    reached = deque([start])
    while reached and end not in came_from:
        here = reached.popleft()
        for there in beside[here]:
            if there not in came_from:
                came_from[there] = here
                reached.append(there)
    steps: list[Two] = []
    while end in came_from and end != start:
        before = came_from[end]
        steps.append((min(before, end), max(before, end)))
        end = before
    return steps[::-1]
