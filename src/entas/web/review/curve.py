"""How many pairs merge by themselves, and how many go to people, at each threshold. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

STEPS = 1000
"""Probabilities are counted in steps of a thousandth."""
NONE = 2.0
"""The threshold at which no pair merges by itself."""
_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Curve:
    """Pairs by threshold, and their drawing in a frame 100 by 100."""

    total: int
    never: int
    """Pairs that wait for people at any threshold (a borrowed NIK)."""
    line: str
    """Points of the line between those that merge (below it) and those that people decide."""
    area: str
    now_x: str
    """Where the threshold in force stands; empty when none merges."""
    _above: tuple[int, ...]

    def merging(self, threshold: float) -> int:
        """How many pairs would merge by themselves at a threshold."""
        if threshold > 1:
            return 0
        return self._above[min(max(round(threshold * STEPS), 0), STEPS)]

    @property
    def is_empty(self) -> bool:
        """Whether there are no pairs to draw."""
        return not self.total


def curve(steps: Sequence[tuple[int, int, int]], *, now_at: float) -> Curve:
    """Draw from ``(step, may merge, never may)`` with steps of 1/1000; from even odds on."""
    free = [0] * (STEPS + 1)
    for step, count, _never in steps:
        free[step] += count
    above = tuple(reversed(list(accumulate(reversed(free)))))
    never = sum(count for _, _, count in steps)
    total = above[0] + never
    points = [
        (100 * (place / STEPS - _FROM) / (1 - _FROM), 100 - 100 * above[place] / (total or 1))
        for place in range(int(_FROM * STEPS), STEPS + 1, 5)
    ]
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    shown = _FROM <= now_at <= 1
    return Curve(
        total=total,
        never=never,
        line=line,
        area=f"0,100 {line} 100,100",
        now_x=f"{100 * (now_at - _FROM) / (1 - _FROM):.2f}" if shown else "",
        _above=above,
    )
