"""Classes of backlog: six steps of one hue, with round limits that suit the values shown."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

STEPS = 6
DARK_FROM = 4  # from this step on, words on the colour are light


@dataclass(frozen=True, slots=True)
class Scale:
    """Lower limits of the steps above the first; ``step_of`` says which step a value has."""

    limits: tuple[int, ...]
    top: int

    def step_of(self, value: int) -> int:
        """0 (little) to 5 (much)."""
        return bisect_right(self.limits, value) + STEPS - 1 - len(self.limits)

    def dark(self, value: int) -> bool:
        """Whether words on the colour of ``value`` must be light."""
        return self.step_of(value) >= DARK_FROM

    def classes(self) -> list[tuple[int, int, int]]:
        """(step, from, to) of each class, from little to much."""
        starts = (0, *self.limits)
        ends = (*(limit - 1 for limit in self.limits), self.top)
        first = STEPS - len(starts)
        return [
            (first + i, low, high) for i, (low, high) in enumerate(zip(starts, ends, strict=True))
        ]


def scale_for(values: Iterable[int]) -> Scale:
    """A scale whose limits split the positive ``values`` into parts of about equal size."""
    known = sorted(value for value in values if value > 0)
    if not known:
        return Scale(limits=(), top=0)
    limits = {rounded(known[len(known) * part // STEPS]) for part in range(1, STEPS)}
    return Scale(
        limits=tuple(sorted(limit for limit in limits if known[0] < limit <= known[-1])),
        top=known[-1],
    )


def rounded(value: int) -> int:
    """``value`` with two significant digits, cut down.

    >>> rounded(1873), rounded(42)
    (1800, 42)
    """
    if value < 100:
        return value
    unit = int(10 ** (floor(log10(value)) - 1))
    return value // unit * unit
