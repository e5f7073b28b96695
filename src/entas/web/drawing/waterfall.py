"""A waterfall: what adds up to a sum, step by step, in a frame 100 wide; templates draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

_LEAST = 0.6
"""A step that exists is seen."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the bar of what it adds, and where the sum stands before and after it."""

    value: float
    start: str
    length: str
    before: str
    after: str

    @property
    def rises(self) -> bool:
        """Whether the step speaks for it; a step of nothing neither rises nor falls."""
        return self.value > 0

    @property
    def falls(self) -> bool:
        """Whether the step speaks against it."""
        return self.value < 0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps in their order, the sum from zero, where zero stands, and round marks."""

    steps: tuple[Step, ...]
    total: Step
    zero: str
    marks: tuple[tuple[int, str], ...]
    """(value, place) of each mark of the scale, from left to right."""


def waterfall(values: Sequence[float]) -> Waterfall:
    """Place steps that begin at zero and each add their value to the one before."""
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    low, high = min(sums), max(sums)
    stride = _stride(high - low)
    first, last = floor(low / stride) * stride, ceil(high / stride) * stride
    room = (last - first) or 1

    def place(value: float) -> float:
        return 100.0 * (value - first) / room

    def step(before: float, after: float) -> Step:
        start, end = sorted((place(before), place(after)))
        length = max(_LEAST, end - start) if before != after else 0.0
        return Step(
            value=after - before,
            start=f"{min(start, 100 - length):.2f}",
            length=f"{length:.2f}",
            before=f"{place(before):.2f}",
            after=f"{place(after):.2f}",
        )

    return Waterfall(
        steps=tuple(step(before, after) for before, after in pairwise(sums)),
        total=step(0.0, sums[-1]),
        zero=f"{place(0.0):.2f}",
        marks=tuple(
            (mark, f"{place(mark):.2f}") for mark in range(int(first), int(last) + 1, stride)
        ),
    )


def _stride(room: float) -> int:
    """A round distance that gives four to eight marks."""
    return next((size for size in (1, 2, 5, 10, 20, 50) if room / size <= 7), 100)
