"""The table ``indicators.yaml``, which a civil servant can read, against the definitions."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from entas.needs.rules.definitions import Unit
from entas.needs.rules.evaluate import decide_all
from entas.needs.rules.load import definitions
from entas.needs.rules.subjects import known_family, known_person

DAY = date(2023, 8, 13)
TABLE = yaml.safe_load(Path(__file__).with_name("indicators.yaml").read_text(encoding="utf-8"))
CASES = [(key, case) for key, cases in TABLE.items() for case in cases]


def _person(given: dict[str, Any]) -> dict[str, Any]:
    """Fields with a birth date that gives the age: born exactly so many years before the day."""
    fields = dict(given)
    age = fields.pop("age", None)
    return fields | {"birth_date": None if age is None else DAY.replace(year=DAY.year - age)}


@pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key}: {c['case']}" for key, c in CASES])
def test_indicator_says_what_the_table_says(key: str, case: dict[str, Any]) -> None:
    unit = definitions()[key].unit
    versions = {
        other: definition.on(DAY, version=case.get("version") if other == key else None)
        for other, definition in definitions().items()
        if definition.unit is unit
    }
    if unit is Unit.FAMILY:
        members = [_person(member) for member in case.get("members", [])]
        known = known_family(case["given"], members, on=DAY)
    else:
        known = known_person(_person(case["given"]), on=DAY)

    assert decide_all(versions, known)[key].status == case["status"]


def test_every_status_of_every_indicator_has_a_case() -> None:
    for key, definition in definitions().items():
        promised = {clause.status.value for clause in definition.on(DAY).clauses}
        shown = {case["status"] for case in TABLE[key] if "version" not in case}
        assert promised | {"unknown"} <= shown, key
