"""The persons of the benchmark: nobody real, and a truth that is one."""

import polars as pl
import pytest

from benchmarks.linkage_data import COLUMNS, NOBODY, persons, write
from entas.kernel.nik import parse

ROWS = 12_000


@pytest.fixture(scope="module")
def made():
    return persons(ROWS, seed=2)


def test_numbers_can_never_have_been_issued(made):
    for column in ("nik", "kk"):
        given = made[column].filter(made[column] != "")
        assert given.str.ends_with("0000").all()
        assert given.str.contains(r"^\d{16}$").all()


def test_a_fifth_of_the_persons_has_a_second_row(made):
    assert len(made) == ROWS
    assert made["entity"].n_unique() == pytest.approx(ROWS / 1.2, abs=1)
    assert set(COLUMNS) <= set(made.columns)


def test_first_rows_have_a_number_of_their_own_that_says_birth_and_sex():
    clean = persons(3_000, seed=2, corruption=0.0).unique("entity", keep="any")
    assert clean["nik"].n_unique() == len(clean)
    for row in clean.head(200).iter_rows(named=True):
        nik = parse(row["nik"])
        born = row["birth_date"]
        assert (nik.day, nik.month, nik.year) == (born.day, born.month, born.year % 100)
        assert (nik.sex == "female") == (row["sex"] == "P")


def test_undamaged_duplicates_are_the_same_as_the_first_row():
    clean = persons(3_000, seed=2, corruption=0.0)
    told = clean.drop("id", "owner").unique()
    assert told["entity"].n_unique() == len(told)


def test_a_borrowed_number_is_that_of_another_member_of_the_household(made):
    borrowed = made.filter(pl.col("owner") != NOBODY)
    assert len(borrowed) > 50
    assert (borrowed["owner"] != borrowed["entity"]).all()
    owners = made.select("entity", "household", "nik").filter(pl.col("nik") != "")
    found = borrowed.join(owners, left_on="owner", right_on="entity", suffix="_owner")
    assert (found["household"] == found["household_owner"]).all()
    same = found.group_by("id").agg((pl.col("nik") == pl.col("nik_owner")).any().alias("same"))
    assert same["same"].mean() > 0.95  # the owner's own rows may carry another number


def test_the_same_seed_makes_the_same_files_once(tmp_path):
    write(tmp_path, 600)
    first = (tmp_path / "persons.csv").read_bytes()
    changed = (tmp_path / "persons.csv").stat().st_mtime_ns
    write(tmp_path, 600)
    assert (tmp_path / "persons.csv").stat().st_mtime_ns == changed
    write(tmp_path / "again", 600)
    assert (tmp_path / "again" / "persons.csv").read_bytes() == first
