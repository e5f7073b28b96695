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
    """Whether a family has left; ``presence`` is not null."""
    return presence.between(int(Presence.MOVED), int(Presence.WRONG_AREA))


def funnel_by_village(families: ir.Table, persons: ir.Table) -> ir.Table:
    """``village`` and a column a count of the funnel."""
    listed = families.filter(families.village.notnull())
    presence = listed.presence.fill_null(int(Presence.NOT_VISITED))
    stage = listed.stage.fill_null(int(Stage.LISTED))
    of_families = (
        listed.group_by("village")
        .aggregate(
            listed=listed.count(),
            found=listed.count(where=presence == int(Presence.FOUND)),
            left=listed.count(where=has_left(presence)),
            **{name: listed.count(where=stage >= int(least)) for name, least in STAGES.items()},
        )
        .mutate(villages=ibis.literal(1, "int64"))
    )
    somewhere = persons.filter(persons.village.notnull())
    of_persons = somewhere.group_by("village").aggregate(persons=somewhere.count())
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
