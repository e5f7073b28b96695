"""The table of a coordination meeting: subjects by area, indicator and cell.

The rows are counted by all that tells them apart (a village, an indicator, the few codes of a row);
the cells are made from these few counts. Funding tells only needs apart, and needs lie together in
the file, so that counting them by it reads little.
"""

import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import COUNTED
from entas.snapshots.tables import Funding, Status


def figures_by_village(needs: ir.Table) -> ir.Table:
    """``village``, ``indicator`` and a column a cell."""
    counted = _counted(needs)
    status, funding = counted.status, counted.funding
    need = status == int(Status.NEED)
    realised = need & (funding == int(Funding.REALISED))
    cells = {
        "need": need,
        "unfunded": need & (funding == int(Funding.NONE)),
        "potential": need & (funding == int(Funding.POTENTIAL)),
        "planned": need & (funding == int(Funding.PLANNED)),
        "realised": realised,
        "met": realised & counted.met,
        "unknown": status == int(Status.UNKNOWN),
        "no_need": status == int(Status.NO_NEED),
        "not_applicable": status == int(Status.NOT_APPLICABLE),
    }
    return counted.group_by("village", "indicator").aggregate(
        **{cell: ibis.ifelse(cells[cell], counted.rows, 0).sum() for cell in COUNTED}
    )


def _counted(needs: ir.Table) -> ir.Table:
    """Rows by village, indicator, status and, of needs alone, funding and ``met``."""
    untold = {
        "funding": ibis.literal(int(Funding.NONE), needs.funding.type()),
        "met": ibis.literal(False, needs.met.type()),
    }
    counted = []
    for status in Status:  # each by itself, as their rows lie together
        rows = needs.filter(needs.status == int(status))
        told = tuple(untold) if status is Status.NEED else ()
        by_codes = rows.group_by("village", "indicator", *told).aggregate(rows=rows.count())
        counted.append(
            by_codes.select(
                "village",
                "indicator",
                "rows",
                status=ibis.literal(int(status), needs.status.type()),
                **{name: by_codes[name] if name in told else untold[name] for name in untold},
            )
        )
    return ibis.union(*counted)
