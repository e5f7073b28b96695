"""Tags: from the programme columns of a verification list, and from tagging lists, in one form."""

from datetime import date

import polars as pl

from entas.sources.cleaning.cells import Reading, present
from entas.sources.cleaning.notebook import Notebook

TAG_COLUMNS: dict[str, type[pl.DataType]] = {
    "sheet": pl.String,
    "number": pl.UInt32,
    "outcome": pl.String,
    "reason": pl.String,
    "programme": pl.String,
    "funding_source": pl.String,
    "indicator": pl.String,
    "family_key": pl.String,
    "person_key": pl.String,
    "nik": pl.String,
    "name": pl.String,
    "head_name": pl.String,
    "address": pl.String,
    "rt": pl.String,
    "rw": pl.String,
    "village_code": pl.String,
    "state": pl.String,
    "potential_on": pl.Date,
    "planned_on": pl.Date,
    "realised_on": pl.Date,
    "cancelled_on": pl.Date,
    "year": pl.Int64,
    "amount": pl.Int64,
    "evidence": pl.String,
    "cancel_reason": pl.String,
}
STATES = ("potential", "planned", "realised", "cancelled")
_OWN = ("sheet", "number", "outcome", "reason")


def tags_of_columns(
    book: Notebook, programmes: dict[str, Reading], observed_on: pl.Series
) -> pl.DataFrame:
    """One tag for each filled programme column of a row; undated ones have the day of the visit."""
    keys = {column.header: column.programme for column in book.table.columns.values()}
    values = {
        name: book.values[name]
        for name in TAG_COLUMNS
        if name in book.values and name not in {*_OWN, "year", "amount", "evidence"}
    }
    if "nik" not in values and "head_nik" in book.values:
        values["nik"] = book.values["head_nik"]
    base = book.table.rows.select("number").with_columns(**values)
    parts = []
    for header, reading in programmes.items():
        day = reading.more["day"].zip_with(reading.more["day"].is_not_null(), observed_on)
        mask = reading.values.is_not_null()
        parts.append(
            base.with_columns(programme=pl.lit(keys[header]), state=reading.values, day=day).filter(
                mask
            )
        )
    found = [part for part in parts if part.height]
    if not found:
        return pl.DataFrame(schema=TAG_COLUMNS).drop("outcome", "reason")
    tags = pl.concat(found, how="diagonal").with_columns(
        pl.when(pl.col("state") == state).then(pl.col("day")).alias(f"{state}_on")
        for state in STATES
    )
    return _complete(book, tags.sort("number", maintain_order=True))


def tag_rows(book: Notebook, as_of: date, today: date) -> pl.DataFrame:
    """The rows of a tagging list. What was realised or cancelled needs its day; the rest may have
    the day of the list.
    """
    values = {name: series for name, series in book.values.items() if name in TAG_COLUMNS}
    tags = book.table.rows.select("number").with_columns(**values)
    tags = tags.with_columns(
        pl.lit(None, pl.Date).alias(f"{state}_on")
        for state in STATES
        if f"{state}_on" not in tags.columns
    )
    for name in ("programme", "state"):
        book.bar(tags[name].is_null(), reason=f"{name}_unknown", index=book.table.index_of(name))
    for name in ("indicator", "funding_source"):
        index = book.table.index_of(name)
        if index is not None:
            unread = tags[name].is_null() & present(book.cells(index)).is_not_null()
            book.bar(unread, reason=f"{name}_unknown", index=index)
    undated = tags.select(
        pl.any_horizontal(
            (pl.col("state") == state) & pl.col(f"{state}_on").is_null()
            for state in ("realised", "cancelled")
        )
    ).to_series()
    book.bar(undated, reason="tag_undated", index=book.table.index_of("state"))
    future = tags.select(
        pl.any_horizontal(pl.col(f"{state}_on") > today for state in ("realised", "cancelled"))
    ).to_series()
    book.bar(future, reason="date_in_future", index=book.table.index_of("realised_on"))
    return _complete(
        book,
        tags.with_columns(
            pl.when(pl.col("state") == state)
            .then(pl.coalesce(pl.col(f"{state}_on"), pl.lit(as_of)))
            .otherwise(pl.col(f"{state}_on"))
            .alias(f"{state}_on")
            for state in ("potential", "planned")
        ),
    )


def _complete(book: Notebook, tags: pl.DataFrame) -> pl.DataFrame:
    return tags.with_columns(
        pl.lit(book.table.sheet.name).alias("sheet"),
        *(
            pl.lit(None, dtype).alias(name)
            for name, dtype in TAG_COLUMNS.items()
            if name not in tags.columns and name not in _OWN
        ),
    )
