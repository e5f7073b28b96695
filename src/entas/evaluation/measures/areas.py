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
    levels = []
    for level, divisor in DIVISORS.items():
        code = by_village.village // divisor if divisor > 1 else by_village.village
        grouped = by_village.group_by(
            code=code.cast("int64"), **{key: by_village[key] for key in keys}
        )
        summed = grouped.aggregate(**{name: by_village[name].sum() for name in counts})
        levels.append(
            summed.select(
                ibis.literal(level, "uint8").name("level"),
                "code",
                *keys,
                *(summed[name].cast("int64") for name in counts),
            )
        )
    return ibis.union(*levels).order_by("level", "code", *keys)
