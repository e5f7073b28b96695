"""Running the command line in the test's own process."""

import pytest

from entas.cli.main import main


@pytest.fixture
def run(capsys, monkeypatch):
    """Run ``entas`` with arguments; give status, standard output and standard error."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "dumb")

    def _run(*argv: str) -> tuple[int, str, str]:
        status = main(argv)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return _run
