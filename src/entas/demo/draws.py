"""Drawing without loops: choices within groups, exact counts, weighted codes."""

import numpy as np
import numpy.typing as npt

from entas.demo.figures import Ints

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Random = np.random.Generator


def random(seed: int, purpose: str) -> Random:
    """An independent stream of random numbers for one purpose: adding one leaves the others."""
    return np.random.default_rng([seed, *purpose.encode()])


def rank_within(group: Ints, key: Floats) -> Ints:
    """Rank (from 0) of each element by ``key`` among those of the same group."""
    order = np.lexsort((key, group))
    sorted_group = group[order]
    first = np.r_[True, sorted_group[1:] != sorted_group[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order)) - start
    return ranks


def choose(*, counts: Ints, group: Ints, key: Floats, among: Bools) -> Bools:
    """Mark exactly ``counts[g]`` elements of each group g, those ``among`` with the lowest key.

    Raises ``ValueError`` where a group has too few to choose from.
    """
    available = np.bincount(group[among], minlength=len(counts))
    if (available < counts).any():
        short = np.flatnonzero(available < counts)
        raise ValueError(f"groups {short.tolist()} have fewer candidates than wanted")
    chosen = np.zeros(len(group), dtype=np.bool_)
    where = np.flatnonzero(among)
    chosen[where] = rank_within(group[where], key[where]) < counts[group[where]]
    return chosen


def pick(rng: Random, weights: Floats | list[float] | tuple[float, ...], size: int) -> Ints:
    """Codes 0 .. n-1 drawn with the given weights."""
    share = np.asarray(weights, dtype=np.float64)
    edges = np.cumsum(share / share.sum())
    edges[-1] = 1.0
    codes: Ints = np.searchsorted(edges, rng.random(size), side="right").astype(np.int64)
    return codes


def pick_by_row(rng: Random, table: Floats, row: Ints) -> Ints:
    """Codes drawn with weights that depend on the row: ``table[row[i]]`` are those of element i."""
    edges = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)
    draw = rng.random(len(row))
    codes: Ints = np.sum(draw[:, None] >= edges[row, :-1], axis=1).astype(np.int64)
    return codes


def between(rng: Random, low: Ints | int, high: Ints | int, size: int) -> Ints:
    """Whole numbers from ``low`` to ``high``, both included; low where the range is empty."""
    floor = np.broadcast_to(np.asarray(low, dtype=np.int64), (size,))
    span = np.maximum(np.broadcast_to(np.asarray(high, dtype=np.int64), (size,)) - floor, 0)
    numbers: Ints = floor + np.floor(rng.random(size) * (span + 1)).astype(np.int64)
    return numbers
