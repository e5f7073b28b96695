"""The whole of an evaluation, and its picture."""

from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest

from entas.linkage.quality import evaluate
from entas.linkage.quality.picture import picture

TRUTH = np.array([1, 1, 2, 2, 3, 4])


def linked(*rows):
    names = ("first", "second", "probability", "review")
    return pl.DataFrame(
        rows,
        schema=dict(zip(names, (pl.Int32, pl.Int32, pl.Float32, pl.Boolean), strict=True)),
        orient="row",
    )


PAIRS = linked((0, 1, 0.99, False), (2, 3, 0.9, True), (4, 5, 0.75, False), (1, 2, 0.25, False))
CLUSTERS = np.array([0, 0, 2, 3, 4, 4])


def test_pairs_held_for_a_person_do_not_count_as_found():
    found = evaluate(PAIRS, CLUSTERS, TRUTH, threshold=0.5)
    assert (found.pairs.precision, found.pairs.recall) == (0.5, 0.5)
    assert found.pairs == found.clusters
    assert found.held == 1
    assert (found.rows, found.persons, found.true_pairs, found.compared) == (6, 4, 2, 4)
    assert found.candidates.recall == 1.0


def test_what_the_default_threshold_gives_away_is_the_way_to_the_best():
    found = evaluate(PAIRS, CLUSTERS, TRUTH, threshold=0.5)
    assert found.best_pairs.threshold == pytest.approx(0.99)
    assert found.best_pairs.score.f1 == pytest.approx(2 / 3)
    assert found.best_clusters.threshold == 0.8
    assert found.lost == pytest.approx(2 / 3 - 0.5)


def test_default_threshold_is_a_point_of_the_curve():
    found = evaluate(PAIRS, CLUSTERS, TRUTH, threshold=0.42)
    assert [point.pairs for point in found.curve if point.threshold == 0.42] == [found.pairs]


def test_picture_is_svg_that_says_what_it_shows():
    drawn = picture(evaluate(PAIRS, CLUSTERS, TRUTH, threshold=0.5), title="A <list> & its truth")
    root = ET.fromstring(drawn)
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert root.findtext("svg:title", namespaces=space) == "A <list> & its truth"
    assert "0.5" in root.findtext("svg:desc", "", space)
    words = {each.text for each in root.iterfind(".//svg:text", space)}
    assert {"precision", "recall", "F1", "default 0.5", "best 0.8"} <= words
    assert len(root.findall(".//svg:polyline", space)) == 3
    assert len(root.findall(".//svg:circle", space)) == 4


def test_nothing_found_is_drawn_too():
    nothing = evaluate(linked(), np.arange(6), TRUTH, threshold=0.5)
    assert (nothing.pairs.recall, nothing.calibration.error) == (0.0, 0.0)
    ET.fromstring(picture(nothing, title="Nothing"))
