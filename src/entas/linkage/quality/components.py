"""Connected components: the clusters that a set of pairs implies."""

import numpy as np
import numpy.typing as npt

from entas.linkage.quality.scores import Ints


def components(first: Ints, second: Ints, rows: int) -> npt.NDArray[np.int64]:
    """For each of ``rows`` rows the smallest row number that pairs connect it with, int64.

    Each round hooks the root of a pair's larger side under that of its smaller and flattens the
    trees (Shiloach and Vishkin 1982): few rounds over whole columns, whatever the order of pairs.
    """
    root = np.arange(rows, dtype=np.int64)
    while len(first):
        left, right = root[first], root[second]
        open_ = left != right
        if not open_.any():
            break
        first, second = first[open_], second[open_]
        left, right = left[open_], right[open_]
        np.minimum.at(root, np.maximum(left, right), np.minimum(left, right))
        while not np.array_equal(flat := root[root], root):
            root = flat
    return root
