"""entas reconcile, from the command line to its tables."""

import csv
import io
import json

import pytest

from entas.linkage.models import Reconciliation
from tests.factories.areas import KLATEN, KLATEN_VILLAGE
from tests.factories.comparison import OTHER, Lists, make_lists

pytestmark = pytest.mark.django_db(transaction=True)
DAY = ("--on", "2023-08-13")


@pytest.fixture
def lists(areas) -> Lists:
    return make_lists()


def test_the_tables_of_an_area_as_json(lists: Lists, run) -> None:
    status, out, err = run(
        "reconcile", "p3ke-2023", OTHER, *DAY, "--area", KLATEN, "--by", "village",
        "--format", "json",
    )  # fmt: skip
    assert status == 0, err
    told = json.loads(out)
    assert (told["a"], told["b"], told["on"]) == (OTHER, "p3ke-2023", "2023-08-13")
    assert told["reconciliation"] == Reconciliation.objects.get().pk
    assert told["tables"]["lists"][0] == {
        "unit": "family", "about": "family", "both": 2, "only_a": 1, "only_b": 1,
    }  # fmt: skip
    villages = {line["about"]: line for line in told["tables"]["areas"]}
    assert villages[KLATEN_VILLAGE]["unlisted"] == 1


def test_one_table_as_csv(lists: Lists, run) -> None:
    status, out, err = run(
        "reconcile", OTHER, "p3ke-2023", *DAY, "--table", "indicators", "--format", "csv"
    )
    assert status == 0, err
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["table"] for row in rows} == {"indicators"}
    found = {(row["about"], row["cell"]): row["subjects"] for row in rows}
    assert found["electricity", "a_needs"] == "1"


def test_a_table_to_read(lists: Lists, run) -> None:
    status, out, err = run("reconcile", OTHER, "p3ke-2023", *DAY, "--by", "district")
    assert status == 0, err
    assert "a = dtsen, b = p3ke-2023" in out
    assert "Kabupaten Klaten" in out
    assert "electricity" in out


def test_a_list_beside_itself_is_refused(areas, run) -> None:
    status, _, err = run("reconcile", "pln", "pln")
    assert status == 1
    assert "two different lists" in err


def test_nobody_is_said_where_nobody_is(areas, run) -> None:
    status, out, err = run("reconcile", "pln", "ats", *DAY, "--by", "village")
    assert status == 0, err
    assert out.count("nobody here") == 3  # indicators, fields, areas
