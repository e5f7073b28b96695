"""Reads: what was received, where its rows ended, and what they looked like when they came.

A caller sees the rows of the own areas; rows without a known village are seen by whoever received
the file and by whoever reaches the whole installation.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entas.access.queries import installation
from entas.access.scope import Permission, Scope
from entas.columns.records import quoted, table
from entas.kernel.errors import Refused
from entas.sources.actions import folder
from entas.sources.layouts.sector import IDENTITY
from entas.sources.models import Batch, Finding, Listing, Row


class NoSuchBatch(Refused):
    """No list with this number that the caller may see."""


class NoSuchRow(Refused):
    """No row at this place that the caller may see."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something occurs: a reason (with its outcome) or a finding (with its severity)."""

    code: str
    of: str
    count: int


@dataclass(frozen=True, slots=True)
class BatchDetail:
    """A batch, and of the rows the caller may see: how they ended, why, and what was found."""

    batch: Batch
    outcomes: dict[str, int]
    reasons: list[Counted]
    findings: list[Counted]
    assumptions: list[dict[str, Any]]


def _visible(scope: Scope, batch: Batch | None = None) -> Q:
    """Condition on rows or findings. ``batch`` adds those without village, for its receiver."""
    condition = Q(pk__in=())
    for prefix in scope.prefixes(Permission.SEE_FAMILIES):
        condition |= Q(village_code__gte=prefix, village_code__lt=str(int(prefix) + 1))
    if _sees_everything(scope) or (batch is not None and batch.received_by == scope.actor):
        condition |= Q(village_code="")
    return condition


def _sees_everything(scope: Scope) -> bool:
    return scope.covers(installation().area_code, Permission.SEE_FAMILIES)


def batches(*, scope: Scope) -> QuerySet[Batch]:
    """The batches that have a row the caller may see, newest first."""
    if not scope.prefixes(Permission.SEE_FAMILIES):
        return Batch.objects.none()
    found = Batch.objects.order_by("-received_at", "-pk")
    if _sees_everything(scope):
        return found
    seen = Row.objects.filter(_visible(scope), batch=OuterRef("pk"))
    return found.filter(Exists(seen) | Q(received_by=scope.actor))


def get(*, scope: Scope, batch_id: int) -> Batch:
    """One batch. Raises ``NoSuchBatch``."""
    found = batches(scope=scope).filter(pk=batch_id).first()
    if found is None:
        raise NoSuchBatch(f"There is no list {batch_id} that you may see.")
    return found


def batch(*, scope: Scope, batch_id: int) -> BatchDetail:
    """One batch with counts of what the caller may see of it. Raises ``NoSuchBatch``."""
    found = get(scope=scope, batch_id=batch_id)
    seen = Row.objects.filter(_visible(scope, found), batch=found)
    outcomes = seen.values("outcome").annotate(count=Count("pk")).order_by("outcome")
    reasons = seen.exclude(reason="").values("reason", "outcome").annotate(count=Count("pk"))
    codes = _visible_findings(scope, found).values("code", "severity").annotate(count=Count("pk"))
    return BatchDetail(
        batch=found,
        outcomes={one["outcome"]: one["count"] for one in outcomes},
        reasons=[
            Counted(one["reason"], one["outcome"], one["count"])
            for one in reasons.order_by("-count", "reason")
        ],
        findings=[
            Counted(one["code"], one["severity"], one["count"])
            for one in codes.order_by("-count", "code")
        ],
        assumptions=list(found.assumptions),
    )


def rows(
    *,
    scope: Scope,
    batch_id: int,
    outcome: str = "",
    reason: str = "",
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Row]]:
    """Number and one page of the rows of a batch, by sheet and row. Raises ``NoSuchBatch``."""
    found = get(scope=scope, batch_id=batch_id)
    seen = Row.objects.filter(_visible(scope, found), batch=found)
    if outcome:
        seen = seen.filter(outcome=outcome)
    if reason:
        seen = seen.filter(reason=reason)
    return seen.count(), list(seen.order_by("sheet", "number")[offset : offset + limit])


def findings(
    *,
    scope: Scope,
    batch_id: int,
    severity: str = "",
    code: str = "",
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Finding]]:
    """Number and one page of the findings of a batch, by sheet and row. Raises ``NoSuchBatch``."""
    found = get(scope=scope, batch_id=batch_id)
    seen = _visible_findings(scope, found)
    if severity:
        seen = seen.filter(severity=severity)
    if code:
        seen = seen.filter(code=code)
    return seen.count(), list(seen.order_by("sheet", "number", "pk")[offset : offset + limit])


def _visible_findings(scope: Scope, batch: Batch) -> QuerySet[Finding]:
    """Findings of rows the caller may see."""
    return Finding.objects.filter(_visible(scope, batch), batch=batch)


def cells_as_received(
    *, scope: Scope, batch_id: int, sheet: str, number: int
) -> dict[str, str | None]:
    """The cells of one row by header, exactly as they came. They hold names and numbers: whoever
    shows them asks for the purpose and records it. Raises ``NoSuchBatch`` or ``NoSuchRow``.
    """
    found = get(scope=scope, batch_id=batch_id)
    seen = Row.objects.filter(_visible(scope, found), batch=found, sheet=sheet, number=number)
    if seen.exists():
        for path in sorted(folder(found).glob("rows-*.parquet")):
            wanted = (pl.col("number") == number) & (pl.col("sheet") == sheet)
            row = pl.scan_parquet(path).filter(wanted).drop("sheet", "number").collect()
            if row.height:
                return dict(row.row(0, named=True))
    raise NoSuchRow(f"List {batch_id} has no row {number} on sheet {sheet} that you may see.")


def counts() -> dict[str, int]:
    """Batches by state, for the health of the installation."""
    found = Batch.objects.values("state").annotate(count=Count("pk"))
    return {one["state"]: one["count"] for one in found}


def count_listings(*, scope: Scope, source: str, area_code: str, until: date) -> int:
    """How many rows without keys a list has in an area, as far as the caller sees families."""
    rows = Listing.objects.filter(batch__layout=source, batch__as_of__lte=until)
    within = Q(village_code__gte=area_code, village_code__lt=str(int(area_code) + 1))
    return scope.limit(rows.filter(within)).count()


def listings_sql(source: str, until: date) -> str:
    """A query: all listings of a source that a day knew, with ``listing_id`` and ``as_of``.

    For bulk steps above, inside ``columns.records``; ``said`` holds their values as JSON text.
    """
    columns = ", ".join(f"listing.{name}" for name in ("village_code", *IDENTITY))
    return (
        f"SELECT listing.id AS listing_id, batch.as_of, {columns}, "
        f'CAST(listing."values" AS VARCHAR) AS said '
        f"FROM {table(Listing)} listing JOIN {table(Batch)} batch ON batch.id = listing.batch_id "
        f"WHERE batch.layout = {quoted(source)} AND batch.as_of <= DATE '{until.isoformat()}'"
    )
