"""Families that have not left, by their number of unmet needs."""

import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import INDICATORS, UNMET_COUNTS
from entas.evaluation.measures.funnel import has_left
from entas.snapshots.tables import Funding, Presence, Status


def unmet_by_village(needs: ir.Table, families: ir.Table) -> ir.Table:
    """``village`` and a column a number of unmet needs (0 .. 8).

    A need is unmet until it is met by evidence; those of several members count once an indicator:
    hence one bit an indicator, gathered for each family, and the bits counted.
    """
    realised = needs.funding.fill_null(int(Funding.NONE)) == int(Funding.REALISED)
    lacking = needs.filter(
        needs.status.fill_null(int(Status.UNKNOWN)) == int(Status.NEED),
        ~(realised & needs.met.fill_null(False)),
        needs.indicator.notnull(),
        needs.family_id.notnull(),
    )
    bit = ibis.literal(1, "int32") << (lacking.indicator.cast("int32") - 1)
    by_family = lacking.group_by("family_id").aggregate(bits=bit.bit_or())
    here = families.filter(
        families.village.notnull(),
        ~has_left(families.presence.fill_null(int(Presence.NOT_VISITED))),
    )
    joined = here.left_join(by_family, "family_id")
    bits = joined.bits.fill_null(0)
    number = sum(((bits >> place) & 1 for place in range(1, INDICATORS)), start=bits & 1)
    counted = joined.select("village", number=number)
    return counted.group_by("village").aggregate(
        **{name: counted.count(where=counted.number == n) for n, name in enumerate(UNMET_COUNTS)}
    )
