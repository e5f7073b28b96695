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
    known = needs.filter(needs.village.notnull(), needs.indicator.notnull())
    state = (
        known.status.fill_null(int(Status.UNKNOWN)).cast("int32") * 8
        + known.funding.fill_null(int(Funding.NONE)).cast("int32") * 2
        + known.met.fill_null(False).cast("int32")
    )
    counted = known.group_by(
        village=known.village, indicator=known.indicator, state=state
    ).aggregate(rows=known.count())
    status, funding, met = (
        counted.state // 8,
        counted.state // 2 % 4,
        counted.state % 2 == 1,
    )
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
