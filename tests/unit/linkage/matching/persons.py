"""Made-up persons for the matcher's tests, in the columns of ``PERSONS``."""

import polars as pl

from benchmarks.linkage_data import persons


def some(rows: int, seed: int = 1) -> pl.DataFrame:
    """Rows with ``entity``, the true person, and ``owner``, whose number is borrowed (-1: own)."""
    names = {"kk": "kk_number", "mother": "mother_name", "village": "village_code"}
    return persons(rows, seed=seed).rename(names)
