"""What other thresholds would have given: precision, recall and F1 along them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from entas.linkage.quality.scores import Bools, Floats, Ints, Score, of_labels, score

Join = Callable[[Bools], Ints]
"""Gives the cluster of each row when these pairs (a mask) are joined."""

THRESHOLDS = (
    0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999,
)  # fmt: skip
"""Where the curve is drawn: close together where probabilities are, at both ends."""


@dataclass(frozen=True, slots=True)
class Point:
    """Scores where pairs of at least ``threshold`` are taken for the same person."""

    threshold: float
    pairs: Score
    clusters: Score


@dataclass(frozen=True, slots=True)
class Best:
    """The threshold with the highest F1, known only because the truth is."""

    threshold: float
    score: Score


def curve(
    probability: Floats,
    right: Bools,
    truth: Ints,
    *,
    true: int,
    join: Join,
    thresholds: Iterable[float] = THRESHOLDS,
) -> tuple[Point, ...]:
    """Scores at some thresholds.

    ``right`` says which pairs are the same person, ``true`` how many such pairs there are, found or
    not; ``truth`` is the true person of each row that ``join`` labels (rows without any pair may be
    left out).
    """
    points = []
    for threshold in sorted(thresholds):
        taken = probability >= threshold
        points.append(
            Point(
                threshold,
                score(right=int(right[taken].sum()), found=int(taken.sum()), true=true),
                of_labels(join(taken), truth, true=true),
            )
        )
    return tuple(points)


def best_of_pairs(probability: Floats, right: Bools, *, true: int) -> Best:
    """The best of all thresholds for pairs, every probability that occurs tried; 1 for no pair."""
    if not len(probability):
        return Best(1.0, score(right=0, found=0, true=true))
    order = np.argsort(probability, kind="stable")[::-1]
    falling = probability[order]
    last = np.flatnonzero(np.r_[falling[1:] != falling[:-1], True])  # equal ones stand together
    hits = np.cumsum(right[order])[last]
    f1 = 2 * hits / (last + 1 + true)  # 2PR/(P+R) with P = hits/found and R = hits/true
    top = int(np.argmax(f1))
    found = score(right=int(hits[top]), found=int(last[top]) + 1, true=true)
    return Best(float(falling[last[top]]), found)


def best_of_clusters(points: Iterable[Point]) -> Best:
    """The best of the points for clusters; among equals, the lowest threshold."""
    top = max(points, key=lambda point: (point.clusters.f1, -point.threshold))
    return Best(top.threshold, top.clusters)
