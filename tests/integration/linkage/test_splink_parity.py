"""One model, trained once: Splink on DuckDB, Splink on a Spark cluster and our matcher agree.

Splink computes levels and weights itself, in SQL over canonical columns (only the similarity of two
names is a function of ours that the engines call); it is given the model's m and u, never a score.
"""

import shutil
from functools import cache

import polars as pl
import pytest

from benchmarks.linkage_data import persons
from entas.linkage.matching import PERSONS, Settings, link
from entas.linkage.splink import on_duckdb, on_spark
from tests.integration.linkage.spark import cluster, session

ROWS = 2_500
THRESHOLDS = (0.1, 0.5, 0.9, 0.99)
DIFFERENCE = 0.001  # of the pairs above a threshold


@cache
def linked():
    """Our own linkage of made-up persons, every pair that shares a key kept."""
    made = persons(ROWS, seed=3)
    names = {"kk": "kk_number", "mother": "mother_name", "village": "village_code"}
    return link(made.rename(names), PERSONS, Settings(keep=0.0))


@cache
def found_by_duckdb():
    return on_duckdb(linked().records, linked().model)


def above(pairs: pl.DataFrame, threshold: float) -> set[tuple[int, int]]:
    taken = pairs.filter(pl.col("probability") >= threshold)
    return {*zip(taken["first"].to_list(), taken["second"].to_list(), strict=True)}


def agree(some: pl.DataFrame, others: pl.DataFrame) -> None:
    for threshold in THRESHOLDS:
        here, there = above(some, threshold), above(others, threshold)
        assert len(here) > 200
        assert len(here ^ there) <= DIFFERENCE * len(here | there)


def test_splink_on_duckdb_finds_the_pairs_of_the_matcher():
    agree(linked().pairs, found_by_duckdb())


def test_splink_gives_the_probabilities_of_the_matcher():
    # Of the model itself: what the matcher will not call certain is a rule on top of it.
    probability, _ = linked().model.probabilities(linked().pairs["levels"].to_numpy())
    ours = linked().pairs.select(
        pl.col("first", "second").cast(pl.Int64), pl.Series("probability", probability)
    )
    both = ours.join(found_by_duckdb(), on=["first", "second"], suffix="_splink")
    assert len(both) == len(ours)
    apart = (both["probability"] - both["probability_splink"]).abs()
    assert (apart > 1e-4).mean() <= DIFFERENCE


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17")
def test_splink_on_a_spark_cluster_finds_the_same_pairs(tmp_path):
    with cluster(tmp_path) as address, session(address, tmp_path) as spark:
        found = on_spark(linked().records, linked().model, spark)
        executors = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    assert len(executors) == 3  # the driver and two workers
    agree(found_by_duckdb(), found)
    agree(linked().pairs, found)
