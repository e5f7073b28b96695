"""The table of a coordination meeting: subjects by area, indicator and cell.

The rows are read once and counted by all that tells them apart (a village, an indicator, and the
few codes of a row); the cells are made from these few counts.
"""

import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import COUNTED
from entas.snapshots.tables import Funding, Status


def figures_by_village(needs: ir.Table) -> ir.Table:
    """``village``, ``indicator`` and a column a cell."""
    counted = needs.group_by("village", "indicator", "status", "funding", "met").aggregate(
        rows=needs.count()
    )
    counted = counted.filter(counted.village.notnull(), counted.indicator.notnull())
    status = counted.status.fill_null(int(Status.UNKNOWN))
    funding = counted.funding.fill_null(int(Funding.NONE))
    met = counted.met.fill_null(False)
    need = status == int(Status.NEED)
    realised = need & (funding == int(Funding.REALISED))
    cells = {
        "need": need,
        "unfunded": need & (funding == int(Funding.NONE)),
        "potential": need & (funding == int(Funding.POTENTIAL)),
        "planned": need & (funding == int(Funding.PLANNED)),
        "realised": realised,
        "met": realised & met,
        "unknown": status == int(Status.UNKNOWN),
        "no_need": status == int(Status.NO_NEED),
        "not_applicable": status == int(Status.NOT_APPLICABLE),
    }
    return counted.group_by("village", "indicator").aggregate(
        **{cell: ibis.ifelse(cells[cell], counted.rows, 0).sum() for cell in COUNTED}
    )
