"""Everything said about one linkage with a known truth."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from entas.linkage.quality.calibration import Calibration, calibration
from entas.linkage.quality.components import components
from entas.linkage.quality.curve import (
    THRESHOLDS,
    Best,
    Point,
    best_of_clusters,
    best_of_pairs,
    curve,
)
from entas.linkage.quality.scores import (
    Bools,
    Ints,
    Score,
    b_cubed,
    of_clusters,
    of_pairs,
    pairs_within,
    score,
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good a linkage of ``rows`` rows was at ``threshold``, and would have been at others."""

    rows: int
    persons: int
    true_pairs: int
    candidates: Score
    """Of all pairs that were compared: its recall is what blocking lets through."""
    compared: int
    threshold: float
    pairs: Score
    clusters: Score
    b_cubed: Score
    held: int
    """Pairs that reach the threshold and wait for a person all the same."""
    curve: tuple[Point, ...]
    best_pairs: Best
    best_clusters: Best
    calibration: Calibration

    @property
    def lost(self) -> float:
        """F1 given away by the default threshold: the larger of pairs and clusters."""
        return max(
            self.best_pairs.score.f1 - self.pairs.f1,
            self.best_clusters.score.f1 - self.clusters.f1,
        )


def evaluate(pairs: pl.DataFrame, clusters: Ints, truth: Ints, *, threshold: float) -> Evaluation:
    """Hold a linkage against the truth.

    ``pairs``: ``first`` and ``second`` (row numbers), ``probability``, ``review`` (must not merge
    by itself: not counted as found, whatever its probability). ``clusters``: the cluster of each
    row at ``threshold``. ``truth``: the true person of each row, any integers.
    """
    first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy()
    probability, review = pairs["probability"].to_numpy(), pairs["review"].to_numpy()
    right = truth[first] == truth[second]
    free = ~review
    true = pairs_within(truth)
    taken = free & (probability >= threshold)
    rows, place = np.unique(np.concatenate([first[free], second[free]]), return_inverse=True)
    left, other = np.split(place, 2)
    points = curve(
        probability[free],
        right[free],
        truth[rows],
        true=true,
        join=partial(_joined, left, other, len(rows)),
        thresholds={*THRESHOLDS, threshold},
    )
    return Evaluation(
        rows=len(truth),
        persons=len(np.unique(truth)),
        true_pairs=true,
        candidates=score(right=int(right.sum()), found=len(right), true=true),
        compared=len(right),
        threshold=threshold,
        pairs=of_pairs(first[taken], second[taken], truth),
        clusters=of_clusters(clusters, truth),
        b_cubed=b_cubed(clusters, truth),
        held=int((review & (probability >= threshold)).sum()),
        curve=points,
        best_pairs=best_of_pairs(probability[free], right[free], true=true),
        best_clusters=best_of_clusters(points),
        calibration=calibration(probability, right),
    )


def _joined(first: Ints, second: Ints, rows: int, taken: Bools) -> Ints:
    return components(first[taken], second[taken], rows)
