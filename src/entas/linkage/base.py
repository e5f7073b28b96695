"""The persons compared so far, kept beside the records, so that only new and changed ones are
compared with them.

A folder of the home for each area that runs were made for: the matcher's ``Index``, and
``persons.parquet`` with the person of each of its rows and the fingerprint of what was compared. It
can be deleted at any time: the next run then compares everybody.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from entas.linkage.matching import PERSONS, Index, Model, Settings, link
from entas.linkage.matching.link import Progress

_MOST_NEW = 0.2
"""Share of the persons above which all are compared, and learnt from, anew."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs of person numbers (first_id < second_id, probability, household, levels, review).

    ``keep`` takes those compared into the base: to be called once the pairs are stored, so that
    nobody is left out where that fails.
    """

    pairs: pl.DataFrame
    model: Model
    compared: int
    keep: Callable[[], None]


def compare(
    rows: pl.DataFrame, folder: Path, settings: Settings, progress: Progress | None = None
) -> Compared:
    """Compare persons (``person_id`` and the columns of ``PERSONS``), as far as they are new."""
    columns = sorted({column for field in PERSONS for column in field.columns})
    seen = rows.select("person_id", print=pl.struct(columns).hash(seed=1))
    base = _base(folder)
    if base is None:
        return _everybody(rows, seen, folder, settings, progress)
    index, known = base
    last = known.with_row_index("row").unique("person_id", keep="last")
    same = seen.join(last, on=["person_id", "print"], how="semi")
    if seen.height - same.height > _MOST_NEW * max(len(index), 1):
        return _everybody(rows, seen, folder, settings, progress)
    fresh = seen.join(same, on="person_id", how="anti")
    new = rows.join(fresh, on="person_id", how="semi", maintain_order="left")
    found = index.match(new, settings)
    # A row of the base whose person was changed since, or is here no more, says nothing now.
    holds = last.join(same, on="person_id", how="semi")["row"]
    ahead = pl.int_range(len(index), len(index) + new.height, eager=True)
    current = pl.concat([holds.cast(pl.Int64), ahead])
    found = found.filter(pl.col("first").is_in(current.implode()))
    persons = pl.concat([known["person_id"], new["person_id"]])

    def keep() -> None:
        if new.height:
            index.add(new)
            pl.concat([known, fresh]).write_parquet(folder / "persons.parquet")

    pairs = _of_persons(found, persons, index.model)
    return Compared(pairs, index.model, found.height, keep)


def _everybody(
    rows: pl.DataFrame,
    seen: pl.DataFrame,
    folder: Path,
    settings: Settings,
    progress: Progress | None,
) -> Compared:
    linked = link(rows, PERSONS, settings, progress=progress)

    def keep() -> None:
        made = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(made, ignore_errors=True)
        Index.build(made, linked.records, linked.model)
        seen.write_parquet(made / "persons.parquet")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)

    pairs = _of_persons(linked.pairs, rows["person_id"], linked.model)
    return Compared(pairs, linked.model, linked.compared, keep)


def _base(folder: Path) -> tuple[Index, pl.DataFrame] | None:
    """The base, unless there is none, persons are compared otherwise by now, or a run that was cut
    off left one part without the other.
    """
    if not (folder / "persons.parquet").exists():
        return None
    index = Index.open(folder)
    known = pl.read_parquet(folder / "persons.parquet")
    if index.model.fields != PERSONS or len(index) != known.height:
        return None
    return index, known


def _of_persons(pairs: pl.DataFrame, persons: pl.Series, model: Model) -> pl.DataFrame:
    """As pairs of persons. Who may be kin under one number waits for a person, whatever threshold
    an area sets.
    """
    kin = pl.Series(model.may_be_kin(pairs["levels"].to_numpy()), dtype=pl.Boolean)
    first, second = persons[pairs["first"]], persons[pairs["second"]]
    two = pl.DataFrame({"one": first, "other": second})
    return pairs.select("probability", "household", "levels", "review").with_columns(
        pl.col("review") | kin,
        first_id=two.select(pl.min_horizontal("one", "other")).to_series(),
        second_id=two.select(pl.max_horizontal("one", "other")).to_series(),
    )
