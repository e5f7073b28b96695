"""The front door: repeated wrong passwords are refused, and headers shut what is not needed."""

import pytest
from django.test import Client
from django.urls import reverse

from entas.access.actions import create_user
from entas.access.models import Role

PASSWORD = "prambanan-sore-itu"


@pytest.fixture
def sari(areas, now):
    return create_user(
        username="sari",
        password=PASSWORD,
        role=Role.PLANNER,
        area_code="3310",
        by="system",
        now=now,
    )


def sign_in(password, *, address="10.0.0.1", username="sari"):
    client = Client(REMOTE_ADDR=address)
    answer = client.post(reverse("sign-in"), {"username": username, "password": password})
    return client, answer


def test_the_right_password_opens(sari):
    client, answer = sign_in(PASSWORD)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(sari.pk)


def test_the_sixth_wrong_password_locks_even_the_right_one_out(sari, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        _, answer = sign_in("wrong")
    assert answer.status_code == 429
    client, answer = sign_in(PASSWORD)
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_lock_is_for_that_name_from_that_address(sari, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in("wrong")
    assert sign_in(PASSWORD, address="10.0.0.2")[1].status_code == 302


def test_a_right_password_in_between_forgives(sari, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in("wrong")
    sign_in(PASSWORD)
    assert sign_in("wrong")[1].status_code == 200
    assert sign_in(PASSWORD)[1].status_code == 302


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(sari, settings):
    client, _ = sign_in(PASSWORD)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert 0 < int(cookie["max-age"]) <= 12 * 3600


def test_signing_in_changes_the_session(sari):
    client = Client()
    client.get(reverse("sign-in"))
    before = client.cookies.get("sessionid")
    client.post(reverse("sign-in"), {"username": "sari", "password": PASSWORD})
    assert client.cookies["sessionid"].value != (before.value if before else None)


def test_a_new_password_ends_open_sessions(sari, now):
    from entas.access.actions import change_password

    client, _ = sign_in(PASSWORD)
    change_password(username="sari", password="kedungjati-pagi", by="admin", now=now)
    answer = client.get(reverse("home"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("sign-in"))


def test_headers_shut_what_is_not_needed(db):
    headers = Client().get(reverse("sign-in")).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";") if part
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "http:" not in headers["Content-Security-Policy"]


def test_a_form_from_elsewhere_is_refused(sari):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("sign-in"), {"username": "sari", "password": PASSWORD})
    assert answer.status_code == 403


def test_signing_in_leads_nowhere_else(sari):
    client = Client()
    address = reverse("sign-in") + "?next=https://elsewhere.example/"
    answer = client.post(address, {"username": "sari", "password": PASSWORD})
    assert answer.headers["Location"] == reverse("home")


def test_signing_out_needs_a_form(sari):
    client, _ = sign_in(PASSWORD)
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_behind_tls_cookies_are_secure_and_transport_strict():
    import os
    import subprocess
    import sys

    code = (
        "from entas.config import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, "
        "s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "ENTAS_TLS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "True", "True", "False"]
