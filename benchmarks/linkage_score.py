"""What every contender gives back, and how good it is against the truth of the generator."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from entas.linkage.quality.scores import b_cubed, of_clusters, of_pairs

CERTAIN = 0.999
"""Where pairs merge without anybody's look, for every contender."""


@dataclass(frozen=True, slots=True)
class Linked:
    """``clusters``: the cluster of each row of the file; ``joined``: the pairs that join them
    (first, second, probability); how many were ``compared``, and CPU seconds spent ``comparing``
    them.
    """

    clusters: npt.NDArray[np.integer]
    joined: pl.DataFrame
    compared: int
    comparing: float


def scores(linked: Linked, folder: Path) -> dict[str, float]:
    """Cluster, B-cubed and pair scores, and how many borrowed numbers merged."""
    truth = pl.read_parquet(folder / "truth.parquet")
    entity = truth["entity"].to_numpy()
    clusters = of_clusters(linked.clusters, entity)
    certain = linked.joined.filter(pl.col("probability") >= CERTAIN)
    pairs = of_pairs(certain["first"].to_numpy(), certain["second"].to_numpy(), entity)
    by_row = b_cubed(linked.clusters, entity)
    return {
        "f1": clusters.f1,
        "precision": clusters.precision,
        "recall": clusters.recall,
        "b3": by_row.f1,
        "certain": pairs.precision,
        "certain_recall": pairs.recall,
        "borrowed": borrowed(linked.joined, truth),
        "borrowed_certain": borrowed(certain, truth),
    }


def borrowed(pairs: pl.DataFrame, truth: pl.DataFrame) -> int:
    """How many of the pairs join a row that has a borrowed number with a row of its owner."""
    entity, owner = truth["entity"].to_numpy(), truth["owner"].to_numpy()
    first, second = (pairs[name].to_numpy() for name in ("first", "second"))
    return int(((owner[first] == entity[second]) | (owner[second] == entity[first])).sum())
