"""The truth table of access: every role, every permission, every kind of area, restated in full."""

import pytest

from entas.access.models import Role
from entas.access.permissions import ROLE_PERMISSIONS
from entas.access.scope import NotAllowed, Permission, Scope

#                        figures families reveal import assign tag    link   freeze audit
TRUTH = {
    "province_admin":      (True,  True,  True,  True,  True,  True,  True,  True,  True),
    "planner":             (True,  True,  True,  False, True,  True,  False, False, False),
    "social_office":       (True,  True,  True,  True,  True,  True,  True,  False, False),
    "subdistrict_officer": (True,  True,  True,  False, True,  False, True,  False, False),
    "village_operator":    (True,  True,  True,  False, False, False, False, False, False),
    "auditor":             (True,  True,  False, False, False, False, False, False, True),
}  # fmt: skip
COLUMNS = ("see_figures", "see_families", "reveal", "import", "assign", "tag", "link", "freeze",
           "see_audit")  # fmt: skip

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
