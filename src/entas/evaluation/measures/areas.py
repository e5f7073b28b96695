"""Sums of villages' counts for every area above them."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import DIVISORS


def for_all_levels(
    by_village: ir.Table, *, keys: Sequence[str] = (), counts: Sequence[str]
) -> ir.Table:
    """One row an area of every level, from one a village: an ancestor's code is a division.

    ``by_village`` has ``village``, the other ``keys`` and the ``counts``.
    """
    levels = ibis.memtable(
        {"level": list(DIVISORS), "divisor": list(DIVISORS.values())},
        schema={"level": "uint8", "divisor": "int64"},
    )
    spread = by_village.cross_join(levels)
    return (
        spread.group_by("level", *keys, code=(spread.village // spread.divisor).cast("int64"))
        .aggregate(**{name: spread[name].sum() for name in counts})
        .order_by("level", "code", *keys)
    )
