"""Read what was compared: counts of an area and of those inside it, and the lists behind them.

Counts come from a small file kept in memory; lists from the rows of the villages asked for. No
database is needed but for the record itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import polars as pl
from django.conf import settings
from django.db.models import Q, QuerySet

from entas.access.scope import Permission, Scope
from entas.areas.models import CODE_LENGTH, Level
from entas.kernel.errors import Refused
from entas.linkage.models import Listed, ListedState, Reconciliation
from entas.linkage.reconciliation.cells import Cell, Unit
from entas.linkage.reconciliation.cells import cell as cell_of_key
from entas.linkage.reconciliation.writing import COUNTS, rows_file
from entas.sources.queries import count_listings

Tally = Mapping[Cell, int]
"""Subjects by cell; a cell that is missing has none."""

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


class NoReconciliation(Refused):
    """These two lists were not compared, or the result is gone."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A subject behind a number; of a field of codes, also what each list said."""

    family_id: int
    person_id: int | None
    village_code: str
    said_a: str | None = None
    said_b: str | None = None


def listing(scope: Scope) -> QuerySet[Reconciliation]:
    """All results, the latest day first; none for a caller who may see no families."""
    if not scope.prefixes(Permission.SEE_FAMILIES):
        return Reconciliation.objects.none()
    return Reconciliation.objects.order_by("-on", "-made_at")


def get(scope: Scope, number: int) -> Reconciliation:
    """The result of a number. Raises ``NoReconciliation``."""
    found = listing(scope).filter(pk=number).first()
    if found is None:
        raise NoReconciliation(f"There is no comparison of lists with number {number}.")
    return found


def latest(scope: Scope, source_a: str, source_b: str) -> Reconciliation:
    """The latest result of two sources, in whichever order. Raises ``NoReconciliation``."""
    pair = Q(source_a=source_a, source_b=source_b) | Q(source_a=source_b, source_b=source_a)
    found = listing(scope).filter(pair).first()
    if found is None:
        raise NoReconciliation(
            f"{source_a} and {source_b} have not been compared: entas reconcile {source_a} "
            f"{source_b}"
        )
    return found


def cell(result: Reconciliation, key: str) -> Cell:
    """The cell that an address names. Raises ``NoSuchCell``."""
    return cell_of_key(key, indicators=frozenset(result.definitions))


def tally(result: Reconciliation, *, scope: Scope, of: str) -> Tally:
    """The counts of an area. Raises ``NotAllowed`` outside the caller's areas."""
    scope.check(of, Permission.SEE_FAMILIES)
    counts = _within(_counts(result), of)
    summed = counts.group_by("unit", "column", "code").agg(pl.col("subjects").sum())
    return {
        Cell(Unit(unit), column, code): subjects for unit, column, code, subjects in summed.rows()
    }


def by_area(
    result: Reconciliation, *, scope: Scope, of: str, by: Level, columns: Iterable[str]
) -> dict[str, Tally]:
    """The counts of the areas of a level inside an area, by code, of some columns only."""
    scope.check(of, Permission.SEE_FAMILIES)
    counts = _within(_counts(result), of).filter(pl.col("column").is_in(list(columns)))
    summed = (
        counts.with_columns(area=pl.col("village_code").str.slice(0, CODE_LENGTH[by]))
        .group_by("area", "unit", "column", "code")
        .agg(pl.col("subjects").sum())
        .sort("area")
    )
    found: dict[str, dict[Cell, int]] = {}
    for area, unit, column, code, subjects in summed.rows():
        found.setdefault(area, {})[Cell(Unit(unit), column, code)] = subjects
    return dict(found)


def behind(
    result: Reconciliation, *, scope: Scope, of: str, cell: Cell, offset: int = 0, limit: int = 50
) -> tuple[int, list[Behind]]:
    """How many subjects a cell has in an area, and a page of them by village."""
    scope.check(of, Permission.SEE_FAMILIES)
    total = tally(result, scope=scope, of=of).get(cell, 0)
    rows = _rows(result, cell, of)
    said = [f"{side}_{cell.about}" for side in ("a", "b")] if cell.is_field else []
    names = rows.collect_schema().names()
    columns = [
        pl.col("family_id"),
        pl.col("person_id") if cell.unit is Unit.PERSON else pl.lit(None).alias("person_id"),
        pl.col("village_code"),
        *(pl.col(name) for name in said if name in names),
    ]
    page = rows.select(columns).slice(offset, limit).collect()
    return total, [Behind(*row) for row in page.rows()]


def families_behind(
    result: Reconciliation, *, scope: Scope, of: str, cell: Cell
) -> list[tuple[int, str]]:
    """The families (id, village code) of a cell in an area, each once."""
    scope.check(of, Permission.SEE_FAMILIES)
    rows = _rows(result, cell, of).select("family_id", "village_code").unique(maintain_order=True)
    return [(family_id, village) for family_id, village in rows.collect().rows()]


def unlinked(result: Reconciliation, *, scope: Scope, of: str) -> dict[str, int]:
    """By list without keys: how many of its rows in an area are linked to nobody yet.

    They are in neither column: who they are is not known.
    """
    found = {}
    for source in (result.source_a, result.source_b):
        listed = count_listings(scope=scope, source=source, area_code=of, until=result.on)
        if listed:
            links = Listed.objects.filter(source=source, state=ListedState.LINKED)
            within = Q(village_code__gte=of, village_code__lt=str(int(of) + 1))
            linked = scope.limit(links.filter(within)).values("listing_id").distinct().count()
            found[source] = max(0, listed - linked)
    return found


def _rows(result: Reconciliation, cell: Cell, of: str) -> pl.LazyFrame:
    path = _file(result, rows_file(cell.unit))
    return _within(pl.scan_parquet(path), of).filter(pl.col(cell.column) == cell.code)


def _within(rows: Frame, of: str) -> Frame:
    inside = (pl.col("village_code") >= of) & (pl.col("village_code") < str(int(of) + 1))
    return rows.filter(inside)


def _counts(result: Reconciliation) -> pl.DataFrame:
    return _read_counts(_file(result, COUNTS))


@lru_cache(maxsize=8)
def _read_counts(path: Path) -> pl.DataFrame:
    """Read once a process: the files of a result never change, another result has other files."""
    return pl.read_parquet(path)


def _file(result: Reconciliation, name: str) -> Path:
    path = Path(settings.HOME) / result.path / name
    if not path.exists():
        raise NoReconciliation(
            f"The files of comparison {result.pk} are gone: entas reconcile {result.source_a} "
            f"{result.source_b} makes them again."
        )
    return path
