"""The stages of a verification: which were reached, and on which day."""

from datetime import date
from itertools import pairwise

import polars as pl

from entas.sources.layouts.values import STAGES

ACCEPTED = len(STAGES)


def stages(values: pl.DataFrame, *, today: date) -> tuple[pl.DataFrame, dict[str, pl.Expr]]:
    """Dates of the stages reached, and doubts about them.

    ``values`` has ``stage`` ("0" to "5", null if unreadable) and may have the dates of ``STAGES``.
    A stage reached without a date of its own has the day of the visit; one that was not reached has
    none. Masks by code: ``stage_unknown``, ``visit_undated`` and ``date_in_future`` keep a row from
    the registry; ``stage_date_ahead`` and ``dates_out_of_order`` only give doubt.
    """
    reached = pl.col("stage").cast(pl.Int8, strict=False)
    given = {name: name in values.columns for name in STAGES}
    visit = pl.col("visited_on") if given["visited_on"] else pl.lit(None, pl.Date)
    dated, ahead, late = [], pl.lit(value=False), pl.lit(value=False)
    for number, name in enumerate(STAGES, 1):
        own = pl.col(name) if given[name] else pl.lit(None, pl.Date)
        dated.append(pl.when(reached >= number).then(pl.coalesce(own, visit)).alias(name))
        late = late | (own > today)
        if number > 1:
            ahead = ahead | (own.is_not_null() & (reached < number))
    frame = values.with_columns(dated)
    unordered = pl.lit(value=False)
    for earlier, later in pairwise(STAGES):
        unordered = unordered | (pl.col(later) < pl.col(earlier))
    return frame, {
        "stage_unknown": reached.is_null(),
        "visit_undated": (reached > 0) & pl.col("visited_on").is_null(),
        "date_in_future": late,
        "stage_date_ahead": pl.lit(value=False) if not any(given.values()) else ahead,
        "dates_out_of_order": unordered,
    }
