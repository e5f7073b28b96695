"""Lists are linked as their truth says, the same way however the work is cut."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from entas.linkage.matching import PERSONS, Field, Index, Model, NoSuchColumn, Role, Settings, link
from entas.linkage.matching.blocking import Keys
from entas.linkage.matching.comparison import Comparison
from entas.linkage.matching.link import Linkage
from tests.unit.linkage.matching.persons import some


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return some(6_000)


@pytest.fixture(scope="module")
def linked(rows: pl.DataFrame) -> Linkage:
    return link(rows, PERSONS)


def test_doubles_are_found_and_others_kept_apart(rows: pl.DataFrame, linked: Linkage) -> None:
    truth = _pairs(rows["entity"].to_numpy())
    found = _pairs(linked.clusters)
    assert len(found & truth) / len(found) > 0.99
    assert len(found & truth) / len(truth) > 0.96


def test_a_borrowed_number_never_joins_by_itself(rows: pl.DataFrame, linked: Linkage) -> None:
    entity, owner = rows["entity"].to_numpy(), rows["owner"].to_numpy()
    pairs = linked.pairs
    first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy()
    borrowed = (owner[first] == entity[second]) | (owner[second] == entity[first])
    assert borrowed.any()
    joined = (pairs["probability"].to_numpy() >= 0.999) & ~pairs["review"].to_numpy()
    assert not (borrowed & joined).any()


def test_exactly_the_pairs_that_share_a_key_are_compared_and_each_once(rows: pl.DataFrame) -> None:
    few = rows.head(700)
    linked = link(few, PERSONS, Settings(keep=0.0))
    keys = Keys(linked.records)
    shared: set[tuple[int, int]] = set()
    for key, stopped in zip(linked.model.keys, linked.model.stopped, strict=True):
        column = keys.column(key)
        for value in set(column.tolist()) - {0} - set(stopped.tolist()):
            shared |= set(combinations(np.flatnonzero(column == value).tolist(), 2))
    found = list(linked.pairs.select("first", "second").iter_rows())
    assert set(found) == shared
    assert len(found) == len(shared) == linked.compared


def test_leaving_off_hopeless_pairs_early_loses_none_worth_keeping(rows: pl.DataFrame) -> None:
    few = rows.head(3_000)
    everything = link(few, PERSONS, Settings(keep=0.0))
    kept = link(few, PERSONS, Settings(keep=0.01), model=everything.model)
    expected = everything.pairs.filter(pl.col("probability") >= 0.01)
    order = ["first", "second", "levels"]
    assert kept.pairs.select(order).sort(order).equals(expected.select(order).sort(order))


def test_a_base_grown_list_by_list_equals_one_linked_as_a_whole(
    rows: pl.DataFrame, tmp_path: Path
) -> None:
    base, one, two = rows.slice(0, 4_000), rows.slice(4_000, 1_500), rows.slice(5_500, 500)
    linked = link(base, PERSONS)
    index = Index.build(tmp_path / "base", linked.records, linked.model)
    grown = [linked.pairs, index.match(one)]
    index.add(one)
    again = Index.open(tmp_path / "base")
    assert len(again) == 5_500
    grown.append(again.match(two))
    whole = link(rows, PERSONS, model=linked.model, dictionary=again.dictionary)
    order = ["first", "second", "levels", "review"]
    together = pl.concat(grown).select(order).sort(order)
    assert together.equals(whole.pairs.select(order).sort(order))


def test_one_person_is_found_in_the_base(rows: pl.DataFrame, tmp_path: Path) -> None:
    linked = link(rows, PERSONS)
    index = Index.build(tmp_path / "base", linked.records, linked.model)
    person = rows.filter(pl.col("owner") == -1).head(1)
    found = index.match(person).sort("probability", descending=True)
    assert found["second"][0] == len(rows)
    assert found["first"][0] == person["id"].cast(pl.Int64)[0]


def test_an_explanation_sums_to_the_odds_over_the_likelier_other_kind(linked: Linkage) -> None:
    for pair in linked.pairs.head(50).iter_rows(named=True):
        lines = linked.model.explain(pair["levels"])
        total = sum(line.bits for line in lines)
        odds = pair["probability"] / max(1 - pair["probability"], 1e-9)
        if 0.01 < pair["probability"] < 0.999:
            # Against one of two other kinds, so at least the odds against both.
            assert total >= np.log2(odds) - 0.01
            assert total <= np.log2(odds) + 1.01
        assert [line.field for line in lines] == ["", *(field.name for field in PERSONS)]


def test_a_model_read_again_weighs_the_same(linked: Linkage) -> None:
    again = Model.from_json(json.dumps(linked.model.to_json()))
    levels = linked.pairs["levels"].to_numpy()
    for mine, theirs in zip(
        again.probabilities(levels), linked.model.probabilities(levels), strict=True
    ):
        assert (mine == theirs).all()
    assert (again.to_review(levels) == linked.model.to_review(levels)).all()
    assert again.keys == linked.model.keys


def test_the_same_rows_give_the_same_pairs(rows: pl.DataFrame, linked: Linkage) -> None:
    assert link(rows, PERSONS).pairs.equals(linked.pairs)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_rows_are_no_trouble(rows: pl.DataFrame, count: int) -> None:
    linked = link(rows.head(count), PERSONS)
    assert len(linked.clusters) == count


def test_rows_without_any_value_stay_alone() -> None:
    empty = pl.DataFrame({name: [None, None] for field in PERSONS for name in field.columns}).cast(
        pl.String
    )
    assert link(empty, PERSONS).clusters.tolist() == [0, 1]


def test_a_missing_column_is_named(rows: pl.DataFrame) -> None:
    with pytest.raises(NoSuchColumn, match="passport"):
        link(rows, (Field("passport", Role.IDENTIFIER),))


def test_patterns_do_not_depend_on_who_comes_first(linked: Linkage) -> None:
    comparison = Comparison(linked.records, linked.model.is_default_day)
    first = linked.pairs["first"].to_numpy()
    second = linked.pairs["second"].to_numpy()
    values = linked.records.values
    there = comparison.patterns(values, values, first, second)
    back = comparison.patterns(values, values, second, first)
    assert (there == back).mean() > 0.999  # a word that fits two others may be given to either


def _pairs(groups: "np.ndarray") -> set[tuple[int, int]]:
    frame = pl.DataFrame({"group": groups}).with_row_index("row")
    members = frame.group_by("group").agg("row").filter(pl.col("row").list.len() > 1)["row"]
    return {pair for rows in members for pair in combinations(sorted(rows.to_list()), 2)}


SISTERS = {"name": "SITI", "nik": "3305044304220000", "mother_name": "NGATINI SAYANTO", "sex": "P",
           "kk_number": "3305042505180000", "village_code": "3305042008", "rt": "4", "rw": "4",
           "birth_date": "2022-07-01"}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "certain"),
    [
        ({"name": "SITI MUPARAN", "birth_date": "2022-04-03"}, False),
        ({"birth_date": None, "mother_name": None}, False),
        ({"kk_number": "3374012505180000"}, True),
        ({"name": "SIETI"}, True),
    ],
)
def test_kin_under_one_number_are_never_certain(
    linked: Linkage, changed: dict[str, str | None], certain: bool
) -> None:
    two = pl.DataFrame([SISTERS, SISTERS | changed], schema=dict.fromkeys(SISTERS, pl.String))
    records = link(two, PERSONS, model=linked.model).records
    comparison = Comparison(records, linked.model.is_default_day)
    levels = comparison.patterns(records.values, records.values, np.array([0]), np.array([1]))
    assert bool(linked.model.may_be_kin(levels)[0]) is not certain


def test_who_may_be_kin_stays_below_what_merges_by_itself(linked: Linkage) -> None:
    kin = linked.model.may_be_kin(linked.pairs["levels"].to_numpy())
    assert kin.any()
    assert linked.pairs["probability"].to_numpy()[kin].max() < Settings().merges_at
