"""A caller sees the areas of the scope, and of others only the names above."""

import pytest

from entas.access.scope import scope_of, system_scope
from entas.areas.models import Level
from entas.areas.queries import UnknownArea, area, children, path, search, starting_points, tree
from tests.factories.areas import GROBOGAN, KLATEN, KLATEN_SUBDISTRICT, KLATEN_VILLAGE


def codes(found):
    return [item.code for item in found]


def test_the_tree_ends_where_the_scope_ends(cast):
    assert tree(system_scope()).count() == 9
    assert codes(tree(scope_of(cast.operator))) == [KLATEN_VILLAGE]
    assert codes(tree(scope_of(cast.planner), level=Level.DISTRICT)) == [KLATEN]
    assert not tree(scope_of(cast.planner), of=GROBOGAN).exists()


def test_an_area_outside_is_as_if_it_did_not_exist(cast):
    assert area(scope_of(cast.outsider), GROBOGAN).name == "Kabupaten Grobogan"
    with pytest.raises(UnknownArea) as outside:
        area(scope_of(cast.outsider), KLATEN)
    with pytest.raises(UnknownArea) as absent:
        area(scope_of(cast.outsider), "3399")
    assert str(outside.value).replace(KLATEN, "x") == str(absent.value).replace("3399", "x")


def test_children_are_one_level_down(cast):
    assert codes(children(system_scope(), "33")) == [KLATEN, GROBOGAN]
    assert codes(children(scope_of(cast.planner), "33")) == [KLATEN]
    assert codes(children(scope_of(cast.operator), KLATEN_SUBDISTRICT)) == [KLATEN_VILLAGE]


def test_the_path_goes_from_the_province_down(areas):
    assert codes(path(KLATEN_VILLAGE)) == ["33", KLATEN, KLATEN_SUBDISTRICT, KLATEN_VILLAGE]
    assert codes(path("33")) == ["33"]


def test_work_begins_at_the_outermost_areas(cast):
    assert codes(starting_points(scope_of(cast.operator))) == [KLATEN_VILLAGE]
    assert codes(starting_points(scope_of(cast.admin))) == ["33"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("klat", [KLATEN]),
        ("PRAMBANAN", [KLATEN_SUBDISTRICT]),
        ("33.10.01.2005", [KLATEN_VILLAGE]),
        ("kalimantan", []),
        ("  ", []),
    ],
)
def test_areas_are_found_by_name_or_code(areas, text, found):
    assert codes(search(system_scope(), text)) == found


def test_search_stays_in_the_scope(cast):
    assert search(scope_of(cast.outsider), "klaten") == []
