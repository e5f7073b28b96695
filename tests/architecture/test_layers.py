"""The contracts of import-linter hold (pyproject.toml names them)."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.tree import ROOT, SOURCE


def test_the_contracts_hold(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_room_says_what_comes_in_what_goes_out_and_what_to_read_first():
    silent = []
    for folder in sorted(SOURCE.iterdir()):
        opening = folder / "__init__.py"
        if opening.is_file():
            text = opening.read_text(encoding="utf-8")
            if not all(word in text for word in ("Comes in:", "Goes out:", "Read first:")):
                silent.append(folder.name)
    assert silent == []
