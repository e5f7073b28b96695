"""Sums of villages' counts for every area above them."""

from collections.abc import Sequence
from itertools import pairwise

import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import DIVISORS


def for_all_levels(
    by_village: ir.Table, *, keys: Sequence[str] = (), counts: Sequence[str]
) -> ir.Table:
    """One row an area of every level, from one a village: an ancestor's code is a division.

    ``by_village`` has ``village``, the other ``keys`` and the ``counts``. Each level is summed from
    the one below it, which has fewer rows than the villages.
    """
    lowest_first = sorted(DIVISORS, reverse=True)
    below = by_village.select(*keys, *counts, code=by_village.village.cast("int64"))
    levels = [_of_level(below, lowest_first[0])]
    for lower, upper in pairwise(lowest_first):
        width = DIVISORS[upper] // DIVISORS[lower]
        below = below.group_by(*keys, code=(below.code // width).cast("int64")).aggregate(
            **{name: below[name].sum() for name in counts}
        )
        levels.append(_of_level(below, upper))
    columns = levels[0].columns
    return ibis.union(*(level[columns] for level in levels)).order_by("level", "code", *keys)


def _of_level(areas: ir.Table, level: int) -> ir.Table:
    return areas.mutate(level=ibis.literal(level, "uint8"))
