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
    asked = needs.filter(needs.status == int(Status.NEED))
    others = needs.filter(needs.status != int(Status.NEED))
    by_funding = asked.group_by("village", "indicator", "status", "funding", "met").aggregate(
        rows=asked.count()
    )
    by_status = others.group_by("village", "indicator", "status").aggregate(rows=others.count())
    untold = by_status.mutate(
        funding=ibis.literal(int(Funding.NONE), needs.funding.type()),
        met=ibis.literal(False, needs.met.type()),
    )
    return ibis.union(by_funding, untold[by_funding.columns])
