"""Writes: a file is received whole, its rows and findings with it; later rooms settle its rows."""

import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import duckdb
import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Count

from entas.access.scope import Scope
from entas.audit.actions import record
from entas.columns.records import append, hand_over, quoted, records, reserve_ids
from entas.sources.cleaning import Cleaned
from entas.sources.cleaning.cleaned import count_outcomes
from entas.sources.listings import listings_of
from entas.sources.models import Batch, BatchState, Finding, Listing, Row
from entas.sources.preparation import Prepared, fallen, hash_of_file, prepare

FOLDER = "received"
ROW_GROUP = 4096  # rows read to show one row as received


def receive(
    path: Path,
    *,
    source: str,
    by: str,
    now: datetime,
    as_of: date | None = None,
    scope: Scope | None = None,
    prepared: Prepared | None = None,
    on_progress: Callable[[str, int], None] | None = None,
) -> Batch:
    """Keep a file, its rows as received, what became of each, and the findings.

    Give ``prepared`` when the file has been read already (``preparation.prepare``, whose refusals
    this raises otherwise). Either everything is kept or nothing. Registering is for others: the
    batch is ``RECEIVED`` until ``settle``. Not inside a transaction of Django's.
    """
    ready = prepared or prepare(
        path, source=source, now=now, as_of=as_of, scope=scope, on_progress=on_progress
    )
    batch = _open(ready, by=by, now=now)
    try:
        _keep_files(batch, ready)
        _write_rows(batch, ready.cleaned)
    except BaseException:
        _forget(batch)
        raise
    with transaction.atomic():
        record(
            action="batch.received",
            subject=f"batch:{batch.pk}",
            by=by,
            now=now,
            details={"layout": batch.layout, "size": batch.size, "counts": batch.counts},
        )
    return batch


def settle(
    *,
    batch_id: int,
    by: str,
    now: datetime,
    reviews: Sequence[pl.DataFrame] = (),
    findings: Sequence[pl.DataFrame] = (),
) -> Batch:
    """Close a batch that other rooms have registered.

    ``reviews`` (``sheet``, ``number``, ``reason``) are registered rows that those rooms could not
    take: they become rows in review. ``findings`` have the columns of ``Cleaned.findings``.
    """
    moved = pl.concat([*map(_reviews, reviews)]) if reviews else pl.DataFrame()
    said = pl.concat([*map(_findings, findings)]) if findings else pl.DataFrame()
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state == BatchState.REGISTERED:  # two imports of one file finished together
            return batch
        for (sheet, reason), part in moved.group_by(["sheet", "reason"]) if moved.height else ():
            numbers = iter(part.get_column("number").to_list())
            while some := list(islice(numbers, 500)):
                Row.objects.filter(batch=batch, sheet=sheet, number__in=some).update(
                    outcome="review", reason=reason
                )
        Finding.objects.bulk_create(
            (Finding(batch=batch, **values) for values in said.iter_rows(named=True)),
            batch_size=2000,
        )
        _supersede_listings(batch)
        batch.state = BatchState.REGISTERED
        batch.counts = _recounted(batch)
        batch.save(update_fields=["state", "counts"])
        record(
            action="batch.registered",
            subject=f"batch:{batch.pk}",
            by=by,
            now=now,
            details={"counts": batch.counts},
        )
    return batch


def keep_listings(con: duckdb.DuckDBPyConnection, *, rows: pl.DataFrame, batch_id: int) -> int:
    """Keep the registered rows of a list without keys, to be linked; returns how many.

    ``rows`` are ``Cleaned.rows`` of kind listing; ``con`` is an open ``records(write=True)``, so
    that the rows stand or fall with the rest of their import. Those of a sheet that an import cut
    off later had kept already are not kept again.
    """
    kept = listings_of(rows)
    if kept.height and not _is_kept(con, batch_id, str(kept.item(0, "sheet"))):
        first = reserve_ids(Listing, kept.height, con=con)
        hand_over(con, kept.with_row_index("id", offset=first), "listed")
        append(con, Listing, f"SELECT {batch_id} AS batch_id, * FROM listed")
        return kept.height
    return 0


def _is_kept(con: duckdb.DuckDBPyConnection, batch_id: int, sheet: str) -> bool:
    known = (
        f"SELECT 1 FROM {Listing._meta.db_table} WHERE batch_id = {batch_id} "
        f"AND sheet = {quoted(sheet)} LIMIT 1"
    )
    return bool(con.execute(f"FROM native({quoted(known)})").fetchall())


