"""Reads of tags: those of a family, counts by state, and what answers each need on a day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import duckdb

from entas.access.scope import Permission, Scope
from entas.columns.records import table
from entas.registry.identity import one_with, through
from entas.tagging.models import Tag
from entas.tagging.state import State, funding_sql, state_on


@dataclass(frozen=True, slots=True)
class TagDetail:
    """A tag as it stands on a day."""

    tag_id: int
    programme_key: str
    programme_name: str
    provider: str
    funding_source: str
    indicator: str  # "": income support
    family_id: int
    person_id: int | None
    state: State | None  # None: does not exist yet on that day
    year: int | None
    amount: int | None  # rupiah
    potential_on: date | None
    planned_on: date | None
    realised_on: date | None
    cancelled_on: date | None
    batch_id: int
    sheet: str
    row_number: int


def tags_of(*, scope: Scope, family_id: int, on: date) -> list[TagDetail]:
    """The tags of a family and its members, by indicator; none for a family outside the scope."""
    rows = scope.limit(
        Tag.objects.filter(
            family_id__in=one_with(kind="family", subject_id=family_id)
        ).select_related("programme"),
        permission=Permission.SEE_FAMILIES,
    )
    return [_detail(row, on) for row in rows.order_by("indicator", "id")]


def tags_by_state(*, scope: Scope, area_code: str, on: date) -> dict[str, dict[State, int]]:
    """How many tags of an area are in each state on a day, by indicator."""
    scope.check(area_code)
    rows = Tag.objects.filter(
        village_code__gte=area_code, village_code__lt=str(int(area_code) + 1)
    ).only("indicator", *(f"{state}_on" for state in State))
    found: dict[str, Counter[State]] = {}
    for row in rows.iterator(chunk_size=5000):
        state = state_on(row, on)
        if state is not None:
            found.setdefault(row.indicator, Counter())[state] += 1
    return {indicator: dict(counts) for indicator, counts in found.items()}


def fill_funding(con: duckdb.DuckDBPyConnection, until: date) -> None:
    """Create the temporary table ``funding``, what answers each need as of a day.

    Columns family_id, person_id (null: of the family), indicator (key), funding (0 to 3, the
    furthest state of its tags: ``snapshots.tables.Funding``) and realised_on (the first
    realisation; null unless realised). One row a subject and indicator that has a tag by then.
    """
    tags = through(table(Tag), "family_id", "person_id")
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE funding AS
        SELECT family_id, person_id, indicator, max(funding)::UTINYINT AS funding,
            min(realised_on) FILTER (funding = 3) AS realised_on
        FROM (SELECT *, {funding_sql(until)} AS funding FROM ({tags}) WHERE indicator <> '')
        WHERE funding > 0 GROUP BY ALL
        """
    )


def _detail(row: Tag, on: date) -> TagDetail:
    return TagDetail(
        tag_id=row.pk,
        programme_key=row.programme_id,
        programme_name=row.programme.name,
        provider=row.programme.provider,
        funding_source=row.funding_source,
        indicator=row.indicator,
        family_id=row.family_id,
        person_id=row.person_id,
        state=state_on(row, on),
        year=row.year,
        amount=row.amount,
        potential_on=row.potential_on,
        planned_on=row.planned_on,
        realised_on=row.realised_on,
        cancelled_on=row.cancelled_on,
        batch_id=row.batch_id,
        sheet=row.sheet,
        row_number=row.row_number,
    )
