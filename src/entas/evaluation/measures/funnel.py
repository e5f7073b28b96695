"""The verification funnel: how far it went, family by family."""

import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import FUNNEL_COUNTS
from entas.snapshots.tables import Presence, Stage

STAGES = {
    "visited": Stage.VISITED,
    "submitted": Stage.SUBMITTED,
    "checked": Stage.CHECKED,
    "ratified": Stage.RATIFIED,
    "accepted": Stage.ACCEPTED,
}


def has_left(presence: ir.IntegerValue) -> ir.BooleanValue:
    """Whether a family has left (``snapshots.tables.LEFT``)."""
    return presence.between(int(Presence.MOVED), int(Presence.WRONG_AREA))


def funnel_by_village(families: ir.Table, persons: ir.Table) -> ir.Table:
    """``village`` and a column a count of the funnel."""
    counted = families.group_by("village", "stage", "presence").aggregate(rows=families.count())
    reached = {name: counted.stage >= int(least) for name, least in STAGES.items()}
    cells = reached | {
        "found": counted.presence == int(Presence.FOUND),
        "left": has_left(counted.presence),
    }
    of_families = (
        counted.group_by("village")
        .aggregate(
            listed=counted.rows.sum(),
            **{name: ibis.ifelse(cells[name], counted.rows, 0).sum() for name in cells},
        )
        .mutate(villages=ibis.literal(1, "int64"))
    )
    of_persons = persons.group_by("village").aggregate(persons=persons.count())
    # A union and not an outer join: a village may have only families, or only persons.
    both = ibis.union(_padded(of_families), _padded(of_persons))
    return both.group_by("village").aggregate(**{name: both[name].sum() for name in FUNNEL_COUNTS})


def _padded(counts: ir.Table) -> ir.Table:
    """The counts that a table has, and zero for those it has not."""
    zero = ibis.literal(0, "int64")
    return counts.select(
        "village",
        **{
            name: counts[name].cast("int64") if name in counts.columns else zero
            for name in FUNNEL_COUNTS
        },
    )
