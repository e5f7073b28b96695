"""The sub-district checks visits by keyboard, and two visits of one family side by side."""

import re

import pytest
from playwright.sync_api import expect

from entas.access.models import Role
from entas.access.scope import scope_of
from entas.registry.models import FamilyProfile
from entas.verification.models import Submission
from entas.verification.submissions.actions import receive
from tests.factories.areas import KLATEN_SUBDISTRICT, KLATEN_VILLAGE
from tests.factories.filled import filled
from tests.factories.records import make_family
from tests.factories.users import make_user
from tests.functional.conftest import PASSWORD
from tests.functional.test_field import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def checker(work):
    user = make_user("tksk", (Role.SUBDISTRICT_OFFICER, KLATEN_SUBDISTRICT))
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def send(work, now):
    def _send(user, family, number: int = 0, **answers) -> Submission:
        receipt = receive(
            scope=scope_of(user), by=user.username, now=now,
            xml=filled(family.pk, photo_front="depan.png", **answers),
            photos={"depan.png": [photo(number)["buffer"]]},
        )  # fmt: skip
        return Submission.objects.get(pk=receipt.submission_id)

    return _send


def named_family(name: str):
    family = make_family()
    FamilyProfile.objects.filter(pk=family.pk).update(head_name=name, own_latrine="yes")
    return family


def test_a_queue_is_worked_through_by_keyboard(sign_in, cast, checker, send) -> None:
    rows = [send(cast.operator, named_family(f"Warga {n}"), n, own_latrine="no") for n in range(3)]
    page = sign_in(checker)
    page.get_by_role("link", name="Verval", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Verval")
    page.get_by_role("link", name=f"Keluarga {rows[0].family_id}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(rows[0].family_id))
    expect(page.get_by_role("row", name=re.compile("[Jj]amban"))).to_contain_text("Tidak")
    image = page.locator(".evidence img").first
    expect(image).to_be_visible()
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1600
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(rows[1].family_id))
    page.keyboard.press("n")
    page.keyboard.type("foto buram")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(rows[2].family_id))
    page.keyboard.press("s")
    expect(page.get_by_text("Tidak ada yang menunggu di sini")).to_be_visible()
    states = Submission.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["checked", "returned", "checked"]


def test_two_visits_of_one_family_are_compared_and_one_is_chosen(
    sign_in, cast, checker, send
) -> None:
    family = named_family("Sutrisno")
    right = send(cast.operator, family, 1, own_latrine="no")
    wrong = send(checker, family, 2, own_latrine="yes")
    page = sign_in(checker)
    page.goto(f"/areas/{KLATEN_VILLAGE}/verification/")
    expect(page.get_by_text("dikunjungi dua kali")).to_have_count(2)
    page.goto(f"/visits/{right.pk}/")
    expect(page.get_by_role("heading", name="operator-desa")).to_be_visible()
    expect(page.get_by_role("heading", name="tksk")).to_be_visible()
    page.get_by_label("Alasan").fill("yang lain salah rumah")
    page.get_by_role("button", name="Ini yang benar").click()
    expect(page.get_by_text("1 kunjungan diputuskan")).to_be_visible()
    wrong.refresh_from_db()
    assert wrong.state == "set_aside"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_desks_keep_nobody_out(sign_in, cast, checker, send, axe, width) -> None:
    family = named_family("Sutrisno")
    one = send(cast.operator, family, 1, own_latrine="no", note="Rumah di belakang masjid")
    send(checker, family, 2, own_latrine="yes")
    send(cast.operator, named_family("Wagiman"), 3)
    page = sign_in(checker, width=width)
    for address in (f"/areas/{KLATEN_SUBDISTRICT}/verification/", f"/visits/{one.pk}/", "/collect/",
                    f"/areas/{KLATEN_VILLAGE}/verification/?state=checked"):  # fmt: skip
        page.goto(address)
        page.evaluate(axe)
        report = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        faults = [(fault["id"], fault["nodes"][0]["html"][:99]) for fault in report["violations"]]
        assert faults == [], address
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, address
