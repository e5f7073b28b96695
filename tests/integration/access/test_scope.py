"""One function turns a user into a scope; the scope limits every query."""

import pytest
from django.contrib.auth.models import AnonymousUser

from entas.access.models import Role
from entas.access.scope import Permission, scope_of
from entas.areas.models import Area
from tests.factories.users import make_user


def seen(user, permission=Permission.SEE_FAMILIES):
    return set(
        scope_of(user)
        .limit(Area.objects.filter(level=4), field="code", permission=permission)
        .values_list("code", flat=True)
    )


KLATEN = {"3310012005", "3310012008"}
GROBOGAN = {"3315012001", "3315012002"}


def test_everyone_sees_their_own_area_and_nothing_beside(cast):
    assert seen(cast.admin) == KLATEN | GROBOGAN
    assert seen(cast.planner) == KLATEN
    assert seen(cast.operator) == {"3310012005"}
    assert seen(cast.outsider) == GROBOGAN
    assert seen(cast.auditor) == KLATEN | GROBOGAN


def test_a_permission_not_granted_limits_to_nothing(cast):
    assert seen(cast.auditor, Permission.REVEAL) == set()
    assert seen(cast.planner, Permission.FREEZE) == set()


def test_the_anonymous_and_the_inactive_see_nothing(cast):
    assert seen(AnonymousUser()) == set()
    assert scope_of(AnonymousUser()).actor == "anonymous"
    cast.admin.is_active = False
    assert seen(cast.admin) == set()


def test_being_superuser_grants_nothing_by_itself(areas):
    user = make_user("root")
    user.is_superuser = user.is_staff = True
    assert seen(user) == set()


def test_roles_add_up_without_repetition(areas):
    user = make_user(
        "sari",
        (Role.PLANNER, "3310"),
        (Role.VILLAGE_OPERATOR, "3310012005"),
        (Role.VILLAGE_OPERATOR, "3315012001"),
    )
    scope = scope_of(user)
    assert scope.prefixes(Permission.SEE_FAMILIES) == ("3310", "3315012001")
    assert scope.prefixes(Permission.TAG) == ("3310",)
    assert seen(user) == KLATEN | {"3315012001"}


@pytest.mark.parametrize("code", ["3", "33099", "3311", ""])
def test_a_neighbouring_code_is_not_covered(cast, code):
    assert not scope_of(cast.planner).covers(code)
