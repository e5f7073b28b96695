"""Writes to the registry: rows of lists in bulk, and the disclosure of one family."""

import re
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import polars as pl
from django.db import transaction

from entas.access.scope import Permission, Scope
from entas.audit.actions import record
from entas.columns.records import hand_over, records
from entas.kernel.errors import Refused
from entas.registry.queries import FamilyDetail, detail
from entas.registry.registration import (
    FAMILIES,
    PERSONS,
    Kind,
    Provenance,
    identify,
    observe,
    settle,
)

KINDS = {"family": FAMILIES, "person": PERSONS}
REVIEWS = {"sheet": pl.String, "number": pl.Int64, "reason": pl.String}
FINDINGS = {
    "sheet": pl.String,
    "number": pl.Int64,
    "column": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "received": pl.String,
}


class PurposeMissing(Refused):
    """Names were asked for without saying why."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What registering rows did. All zero when everything was already known."""

    families: int = 0  # new ones
    persons: int = 0
    observations: int = 0
    unchanged: int = 0  # rows that say only what was said before
    memberships: int = 0  # opened or changed
    reviews: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REVIEWS))
    findings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FINDINGS))


def register(
    *,
    kind: str,
    rows: pl.DataFrame,
    batch_id: int,
    source: str,
    origin: str,
    by: str,
    now: datetime,
    scheme: str = "p3ke",
    con: duckdb.DuckDBPyConnection | None = None,
) -> Registration:
    """Bring the rows with outcome "registered" into the registry; others never touch it.

    ``kind`` is "family" or "person"; ``rows`` have the columns of ``Cleaned.rows``; ``source`` is
    the layout's key and ``origin`` "list" or "verification"; ``scheme`` says whose numbers the keys
    are (``Layout.scheme``). Rows that lack what identifies them come back in ``reviews``. The same
    rows again change nothing.

    Without ``con`` this is one transaction with its audit event; with an open
    ``records(write=True)`` it is part of that one, and the caller records the event.
    """
    provenance = Provenance(batch_id, source, origin, scheme)
    if con is not None:
        return _register(con, KINDS[kind], rows, provenance)
    with records(write=True, cores=1) as own:
        done = _register(own, KINDS[kind], rows, provenance)
    record(
        action="registry.registered",
        subject=f"batch:{batch_id}",
        by=by,
        now=now,
        details={"families": done.families, "persons": done.persons, "rows": done.observations},
    )
    return done


def _register(
    con: duckdb.DuckDBPyConnection, kind: Kind, rows: pl.DataFrame, provenance: Provenance
) -> Registration:
    rows = rows.with_columns(pl.col("number").cast(pl.Int64))
    reviews = _unidentified(kind, rows)
    usable = rows.filter(pl.col("outcome") == "registered").join(
        reviews, on=["sheet", "number"], how="anti"
    )
    if usable.is_empty():
        return Registration(reviews=reviews)
    hand_over(con, usable.with_row_index("position"), "incoming")
    families = identify(con, FAMILIES, batch_id=provenance.batch_id, scheme=provenance.scheme)
    persons = 0
    if kind is PERSONS:
        persons = identify(con, PERSONS, batch_id=provenance.batch_id, scheme=provenance.scheme)
    added, differing = observe(con, kind, provenance=provenance)
    memberships = settle(con, kind) if added else 0
    return Registration(
        families=families,
        persons=persons,
        observations=added,
        unchanged=usable.height - added,
        memberships=memberships,
        reviews=reviews,
        findings=_repeated(differing, kind),
    )


def _unidentified(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows (sheet, number, reason) that lack their key or village: a person decides on them."""
    return (
        rows.filter(pl.col("outcome") == "registered")
        .with_columns(
            reason=pl.when(pl.col(kind.key).is_null())
            .then(pl.lit(f"{kind.key}_missing"))
            .when(pl.col("village_code").is_null())
            .then(pl.lit("area_missing"))
        )
        .filter(pl.col("reason").is_not_null())
        .select("sheet", "number", "reason")
    )


def _repeated(places: list[tuple[str, int, str]], kind: Kind) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "sheet": sheet,
                "number": number,
                "column": kind.key,
                "code": "key_repeated_differs",
                "severity": "warning",
                "received": value,
            }
            for sheet, number, value in places
        ],
        schema=FINDINGS,
    )


def reveal(*, scope: Scope, family_id: int, purpose: str, by: str, now: datetime) -> FamilyDetail:
    """Names and numbers of one family, unmasked; who asked, and why, goes into the audit trail.

    Raises ``PurposeMissing`` without a purpose of at least 5 characters, ``NotAllowed`` outside
    the scope, and ``NoSuchFamily``.
    """
    purpose = " ".join(purpose.split())
    if len(purpose) < 5 or re.search(r"\d{8}", purpose):
        raise PurposeMissing(
            "Say in a few words, without numbers of persons, what the names are needed for."
        )
    with transaction.atomic():
        found = detail(scope=scope, family_id=family_id, masked=False, permission=Permission.REVEAL)
        record(
            action="family.revealed",
            subject=f"family:{family_id}",
            by=by,
            now=now,
            area_code=found.village_code,
            details={"purpose": purpose[:200]},
        )
    return found
