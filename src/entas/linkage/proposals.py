"""What the matcher says of the registry as it stands: pairs, and the model that explains them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from entas.linkage.corroboration import corroborated
from entas.linkage.families import link_families
from entas.linkage.matching import PERSONS, Model, Settings, link
from entas.linkage.running import PAIRS
from entas.registry import frames

Progress = Callable[[str, float], None]
"""Told what is done now, and the share of it that is done (0 to 1)."""

KEEP = 0.05  # below it a pair is not worth a person's time


@dataclass(frozen=True, slots=True)
class Proposed:
    """Pairs (columns as ``running.PAIRS``), the model that explains them, and how many were
    compared among how many subjects.
    """

    pairs: pl.DataFrame
    model: dict[str, Any]
    compared: int
    subjects: int


def persons(
    con: duckdb.DuckDBPyConnection,
    *,
    area_code: str,
    learnt: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Proposed:
    """Pairs of persons of an area. ``learnt`` is the model of an earlier run, to keep to it."""
    rows = frames.persons(con, area_code=area_code)
    if rows.height < 2:
        return Proposed(pl.DataFrame(schema=PAIRS), {}, compared=0, subjects=rows.height)
    model = _kept(learnt, rows.height) if learnt else None
    found = link(rows, PERSONS, Settings(keep=KEEP), model, progress=progress)
    both = _named(found.pairs, rows)
    pairs, bits = corroborated(both)
    return Proposed(
        pairs=pairs,
        model=found.model.to_json() | {"members_bits": bits},
        compared=found.compared,
        subjects=rows.height,
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
    )


def _kept(learnt: Mapping[str, Any], subjects: int) -> Model | None:
    """The model of an earlier run, until the registry grew by a fifth or is compared otherwise."""
    model = Model.from_json(dict(learnt))
    alike = model.fields == PERSONS and 0.8 * subjects <= model.records
    return model if alike else None


def _named(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The matcher's pairs of rows as pairs of persons, with villages and families."""
    sides = rows.select(
        pl.col("person_id").cast(pl.Int64), "village_code", pl.col("family_id").cast(pl.Int64)
    )
    first, second = sides[pairs["first"]], sides[pairs["second"]]
    return pl.DataFrame(
        {
            "first_id": first["person_id"],
            "second_id": second["person_id"],
            "village_code": first["village_code"],
            "other_village_code": second["village_code"],
            "family_id": first["family_id"],
            "other_family_id": second["family_id"],
            "probability": pairs["probability"].cast(pl.Float64),
            "household": pairs["household"].cast(pl.Float64),
            "levels": pairs["levels"].cast(pl.Int64),
            "review": pairs["review"],
        }
    )
