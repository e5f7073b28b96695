"""Stacked bars and columns in a frame 100 wide or high, as strings that SVG reads anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

_LEAST = 0.8  # a part that exists is seen
_GAP = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: where it starts, how far it goes."""

    key: str
    start: str
    length: str
    count: int


def stacked(parts: Sequence[tuple[str, int]], *, total: int) -> list[Part]:
    """Parts beside each other, to scale against ``total``; empty ones are left out."""
    drawn = [(key, count) for key, count in parts if count > 0]
    if not drawn or total <= 0:
        return []
    room = 100.0 - _GAP * (len(drawn) - 1)
    lengths = [max(_LEAST, 100.0 * count / total) for _, count in drawn]
    shrink = min(1.0, room / sum(lengths))
    placed, at = [], 0.0
    for (key, count), length in zip(drawn, lengths, strict=True):
        width = length * shrink
        placed.append(Part(key=key, start=f"{at:.2f}", length=f"{width:.2f}", count=count))
        at += width + _GAP
    return placed


def columns(counts: Sequence[int], *, height: float = 100.0) -> list[tuple[str, str]]:
    """(y, height) of each column against the tallest, from the bottom of the frame up."""
    top = max(counts, default=0) or 1
    drawn = [max(_LEAST if count else 0.0, height * count / top) for count in counts]
    return [(f"{height - tall:.2f}", f"{tall:.2f}") for tall in drawn]


def share(part: int, whole: int) -> str:
    """Width of ``part`` in a frame 100 wide that stands for ``whole``."""
    return f"{100.0 * part / whole:.2f}" if whole else "0"
