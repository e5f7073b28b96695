"""Writes of tagging: the catalogue of programmes, and tags in bulk."""

from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Any

import duckdb
import polars as pl
import yaml
from django.db import transaction

from entas.audit.actions import record
from entas.columns.records import hand_over, records
from entas.tagging.models import Programme
from entas.tagging.recording import stage, write
from entas.tagging.state import State

REVIEWS = {
    "sheet": pl.String,
    "number": pl.Int64,
    "programme": pl.String,
    "reason": pl.String,
}


@dataclass(frozen=True, slots=True)
class Tagging:
    """What recording tags did. ``reviews`` are the tags nobody was found for, with the reason."""

    recorded: int = 0
    updated: int = 0
    unchanged: int = 0
    reviews: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REVIEWS))


def catalogue() -> list[dict[str, Any]]:
    """The programmes that come with Entas, as ``catalogue.yaml`` has them."""
    text = files("entas.tagging").joinpath("catalogue.yaml").read_text("utf-8")
    programmes: list[dict[str, Any]] = yaml.safe_load(text)
    return programmes


def load_catalogue(*, by: str, now: datetime) -> int:
    """Write the catalogue's programmes that are new or changed; returns how many were."""
    changed = 0
    with transaction.atomic():
        known = {row["key"]: row for row in Programme.objects.values()}
        for entry in catalogue():
            row = {"indicator": "", "unit_cost": None, "reference": ""} | entry
            if known.get(row["key"]) != row:
                Programme.objects.update_or_create(key=row["key"], defaults=row)
                changed += 1
        if changed:
            record(
                action="catalogue.loaded",
                subject="programmes:catalogue",
                by=by,
                now=now,
                details={"programmes": changed},
            )
    return changed


def record_tags(
    *,
    tags: pl.DataFrame,
    batch_id: int,
    by: str,
    now: datetime,
    con: duckdb.DuckDBPyConnection | None = None,
) -> Tagging:
    """Record the registered rows of ``Cleaned.tags``; whom each is for, ``matching`` finds.

    A tag is the same when subject, indicator, programme and year are: a later row then adds what
    it says. Rows whose programme is not in the catalogue (``programme_unknown``), that answer
    another need than their programme (``other_indicator``), whose state has no date
    (``tag_undated``) or whose subject is not exactly one are in ``reviews``.

    With an open ``records(write=True)`` it is part of that transaction, and the caller records
    the audit event.
    """
    if con is not None:
        return _record(con, tags, batch_id)
    with records(write=True, cores=1) as own:
        done = _record(own, tags, batch_id)
    record(
        action="tags.recorded",
        subject=f"batch:{batch_id}",
        by=by,
        now=now,
        details={"recorded": done.recorded, "updated": done.updated},
    )
    return done


def _record(con: duckdb.DuckDBPyConnection, tags: pl.DataFrame, batch_id: int) -> Tagging:
    usable = tags.filter(pl.col("outcome") == "registered")
    if usable.is_empty():
        return Tagging()
    usable = _complete(usable).with_row_index("position")
    hand_over(con, usable, "received")
    stage(con)
    reviews = con.execute(
        "SELECT sheet, number, programme, reason FROM judged WHERE reason IS NOT NULL "
        "ORDER BY position"
    ).pl()
    recorded, updated, unchanged = write(con, batch_id=batch_id)
    return Tagging(recorded, updated, unchanged, reviews.cast(REVIEWS))  # type: ignore[arg-type]


def _complete(tags: pl.DataFrame) -> pl.DataFrame:
    """The tags with every column of the contract, typed; those the list lacks are null."""
    types: dict[str, Any] = {
        **dict.fromkeys(("sheet", "programme", "funding_source", "indicator"), pl.String),
        **dict.fromkeys(("family_key", "person_key", "nik", "name", "head_name"), pl.String),
        **dict.fromkeys(("address", "rt", "rw", "village_code", "state"), pl.String),
        **dict.fromkeys((f"{state}_on" for state in State), pl.Date),
        **dict.fromkeys(("evidence", "cancel_reason"), pl.String),
        **dict.fromkeys(("number", "year", "amount"), pl.Int64),
    }
    return tags.select(
        (pl.col(name) if name in tags.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in types.items()
    )