def _supersede_listings(batch: Batch) -> None:
    """The same file read with another version of its profile: the listings of now stand alone.

    What the registry was told by the other version stays, and what is told later holds.
    """
    profile, _, version = batch.layout.partition("@")
    if version:
        same = Batch.objects.filter(file_hash=batch.file_hash, layout__startswith=f"{profile}@")
        Listing.objects.filter(batch__in=same.exclude(pk=batch.pk)).delete()


@transaction.atomic
def fail(*, batch_id: int, by: str, now: datetime, why: str) -> None:
    """Mark a batch whose registration was rolled back. The same file may then be received anew.

    ``why`` is the class of the error, never its text, which may hold cells.
    """
    Batch.objects.filter(pk=batch_id).update(state=BatchState.FAILED)
    record(
        action="batch.failed", subject=f"batch:{batch_id}", by=by, now=now, details={"error": why}
    )


def _open(ready: Prepared, *, by: str, now: datetime) -> Batch:
    same = Batch.objects.filter(layout=ready.source, file_hash=ready.file_hash)
    for failed in same.filter(fallen(now)):
        _forget(failed)
    return Batch.objects.create(
        layout=ready.source,
        file_name=ready.path.name[-255:],
        size=ready.size,
        file_hash=ready.file_hash,
        content_hash=ready.understood.content_hash,
        as_of=ready.as_of,
        received_at=now,
        received_by=by,
        received_path=f"{FOLDER}/{ready.file_hash[:16]}-{ready.source}",
        state=BatchState.RECEIVED,
        assumptions=ready.understood.assumptions,
        counts=count_outcomes(ready.cleaned),
    )


def forget_cut_off(path: Path, *, source: str) -> None:
    """Take back what a process that is dead began to receive of a file, and did not end.

    Only for who knows that it is dead: it holds the lock of the file's upload.
    """
    begun = Batch.objects.filter(
        layout=source, file_hash=hash_of_file(path), state=BatchState.RECEIVED
    )
    for batch in begun:
        if not Row.objects.filter(batch=batch).exists():
            _forget(batch)


def folder(batch: Batch) -> Path:
    """Where the original and the rows as received are kept."""
    return Path(settings.HOME) / batch.received_path


def _keep_files(batch: Batch, ready: Prepared) -> None:
    """The original as it came, and one Parquet file a sheet, in the order of the sheets."""
    target = folder(batch)
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True, mode=0o700)
    shutil.copyfile(ready.path, target / f"original{ready.path.suffix.lower()[:8]}")
    for number, rows in enumerate(ready.understood.received, 1):
        rows.write_parquet(
            target / f"rows-{number:03d}.parquet",
            compression="zstd",
            row_group_size=ROW_GROUP,
            statistics=True,
        )


def _write_rows(batch: Batch, cleaned: list[Cleaned]) -> None:
    rows = pl.concat(
        [one.rows.select("sheet", "number", "outcome", "reason", "village_code") for one in cleaned]
    )
    found = pl.concat([_findings(one.findings) for one in cleaned]).join(
        rows.select("sheet", pl.col("number").cast(pl.Int64), "village_code"),
        on=["sheet", "number"],
        how="left",
        maintain_order="left",
    )
    with records(write=True, cores=1) as con:
        for model, frame in ((Row, rows), (Finding, found)):
            if not frame.height:
                continue
            first = reserve_ids(model, frame.height, con=con)
            con.register(
                "incoming",
                frame.with_columns(
                    pl.col(pl.String).fill_null("").str.replace_all("\x00", "", literal=True)
                )
                .with_row_index("id", offset=first)
                .to_arrow(),
            )
            columns = ", ".join(f'"{name}"' for name in frame.columns)
            append(con, model, f"SELECT id, {batch.pk} AS batch_id, {columns} FROM incoming")
            con.unregister("incoming")


def _forget(batch: Batch) -> None:
    """Take back a batch of which nothing was registered."""
    with transaction.atomic():
        Row.objects.filter(batch=batch).delete()
        batch.delete()
    shutil.rmtree(folder(batch), ignore_errors=True)


def _reviews(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        pl.col("sheet").cast(pl.String), pl.col("number").cast(pl.Int64), pl.col("reason")
    )


def _findings(frame: pl.DataFrame) -> pl.DataFrame:
    """Findings as they fit the table."""
    return frame.select(
        pl.col("sheet").cast(pl.String).str.slice(0, 80),
        pl.col("number").cast(pl.Int64),
        pl.col("column").cast(pl.String).str.slice(0, 120),
        pl.col("code").cast(pl.String),
        pl.col("severity").cast(pl.String),
        pl.col("received").cast(pl.String).fill_null("").str.slice(0, 200),
    )


def _recounted(batch: Batch) -> dict[str, int]:
    found = Row.objects.filter(batch=batch).values("outcome").annotate(count=Count("id"))
    return {one["outcome"]: one["count"] for one in found}
