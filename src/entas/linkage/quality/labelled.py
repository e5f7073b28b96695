r"""Labelled sets: lists whose true persons are known, read through a mapping of their columns.

A mapping is a YAML file::

    about: FEBRL data set 3, 5,000 rows
    columns:
      name: {role: name, of: [given_name, surname]}
      soc_sec_id: identifier
    truth: {entity: rec_id, pattern: 'rec-(\d+)'}

``columns`` gives each field a role (``matching.Role``) and, where it is not a column's own name,
the columns it is made of. ``truth`` reads the truth file in one of three ways: ``entity``, the
column that names the person of a row (``pattern``: its first group is the name), of the same rows
in the same order, or of the rows that ``id`` names in both files; or ``first`` and ``second``, two
columns with pairs of values of ``id``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import yaml

from entas.kernel.errors import Refused
from entas.linkage.matching import Field, Role
from entas.linkage.quality.components import components

SEPARATORS = ",;\t|"
MISSING = ("", "NA", "NULL")


class NotAMapping(Refused):
    """The mapping cannot be read, or does not fit the files."""


@dataclass(frozen=True, slots=True)
class TruthColumns:
    """Where the truth file says who is who; see the docstring of the module."""

    id: str = ""
    entity: str = ""
    pattern: str = ""
    first: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the columns of a labelled set are."""

    about: str
    fields: tuple[Field, ...]
    truth: TruthColumns


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows to link, what their columns are, and the true person of each row (int64)."""

    frame: pl.DataFrame
    fields: tuple[Field, ...]
    truth: npt.NDArray[np.int64]


def read_labelled(mapping: Path, *, truth: Path, inputs: Sequence[Path] = ()) -> Labelled:
    """Read a labelled set. Without ``inputs``, the truth file holds the rows themselves; several
    inputs are lists with the same columns, put below each other. Where the truth file is one of
    them, the rows of all of them name their persons.

    Raises ``NotAMapping`` where mapping and files do not fit, ``NoSuchColumn`` where a field names
    a column that is not there.
    """
    reading = read_mapping(mapping)
    frame = pl.concat([read_table(path) for path in inputs or [truth]], how="diagonal")
    told = read_table(truth) if inputs and truth not in inputs else frame
    dated, fields = _with_joined_dates(frame, reading.fields)
    return Labelled(dated, fields, _truth(frame, told, reading.truth))


def read_mapping(path: Path) -> Reading:
    """Read a mapping file. Raises ``NotAMapping`` that says what is wrong with it."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        fields = tuple(_field(name, what) for name, what in said["columns"].items())
        return Reading(str(said.get("about", "")), fields, TruthColumns(**said["truth"]))
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise NotAMapping(
            f"{path} is no mapping ({fault}): write 'columns' (name: role) and 'truth' (entity: "
            f"column); roles are {', '.join(Role)}."
        ) from fault


def _field(name: str, what: str | dict[str, Any]) -> Field:
    """A field from ``role`` or ``{role: ..., of: [columns]}``."""
    if isinstance(what, str):
        return Field(name, Role(what.lower()))
    return Field(name, Role(what["role"].lower()), tuple(what.get("of", ())))


def read_table(path: Path) -> pl.DataFrame:
    """A CSV (comma, semicolon, tab or bar) or Parquet file as trimmed text; missing is null."""
    try:
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path).cast(pl.String)
        else:
            with path.open(encoding="utf-8") as lines:
                header = lines.readline()
            separator = max(SEPARATORS, key=header.count)
            frame = pl.read_csv(path, separator=separator, infer_schema=False)
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as fault:
        raise NotAMapping(f"{path} cannot be read as CSV or Parquet: {fault}") from fault
    frame = frame.rename({name: name.strip() for name in frame.columns})
    text = pl.all().str.strip_chars()
    return frame.select(pl.when(~text.is_in(MISSING)).then(text))


def _with_joined_dates(
    frame: pl.DataFrame, fields: Sequence[Field]
) -> tuple[pl.DataFrame, tuple[Field, ...]]:
    """Dates written as year, month and day in three columns, put together as ISO text."""
    joined = []
    kept = []
    for field in fields:
        if (
            field.role is Role.DATE
            and len(field.columns) == 3
            and {*field.columns} <= {*frame.columns}
        ):
            year, month, day = (pl.col(part).str.zfill(2) for part in field.columns)
            joined.append(pl.concat_str(year, month, day, separator="-").alias(field.name))
            kept.append(Field(field.name, field.role))
        else:
            kept.append(field)
    return frame.with_columns(joined), tuple(kept)


def _truth(frame: pl.DataFrame, told: pl.DataFrame, columns: TruthColumns) -> npt.NDArray[np.int64]:
    """The true person of each row of ``frame``: equal numbers for equal persons."""
    wanted = {"frame": {columns.id} if told is not frame else set(), "truth": {columns.entity}}
    if columns.first and columns.second:
        wanted = {"frame": {columns.id}, "truth": {columns.first, columns.second}}
    missing = (wanted["frame"] - {"", *frame.columns}) | (wanted["truth"] - {"", *told.columns})
    if missing or not (columns.entity or (columns.first and columns.second and columns.id)):
        raise NotAMapping(
            "'truth' of the mapping needs 'entity', or 'id', 'first' and 'second', naming columns "
            f"that are there. Not there: {', '.join(sorted(missing)) or 'none'}."
        )
    if columns.first:
        return _from_pairs(frame[columns.id], told[columns.first], told[columns.second])
    entity = told[columns.entity]
    if columns.pattern:
        entity = entity.str.extract(columns.pattern, 1)
    if columns.id and told is not frame:
        labels = pl.DataFrame({"id": told[columns.id], "entity": entity}).unique("id")
        entity = pl.DataFrame({"id": frame[columns.id]}).join(
            labels, on="id", how="left", maintain_order="left"
        )["entity"]
    if len(entity) != len(frame) or entity.null_count():
        raise NotAMapping(
            f"The truth names the person of {len(entity) - entity.null_count():,} rows, the input "
            f"has {len(frame):,}: give the truth of exactly these rows, or 'id' to tell them apart."
        )
    return entity.rank("dense").cast(pl.Int64).to_numpy()


def _from_pairs(ids: pl.Series, first: pl.Series, second: pl.Series) -> npt.NDArray[np.int64]:
    place = pl.DataFrame({"id": ids}).with_row_index("row")
    pairs = (
        pl.DataFrame({"first": first, "second": second})
        .join(place, left_on="first", right_on="id")
        .join(place, left_on="second", right_on="id", suffix="_second")
    )
    left, right = (pairs[name].cast(pl.Int64).to_numpy() for name in ("row", "row_second"))
    return components(left, right, len(ids))
