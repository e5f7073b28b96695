"""Members of two families speak for each other: if the others are one, these likely are. Pure.

The matcher compares persons alone. Whether other members of the two families are certainly linked
is evidence of its own, whose worth is learnt here from the pairs themselves.
"""

import numpy as np
import polars as pl

CERTAIN, DOUBTFUL = 0.99, 0.1
MOST_BITS = 8.0


def corroborated(pairs: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """The pairs with ``members`` (other certain links between their families) weighed in.

    ``pairs``: first_id, second_id, family_id, other_family_id (null: in none), probability,
    household, review. Only pairs whose two persons have no certain link of their own between the
    same families gain, once, however many members are linked. Returns them with the new
    probability, and what a linked member was worth (bits).
    """
    families = pl.min_horizontal("family_id", "other_family_id").alias("one")
    others = pl.max_horizontal("family_id", "other_family_id").alias("two")
    keyed = pairs.with_row_index("at").with_columns(families, others)
    counted = _counted(keyed).with_columns(
        eligible=(pl.col("taken") == 0)
        & (pl.col("one") != pl.col("two")).fill_null(value=False)
        & (pl.col("household") < 0.5)
    )
    bits = _worth(counted)
    gains = pl.col("eligible") & (pl.col("members") > 0) & (pl.col("probability") < CERTAIN)
    odds = pl.col("probability") / (1 - pl.col("probability")) * 2.0**bits
    probability = pl.when(gains).then(odds / (1 + odds)).otherwise("probability")
    found = counted.with_columns(
        probability.cast(pairs.schema["probability"]).alias("probability"),
        members=pl.when(gains).then("members").otherwise(0).cast(pl.Int64),
    )
    return found.drop("at", "one", "two", "taken", "eligible"), bits


def _certain() -> pl.Expr:
    return (pl.col("probability") >= CERTAIN) & ~pl.col("review")


def _counted(keyed: pl.DataFrame) -> pl.DataFrame:
    """The pairs with ``members``, the certain links between their families without the pair's own,
    and ``taken``, how many of these are of one of its two persons.
    """
    own = _certain().cast(pl.Int64)
    links = keyed.filter(_certain())
    sides = pl.concat(
        [links.select("one", "two", person=side) for side in ("first_id", "second_id")]
    )
    of_person = sides.group_by("one", "two", "person").agg(links=pl.len().cast(pl.Int64))
    between = links.group_by("one", "two").agg(members=pl.len().cast(pl.Int64))
    return (
        keyed.join(between, on=["one", "two"], how="left", maintain_order="left")
        .join(of_person, left_on=["one", "two", "first_id"], right_on=["one", "two", "person"],
              how="left", maintain_order="left")
        .join(of_person, left_on=["one", "two", "second_id"], right_on=["one", "two", "person"],
              how="left", maintain_order="left", suffix="_second")
        .with_columns(
            members=pl.col("members").fill_null(0) - own,
            taken=pl.col("links").fill_null(0) + pl.col("links_second").fill_null(0) - 2 * own,
        )
        .drop("links", "links_second")
    )  # fmt: skip


def _worth(counted: pl.DataFrame) -> float:
    """Bits: how much oftener other members are linked for persons that are one than for others."""
    asked = counted.filter("eligible" if counted.height else pl.lit(value=False))
    linked = pl.col("members") > 0
    shares = [
        asked.filter(test).select((linked.sum() + 1) / (pl.len() + 2)).item()
        for test in (pl.col("probability") >= CERTAIN, pl.col("probability") < DOUBTFUL)
    ]
    return float(np.clip(np.log2(shares[0] / shares[1]), 0, MOST_BITS))
