"""Families that have not left, by their number of unmet needs."""

import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import UNMET_COUNTS
from entas.evaluation.measures.funnel import has_left
from entas.snapshots.tables import Funding, Status


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def bit_count(_bits: int) -> int:  # type: ignore[empty-body]
    """How many bits are set: a function that DuckDB and Spark have under this name."""


def unmet_by_village(needs: ir.Table, families: ir.Table) -> ir.Table:
    """``village`` and a column a number of unmet needs (0 .. 8).

    A need is of a listed family that is here, in its village (``snapshots.tables``): those
    without unmet needs are those here less those with some, and no family is looked up.
    """
    here = _here(families)
    counted = ibis.union(here, _lacking(needs)[here.columns])
    without = ibis.ifelse(counted.number == 0, counted.families, -counted.families)
    exactly = {
        name: ibis.ifelse(counted.number == number, counted.families, 0)
        for number, name in enumerate(UNMET_COUNTS)
    }
    cells = exactly | {UNMET_COUNTS[0]: without}
    return counted.group_by("village").aggregate(**{name: cells[name].sum() for name in cells})


def _here(families: ir.Table) -> ir.Table:
    """Families that are here by village, with ``number`` 0."""
    here = families.filter(~has_left(families.presence))
    by_village = here.group_by("village").aggregate(families=here.count())
    return by_village.mutate(number=ibis.literal(0, "int64"))


def _lacking(needs: ir.Table) -> ir.Table:
    """Families with unmet needs by village and their ``number``.

    A need is unmet until it is met by evidence; those of several members count once an indicator:
    hence one bit an indicator, gathered for each family, and the bits counted.
    """
    met = (needs.funding == int(Funding.REALISED)) & needs.met
    lacking = needs.filter(needs.status == int(Status.NEED), ~met)
    bit = ibis.literal(1, "int32") << (lacking.indicator.cast("int32") - 1)
    by_family = lacking.group_by("village", "family_id").aggregate(bits=bit.bit_or())
    return by_family.group_by("village", number=bit_count(by_family.bits)).aggregate(
        families=by_family.count()
    )
