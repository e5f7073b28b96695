"""Users are created, granted, revoked; each is recorded, none by name."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from entas.access.actions import (
    BadGrant,
    BadUser,
    change_password,
    create_user,
    describe_installation,
    grant,
    revoke,
)
from entas.access.models import Grant, Role, User
from entas.access.queries import accounts, installation
from entas.access.scope import scope_of, system_scope
from entas.audit.models import Event
from entas.kernel.errors import Refused

PASSWORD = "prambanan-sore-itu"


def sari(now, **changes):
    values = {
        "username": "sari",
        "password": PASSWORD,
        "role": Role.PLANNER,
        "area_code": "3310",
        "by": "system",
        "now": now,
    }
    return create_user(**(values | changes))


def signed_in(username, password):
    request = RequestFactory().post("/sign-in/")
    return authenticate(request, username=username, password=password)


def test_a_new_user_can_sign_in_and_has_the_role(areas, now):
    user = sari(now)
    assert signed_in("sari", PASSWORD) == user
    assert signed_in("sari", "something-else") is None
    assert scope_of(user).covers("3310012005")
    assert user.password.startswith("argon2$")


def test_what_was_done_is_recorded_without_the_name(areas, now):
    user = sari(now)
    grant(username="sari", role=Role.AUDITOR, area_code="3315", by="admin", now=now)
    revoke(username="sari", role=Role.AUDITOR, area_code="3315", by="admin", now=now)
    change_password(username="sari", password="kedungjati-pagi", by="admin", now=now)
    events = Event.objects.all()
    assert [event.action for event in events] == [
        "user.created",
        "user.granted",
        "user.granted",
        "user.revoked",
        "user.password_changed",
    ]
    assert {event.subject for event in events} == {f"user:{user.pk}"}
    assert "sari" not in "".join(f"{event.subject}{event.details}" for event in events)
    assert signed_in("sari", "kedungjati-pagi") == user


@pytest.mark.parametrize("username", ["SARI", "sari"])
def test_a_name_is_given_once_whatever_its_case(areas, now, username):
    sari(now)
    with pytest.raises(BadUser, match="already"):
        sari(now, username=username)


@pytest.mark.parametrize("password", ["", "short", "password1234", "sari-sari-"])
def test_an_easy_password_is_refused(areas, now, password):
    with pytest.raises(BadUser, match="another password"):
        sari(now, username="sari-sari", password=password)
    assert not User.objects.exists()


def test_a_malformed_name_is_refused(areas, now):
    with pytest.raises(BadUser):
        sari(now, username="sari klaten")


@pytest.mark.parametrize(
    ("role", "area"),
    [
        (Role.PLANNER, "3399"),
        (Role.PLANNER, "33.10"),
        (Role.PLANNER, ""),
        (Role.PROVINCE_ADMIN, "3310"),
        (Role.VILLAGE_OPERATOR, "3310"),
        (Role.SUBDISTRICT_OFFICER, "33"),
    ],
)
def test_a_role_has_its_level_and_an_area_that_exists(areas, now, role, area):
    with pytest.raises(BadGrant):
        sari(now, role=role, area_code=area)
    assert not User.objects.exists()
    assert not Event.objects.exists()


def test_granting_twice_is_granting_once(areas, now):
    sari(now)
    grant(username="sari", role=Role.PLANNER, area_code="3310", by="admin", now=now)
    assert Grant.objects.count() == 1
    assert Event.objects.filter(action="user.granted").count() == 1


def test_what_is_not_there_cannot_be_revoked(areas, now):
    sari(now)
    with pytest.raises(BadGrant):
        revoke(username="sari", role=Role.PLANNER, area_code="3315", by="admin", now=now)
    with pytest.raises(BadUser):
        revoke(username="nobody", role=Role.PLANNER, area_code="3310", by="admin", now=now)


def test_accounts_are_listed_within_the_scope(cast):
    assert len(accounts(scope_of(cast.admin))) == 5
    assert [account.username for account in accounts(system_scope("3315"))] == [
        "perencana-grobogan"
    ]
    assert accounts(scope_of(cast.planner)) == []


def test_a_demo_stays_a_demo(db, now):
    assert not installation().is_demo
    describe_installation(area_code="33", is_demo=True, by="system", now=now)
    describe_installation(area_code="33", is_demo=True, by="system", now=now)
    assert installation().is_demo
    assert Event.objects.count() == 1
    with pytest.raises(Refused, match="demo"):
        describe_installation(area_code="33", is_demo=False, by="system", now=now)
