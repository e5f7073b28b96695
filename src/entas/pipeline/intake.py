"""A list's whole way in: read and clean, keep as received, register, visits, tags, settle.

Each step is a room's; this is their order. What a step could not take comes back as rows in review.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

import duckdb
import polars as pl

from entas.access.scope import Scope
from entas.columns.records import records
from entas.kernel.errors import Refused
from entas.pipeline.ahead import reading_ahead
from entas.pipeline.report import IntakeReport, count_findings, count_reasons, count_rows
from entas.registry.actions import Registration, register
from entas.sources.actions import fail, keep_listings, receive, settle
from entas.sources.cleaning import Cleaned, Setting
from entas.sources.layouts.layout import RecordKind
from entas.sources.preparation import (
    AlreadyReceived,
    Prepared,
    Read,
    is_known,
    prepare,
    setting_for,
    unfinished,
)
from entas.sources.reading import understand
from entas.tagging.actions import record_tags
from entas.verification.actions import record_visits

Progress = Callable[[str, int], None]
"""Called with the name of a step (``STEPS``) and, while reading, the rows read so far."""

_ORDER = (RecordKind.FAMILY, RecordKind.PERSON, RecordKind.LISTING, RecordKind.TAG)
STEPS = ("read", "keep", "register", "settle")


@dataclass
class _Taken:
    """What the rooms made of a file's rows."""

    reviews: list[pl.DataFrame] = field(default_factory=list)
    findings: list[pl.DataFrame] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    def add(self, **counts: int) -> None:
        for name, count in counts.items():
            self.done[name] = self.done.get(name, 0) + count

    def of_registry(self, made: Registration) -> None:
        self.reviews.append(made.reviews)
        self.findings.append(made.findings)
        self.add(
            families=made.families,
            persons=made.persons,
            observations=made.observations,
            unchanged=made.unchanged,
            memberships=made.memberships,
        )


def import_list(
    path: Path,
    *,
    source: str,
    as_of: date | None = None,
    dry_run: bool = False,
    by: str,
    now: datetime,
    scope: Scope | None = None,
    progress: Progress | None = None,
    read: Read = understand,
    setting: Setting | None = None,
) -> IntakeReport:
    """Import a file as a list of ``source`` (a key of ``sources.layouts.LAYOUTS``).

    ``as_of`` dates what the list does not date; ``scope`` is the receiver's (the command line has
    none: the whole installation). A dry run reads and cleans, and writes nothing. The same file,
    or the same cells in another, changes nothing: ``changed`` is then false. An import that was
    cut off is resumed by importing the file again. Not inside a transaction of Django's. ``read``
    may fetch what another process read ahead, with ``setting`` (``import_lists``).

    Raises the refusals of ``sources.preparation.prepare``.
    """
    began = time.monotonic()
    tell = progress or (lambda _step, _rows: None)
    open_batch = None if dry_run else unfinished(path, source=source)
    tell("read", 0)
    try:
        prepared = prepare(
            path,
            source=source,
            now=now,
            as_of=as_of or (open_batch.as_of if open_batch else None),
            scope=scope,
            on_progress=_rows_of_all_sheets(tell),
            resuming=open_batch.pk if open_batch else None,
            read=read if open_batch is None else understand,
            setting=setting if open_batch is None else None,
        )
    except AlreadyReceived as known:
        return IntakeReport(path.name, source, known.batch_id, changed=False, message=str(known))
    if dry_run:
        return _report(prepared, _Taken(), batch_id=None, began=began)
    tell("keep", 0)
    batch = open_batch or receive(path, source=source, by=by, now=now, prepared=prepared)
    tell("register", 0)
    try:
        taken = _register(prepared, batch_id=batch.pk, by=by, now=now)
    except BaseException as fault:
        fail(batch_id=batch.pk, by=by, now=now, why=type(fault).__name__)
        raise
    tell("settle", 0)
    settle(batch_id=batch.pk, by=by, now=now, reviews=taken.reviews, findings=taken.findings)
    return _report(prepared, taken, batch_id=batch.pk, began=began)


def import_lists(
    paths: Sequence[Path],
    *,
    source: str,
    as_of: date | None = None,
    dry_run: bool = False,
    by: str,
    now: datetime,
    area: str = "",
    progress: Callable[[Path, str, int], None] | None = None,
) -> Iterator[tuple[Path, IntakeReport | Refused]]:
    """Import files in order, reading the next while one is registered; gives each one's outcome.

    A refused file does not stop the others. ``area`` is the code of the kabupaten whose lists they
    are, for rows that name a village alone. ``progress`` is called with file, step and rows.
    Raises ``UnknownSource`` before anything is read.
    """
    setting = setting_for(source=source, now=now, as_of=as_of, area=area)
    with reading_ahead([path for path in paths if not _stands(path, source, now)], setting) as read:
        for path in paths:
            try:
                yield (
                    path,
                    import_list(
                        path,
                        source=source,
                        as_of=as_of,
                        dry_run=dry_run,
                        by=by,
                        now=now,
                        progress=partial(progress, path) if progress else None,
                        read=read,
                        setting=setting,
                    ),
                )
            except Refused as refusal:
                yield path, refusal


