"""A made-up area tree with the 17 kabupaten, and societies made on it."""

import polars as pl
import pytest

from entas.demo import society
from entas.demo.figures import KABUPATEN
from entas.demo.society import Society
from tests.factories.province import area_tree


@pytest.fixture(scope="session")
def tree() -> pl.DataFrame:
    return area_tree(KABUPATEN)


@pytest.fixture(scope="session")
def small(tree: pl.DataFrame) -> Society:
    return society.make(scale=0.05, seed=3, areas=tree)


@pytest.fixture(scope="session")
def whole(tree: pl.DataFrame) -> Society:
    return society.make(scale=1, seed=1, areas=tree)
