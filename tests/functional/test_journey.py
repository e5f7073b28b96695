"""What people do at the screens, from sign-in to a name that they asked for."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.areas import KLATEN, PROVINCE
from tests.factories.work import HEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def test_from_the_province_down_to_why_and_to_a_name(sign_in, cast, work) -> None:
    page = sign_in(cast.admin)
    heading(page, "Jawa Tengah")
    page.get_by_role("group", name=re.compile("Peta")).get_by_role(
        "link", name=re.compile("Klaten")
    ).click()
    heading(page, "Kabupaten Klaten")
    page.get_by_role("table").get_by_role("link", name="Prambanan").click()
    heading(page, "Prambanan")
    page.get_by_role("table").get_by_role("link", name="Kebondalem Kidul").click()
    heading(page, "Kebondalem Kidul")
    card = page.get_by_role("article").filter(has_text="Jamban")
    card.get_by_role("link", name=re.compile("keluarga tersisa")).click()
    heading(page, "Jamban: sisa")
    page.get_by_role("link", name="S*** W***").click()
    heading(page, "S*** W***")
    page.get_by_role("link", name=re.compile("Mengapa.*Jamban")).click()
    expect(page.get_by_role("heading", name="Mengapa: Jamban")).to_be_visible()
    expect(page.locator("#why")).to_contain_text("ini yang menentukan")
    page.get_by_text("Tampilkan nama dan nomor").click()
    page.get_by_label("Untuk keperluan apa?").fill("kunjungan verval")
    page.get_by_role("button", name="Tampilkan dan catat").click()
    heading(page, HEAD)
    expect(page.get_by_text("kunjungan verval")).to_be_visible()


def test_another_indicator_comes_without_a_reload_and_has_an_address(sign_in, cast, work) -> None:
    page = sign_in(cast.planner)
    page.evaluate("window.stayed = true")
    page.get_by_role("article").get_by_role("link", name="Listrik", exact=True).click()
    expect(page.get_by_role("heading", name="Listrik: capaian wilayah")).to_be_visible()
    assert page.evaluate("window.stayed") is True
    assert "indicator=electricity" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="Jamban: capaian wilayah")).to_be_visible()


def test_everything_works_without_javascript(sign_in, cast, work) -> None:
    page = sign_in(cast.planner, java_script_enabled=False)
    page.get_by_role("article").get_by_role("link", name="Listrik", exact=True).click()
    expect(page.get_by_role("heading", name="Listrik: capaian wilayah")).to_be_visible()
    page.get_by_role("link", name="Sisa", exact=True).click()
    assert "sort=remaining" in page.url


def test_tables_sort_in_place_and_keys_walk_them(sign_in, cast, work) -> None:
    page = sign_in(cast.admin)
    rows = page.locator(".league tbody tr th")
    expect(rows).to_have_text(["Klaten", "Kabupaten Grobogan".removeprefix("Kabupaten ")])
    page.get_by_role("link", name="Sisa", exact=True).click()
    page.get_by_role("link", name="Sisa", exact=True).click()
    expect(rows).to_have_text(["Grobogan", "Klaten"])
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Grobogan", exact=True).last).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_dark_is_remembered(sign_in, cast, work) -> None:
    page = sign_in(cast.planner)
    page.get_by_role("button", name="Terang atau gelap").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_language_changes_and_stays(sign_in, cast, work) -> None:
    page = sign_in(cast.planner)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Families", exact=True)).to_be_visible()
    heading(page, "Kabupaten Klaten")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_an_operator_works_on_a_phone(sign_in, cast, work) -> None:
    page = sign_in(cast.operator, width=360, height=740, has_touch=True, is_mobile=True)
    heading(page, "Kebondalem Kidul")
    page.get_by_role("link", name="Keluarga di desa ini").click()
    page.get_by_role("link", name="S*** W***").click()
    heading(page, "S*** W***")
    for address in ("/", f"/families/{work.family.pk}/", "/lists/", "/snapshots/"):
        page.goto(address)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, address
    small = page.evaluate(
        """[...document.querySelectorAll("header button, nav a")]
           .map(node => node.getBoundingClientRect())
           .filter(box => box.width && (box.height < 44 || box.width < 44)).length"""
    )
    assert small == 0, "fingers need 44 px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(sign_in, cast, work, axe: str, scheme: str) -> None:
    page = sign_in(cast.admin, color_scheme=scheme)
    addresses = (
        f"/areas/{PROVINCE}/",
        f"/areas/{KLATEN}/families/?indicator=latrine",
        f"/families/{work.family.pk}/",
        f"/families/{work.family.pk}/why/latrine/",
        "/areas/?q=klaten",
        "/lists/",
        "/snapshots/",
        "/audit/",
    )
    found = {}
    for address in addresses:
        page.goto(address)
        page.evaluate(axe)
        report = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        for fault in report["violations"]:
            if fault["impact"] in {"serious", "critical"}:
                nodes = [node["html"][:160] for node in fault["nodes"][:3]]
                found[address, fault["id"]] = nodes
    assert found == {}