def _stands(path: Path, source: str, now: datetime) -> bool:
    """Whether a file need not be read, because it is not there or was imported before."""
    return not path.is_file() or is_known(path, source=source, now=now)


def _rows_of_all_sheets(tell: Progress) -> Callable[[str, int], None]:
    """Adds up the rows of the sheets read before."""
    read: dict[str, int] = {}

    def _tell(sheet: str, rows: int) -> None:
        read[sheet] = rows
        tell("read", sum(read.values()))

    return _tell


def _register(prepared: Prepared, *, batch_id: int, by: str, now: datetime) -> _Taken:
    """Registry, visits, listings and tags of all sheets in one transaction; families first."""
    taken = _Taken()
    sheets = sorted(prepared.cleaned, key=lambda sheet: _ORDER.index(sheet.kind))
    layout = prepared.layout
    with records(write=True, cores=1) as con:
        bring = partial(
            register,
            batch_id=batch_id,
            source=prepared.source,
            origin="verification" if layout.is_verification else "list",
            scheme=layout.scheme,
            by=by,
            now=now,
            con=con,
        )
        for sheet in sheets:
            if sheet.families is not None:
                taken.of_registry(bring(kind=RecordKind.FAMILY.value, rows=sheet.families))
            if sheet.kind in {RecordKind.FAMILY, RecordKind.PERSON}:
                taken.of_registry(bring(kind=sheet.kind.value, rows=sheet.rows))
            elif sheet.kind is RecordKind.LISTING:
                taken.add(listings=keep_listings(con, rows=sheet.rows, batch_id=batch_id))
            if sheet.kind is RecordKind.FAMILY and layout.is_verification:
                visits = record_visits(rows=sheet.rows, batch_id=batch_id, by=by, now=now, con=con)
                taken.add(visits=visits.recorded, visits_updated=visits.updated)
        for sheet in sheets:
            _tag(con, sheet, taken, batch_id=batch_id, by=by, now=now)
    return taken


def _tag(
    con: duckdb.DuckDBPyConnection,
    sheet: Cleaned,
    taken: _Taken,
    *,
    batch_id: int,
    by: str,
    now: datetime,
) -> None:
    """Record the tags of a sheet. A row of a tag list that finds nobody goes to review; beside a
    family or person it is a finding, because the row itself is registered.
    """
    made = record_tags(tags=sheet.tags, batch_id=batch_id, by=by, now=now, con=con)
    taken.add(tags=made.recorded, tags_updated=made.updated, tags_unchanged=made.unchanged)
    if sheet.kind is RecordKind.TAG:
        taken.reviews.append(made.reviews.select("sheet", "number", "reason"))
        return
    taken.add(tags_in_review=made.reviews.height)
    taken.findings.append(
        made.reviews.select(
            "sheet",
            "number",
            pl.lit("").alias("column"),
            pl.col("reason").alias("code"),
            pl.lit("warning").alias("severity"),
            pl.col("programme").alias("received"),
        )
    )


def _report(
    prepared: Prepared, taken: _Taken, *, batch_id: int | None, began: float
) -> IntakeReport:
    frames = [(sheet.kind.value, sheet.rows) for sheet in prepared.cleaned]
    rows = [(kind, _with_reviews(frame, taken.reviews)) for kind, frame in frames]
    return IntakeReport(
        file_name=prepared.path.name,
        source=prepared.source,
        batch_id=batch_id,
        changed=True,
        rows=count_rows(rows),
        reasons=count_reasons([frame for _, frame in rows]),
        findings=count_findings([*(sheet.findings for sheet in prepared.cleaned), *taken.findings]),
        assumptions=tuple(prepared.understood.assumptions),
        done=taken.done,
        seconds=time.monotonic() - began,
    )


def _with_reviews(rows: pl.DataFrame, reviews: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The rows with the outcome that later rooms gave them."""
    places = rows.select("sheet", pl.col("number").cast(pl.Int64), "outcome", "reason")
    moved = [frame for frame in reviews if frame.height]
    if not moved:
        return places
    later = pl.concat(moved).unique(["sheet", "number"], keep="first", maintain_order=True)
    return places.join(
        later.rename({"reason": "later"}), on=["sheet", "number"], how="left", maintain_order="left"
    ).select(
        "sheet",
        "number",
        pl.when(pl.col("later").is_not_null())
        .then(pl.lit("review"))
        .otherwise(pl.col("outcome"))
        .alias("outcome"),
        pl.coalesce("later", "reason").alias("reason"),
    )
