"""needs derive, freeze and evaluate, from the command line to the table."""

import csv
import io
import json
from datetime import date

import pytest

from tests.factories.areas import GROBOGAN_VILLAGE, KLATEN_VILLAGE
from tests.factories.records import make_family, make_person, make_tag

pytestmark = pytest.mark.django_db(transaction=True)
CUTOFF = "2023-08-13T18:00+07:00"


@pytest.fixture(autouse=True)
def _home(run, tmp_path, settings, monkeypatch) -> None:
    settings.HOME = tmp_path
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def records(areas) -> None:
    """In Klaten three houses, one realised; in Grobogan one; and a person without work."""
    families = [make_family(village=KLATEN_VILLAGE, decent_house="no") for _ in range(3)]
    make_tag(families[0], "housing", realised_on=date(2023, 6, 1))
    make_family(village=GROBOGAN_VILLAGE, decent_house="no")
    make_person(families[1], works="no", birth_date=date(1990, 1, 1))


def test_derive_shows_every_status_of_every_indicator(records, run) -> None:
    status, out, err = run("needs", "derive", "--on", "2023-08-13")

    assert status == 0, err
    [housing] = [line for line in out.splitlines() if "housing" in line]
    assert "housing-bps-1" in housing
    assert " 4 " in housing


def test_freeze_says_number_cutoff_and_checksum(records, run) -> None:
    status, out, err = run("freeze", "--cutoff", CUTOFF)

    assert status == 0, err
    assert "cut-off 2023-08-13T18:00+07:00" in out
    assert "Checksum " in out


def test_a_cutoff_without_zone_is_local(records, run) -> None:
    _, first, _ = run("freeze", "--cutoff", CUTOFF)
    _, second, _ = run("freeze", "--cutoff", "2023-08-13T18:00")

    checksums = [line for out in (first, second) for line in out.splitlines() if "Checksum" in line]
    assert len(checksums) == 2
    assert len(set(checksums)) == 1


def test_the_table_reads_at_a_hundred_columns_and_carries_its_origin(records, run) -> None:
    run("freeze", "--cutoff", CUTOFF)

    status, out, err = run("evaluate", "--by", "district")

    assert status == 0, err
    assert max(map(len, out.splitlines())) <= 100
    assert "cut-off 2023-08-13T18:00+07:00" in out
    assert "checksum " in out
    housing = [line.split() for line in out.splitlines() if " housing " in line]
    klaten = housing[0][housing[0].index("housing") :]
    assert klaten == ["housing", "3", "2", "0", "0", "1", "33,3", "%", "0", "2", "0"]


def test_json_has_plain_numbers_and_the_same_origin(records, run) -> None:
    run("freeze", "--cutoff", CUTOFF)

    status, out, err = run("evaluate", "--by", "district", "--format", "json")

    assert status == 0, err
    found = json.loads(out)
    assert found["cutoff"] == "2023-08-13T18:00+07:00"
    assert len(found["checksum"]) == 64
    assert found["definitions"]["housing"] == "housing-bps-1"
    [row] = [r for r in found["rows"] if (r["area_code"], r["indicator"]) == ("3310", "housing")]
    assert (row["need"], row["realised"], row["remaining"]) == (3, 1, 2)
    assert row["realised_pct"] == 33.3


def test_csv_has_one_row_an_area_and_indicator(records, run) -> None:
    run("freeze", "--cutoff", CUTOFF)

    _, out, _ = run("evaluate", "--by", "village", "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 4 * 8
    assert {row["cutoff"] for row in rows} == {"2023-08-13T18:00+07:00"}
    assert sum(int(row["need"]) for row in rows if row["indicator"] == "housing") == 4


@pytest.mark.parametrize("measure", ["funnel", "unmet"])
def test_the_other_measures_have_a_row_an_area(records, run, measure) -> None:
    run("freeze", "--cutoff", CUTOFF)

    _, table, _ = run("evaluate", "--by", "district", "--measure", measure)
    _, out, _ = run("evaluate", "--by", "district", "--measure", measure, "--format", "json")

    assert "Kabupaten Klaten" in " ".join(table.split())
    assert max(map(len, table.splitlines())) <= 100
    assert [row["area_code"] for row in json.loads(out)["rows"]] == ["3310", "3315"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("evaluate",), 1, "no snapshot yet"),
        (("evaluate", "7"), 1, "no snapshot 7"),
        (("freeze", "--cutoff", "soon"), 2, "2023-08-13T18:00+07:00"),
        (("freeze", "--cutoff", "2999-01-01T00:00+07:00"), 1, "has not come"),
        (("needs", "derive", "--on", "13/8/2023"), 2, "is not a day"),
        (("needs", "derive", "--on", "1990-01-01"), 1, "no active version on 1990-01-01"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(
    areas, run, arguments, status, said
) -> None:
    found, out, err = run(*arguments)

    assert found == status
    assert said in " ".join((out + err).split())
    assert "Traceback" not in out + err


def test_an_area_that_is_none_is_refused(records, run) -> None:
    run("freeze", "--cutoff", CUTOFF)

    status, _, err = run("evaluate", "--area", "331")

    assert status == 1
    assert "not an area code" in err
