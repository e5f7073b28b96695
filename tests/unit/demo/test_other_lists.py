"""What other offices hold: overlapping P3KE and not, with a truth of each row."""

import hashlib
from datetime import date

import polars as pl
import pytest

from entas.demo import districts, society
from entas.demo.elsewhere import customers, population
from entas.demo.elsewhere.habits import Habits
from entas.demo.elsewhere.sectors import SECTORS
from entas.demo.figures import KABUPATEN
from entas.demo.province import write_lists
from entas.sources.cleaning import Setting, Tree
from entas.sources.layouts import LAYOUTS
from entas.sources.reading import understand

SCALE, SEED = 0.01, 6


@pytest.fixture(scope="module")
def manifest(tree, tmp_path_factory):
    folder = tmp_path_factory.mktemp("all lists")
    return write_lists(folder, scale=SCALE, seed=SEED, areas=tree, lists="all")


@pytest.fixture(scope="module")
def truth(manifest):
    return pl.read_parquet(manifest.truth_elsewhere).with_columns(
        pl.col("file", "sheet", "damage", "relation").cast(pl.String)
    )


@pytest.fixture(scope="module")
def understood(manifest, tree):
    """Each file of another office as the system reads it, by name."""
    setting = {
        source: Setting(
            LAYOUTS[source],
            Tree.of(tree, installation="33"),
            date(2023, 3, 1),
            date(2026, 1, 1),
            ("33",),
        )
        for source in ("dtks", "pln", *SECTORS)
    }
    return {
        one.path.name: (one.source, understand(one.path, setting[one.source]).cleaned)
        for one in manifest.files
        if one.source in setting
    }


def of_source(manifest, truth, source):
    names = [one.path.name for one in manifest.files if one.source == source]
    return truth.filter(pl.col("file").is_in(names))


def digests(manifest):
    return {
        one.path.name: hashlib.sha256(one.path.read_bytes()).hexdigest() for one in manifest.files
    }


def test_the_lists_of_the_meeting_are_the_same_with_and_without_the_others(
    manifest, tree, tmp_path
):
    alone = write_lists(tmp_path, scale=SCALE, seed=SEED, areas=tree)

    everything = digests(manifest)
    assert {name: everything[name] for name in digests(alone)} == digests(alone)
    assert len(manifest.files) == len(alone.files) + 2 * len(KABUPATEN) + len(SECTORS)
    assert alone.truth_elsewhere is None


def test_the_same_arguments_give_the_same_bytes(manifest, tree, tmp_path):
    again = write_lists(tmp_path, scale=SCALE, seed=SEED, areas=tree, lists="all")

    assert digests(again) == digests(manifest)
    for name in ("truth_elsewhere", "truth_families", "truth_persons"):
        one, other = (
            pl.read_parquet(folder / f"{name}.parquet")
            for folder in (manifest.truth.parent, tmp_path)
        )
        assert one.equals(other)


def test_progress_counts_to_the_number_of_files(tree, tmp_path):
    told = []

    made = write_lists(
        tmp_path, scale=0.005, seed=1, areas=tree, lists="all",
        progress=lambda *step: told.append(step),
    )  # fmt: skip

    assert [done for _, done, _ in told] == list(range(1, len(made.files) + 1))
    assert {total for _, _, total in told} == {len(made.files)}


def test_every_row_is_read_and_has_its_truth(understood, truth):
    for name, (_, cleaned) in understood.items():
        rows = pl.concat([part.rows.select("sheet", "number") for part in cleaned])
        of_file = truth.filter(pl.col("file") == name).select("sheet", "number")
        assert rows.rows() == of_file.rows(), name


def test_no_row_is_refused_or_has_an_unknown_value(understood):
    for name, (_, cleaned) in understood.items():
        for part in cleaned:
            assert set(part.rows["outcome"]) <= {"registered"}, name
            assert not {code for code in part.findings["code"] if "value" in code}, name


def test_numbers_were_never_given_to_anybody(understood):
    for name, (source, cleaned) in understood.items():
        for part in cleaned:
            for column in {"nik", "kk_number"} & set(part.rows.columns):
                numbers = part.rows[column].drop_nulls()
                assert numbers.str.ends_with("0000").all(), (name, column)
            if source == "pln":
                assert part.rows["reference"].str.contains("^99[0-9]{10}$").all()
            if source == "ats":
                assert part.rows["reference"].drop_nulls().str.starts_with("950").all()


def test_no_two_people_share_a_number(tree):
    made = society.make(scale=0.05, seed=2, areas=tree)
    around = population.make(made, Habits(), tree)

    assert around.persons["nik"].n_unique() == len(around.persons)
    cards = pl.concat([around.cards["kk_number"], around.cards["other"].head(around.listed)])
    assert cards.n_unique() == len(cards)


def test_dtks_overlaps_with_p3ke_and_adds_others(manifest, truth):
    rows = of_source(manifest, truth, "dtks")
    families = rows["family"].unique().to_numpy()
    known = (families < manifest.families).sum()

    assert 0.8 < known / manifest.families < 0.9
    assert (families >= manifest.families).sum() > 0.4 * manifest.families
    assert rows.filter(pl.col("person") < manifest.persons)["person"].n_unique() < manifest.persons


