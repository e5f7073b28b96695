"""An agency's spreadsheet at the mapping desk, by keyboard and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from entas.access.models import Grant, Role
from entas.sources.models import Listing, Profile
from tests.datasets.agencies import AGENCIES
from tests.factories.areas import KLATEN
from tests.factories.lists import workbook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RTLH = next(one for one in AGENCIES if one.name == "rtlh-perkim")


@pytest.fixture
def officer(cast, work):
    """The planner of Klaten, who may receive lists as well."""
    Grant.objects.create(user=cast.planner, role=Role.SOCIAL_OFFICE, area_code=KLATEN)
    return cast.planner


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [{header: cells[at] for header, cells in RTLH.cells.items()} for at in range(12)]
    rows[3]["Kondisi Atap"] = "Blabag"
    return workbook(tmp_path / "rtlh.xlsx", Data=rows)


def bring(page: Page, file: Path) -> None:
    page.goto("/lists/")
    page.get_by_role("link", name="Bawa daftar").click()
    page.get_by_label(re.compile("XLSX")).set_input_files(file)
    page.get_by_role("button", name="Baca berkas").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Apa isi setiap kolom?", timeout=30_000
    )


def test_a_list_is_mapped_by_keyboard_and_known_the_next_time(sign_in, officer, file) -> None:
    page = sign_in(officer)
    bring(page, file)
    assert "SUTRISNO" not in page.content().upper()
    column = page.get_by_label("Apa isi Kondisi Atap", exact=True)
    expect(column).to_have_value("roof")
    column.focus()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Lanjut: isi sel").press("Enter")
    cell = page.get_by_label("Arti Blabag", exact=True)
    expect(cell).to_have_value("")
    cell.focus()
    page.keyboard.type("Sirap")
    expect(cell).to_have_value("wood_shingle")
    page.get_by_role("button", name="Lanjut: impor").press("Enter")
    page.get_by_label("Nama profil").fill("RTLH Disperakim")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Daftar selesai diimpor.")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Lihat nasib setiap baris").press("Enter")
    expect(page.get_by_text("RTLH Disperakim")).to_be_visible()
    assert Listing.objects.filter(values__roof="wood_shingle").count() == 1
    assert Profile.objects.get().version == 1

    bring(page, workbook(file.with_name("next.xlsx"), Data=[
        {header: cells[at] for header, cells in RTLH.cells.items()} for at in range(5)
    ]))  # fmt: skip
    page.get_by_role("button", name="Impor sebagai RTLH Disperakim").click()
    expect(page.get_by_text("Daftar selesai diimpor.")).to_be_visible(timeout=30_000)
    assert Listing.objects.count() == 17


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_fits_a_phone_and_keeps_nobody_out(sign_in, officer, file, axe, scheme) -> None:
    page = sign_in(officer, width=390, height=844, color_scheme=scheme)
    bring(page, file)
    number = page.url.rstrip("/").rpartition("/")[2]
    for address in ("", f"{number}/", f"{number}/values/", f"{number}/import/"):
        page.goto(f"/lists/mapping/{address}")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        small = page.evaluate(
            """[...document.querySelectorAll("main button, main select, main input")]
               .map(node => node.getBoundingClientRect())
               .filter(box => box.width && box.height < 44).length"""
        )
        assert small == 0, address
        page.evaluate(axe)
        report = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        grave = [one for one in report["violations"] if one["impact"] in {"serious", "critical"}]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in grave] == [], address
