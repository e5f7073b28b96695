"""Sums of villages' counts for every area above them."""

from collections.abc import Sequence

import ibis.expr.types as ir


def for_all_levels(
    by_village: ir.Table, levels: ir.Table, *, keys: Sequence[str] = (), counts: Sequence[str]
) -> ir.Table:
    """One row an area of every level, from one a village: an ancestor's code is a division.

    ``by_village`` has ``village``, the other ``keys`` and the ``counts``; ``levels`` has ``level``
    and ``divisor`` (``engines.shapes.DIVISORS``).
    """
    spread = by_village.cross_join(levels)
    return (
        spread.group_by("level", *keys, code=(spread.village // spread.divisor).cast("int64"))
        .aggregate(**{name: spread[name].sum() for name in counts})
        .order_by("level", "code", *keys)
    )
