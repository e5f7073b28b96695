"""People are plausible, never real, and carry needs at ages that do not run out."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from entas.demo import needs, people, visits
from entas.kernel.nik import parse


def test_no_number_can_have_been_issued_and_none_is_given_twice(whole):
    nik = whole.persons["nik"]

    assert (nik % 10_000 == 0).all()
    assert nik.n_unique() == len(nik) == 620_258


def test_a_nik_tells_the_birth_date_and_sex_of_its_person(small):
    for row in (
        small.persons.filter(pl.col("same_as") == pl.int_range(pl.len())).head(500).rows(named=True)
    ):
        number = parse(str(row["nik"]))
        born = row["born"].date() if isinstance(row["born"], dt.datetime) else row["born"]
        assert number.is_synthetic
        assert (number.day, number.month, number.year) == (born.day, born.month, born.year % 100)
        assert (number.sex == "female") == row["female"]


def test_whoever_needs_school_or_work_is_of_the_age_all_year(whole):
    born = whole.persons["born"].cast(pl.Date)
    for need, low, high in (("schooling", 7, 18), ("employment", 15, 64)):
        of_need = born.filter(pl.Series(whole.person_needs[need]))
        for day in (dt.date(2023, 1, 1), dt.date(2023, 12, 31)):
            month_day = of_need.dt.month().cast(pl.Int32) * 100 + of_need.dt.day()
            before = (month_day > day.month * 100 + day.day).cast(pl.Int32)
            age = day.year - of_need.dt.year() - before
            assert age.is_between(low, high).all(), (need, day)


def test_parents_are_parents_at_a_plausible_age(whole):
    persons = whole.persons.filter(pl.col("same_as") == pl.int_range(pl.len()))
    women = persons.filter(
        pl.col("female") & pl.col("relationship").is_in([people.HEAD, people.SPOUSE])
    ).group_by("family").agg(pl.col("birth_year").max().alias("mother"))  # fmt: skip
    children = persons.filter(pl.col("relationship") == people.CHILD).join(women, on="family")

    age = children["birth_year"] - children["mother"]

    assert age.min() >= 15
    assert age.max() <= 50


def test_brothers_and_sisters_are_at_least_nine_months_apart(whole):
    children = whole.persons.filter(pl.col("relationship") == people.CHILD).sort("family", "born")
    gaps = children.select(pl.col("born").cast(pl.Date).diff().over("family")).to_series()

    assert gaps.drop_nulls().min() >= dt.timedelta(days=270)


def test_heads_are_adults_and_couples_married(whole):
    heads = whole.persons.filter(pl.col("relationship") == people.HEAD)
    spouses = whole.persons.filter(pl.col("relationship") == people.SPOUSE)

    assert heads["family"].is_sorted()
    assert len(heads) == len(whole.families)
    assert heads["birth_year"].max() <= 2005
    assert (spouses["marital"] == people.MARRIED).all()


def test_nobody_with_work_to_find_is_listed_as_pupil_or_pensioner(whole):
    without = whole.persons.filter(pl.Series(whole.person_needs["employment"]))

    assert not without["education"].is_in(people.ATTENDING).any()
    assert not (without["occupation"] == people.PENSIONER).any()


def test_needs_of_house_and_land_belong_to_families_visited_by_march(whole):
    early = (whole.families["wave"] == visits.EARLY) & (whole.families["presence"] == visits.FOUND)
    for indicator in ("housing", "electricity", "water", "latrine"):
        assert early.filter(pl.Series(whole.needs.march(indicator))).all()


def test_whoever_leaves_the_count_has_no_other_need(whole):
    leaving = whole.needs.left["electricity"] | whole.needs.left["latrine"]
    family = whole.persons["family"].to_numpy()

    assert leaving.sum() == 274
    assert not any((need & leaving).any() for need in whole.needs.august.values())
    assert not any((need & leaving[family]).any() for need in whole.person_needs.values())


def test_most_families_were_visited_by_march_and_all_by_june(whole):
    march = visits.as_of_march(whole.first)
    village = whole.families["village"].to_numpy()
    share = np.bincount(village[march.family], minlength=923) / np.bincount(village)

    assert len(march) / len(whole.first) == pytest.approx(0.92, abs=0.002)
    assert (share < 0.25).sum() > 20
    assert whole.first.days[-1].max() <= visits.JUNE


def test_stages_of_a_visit_follow_each_other(whole):
    for made in (whole.first, whole.again):
        assert (np.diff(made.days, axis=0) >= 0).all()
        assert made.days[-1].max() <= visits.AUGUST


def test_target_of_stunting_is_a_wife_or_a_small_child():
    members = people.People(
        family=np.array([0, 0, 1]),
        position=np.array([0, 1, 0]),
        female=np.array([False, True, True]),
        birth_year=np.array([1950, 1990, 1990]),
        relationship=np.array([people.HEAD, people.SPOUSE, people.HEAD]),
        marital=np.array([1, 1, 0]),
        education=np.array([3, 3, 3]),
        occupation=np.array([1, 0, 1]),
    )

    assert needs.target_of_stunting(members, 2).tolist() == [True, False]
