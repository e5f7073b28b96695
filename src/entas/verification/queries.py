"""Reads of visits: those of a family, and the stage each family had reached on a day."""

from dataclasses import dataclass
from datetime import date

import duckdb

from entas.access.scope import Permission, Scope
from entas.columns.records import table
from entas.registry.identity import one_with, through
from entas.verification.models import Visit
from entas.verification.stages import NOT_VISITED, STAGES, presence_sql, stage_sql


@dataclass(frozen=True, slots=True)
class VisitDetail:
    """A visit and the day on which it reached each stage (``None``: not yet)."""

    visit_id: int
    visited_on: date | None
    submitted_on: date | None
    checked_on: date | None
    ratified_on: date | None
    accepted_on: date | None
    stage: int  # snapshots.tables.Stage
    presence: str | None
    meets_criteria: str | None
    reason: str | None
    batch_id: int
    sheet: str
    row_number: int


def visits_of(*, scope: Scope, family_id: int) -> list[VisitDetail]:
    """The visits to a family, newest first; none for a family outside the scope."""
    rows = scope.limit(
        Visit.objects.filter(family_id__in=one_with(kind="family", subject_id=family_id)),
        permission=Permission.SEE_FAMILIES,
    )
    return [
        VisitDetail(
            visit_id=row.pk,
            visited_on=row.visited_on,
            submitted_on=row.submitted_on,
            checked_on=row.checked_on,
            ratified_on=row.ratified_on,
            accepted_on=row.accepted_on,
            stage=max((n for name, n in STAGES.items() if getattr(row, name)), default=0),
            presence=row.presence,
            meets_criteria=row.meets_criteria,
            reason=row.reason,
            batch_id=row.batch_id,
            sheet=row.sheet,
            row_number=row.row_number,
        )
        for row in rows.order_by("-visited_on", "-id")
    ]


def fill_stages(con: duckdb.DuckDBPyConnection, until: date) -> None:
    """Create the temporary table ``family_stage``: family_id, stage, presence, as of a day.

    Numbers of ``snapshots.tables.Stage`` and ``Presence``; one row a family visited by then.
    The stage is the furthest that any visit reached. The presence is that of the visit which went
    furthest, the latest of these, that says one.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE family_stage AS
        SELECT family_id, max(stage)::UTINYINT AS stage,
            coalesce(arg_max(found, (stage, visited_on, id)) FILTER (found <> {NOT_VISITED}),
                {NOT_VISITED})::UTINYINT AS presence
        FROM (
            SELECT *, {stage_sql(until)} AS stage, {presence_sql()} AS found
            FROM ({through(table(Visit), "family_id")})
        )
        WHERE stage > 0 GROUP BY family_id
        """
    )


def verdicts_sql(until: date) -> str:
    """A query: family_id, meets (true, false), decided_on, visit_id of the accepted verdicts.

    As of a day; several a family where several visits said whether it meets the criteria.
    """
    return (
        "SELECT family_id, meets_criteria = 'yes' AS meets, accepted_on AS decided_on, "
        f"id AS visit_id FROM {table(Visit)} WHERE meets_criteria IN ('yes', 'no') "
        f"AND accepted_on <= DATE '{until.isoformat()}'"
    )
