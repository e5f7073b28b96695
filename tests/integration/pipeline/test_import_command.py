import json
from datetime import datetime
from pathlib import Path

import pytest

from entas.cli.main import main
from entas.sources.models import Batch
from tests.factories.areas import make_tree
from tests.factories.lists import FAMILY, workbook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lists(tmp_path: Path, now: datetime) -> tuple[Path, Path]:
    make_tree()
    good = workbook(tmp_path / "baik.xlsx", Keluarga=[FAMILY, FAMILY | {"ID Keluarga": ""}])
    bad = tmp_path / "rusak.xlsx"
    bad.write_bytes(b"PK\x03\x04 cut off")
    return good, bad


def test_the_report_says_what_became_of_the_rows_and_where(lists, capsys) -> None:
    status = main(["import", str(lists[0]), "--source", "p3ke-2022"])

    shown = capsys.readouterr().out
    assert status == 0
    assert ["family", "1", "1", "0"] in [line.split() for line in shown.splitlines()]
    assert "family_key_missing" in shown
    assert "Keluarga row 3" in shown
    assert "SUTRISNO" not in shown.upper()


def test_json_holds_every_file_and_every_refusal(lists, capsys) -> None:
    good, bad = lists
    status = main(["import", str(bad), str(good), "--source", "p3ke-2022", "--format", "json"])

    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert status == 1
    assert [one["file_name"] for one in told["files"]] == ["baik.xlsx"]
    assert told["files"][0]["rows"] == {"family": {"registered": 1, "review": 1}}
    assert [one["file_name"] for one in told["refused"]] == ["rusak.xlsx"]
    assert "rusak.xlsx was refused" in shown.err


def test_a_second_import_says_that_nothing_changed(lists, capsys) -> None:
    main(["import", str(lists[0]), "--source", "p3ke-2022"])
    status = main(["import", str(lists[0]), "--source", "p3ke-2022"])

    assert status == 0
    assert "nothing has changed" in capsys.readouterr().out
    assert Batch.objects.count() == 1


def test_a_dry_run_writes_nothing(lists, capsys) -> None:
    status = main(["import", str(lists[0]), "--source", "p3ke-2022", "--dry-run"])

    assert status == 0
    assert "nothing written" in capsys.readouterr().out
    assert Batch.objects.count() == 0


def test_a_list_of_which_nothing_can_be_registered_is_no_success(lists, tmp_path, capsys) -> None:
    path = workbook(tmp_path / "lain.xlsx", Keluarga=[FAMILY | {"ID Keluarga": ""}])

    assert main(["import", str(path), "--source", "p3ke-2022"]) == 1
