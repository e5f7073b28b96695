"""Rows of a list without keys as listings: who and where in columns, the rest as JSON. Pure."""

import polars as pl

from entas.sources.layouts.sector import IDENTITY, VALUES

_PLACE = ("sheet", "number", "village_code")


def listings_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The registered rows of ``Cleaned.rows`` in the columns of ``models.Listing``.

    ``values`` is JSON text of the fields of ``layouts.sector.VALUES`` that the row fills.
    """
    registered = rows.filter(pl.col("outcome") == "registered")
    said = [name for name in VALUES if name in rows.columns]
    return registered.select(
        *(pl.col(name) for name in _PLACE),
        *(_identity(name, rows) for name in IDENTITY),
        _json(said).alias("values"),
    )


def _identity(name: str, rows: pl.DataFrame) -> pl.Expr:
    if name in rows.columns:
        return pl.col(name)
    dtype = pl.Date if name == "birth_date" else pl.String
    return pl.lit(None, dtype).alias(name)


def _json(names: list[str]) -> pl.Expr:
    """An object without the members that are null."""
    if not names:
        return pl.lit("{}")
    encoded = pl.struct(names).struct.json_encode()
    return encoded.str.replace_all(r'"[a-z0-9_]+":null,?', "").str.replace_all(r",\}$", "}")
