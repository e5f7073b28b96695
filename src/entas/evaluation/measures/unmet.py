"""Families that have not left, by their number of unmet needs."""

import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import UNMET_COUNTS
from entas.evaluation.measures.funnel import has_left
from entas.snapshots.tables import Funding, Presence, Status


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def bit_count(_bits: int) -> int:  # type: ignore[empty-body]
    """How many bits are set: a function that DuckDB and Spark have under this name."""


def unmet_by_village(needs: ir.Table, families: ir.Table) -> ir.Table:
    """``village`` and a column a number of unmet needs (0 .. 8).

    A need is unmet until it is met by evidence; those of several members count once an indicator:
    hence one bit an indicator, gathered for each family, and the bits counted.
    """
    met = ((needs.funding == int(Funding.REALISED)) & needs.met).fill_null(False)
    lacking = needs.filter(
        needs.status == int(Status.NEED),
        ~met,
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
    counted = joined.group_by("village", number=bit_count(joined.bits.fill_null(0))).aggregate(
        families=joined.count()
    )
    return counted.group_by("village").aggregate(
        **{
            name: ibis.ifelse(counted.number == n, counted.families, 0).sum()
            for n, name in enumerate(UNMET_COUNTS)
        }
    )
