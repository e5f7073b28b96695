"""Made-up persons for the matcher's tests: a few hundred with known doubles."""

import polars as pl

from benchmarks.linkage_data import persons
from entas.linkage.matching import Field, Role

FIELDS = (
    Field("nik", Role.IDENTIFIER),
    Field("name", Role.NAME),
    Field("birth_date", Role.DATE),
    Field("sex", Role.CATEGORY),
    Field("kk", Role.HOUSEHOLD),
    Field("mother", Role.NAME),
    Field("village", Role.AREA),
    Field("neighbourhood", Role.NUMBER, ("rt", "rw")),
)


def some(rows: int, seed: int = 1) -> pl.DataFrame:
    """Rows with ``entity``, the true person, and ``owner``, whose number is borrowed (-1: own)."""
    return persons(rows, seed=seed)
