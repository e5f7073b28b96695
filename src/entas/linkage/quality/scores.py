"""Precision, recall and F1: of pairs, of the pairs that clusters imply, and B-cubed.

Definitions: pairwise after Menestrina, Whang and Garcia-Molina (2010), "Evaluating entity
resolution results"; B-cubed after Bagga and Baldwin (1998). Nothing found is precise (1.0): no pair
is wrong; nothing to find is complete (1.0).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(*, right: int, found: int, true: int) -> Score:
    """The score of ``found`` pairs of which ``right`` are among the ``true`` ones."""
    return Score(right / found if found else 1.0, right / true if true else 1.0)


def pairs_within(labels: Ints) -> int:
    """How many pairs of rows have the same label: what clusters imply."""
    sizes = _sizes(pl.DataFrame({"label": labels}), "label")
    return int((sizes * (sizes - 1) // 2).sum())


def of_pairs(first: Ints, second: Ints, truth: Ints) -> Score:
    """Score of pairs of row numbers, each named once; ``truth`` is the true person of each row."""
    right = int((truth[first] == truth[second]).sum())
    return score(right=right, found=len(first), true=pairs_within(truth))


def of_clusters(found: Ints, truth: Ints) -> Score:
    """Score of the pairs that clusters imply: ``found`` and ``truth`` label the same rows."""
    return of_labels(found, truth, true=pairs_within(truth))


def of_labels(found: Ints, truth: Ints, *, true: int) -> Score:
    """As ``of_clusters``, of ``true`` pairs that are to be found; rows that stand alone in
    ``found`` may be left out.
    """
    both = _sizes(pl.DataFrame({"found": found, "truth": truth}), "found", "truth")
    return score(right=int((both * (both - 1) // 2).sum()), found=pairs_within(found), true=true)


def b_cubed(found: Ints, truth: Ints) -> Score:
    """B-cubed: for each row, which share of its cluster belongs there, and which share of its
    person is in the cluster; the mean over rows. Large clusters do not outweigh small ones.
    """
    both = (
        pl.DataFrame({"found": found, "truth": truth})
        .group_by("found", "truth")
        .agg(pl.len().cast(pl.Int64).alias("both"))
        .with_columns(
            pl.col("both").sum().over("found").alias("in_cluster"),
            pl.col("both").sum().over("truth").alias("in_person"),
        )
    )
    rows = len(found)
    if not rows:
        return Score(1.0, 1.0)
    square = pl.col("both").cast(pl.Float64) ** 2
    sums = both.select(
        (square / pl.col("in_cluster")).sum().alias("precision"),
        (square / pl.col("in_person")).sum().alias("recall"),
    )
    return Score(float(sums["precision"][0]) / rows, float(sums["recall"][0]) / rows)


def _sizes(frame: pl.DataFrame, *by: str) -> npt.NDArray[np.int64]:
    """Rows of each group, int64."""
    sizes: npt.NDArray[np.int64] = (
        frame.group_by(*by).agg(pl.len().cast(pl.Int64).alias("size"))["size"].to_numpy()
    )
    return sizes
