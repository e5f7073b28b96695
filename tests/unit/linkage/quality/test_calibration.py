"""Calibration: what a probability was told, and what it meant."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.linkage.quality.calibration import EDGES, calibration, wilson


@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.booleans()), min_size=1, max_size=60))
def test_classes_and_error_agree_with_their_definition(pairs):
    probability = np.array([told for told, _ in pairs])
    right = np.array([seen for _, seen in pairs])
    found = calibration(probability, right)
    error = 0.0
    for each in found.classes:
        top = each.high == 1.0
        own = [
            (told, seen)
            for told, seen in zip(probability, right, strict=True)
            if each.low <= told and (told < each.high or top)
        ]
        assert each.pairs == len(own)
        assert np.isclose(each.told, np.mean([told for told, _ in own]))
        assert np.isclose(each.seen, np.mean([seen for _, seen in own]))
        assert each.least <= each.seen + 1e-9 <= each.most + 2e-9
        error += len(own) / len(pairs) * abs(each.told - each.seen)
    assert sum(each.pairs for each in found.classes) == len(pairs)
    assert np.isclose(found.error, error)


def test_honest_probabilities_have_a_small_error_and_their_intervals_hold():
    rng = np.random.default_rng(7)
    told = rng.random(200_000)
    found = calibration(told, rng.random(200_000) < told)
    assert found.error < 0.01
    holds = [each.least <= each.told <= each.most for each in found.classes]
    assert sum(holds) >= len(holds) - 2  # 95 % intervals


def test_boasting_is_seen():
    assert calibration(np.full(100, 0.99), np.arange(100) < 50).error == pytest.approx(0.49)


def test_edges_rise_from_nothing_to_certainty():
    assert list(EDGES) == sorted(set(EDGES))
    assert (EDGES[0], EDGES[-1]) == (0.0, 1.0)


def test_interval_of_few_is_wide_and_stays_between_0_and_1():
    assert wilson(0, 4)[0] == 0.0
    assert wilson(4, 4)[1] == 1.0
    assert wilson(2, 4)[1] - wilson(2, 4)[0] > 0.6
    assert wilson(2_000, 4_000)[1] - wilson(2_000, 4_000)[0] < 0.04
