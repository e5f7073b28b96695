"""Every damaged file ends in exact findings or one clear refusal; no row is lost in silence."""

from datetime import date
from pathlib import Path

import pytest

from entas.kernel.errors import Refused
from entas.sources.cleaning import Cleaned, Setting, Tree, clean, find_tables
from entas.sources.cleaning.tables import skipped_sheets
from entas.sources.layouts import LAYOUTS
from entas.sources.readers import read_file
from tests.datasets.dirty.make import CASES, Case
from tests.datasets.dirty.people import AREAS

TREE = Tree.of(AREAS, installation="33")
REACH = ("3310", "3315")


def read_and_clean(path: Path, source: str) -> tuple[list[Cleaned], set[str]]:
    layout = LAYOUTS[source]
    setting = Setting(layout, TREE, date(2022, 12, 1), date(2023, 8, 14), REACH)
    sheets = read_file(path)
    tables = find_tables(path.name, sheets, layout)
    cleaned = clean(tables, setting)
    assumed = [*skipped_sheets(sheets, tables), *(a for one in cleaned for a in one.assumptions)]
    return cleaned, {assumption["code"] for assumption in assumed}


def by_code(rows: list[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for code, number in sorted(rows):
        found.setdefault(code, []).append(number)
    return found


@pytest.mark.parametrize("case", [c for c in CASES if c.refusal], ids=lambda case: case.name)
def test_a_file_that_is_no_such_list_is_refused_and_named(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    case.write(path)
    with pytest.raises(Refused) as refusal:
        read_and_clean(path, case.source)
    assert refusal.value.code == case.refusal  # type: ignore[attr-defined]
    message = str(refusal.value)
    assert case.name in message or "Sheet Individu" in message or "Sheet Data" in message
    assert case.names in message


@pytest.mark.parametrize("case", [c for c in CASES if not c.refusal], ids=lambda case: case.name)
def test_each_row_of_a_damaged_list_ends_where_it_must(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    case.write(path)
    cleaned, assumed = read_and_clean(path, case.source)
    rows = [row for one in cleaned for row in one.rows.select("number", "outcome", "reason").rows()]
    findings = [
        row for one in cleaned for row in one.findings.select("code", "number", "severity").rows()
    ]
    barred = by_code([(reason, number) for number, _, reason in rows if reason])
    assert len(rows) == case.rows
    assert barred == case.reasons
    assert {outcome for _, outcome, reason in rows if reason} <= {
        "refused" if case.refused else "review"
    }
    assert all(outcome == "registered" for _, outcome, reason in rows if not reason)
    said = by_code([(code, number) for code, number, _ in findings])
    assert said == {**case.reasons, **case.findings}
    assert assumed == case.assumed


def test_the_corpus_is_large_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
