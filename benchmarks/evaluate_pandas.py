"""The same measures as an analyst writes them with pandas."""

from pathlib import Path

import pandas as pd
import pyarrow as pa

from entas.evaluation.engines.shapes import COUNTED, DIVISORS, FUNNEL_COUNTS, UNMET_COUNTS, Measured


def measure(folder: Path) -> Measured:
    """Group the rows anew for each level, as one writes it when asked for one level at a time."""
    needs, families, persons = _read(folder)
    figures, funnel, unmet = [], [], []
    for level, divisor in DIVISORS.items():
        need = needs.assign(area=needs["village"] // divisor)
        family = families.assign(area=families["village"] // divisor)
        person = persons.assign(area=persons["village"] // divisor)
        figures.append(_figures(need).assign(level=level))
        funnel.append(_funnel(family, person).assign(level=level))
        unmet.append(_unmet(need, family).assign(level=level))
    return Measured(*(_table(parts) for parts in (figures, funnel, unmet)))


def measure_once(folder: Path) -> Measured:
    """Group the rows once, by village, and sum the villages for every level, as Entas does."""
    needs, families, persons = (table.assign(area=table["village"]) for table in _read(folder))
    return Measured(
        figures=_all_levels(_figures(needs), ["indicator"], list(COUNTED)),
        funnel=_all_levels(_funnel(families, persons), [], list(FUNNEL_COUNTS)),
        unmet=_all_levels(_unmet(needs, families), [], list(UNMET_COUNTS)),
    )


def _read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Only the columns that are needed."""
    needs = pd.read_parquet(
        folder / "needs.parquet",
        columns=["village", "family_id", "indicator", "status", "funding", "met"],
    )
    families = pd.read_parquet(
        folder / "families.parquet", columns=["village", "family_id", "stage", "presence"]
    )
    persons = pd.read_parquet(folder / "persons.parquet", columns=["village"])
    return needs, families, persons


def _figures(needs: pd.DataFrame) -> pd.DataFrame:
    need = needs["status"] == 1
    cells = pd.DataFrame(
        {
            "area": needs["area"],
            "indicator": needs["indicator"],
            "need": need,
            "unfunded": need & (needs["funding"] == 0),
            "potential": need & (needs["funding"] == 1),
            "planned": need & (needs["funding"] == 2),
            "realised": need & (needs["funding"] == 3),
            "met": need & (needs["funding"] == 3) & needs["met"],
            "unknown": needs["status"] == 0,
            "no_need": needs["status"] == 2,
            "not_applicable": needs["status"] == 3,
        }
    )
    return cells.groupby(["area", "indicator"], as_index=False).sum()


def _funnel(families: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    stage, presence = families["stage"], families["presence"]
    cells = pd.DataFrame(
        {
            "area": families["area"],
            "listed": 1,
            "visited": stage >= 1,
            "found": presence == 1,
            "submitted": stage >= 2,
            "checked": stage >= 3,
            "ratified": stage >= 4,
            "accepted": stage >= 5,
            "left": presence.between(2, 6),
        }
    )
    counted = cells.groupby("area").sum()
    counted["villages"] = families.groupby("area")["village"].nunique()
    counted["persons"] = persons.groupby("area").size()
    return counted.fillna(0).astype("int64").reset_index()


def _unmet(needs: pd.DataFrame, families: pd.DataFrame) -> pd.DataFrame:
    lacking = needs[(needs["status"] == 1) & ~((needs["funding"] == 3) & needs["met"])]
    number = lacking[["family_id", "indicator"]].drop_duplicates().groupby("family_id").size()
    here = families[~families["presence"].between(2, 6)]
    counted = here.assign(number=here["family_id"].map(number).fillna(0).astype("int64"))
    table = counted.groupby(["area", "number"]).size().unstack(fill_value=0)
    table = table.reindex(columns=range(9), fill_value=0)
    table.columns = list(UNMET_COUNTS)
    return table.reset_index()


def _all_levels(by_village: pd.DataFrame, keys: list[str], counts: list[str]) -> pa.Table:
    levels = []
    for level, divisor in DIVISORS.items():
        summed = by_village.assign(area=by_village["area"] // divisor)
        summed = summed.groupby(["area", *keys], as_index=False)[counts].sum()
        levels.append(summed.assign(level=level))
    return _table(levels)


def _table(levels: list[pd.DataFrame]) -> pa.Table:
    return pa.Table.from_pandas(
        pd.concat(levels).rename(columns={"area": "code"}), preserve_index=False
    )
