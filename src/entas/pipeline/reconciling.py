"""Two lists side by side: read each source, let the rules decide on each alone, compare, keep.

Each step is a room's; this is their order.
"""

from datetime import date, datetime

import duckdb
from django.utils import timezone

from entas.columns.records import records
from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation.actions import check_sources, keep, staging
from entas.linkage.reconciliation.cells import Unit
from entas.linkage.reconciliation.listed import fill_listed
from entas.linkage.reconciliation.waiting import fill_waiting
from entas.linkage.reconciliation.writing import write
from entas.needs.queries import fill_alone, versions_on
from entas.needs.rules.load import definitions
from entas.registry.by_source import fill_places, fill_source, fill_verdicts
from entas.verification.queries import verdicts_sql


def reconcile(
    *, source_a: str, source_b: str, on: date | None = None, by: str, now: datetime
) -> Reconciliation:
    """Compare two sources as they stood on a day (today), everywhere, and keep the result.

    The result of the same pair and day is replaced. Raises ``SourcesUnclear``.
    """
    day = on or timezone.localdate(now)
    first, second = check_sources(source_a, source_b)
    with staging() as folder:
        with records() as con:
            fill(con, first, second, on=day)
            fill_waiting(con)
            rows = write(con, folder, indicators=indicators(day))
        return keep(
            folder,
            source_a=first,
            source_b=second,
            on=day,
            rows=rows,
            definitions={key: version.id for key, version in versions_on(day).items()},
            by=by,
            now=now,
        )


def fill(con: duckdb.DuckDBPyConnection, source_a: str, source_b: str, *, on: date) -> None:
    """Create the relations that ``linkage.reconciliation.comparing`` names, but those waiting."""
    fill_places(con, until=on)
    for side, source in (("a", source_a), ("b", source_b)):
        fill_source(con, into=side, source=source, until=on)
        fill_listed(con, side, source=source, until=on)
        fill_alone(
            con,
            families=f"{side}_family",
            members=f"(FROM {side}_person WHERE NOT listed)",
            persons=f"{side}_person",
            into=side,
            on=on,
        )
    fill_verdicts(con, verdicts_sql(on))


def indicators(on: date) -> dict[Unit, list[str]]:
    """The keys of the indicators that are decided on a day, by whose need they are."""
    found: dict[Unit, list[str]] = {unit: [] for unit in Unit}
    for key in versions_on(on):
        found[Unit(definitions()[key].unit.value)].append(key)
    return found
