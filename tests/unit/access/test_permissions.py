"""The truth table of access: every role, every permission, every kind of area, restated in full."""

import pytest

from entas.access.models import Role
from entas.access.permissions import ROLE_PERMISSIONS
from entas.access.scope import NotAllowed, Permission, Scope

COLUMNS = ("see_figures", "see_families", "reveal", "import", "assign", "visit", "check", "ratify",
           "accept", "spot_check", "object", "tag", "link", "freeze", "see_audit")  # fmt: skip
Y, _ = True, False
#                       fig fam rev imp asg vis chk rat acc spo obj tag lnk frz aud
TRUTH = {
    "province_admin":      (Y, Y, Y, Y, Y, _, _, _, _, Y, _, Y, Y, Y, Y),
    "planner":             (Y, Y, Y, _, Y, _, _, _, _, _, _, Y, _, _, _),
    "social_office":       (Y, Y, Y, Y, Y, _, _, _, Y, _, Y, Y, Y, _, _),
    "subdistrict_officer": (Y, Y, Y, _, Y, Y, Y, Y, _, _, Y, _, Y, _, _),
    "village_operator":    (Y, Y, Y, _, _, Y, _, Y, _, _, Y, _, _, _, _),
    "auditor":             (Y, Y, _, _, _, _, _, _, _, _, _, _, _, _, Y),
}  # fmt: skip

# Where a grant in Klaten (3310) reaches.
REACH = {
    "": False,
    "33": False,
    "331": False,
    "3310": True,
    "331001": True,
    "3310012005": True,
    "3315": False,
    "3311": False,
}


def test_the_table_names_every_role_and_permission():
    assert set(TRUTH) == set(Role.values)
    assert set(COLUMNS) == {permission.value for permission in Permission}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("permission", list(Permission))
def test_a_role_may_what_the_table_says(role, permission):
    expected = TRUTH[role][COLUMNS.index(permission.value)]
    assert (permission in ROLE_PERMISSIONS[Role(role)]) is expected


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize(("area", "reached"), REACH.items())
def test_a_role_in_klaten_reaches_klaten_and_what_is_below(role, permission, area, reached):
    scope = Scope("sari", dict.fromkeys(ROLE_PERMISSIONS[Role(role)], ("3310",)))
    allowed = TRUTH[role][COLUMNS.index(permission.value)] and reached
    assert scope.covers(area, permission) is allowed
    if allowed:
        scope.check(area, permission)
    else:
        with pytest.raises(NotAllowed, match="administrator"):
            scope.check(area, permission)


def test_an_empty_scope_covers_nothing():
    scope = Scope("anonymous")
    assert not any(scope.covers(area, p) for area in REACH for p in Permission)
