"""Who was compared is not compared again, and nobody is left out."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks.linkage_data import persons
from entas.linkage.base import compare
from entas.linkage.matching import Settings

SETTINGS = Settings(keep=0.05)
TWO = ["first_id", "second_id"]


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    names = {"kk": "kk_number", "mother": "mother_name", "village": "village_code"}
    made = persons(3_000, seed=5).rename(names)
    return made.with_columns(person_id=pl.int_range(100, 3_100)).drop("id")


def test_the_same_persons_again_give_no_pairs(rows: pl.DataFrame, tmp_path: Path) -> None:
    first = compare(rows, tmp_path / "base", SETTINGS)
    assert first.pairs.height > 100
    first.keep()
    again = compare(rows, tmp_path / "base", SETTINGS)
    assert again.pairs.height == 0
    assert again.compared == 0


def test_pairs_that_were_not_stored_come_again(rows: pl.DataFrame, tmp_path: Path) -> None:
    first = compare(rows, tmp_path / "base", SETTINGS)
    again = compare(rows, tmp_path / "base", SETTINGS)
    assert again.pairs.sort(TWO).equals(first.pairs.sort(TWO))


def test_new_persons_are_compared_with_all(rows: pl.DataFrame, tmp_path: Path) -> None:
    base, later = rows.head(2_700), rows.tail(300)
    compare(base, tmp_path / "base", SETTINGS).keep()
    found = compare(rows, tmp_path / "base", SETTINGS)
    found.keep()
    news = set(later["person_id"])
    assert found.pairs.height > 10
    assert all(one in news or other in news for one, other in found.pairs.select(TWO).iter_rows())
    doubles = rows.filter(pl.len().over("entity") > 1)
    truth = {
        tuple(sorted(two))
        for two in doubles.join(doubles, on="entity").select("person_id", "person_id_right").rows()
        if two[0] != two[1] and (two[0] in news or two[1] in news)
    }
    seen = set(found.pairs.filter(pl.col("probability") > 0.5).select(TWO).rows())
    assert len(seen & truth) / len(truth) > 0.9
    assert compare(rows, tmp_path / "base", SETTINGS).pairs.height == 0


def test_a_changed_person_is_compared_as_it_is_now(rows: pl.DataFrame, tmp_path: Path) -> None:
    compare(rows, tmp_path / "base", SETTINGS).keep()
    model = rows.filter(pl.col("nik") != "").row(7, named=True)
    other = rows.row(8, named=True)["person_id"]
    values = {name: model[name] for name in rows.columns if name not in ("person_id", "entity")}
    mine = pl.col("person_id") == other
    changed = rows.with_columns(
        pl.when(mine)
        .then(pl.lit(value, dtype=rows[name].dtype))
        .otherwise(pl.col(name))
        .alias(name)
        for name, value in values.items()
    )
    found = compare(changed, tmp_path / "base", SETTINGS)
    assert tuple(sorted((model["person_id"], other))) in set(found.pairs.select(TWO).iter_rows())
    found.keep()
    back = compare(rows, tmp_path / "base", SETTINGS)
    # What was said of the changed values does not hold against the person any more.
    assert tuple(sorted((model["person_id"], other))) not in set(back.pairs.select(TWO).iter_rows())


def test_many_new_persons_are_a_reason_to_learn_anew(rows: pl.DataFrame, tmp_path: Path) -> None:
    compare(rows.head(1_000), tmp_path / "base", SETTINGS).keep()
    assert compare(rows, tmp_path / "base", SETTINGS).model.records == 3_000


def test_who_may_be_kin_waits_for_a_person_whatever_the_threshold(
    rows: pl.DataFrame, tmp_path: Path
) -> None:
    found = compare(rows, tmp_path / "base", SETTINGS)
    kin = found.model.may_be_kin(found.pairs["levels"].to_numpy())
    assert kin.any()
    assert found.pairs["review"].to_numpy()[kin].all()