def test_dtks_has_damage_dead_and_duplicates(manifest, truth):
    rows = of_source(manifest, truth, "dtks")

    assert {
        "nik-blank", "nik-placeholder", "nik-short", "nik-misread", "nik-swapped",
        "nik-borrowed", "row-duplicate",
    } <= set(rows["damage"])  # fmt: skip
    assert 0 < rows["dead"].mean() < 0.05
    twice = rows.filter("duplicate")
    assert 0 < len(twice) / len(rows) < 0.05
    assert twice.group_by("person").len()["len"].min() >= 2


def test_a_borrowed_number_is_that_of_another_member(understood, truth):
    borrowed = truth.filter(pl.col("damage") == "nik-borrowed")
    numbers = {
        (name, row[0], row[1]): row[2]
        for name, (_, cleaned) in understood.items()
        for part in cleaned
        if "nik" in part.rows.columns
        for row in part.rows.select("sheet", "number", "nik").iter_rows()
    }
    own = truth.filter(pl.col("damage") == "").select("file", "sheet", "number", "person")
    lent = {numbers[row[:3]] for row in own.iter_rows() if row[:3] in numbers}
    keys = borrowed.select("file", "sheet", "number").rows()
    assert len(keys) > 20
    known = [numbers[key] in lent for key in keys if numbers[key]]
    assert sum(known) / len(known) > 0.8


def test_children_who_left_have_a_card_and_a_family_of_their_own(manifest, understood, truth):
    people = pl.read_parquet(manifest.truth.parent / "truth_families.parquet")
    rows = of_source(manifest, truth, "dtks")
    left = rows.filter(pl.col("family") >= len(people))
    assert len(left) > 10
    cards = {
        (name, row[0], row[1]): row[2]
        for name, (source, cleaned) in understood.items()
        if source == "dtks"
        for part in cleaned
        for row in part.rows.select("sheet", "number", "kk_number").iter_rows()
    }
    card_of = rows.with_columns(
        card=pl.Series([cards[row] for row in rows.select("file", "sheet", "number").iter_rows()])
    )
    staying = set(card_of.filter(pl.col("family") < len(people))["card"].drop_nulls())
    leaving = set(card_of.filter(pl.col("family") >= len(people))["card"].drop_nulls())
    assert leaving
    assert not leaving & staying


def test_customers_cover_every_house_and_say_who_they_are(manifest, truth):
    rows = of_source(manifest, truth, "pln")

    assert len(rows) > 6 * manifest.families
    assert (rows["person"] == -1).all()
    of_listed = rows.filter(pl.col("family").is_between(0, manifest.families - 1))
    assert {"head", "spouse", "parent", "late husband", "landlord", "former owner"} <= set(
        of_listed["relation"]
    )
    heads = (of_listed["relation"] == "head").mean()
    assert 0.6 < heads < 0.9


def test_families_without_a_connection_are_no_customers_but_for_a_few(tree):
    made = society.make(scale=0.05, seed=4, areas=tree)
    around = population.make(made, Habits(), tree)
    customer = set()
    for place in range(len(KABUPATEN)):
        told = customers.make(around, districts.view(made, place), Habits())
        customer |= set(told.rows.family.tolist())
    without = made.needs.march("electricity").nonzero()[0]

    share = sum(family in customer for family in without.tolist()) / len(without)
    assert 0.02 < share < 0.06


def test_addresses_of_customers_are_written_otherwise(understood, tree):
    made = society.make(scale=SCALE, seed=SEED, areas=tree)
    p3ke = pl.concat(
        [districts.view(made, place).families["address"] for place in range(len(KABUPATEN))]
    )
    pln = pl.concat(
        [part.rows["address"] for source, cleaned in understood.values() if source == "pln"
         for part in cleaned]
    )  # fmt: skip

    assert len(set(p3ke) & set(pln)) / p3ke.n_unique() < 0.05
    assert pln.str.contains(r"\d").sum() > 0.8 * len(pln)


def test_names_differ_between_lists_for_many_but_not_for_most(manifest, understood, truth):
    told = pl.concat(
        [part.rows.select("name").with_columns(file=pl.lit(name)) for name, (source, cleaned)
         in understood.items() if source == "dtks" for part in cleaned]
    )["name"]  # fmt: skip
    rows = of_source(manifest, truth, "dtks").with_columns(name=told)
    twice = rows.filter(pl.col("duplicate")).group_by("person").agg(pl.col("name").n_unique())
    assert 0.1 < (twice["name"].to_numpy() > 1).mean() < 0.7


def test_other_habits_give_another_list_of_customers(tree):
    made = society.make(scale=0.01, seed=4, areas=tree)
    view = districts.view(made, 0)
    usual, careless = (
        customers.make(population.make(made, habits, tree), view, habits).rows.frame
        for habits in (Habits(), Habits(address_styles=(0, 0, 0, 0, 0, 0, 1, 0, 0, 0)))
    )

    assert usual["Alamat"].str.contains(r"\d").sum() > 0.8 * len(usual)
    assert not careless["Alamat"].str.contains(r"RT").any()
