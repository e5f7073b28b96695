"""The edge of the program: help, refusals, faults and exit status."""

import subprocess
import sys

import pytest
from django.db import OperationalError

from entas.cli import main as edge
from entas.kernel.errors import Refused


@pytest.fixture
def fails_with(monkeypatch):
    """Make the command ``entas audit verify`` raise what is given."""

    def replace(error: Exception) -> None:
        def command() -> None:
            raise error

        monkeypatch.setattr(edge, "_load", lambda entry: command)

    return replace


def test_help_names_every_command(run):
    status, out, _ = run("--help")
    assert status == 0
    for path in edge.COMMANDS:
        assert path.split()[0] in out


@pytest.mark.parametrize("group", sorted(edge.GROUPS))
def test_help_of_a_group_names_its_commands(run, group):
    status, out, _ = run(group, "--help")
    assert status == 0
    for path in edge.COMMANDS:
        if path.startswith(f"{group} "):
            assert path.split()[1] in out


@pytest.mark.parametrize("path", sorted(set(edge.COMMANDS) - {"manage"}))
def test_every_command_has_help_of_its_own(run, path):
    status, out, err = run(*path.split(), "--help")
    assert status == 0, err
    assert f"Usage: entas {path}" in out


def test_help_imports_no_engine():
    code = (
        "import sys; from entas.cli.main import main; main(['--help']); "
        "sys.exit(bool({'django', 'duckdb', 'polars'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0


def test_wrong_usage_is_status_2(run):
    assert run("nonsense")[0] == 2
    assert run("audit", "verify", "--nonsense")[0] == 2


def test_a_refusal_is_one_message_without_traceback(run, fails_with):
    fails_with(Refused("The file is empty: send it again."))
    status, out, err = run("audit", "verify")
    assert (status, out, err) == (1, "", "entas: The file is empty: send it again.\n")


def test_a_fault_says_where_but_shows_no_values(run, fails_with):
    fails_with(ValueError("3310014505800000"))
    status, _, err = run("audit", "verify")
    assert status == 70
    assert "ValueError" in err
    assert "test_main.py" in err
    assert "3310014505800000" not in err
    assert "Traceback" not in err


def test_debug_shows_the_traceback(run, fails_with):
    fails_with(ValueError("details"))
    status, _, err = run("--debug", "audit", "verify")
    assert status == 70
    assert "Traceback" in err


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("no such table: areas_area", "entas init"),
        ('relation "areas_area" does not exist', "entas init"),
        ("connection failed: connection to server", "DATABASE_URL"),
        ("database is locked", "another program"),
    ],
)
def test_what_the_database_says_becomes_advice(run, fails_with, error, says):
    fails_with(OperationalError(error))
    status, _, err = run("audit", "verify")
    assert status == 1
    assert says in err
