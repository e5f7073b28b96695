"""Whether a probability means what it says: of pairs told 0.9, nine in ten should be the same
person.

Reliability diagram and expected calibration error after Naeini, Cooper and Hauskrecht (2015);
intervals after Wilson (1927).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from entas.linkage.quality.scores import Bools, Floats

EDGES = (
    0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0,
)  # fmt: skip
"""Limits of the classes: finer at both ends, where nearly all pairs are."""
_Z = 1.959963984540054  # 95 %


@dataclass(frozen=True, slots=True)
class Reliability:
    """Pairs told a probability from ``low`` to below ``high`` (the last class includes 1)."""

    low: float
    high: float
    pairs: int
    told: float
    """Mean probability of these pairs."""
    seen: float
    """Share of them that is the same person."""
    least: float
    most: float
    """95 % interval of ``seen``."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Classes that hold pairs, and the expected calibration error: the mean over all pairs of how
    far a class's ``told`` is from its ``seen``.
    """

    classes: tuple[Reliability, ...]
    error: float


def calibration(probability: Floats, right: Bools) -> Calibration:
    """Compare what pairs were told with what they are; two arrays of the same length."""
    place = np.clip(np.searchsorted(EDGES, probability, side="right") - 1, 0, len(EDGES) - 2)
    size = len(EDGES) - 1
    pairs = np.bincount(place, minlength=size)
    told = np.bincount(place, weights=probability, minlength=size)
    seen = np.bincount(place, weights=right, minlength=size)
    classes = tuple(
        Reliability(
            EDGES[i],
            EDGES[i + 1],
            int(pairs[i]),
            float(told[i] / pairs[i]),
            float(seen[i] / pairs[i]),
            *wilson(int(seen[i]), int(pairs[i])),
        )
        for i in np.flatnonzero(pairs)
    )
    error = float(np.abs(told - seen).sum() / len(probability)) if len(probability) else 0.0
    return Calibration(classes, error)


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """95 % interval of the rate behind ``hits`` of ``tries``.

    >>> tuple(round(limit, 3) for limit in wilson(9, 10))
    (0.596, 0.982)
    """
    rate, square = hits / tries, _Z * _Z
    middle = (rate + square / (2 * tries)) / (1 + square / tries)
    reach = (
        _Z * sqrt(rate * (1 - rate) / tries + square / (4 * tries * tries)) / (1 + square / tries)
    )
    return max(0.0, middle - reach), min(1.0, middle + reach)
