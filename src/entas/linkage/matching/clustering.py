"""Joins pairs into clusters of records of one person."""

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.compiled import compiled


@compiled
def _root(parent: Array, record: int) -> int:
    while parent[record] != record:
        parent[record] = parent[parent[record]]
        record = parent[record]
    return record


@compiled
def _join(left: Array, right: Array, records: int) -> Array:
    parent = np.arange(records)
    for pair in range(len(left)):
        a, b = _root(parent, left[pair]), _root(parent, right[pair])
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    for record in range(records):
        parent[record] = _root(parent, record)
    return parent


def clusters(left: Array, right: Array, records: int) -> Array:
    """Cluster of each of ``records`` (int64): the smallest record number it is joined with."""
    return _join(left, right, records)
