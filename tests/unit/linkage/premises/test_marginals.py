"""Probabilities of a one-to-one matching against all matchings, written out."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from entas.linkage.premises.marginals import marginals

graphs = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(1e-3, 1e3)),
    min_size=1, max_size=7, unique_by=lambda edge: edge[:2],
)  # fmt: skip


def exact(edges):
    """The probability of each edge, by trying all sets of edges."""
    total, weight_of = 0.0, np.zeros(len(edges))
    for size in range(len(edges) + 1):
        for chosen in combinations(range(len(edges)), size):
            ends = [edges[i][0] for i in chosen] + [4 + edges[i][1] for i in chosen]
            if len(set(ends)) == len(ends):
                weight = np.prod([edges[i][2] for i in chosen])
                total += weight
                weight_of[list(chosen)] += weight
    return weight_of / total


def found(edges):
    left, right, odds = (np.array(values) for values in zip(*edges, strict=True))
    return marginals(odds, left, right, 4, 4)


def is_forest(edges):
    group = {node: node for node in range(8)}
    for left, right, _ in edges:
        one, other = group[left], group[4 + right]
        if one == other:
            return False
        group = {node: one if of == other else of for node, of in group.items()}
    return True


@given(graphs)
def test_on_a_forest_they_are_exact(edges):
    if is_forest(edges):
        assert np.allclose(found(edges), exact(edges), atol=1e-4)


@given(graphs)
def test_those_of_one_end_sum_to_at_most_one(edges):
    probability = found(edges)
    for side in (0, 1):
        sums = np.bincount([edge[side] for edge in edges], weights=probability, minlength=4)
        assert (sums <= 1 + 1e-3).all()


def test_two_alike_share_one():
    one, other = found([(0, 0, 1e6), (0, 1, 1e6)])
    assert one == other
    assert 0.49 < one < 0.5
