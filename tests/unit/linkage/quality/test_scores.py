"""Scores of linkage against the definitions, written out pair by pair and row by row."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from entas.linkage.quality.components import components
from entas.linkage.quality.curve import best_of_pairs, curve
from entas.linkage.quality.scores import Score, b_cubed, of_clusters, of_pairs, pairs_within

labels = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=25)


def pairs_of(of_rows):
    return {(i, j) for i, j in combinations(range(len(of_rows)), 2) if of_rows[i] == of_rows[j]}


def expected(found, true):
    right = len(found & true)
    precision = right / len(found) if found else 1.0
    recall = right / len(true) if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1


def close(score: Score, wanted):
    assert np.allclose((score.precision, score.recall, score.f1), wanted)


@given(labels)
def test_clusters_score_as_the_pairs_they_imply(rows):
    found, truth = (np.array(column) for column in zip(*rows, strict=True))
    close(of_clusters(found, truth), expected(pairs_of(found), pairs_of(truth)))
    assert pairs_within(truth) == len(pairs_of(truth))


@given(labels)
def test_b_cubed_is_the_mean_over_rows(rows):
    found, truth = (np.array(column) for column in zip(*rows, strict=True))
    precision, recall = [], []
    for row in range(len(found)):
        cluster = {other for other in range(len(found)) if found[other] == found[row]}
        person = {other for other in range(len(found)) if truth[other] == truth[row]}
        precision.append(len(cluster & person) / len(cluster))
        recall.append(len(cluster & person) / len(person))
    score = b_cubed(found, truth)
    assert np.allclose((score.precision, score.recall), (np.mean(precision), np.mean(recall)))


pairs_and_truth = st.integers(2, 12).flatmap(
    lambda rows: st.tuples(
        st.dictionaries(
            st.tuples(st.integers(0, rows - 1), st.integers(0, rows - 1)).filter(
                lambda pair: pair[0] < pair[1]
            ),
            st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9]),
            max_size=20,
        ),
        st.lists(st.integers(0, 3), min_size=rows, max_size=rows),
    )
)


def columns(pairs):
    first = np.array([pair[0] for pair in pairs], np.int64)
    second = np.array([pair[1] for pair in pairs], np.int64)
    return first, second


@given(pairs_and_truth)
def test_components_are_what_walking_the_pairs_reaches(drawn):
    pairs, truth = drawn
    first, second = columns(pairs)
    found = components(first, second, len(truth))
    for row in range(len(truth)):
        reached, open_ = {row}, [row]
        while open_:
            at = open_.pop()
            for pair in pairs:
                if at in pair:
                    other = pair[0] + pair[1] - at
                    if other not in reached:
                        reached.add(other)
                        open_.append(other)
        assert found[row] == min(reached)


@given(pairs_and_truth)
def test_best_threshold_of_pairs_is_the_best_of_all(drawn):
    pairs, labels_ = drawn
    truth = np.array(labels_)
    first, second = columns(pairs)
    probability = np.array(list(pairs.values()))
    right = truth[first] == truth[second]
    true = pairs_of(truth)
    found = best_of_pairs(probability, right, true=len(true))
    options = [
        expected({pair for pair, told in pairs.items() if told >= threshold}, true)[2]
        for threshold in sorted(set(pairs.values()))
    ]
    if options:
        assert np.isclose(found.score.f1, max(options))


@given(pairs_and_truth)
def test_curve_scores_each_threshold_as_if_it_were_alone(drawn):
    pairs, labels_ = drawn
    truth = np.array(labels_)
    first, second = columns(pairs)
    probability = np.array(list(pairs.values()))
    points = curve(
        probability,
        truth[first] == truth[second],
        truth,
        true=pairs_within(truth),
        join=lambda taken: components(first[taken], second[taken], len(truth)),
        thresholds=(0.2, 0.6),
    )
    for point in points:
        taken = probability >= point.threshold
        assert point.pairs == of_pairs(first[taken], second[taken], truth)
        joined = components(first[taken], second[taken], len(truth))
        assert point.clusters == of_clusters(joined, truth)


def test_nothing_found_is_precise_and_nothing_to_find_is_complete():
    nothing = np.array([], np.int64)
    apart = of_pairs(nothing, nothing, np.array([1, 1, 2]))
    assert (apart.precision, apart.recall, apart.f1) == (1.0, 0.0, 0.0)
    assert of_clusters(np.arange(3), np.arange(3)) == Score(1.0, 1.0)


def test_millions_of_rows_are_scored_as_columns():
    rows = 1_000_000
    truth = np.arange(rows) // 2
    found = components(np.arange(0, rows, 4), np.arange(1, rows, 4), rows)
    score = of_clusters(found, truth)
    assert (score.precision, score.recall) == (1.0, 0.5)
    assert b_cubed(found, truth).recall == 0.75
