"""The demo as a newcomer runs it: a process of its own, on an empty home, on SQLite."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from entas.demo import plan
from entas.demo.figures import KABUPATEN
from entas.snapshots.tables import Indicator

pytestmark = pytest.mark.slow
SCALE = 0.005


def _demo(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from entas.cli.main import run; run()",
            "demo",
            "--no-serve",
            *options,
        ],
        env=outside | {"ENTAS_HOME": str(home), "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a demo in it."""
    folder = tmp_path_factory.mktemp("demo")
    made = _demo(folder, "--scale", str(SCALE), "--format", "json")
    assert made.returncode == 0, made.stderr
    (folder / "figures.json").write_text(made.stdout)
    return folder


@pytest.fixture(scope="module")
def august(home: Path) -> dict[str, Any]:
    """The snapshot of the later meeting, as JSON gave it."""
    snapshots = json.loads((home / "figures.json").read_text())["snapshots"]
    assert [each["cutoff"] for each in snapshots] == [
        "2023-03-27T23:59:00+07:00",
        "2023-08-13T18:00:00+07:00",
    ]
    found: dict[str, Any] = snapshots[-1]
    return found


def test_every_family_and_person_of_the_plan_is_listed_and_verified(august: dict[str, Any]) -> None:
    made = plan.make(scale=SCALE, seed=2023)
    funnel = august["verification"]
    assert (funnel["listed"], funnel["persons"]) == (
        int(made.families.sum()),
        int(made.persons.sum()),
    )
    assert funnel["accepted"] == funnel["listed"]


def test_figures_of_kabupaten_add_up_to_the_province(august: dict[str, Any]) -> None:
    figures = august["figures"]
    assert {f["area_code"] for f in figures} == {"33", *KABUPATEN}
    for indicator in Indicator:
        of = [f for f in figures if f["indicator"] == indicator.key]
        province = next(f for f in of if f["area_code"] == "33")
        for cell in ("need", "realised", "remaining", "met", "unknown"):
            assert province[cell] == sum(f[cell] for f in of if f["area_code"] != "33")
        assert province["need"] == province["realised"] + province["remaining"] > 0


def test_the_same_demo_again_changes_nothing(home: Path) -> None:
    again = _demo(home, "--scale", str(SCALE), "--format", "json")
    assert again.returncode == 0, again.stderr
    assert again.stdout == (home / "figures.json").read_text()


def test_the_lists_of_other_offices_are_imported_when_asked_for(home: Path) -> None:
    alone = plan.make(scale=SCALE, seed=2023)
    again = _demo(home, "--scale", str(SCALE), "--all-lists", "--format", "json")
    assert again.returncode == 0, again.stderr
    files = sorted(path.name for path in (home / "demo" / "lists").iterdir())
    for part in ("_dtks_", "_pelanggan_pln", "33_simperum", "33_ats", "33_eppgbm"):
        assert any(part in name for name in files), part
    province = json.loads(again.stdout)["snapshots"][-1]["verification"]
    # DTKS is held beside the target: it adds nobody to it.
    assert province["accepted"] == province["listed"] == int(alone.families.sum())


def test_another_scale_in_the_same_home_is_refused(home: Path) -> None:
    other = _demo(home, "--scale", "0.01")
    assert other.returncode == 1
    assert "ENTAS_HOME" in other.stderr
    assert "Traceback" not in other.stderr
