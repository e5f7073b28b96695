"""What the matcher says of the registry as it stands: pairs, and the model that explains them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from entas.linkage.base import compare
from entas.linkage.corroboration import corroborated
from entas.linkage.families import link_families
from entas.linkage.matching import Settings
from entas.registry import frames

Progress = Callable[[str, float], None]
"""Told what is done now, and the share of it that is done (0 to 1)."""

KEEP = 0.05  # below it a pair is not worth a person's time


@dataclass(frozen=True, slots=True)
class Proposed:
    """Pairs (columns as ``running.PAIRS``), the model that explains them, and how many were
    compared among how many subjects. ``keep`` remembers who was compared: once they are stored.
    """

    pairs: pl.DataFrame
    model: dict[str, Any]
    compared: int
    subjects: int
    keep: Callable[[], None]


def persons(
    con: duckdb.DuckDBPyConnection,
    *,
    area_code: str,
    folder: Path,
    progress: Progress | None = None,
) -> Proposed:
    """Pairs of persons of an area, of which one at least was not compared yet (see ``base``).

    ``folder``: where it is kept who was.
    """
    rows = frames.persons(con, area_code=area_code)
    found = compare(rows, folder, Settings(keep=KEEP), progress)
    pairs, bits = corroborated(_placed(found.pairs, rows))
    return Proposed(
        pairs=pairs,
        model=found.model.to_json() | {"members_bits": bits},
        compared=found.compared,
        subjects=rows.height,
        keep=found.keep,
    )


def families(con: duckdb.DuckDBPyConnection, *, area_code: str) -> Proposed:
    """Pairs of families of an area, from the persons that are one by now."""
    rows = frames.families(con, area_code=area_code)
    pairs, compared = link_families(rows, frames.belonging(con))
    return Proposed(
        pairs=pairs.with_columns(members=pl.lit(0, pl.Int64)),
        model={},
        compared=compared,
        subjects=rows.height,
        keep=lambda: None,
    )


def _placed(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The pairs with villages and families of both persons."""
    sides = rows.select(pl.col("person_id").cast(pl.Int64), "village_code", "family_id")
    other = sides.rename({"village_code": "other_village_code", "family_id": "other_family_id"})
    return (
        pairs.with_columns(pl.col("first_id", "second_id").cast(pl.Int64))
        .join(sides, left_on="first_id", right_on="person_id", maintain_order="left")
        .join(other, left_on="second_id", right_on="person_id", maintain_order="left")
        .select(
            "first_id",
            "second_id",
            "village_code",
            "other_village_code",
            pl.col("family_id", "other_family_id").cast(pl.Int64),
            pl.col("probability", "household").cast(pl.Float64),
            pl.col("levels").cast(pl.Int64),
            "review",
        )
    )
