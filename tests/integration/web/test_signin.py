import pytest
from django.test import Client

from entas.access.models import Grant, Role, User
from tests.factories.areas import KLATEN

pytestmark = pytest.mark.django_db

PASSWORD = "sawah-hijau-2023"


@pytest.fixture
def planner(areas) -> User:
    user = User.objects.create_user(username="rina", password=PASSWORD, language="en")
    Grant.objects.create(user=user, role=Role.PLANNER, area_code=KLATEN)
    return user


def sign_in(client: Client, password: str = PASSWORD):
    return client.post("/sign-in/", {"username": "rina", "password": password})


def test_signing_in_leads_to_the_own_area(planner: User) -> None:
    client = Client()
    assert sign_in(client).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == f"/areas/{KLATEN}/"


def test_the_account_brings_its_language_unless_the_browser_chose_one(planner: User) -> None:
    assert sign_in(Client()).cookies["django_language"].value == "en"
    client = Client()
    client.cookies["django_language"] = "id"
    assert "django_language" not in sign_in(client).cookies


def test_a_wrong_password_says_so_and_tells_nothing_more(planner: User) -> None:
    response = sign_in(Client(), "salah")
    assert response.status_code == 200
    assert "kata sandi tidak tepat" in response.content.decode()


def test_six_wrong_passwords_pause_sign_in_and_say_for_how_long(planner: User) -> None:
    client = Client()
    answers = [sign_in(client, "salah").status_code for _ in range(6)]
    assert answers[:5] == [200] * 5
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "15 menit" in locked.content.decode()


def test_signing_out_needs_a_post(planner: User) -> None:
    client = Client()
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_pages_are_indonesian_whatever_the_browser_prefers(planner: User) -> None:
    client = Client(headers={"accept-language": "en"})
    assert "Nama pengguna" in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert "User name" in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org"])
def test_the_language_switch_leads_nowhere_else(db, target: str) -> None:
    response = Client().post("/language/", {"language": "en", "next": target})
    assert response.headers["Location"] == "/"


def test_health_says_nothing_of_anybody(db) -> None:
    assert Client().get("/health/").content == b"ok\n"
