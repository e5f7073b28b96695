"""Counting the rows of the lists gives the meetings' figures, by nobody's code but the test's."""

from datetime import date

import polars as pl
import pytest

from entas.demo import figures, plan, society
from entas.demo.province import typed_lists, write_lists
from tests.unit.demo import recount

MARCH, AUGUST = date(2023, 3, 27), date(2023, 8, 13)
PUBLISHED = {
    "schooling": (10_948, 4_242),
    "latrine": (13_993, 15_574),
    "employment": (23_589, 40_089),
    "electricity": (3_283, 12_596),
}


def by_indicator(counted: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(counted.group_by("indicator").agg(pl.col(column).sum()).iter_rows())


def of_district(counted: pl.DataFrame, district: str, column: str) -> dict[str, int]:
    here = counted.filter(pl.col("district") == district)
    return dict(here.select("indicator", column).iter_rows())


@pytest.mark.slow
def test_the_whole_province_gives_the_published_figures(whole):
    lists = recount.read_blocks(typed_lists(whole))
    march, august = recount.figures(lists, MARCH), recount.figures(lists, AUGUST)

    realised, remaining = by_indicator(august, "realised"), by_indicator(august, "remaining")
    for indicator, published in PUBLISHED.items():
        assert (realised[indicator], remaining[indicator]) == published, indicator
    assert remaining["stunting"] == remaining["disability"] == 0
    assert realised["stunting"] > 0
    assert realised["disability"] > 0
    assert all(by_indicator(august, "met")[name] > 0 for name in (*PUBLISHED, "housing", "water"))
    assert by_indicator(march, "need") | {"stunting": 0, "schooling": 0, "disability": 0,
        "employment": 0} == {
        "housing": 30_844, "latrine": 29_641, "electricity": 16_079, "water": 36_139,
        "stunting": 0, "schooling": 0, "disability": 0, "employment": 0,
    }  # fmt: skip
    for counted in (march, august):
        houses = counted.filter(pl.col("indicator") == "housing").select("district", "need")
        assert dict(houses.iter_rows()) == figures.HOUSING_OF
    klaten = of_district(august, "3310", "remaining")
    assert max(klaten, key=klaten.__getitem__) == "electricity"


@pytest.mark.parametrize(("scale", "seed"), [(0.005, 9), (0.01, 7), (0.05, 3)])
def test_lists_read_back_give_the_figures_of_their_scale(tree, tmp_path, scale, seed):
    manifest = write_lists(tmp_path, scale=scale, seed=seed, areas=tree)
    planned = plan.make(scale=scale, seed=seed)
    lists = recount.read_files((one.path, one.source, one.as_of) for one in manifest.files)

    families = recount.families_on(lists, AUGUST)
    persons = recount.persons_on(lists, AUGUST, families)
    assert len(families) == manifest.families == int(194_281 * scale + 0.5)
    assert len(persons) == manifest.persons == int(620_258 * scale + 0.5)
    assert families["village"].n_unique() == manifest.villages

    march, august = recount.figures(lists, MARCH), recount.figures(lists, AUGUST)
    for indicator in figures.PARTS:
        for column, counts in (
            ("need", planned.need(indicator)),
            ("realised", planned.realised[indicator]),
            ("remaining", planned.remaining[indicator]),
        ):
            here = august.filter(pl.col("indicator") == indicator)[column]
            assert here.to_list() == counts.tolist(), (indicator, column)
    for indicator in ("housing", "electricity", "water", "latrine"):
        here = march.filter(pl.col("indicator") == indicator)["need"]
        assert here.to_list() == (planned.need(indicator) + planned.left[indicator]).tolist()


def test_only_rows_meant_for_review_match_nobody(small):
    lists = recount.read_blocks(typed_lists(small))
    persons = recount.persons_on(lists, AUGUST, recount.families_on(lists, AUGUST))

    _, unmatched = recount.tags_on(lists, AUGUST, persons)

    assert 17 <= len(unmatched) <= 3 * 17
    assert set(unmatched["Status"]) <= {"POTENSI", "RENCANA"}


def test_another_seed_gives_other_people_and_the_same_figures(tree):
    one, other = (society.make(scale=0.01, seed=seed, areas=tree) for seed in (1, 2))

    assert one.persons["name"].to_list() != other.persons["name"].to_list()
    counts = [
        recount.figures(recount.read_blocks(typed_lists(made)), AUGUST).drop("met", "unknown")
        for made in (one, other)
    ]
    assert counts[0].equals(counts[1])
