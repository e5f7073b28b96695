"""Probabilities of pairs when a customer belongs to at most one family, and the reverse.

Each pair has odds of its own against both being unmatched. The probability of a pair in a random
one-to-one matching with these odds is found by passing messages between the two sides (the cavity
method for monomers and dimers: exact on trees, and village graphs of candidates nearly are).
"""

import numpy as np
from numba import njit

from entas.linkage.matching.arrays import Array

ROUNDS = 30
LEAST = 1e-6
"""Change of a message below which the rounds end."""


def marginals(odds: Array, left: Array, right: Array, lefts: int, rights: int) -> Array:
    """Probability (float64) of each pair. ``odds``: of the pair alone; ``left`` and ``right``: its
    two ends, of ``lefts`` and ``rights`` in all. Those of one end sum to at most 1.
    """
    return _marginals(
        odds.astype(np.float64), left.astype(np.int64), right.astype(np.int64), lefts, rights
    )


@njit(cache=True, nogil=True)
def _marginals(odds: Array, left: Array, right: Array, lefts: int, rights: int) -> Array:
    pairs = len(odds)
    to_left = np.ones(pairs)
    to_right = np.ones(pairs)
    sums_left = np.zeros(lefts)
    sums_right = np.zeros(rights)
    for _ in range(ROUNDS):
        change = 0.0
        sums_left[:] = 0
        for pair in range(pairs):
            sums_left[left[pair]] += odds[pair] * to_left[pair]
        for pair in range(pairs):
            rest = max(sums_left[left[pair]] - odds[pair] * to_left[pair], 0.0)
            to_right[pair] = 1 / (1 + rest)
        sums_right[:] = 0
        for pair in range(pairs):
            sums_right[right[pair]] += odds[pair] * to_right[pair]
        for pair in range(pairs):
            rest = max(sums_right[right[pair]] - odds[pair] * to_right[pair], 0.0)
            message = 1 / (1 + rest)
            change = max(change, abs(message - to_left[pair]))
            to_left[pair] = message
        if change < LEAST:
            break
    out = np.empty(pairs)
    for pair in range(pairs):
        joint = odds[pair] * to_left[pair] * to_right[pair]
        out[pair] = joint / (1 + joint)
    return out
