"""What rows of persons say of their families, where a list has no sheet of families."""

import polars as pl

_OF_FAMILY = ("kk_number", "address", "hamlet", "rt", "rw")


def families_of(persons: pl.DataFrame) -> pl.DataFrame:
    """One row a family of ``persons`` (``Cleaned.rows``, registered ones with a ``family_key``).

    It stands at the row of the head of family, or of the member first listed, and has that row's
    place and address; name and NIK of the head only where a row is the head's.
    """
    names = [name for name in _OF_FAMILY if name in persons.columns]
    known = persons.filter((pl.col("outcome") == "registered") & pl.col("family_key").is_not_null())
    heads = (
        pl.col("relationship").eq_missing("head")
        if "relationship" in persons.columns
        else pl.lit(value=False)
    )
    nik = pl.col("nik") if "nik" in persons.columns else pl.lit(None, pl.String)
    return (
        known.with_columns(is_head=heads)
        .sort("is_head", descending=True, maintain_order=True)
        .unique("family_key", keep="first", maintain_order=True)
        .sort("number")
        .select(
            "sheet", "number", "outcome", "reason", "village_code", "family_key",
            pl.lit(None, pl.String).alias("person_key"), "observed_on", "accepted",
            pl.when("is_head").then("name").alias("head_name"),
            pl.when("is_head").then(nik).alias("head_nik"),
            *names,
        )
    )  # fmt: skip
