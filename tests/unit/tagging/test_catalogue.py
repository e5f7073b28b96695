from entas.sources.layouts.values import PROGRAMMES
from entas.tagging.actions import catalogue
from entas.tagging.models import FundingSource


def test_the_catalogue_has_each_programme_that_layouts_name_once() -> None:
    assert sorted(entry["key"] for entry in catalogue()) == sorted(PROGRAMMES)


def test_each_programme_has_a_known_funding_source_and_name() -> None:
    for entry in catalogue():
        assert entry["funding_source"] in FundingSource.values
        assert "" not in (entry["name"], entry["provider"])
        assert set(entry) <= {
            "key", "name", "provider", "indicator", "funding_source", "unit_cost", "reference",
        }  # fmt: skip


def test_unit_costs_are_those_of_the_province() -> None:
    costs = {entry["key"]: entry.get("unit_cost") for entry in catalogue()}
    assert costs["rtlh-provinsi"] == 20_000_000
    assert costs["listrik-provinsi"] == 1_225_000
    assert costs["rtlh-desa"] is None
