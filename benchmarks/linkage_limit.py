"""The bare limit: comparing packed records in compiled code, with nothing around it.

A packed record is one name of 16 letters, two numbers (NIK, card), a birth date and a place. Names
are compared by Jaro-Winkler, the NIK by the digits that differ, the rest for equality; the pattern
is all that is kept. Blocks are runs of shuffled records, so that memory is touched as in real
blocking. No learning, no keys, no second name, no rarity: what is left to gain by compiling.
"""

import time

import numpy as np
import numpy.typing as npt
from numba import njit

RECORDS, BLOCK, LETTERS = 500_000, 12, 16


def pairs_per_second(*, times: int = 3) -> float:
    """The best of a few runs over 2.75 million pairs, one thread."""
    rng = np.random.default_rng(0)
    names = rng.choice(np.frombuffer(b"AAAEIIOUNNRSTKMHLDYWGPBJ", np.uint8), (RECORDS, LETTERS))
    numbers = np.stack(
        [
            rng.integers(0, 10**15, RECORDS),
            rng.integers(0, RECORDS // 3, RECORDS),
            rng.integers(19_400_101, 20_230_101, RECORDS),
            rng.integers(0, 8_563, RECORDS),
        ],
        axis=1,
    )
    lengths = rng.integers(4, 12, RECORDS)
    order = rng.permutation(RECORDS)
    _compare(names, lengths, numbers, order[:BLOCK])  # compiles
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        pairs, _ = _compare(names, lengths, numbers, order)
        best = min(best, time.perf_counter() - start)
    return pairs / best


@njit(cache=True)
def _alike(names: npt.NDArray[np.uint8], a: int, size: int, b: int, other: int) -> float:
    """Jaro-Winkler similarity of the names of two rows."""
    window = max(max(size, other) // 2 - 1, 0)
    taken_a, taken_b, hits = 0, 0, 0
    for i in range(size):
        for j in range(max(i - window, 0), min(other, i + window + 1)):
            if not (taken_b >> j) & 1 and names[a, i] == names[b, j]:
                taken_a |= 1 << i
                taken_b |= 1 << j
                hits += 1
                break
    if hits == 0:
        return 0.0
    moved, j = 0, 0
    for i in range(size):
        if (taken_a >> i) & 1:
            while not (taken_b >> j) & 1:
                j += 1
            moved += names[a, i] != names[b, j]
            j += 1
    score = (hits / size + hits / other + (hits - moved / 2) / hits) / 3
    prefix = 0
    while prefix < min(4, size, other) and names[a, prefix] == names[b, prefix]:
        prefix += 1
    return score + prefix * 0.1 * (1 - score)


@njit(cache=True)
def _digits_apart(a: int, b: int) -> int:
    """Digits that differ of two numbers packed four bits a digit."""
    apart = a ^ b
    apart = (apart | apart >> 1 | apart >> 2 | apart >> 3) & 0x1111111111111111
    count = 0
    while apart and count < 3:
        apart &= apart - 1
        count += 1
    return count


@njit(cache=True)
def _compare(
    names: npt.NDArray[np.uint8],
    lengths: npt.NDArray[np.int64],
    numbers: npt.NDArray[np.int64],
    order: npt.NDArray[np.int64],
) -> tuple[int, npt.NDArray[np.int64]]:
    """Compare all pairs of each block; the number of pairs, and how often each pattern occurred."""
    counts = np.zeros(96, np.int64)
    pairs = 0
    for start in range(0, len(order) - BLOCK + 1, BLOCK):
        for x in range(start, start + BLOCK):
            for y in range(x + 1, start + BLOCK):
                a, b = order[x], order[y]
                alike = _alike(names, a, lengths[a], b, lengths[b])
                code = 3 if alike == 1 else (2 if alike >= 0.9 else (1 if alike >= 0.8 else 0))
                apart = _digits_apart(numbers[a, 0], numbers[b, 0])
                code = code * 3 + min(apart, 2)
                for place in range(1, 4):
                    code = code * 2 + (numbers[a, place] == numbers[b, place])
                counts[code] += 1
                pairs += 1
    return pairs, counts
