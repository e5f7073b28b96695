"""A definition that is not understood is refused, naming its file and clause."""

from datetime import date
from pathlib import Path

import pytest

from entas.needs.rules.definitions import DefinitionInvalid, NoDefinition
from entas.needs.rules.load import check_references, definitions, parse

GOOD = """
key: water
unit: family
basic_service: true
name: {id: Air, en: Water}
versions:
  - id: water-1
    valid_from: 2020-01-01
    valid_until: 2023-01-01
    standard: {id: Standar, en: Standard}
    reference: BPS
    evidence: [clean_water]
    clauses:
      - id: answered
        when: {clean_water: no}
        status: need
        says: {id: Tidak, en: Without}
"""


def test_an_unquoted_no_is_the_answer_no() -> None:
    version = parse(GOOD, name="water.yaml").on(date(2021, 1, 1))

    assert version.clauses[0].when.decide(_known(clean_water="no")) is True
    assert version.clauses[0].when.decide(_known(clean_water="yes")) is False
    assert version.clauses[0].when.decide(_known()) is None


def _known(**values: str):
    from entas.needs.rules.conditions import Known

    return Known(values)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("clean_water: no", "clean_watr: no", "clause answered, clean_watr: unknown field"),
        ("clean_water: no", "clean_water: nope", "clause answered, clean_water: 'nope' is not one"),
        ("clean_water: no", "works: no", "works: unknown field of a family"),
        ("when: {clean_water: no}", "when: {}", "not empty"),
        ("clean_water: no", "clean_water: []", "at least one value"),
        ("clean_water: no", "any: []", "list of conditions"),
        ("clean_water: no", "members: {}", "from, to or below"),
        ("clean_water: no", "floor_area_m2: {below: much}", "'much' is not a number"),
        ("clean_water: no", "floor_area_m2: {above: 2}", "unknown entry above"),
        ("clean_water: no", "status_of: {water: unknown}", "'unknown' is not one of"),
        ("clean_water: no", "some_member: {clean_water: no}", "unknown field of a person"),
        ("clean_water: no", "unknown: age", "'age' is not one of"),
        ("status: need", "status: needed", "'needed' is not one of"),
        ("status: need", "state: need", "unknown entry state"),
        ("says: {id: Tidak, en: Without}", "says: {id: Tidak}", "en is missing"),
        ("evidence: [clean_water]", "evidence: [age]", "'age' is not one of"),
        ("key: water", "key: food", "'food' is not one of"),
        ("unit: family", "unit: village", "'village' is not one of"),
        ("valid_from: 2020-01-01", "valid_from: yesterday", "not a date"),
        ("valid_until: 2023-01-01", "valid_until: 2019-01-01", "not after valid_from"),
        ("reference: BPS", "ref: BPS", "unknown entry ref"),
        ("key: water", "key: [water", "not readable as YAML"),
    ],
)
def test_what_is_not_understood_is_refused(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(DefinitionInvalid) as refusal:
        parse(GOOD.replace(old, new, 1), name="water.yaml")

    assert str(refusal.value).startswith("water.yaml")
    assert said in str(refusal.value)


def test_two_versions_on_one_day_are_refused() -> None:
    second = GOOD[GOOD.index("  - id: water-1") :].replace("water-1", "water-2")
    with pytest.raises(DefinitionInvalid, match="active on the same day"):
        parse(GOOD + second, name="water.yaml")


def test_a_day_without_a_version_is_refused_and_not_decided() -> None:
    with pytest.raises(NoDefinition, match="2023-01-01"):
        parse(GOOD, name="water.yaml").on(date(2023, 1, 1))


def test_asking_for_an_indicator_that_is_not_there_is_refused() -> None:
    asking = parse(GOOD.replace("clean_water: no", "status_of: {latrine: need}"), name="water.yaml")
    with pytest.raises(DefinitionInvalid, match="no indicator latrine"):
        check_references({"water": asking})


def test_a_circle_of_indicators_is_refused() -> None:
    asking = parse(GOOD.replace("clean_water: no", "status_of: {water: need}"), name="water.yaml")
    with pytest.raises(DefinitionInvalid, match="itself asks"):
        check_references({"water": asking})


def test_one_file_an_indicator(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "b.yaml").write_text(GOOD)
    with pytest.raises(DefinitionInvalid, match=r"b\.yaml: water is defined in another file"):
        definitions(tmp_path)


def test_every_version_cites_a_reference_and_names_its_evidence() -> None:
    found = definitions()

    assert len(found) == 8
    for definition in found.values():
        assert definition.on(date(2023, 3, 27)).active
        for version in definition.versions:
            assert version.reference
            assert version.evidence
