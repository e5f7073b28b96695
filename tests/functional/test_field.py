"""A working day in the field: no network, a phone that dies, and nothing lost."""

import gzip
import os
import signal
import struct
import zlib
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from entas.access.models import Role
from entas.access.scope import system_scope
from entas.registry.models import FamilyProfile, PersonProfile
from entas.verification.assignments.actions import assign
from entas.verification.models import Submission
from entas.verification.submissions.actions import vault
from entas.web.field import built as built_module
from entas.web.field.built import built
from tests.factories.areas import KLATEN_VILLAGE
from tests.factories.records import make_family, make_person
from tests.factories.users import make_user
from tests.functional.conftest import ARGUMENTS, CHROMIUM, PASSWORD

DAY = int(os.environ.get("ENTAS_FIELD_DAY", "5"))
"""Families visited in a day: ``ENTAS_FIELD_DAY=40`` for a whole one."""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def families(work, now):
    """Make so many families of the village, with two members each, and ask for a visit to each."""

    def _families(count: int) -> list[int]:
        made = []
        for number in range(count):
            family = make_family()
            FamilyProfile.objects.filter(pk=family.pk).update(
                head_name=f"Keluarga {number:03d}", address="Dk. Krajan", rt="002", rw="005"
            )
            for name in ("Ayah", "Anak"):
                person = make_person(family)
                PersonProfile.objects.filter(pk=person.pk).update(name=f"{name} {number:03d}")
            made.append(family.pk)
        assign(
            scope=system_scope(), families=[(pk, KLATEN_VILLAGE) for pk in made],
            question="Kunjungi keluarga ini", cause="prelist", by="system", now=now,
        )  # fmt: skip
        return made

    return _families


class Phone:
    """A phone: a browser with a disk of its own, which can lose power."""

    def __init__(self, browser: Browser, url: str, disk: Path) -> None:
        self.browser, self.url, self.disk = browser, url, disk
        self.complaints: list[str] = []
        self.context: BrowserContext | None = None

    def start(self, *, offline: bool = False) -> Page:
        self.context = self.browser.browser_type.launch_persistent_context(
            self.disk, executable_path=CHROMIUM, args=list(ARGUMENTS), base_url=self.url,
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True,
            geolocation={"latitude": -7.75, "longitude": 110.49}, permissions=["geolocation"],
        )  # fmt: skip
        self.context.set_offline(offline)
        page = self.context.pages[0]
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        return page

    def lose_power(self) -> None:
        """Kill the browser as a dying phone does: nothing is closed, nothing is written."""
        for process in psutil.Process().children(recursive=True):
            try:
                if f"--user-data-dir={self.disk}" in process.cmdline():
                    os.kill(process.pid, signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue

    def stop(self) -> None:
        if self.context:
            self.context.close()


@pytest.fixture
def phone(browser: Browser, server, tmp_path):
    phone = Phone(browser, server.url, tmp_path / "phone")
    yield phone
    phone.stop()
    assert phone.complaints == []


def sign_in(page: Page, user) -> None:
    page.goto("/sign-in/?next=/field/")
    page.get_by_label("Nama pengguna").fill(user.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/field/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


WIDE, HIGH, SMALLER = 1600, 1200, 1280


def photo(number: int) -> dict:
    """A picture larger than the form wants, of another colour for every family."""
    row = b"\0" + bytes((number * 5 % 256, 90, 255 - number)) * WIDE
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * HIGH)),
        (b"IEND", b""),
    )
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return {"name": "depan.png", "mimeType": "image/png", "buffer": content}


def width(png: bytes) -> int:
    """The width of a PNG, from its header."""
    found: int = struct.unpack(">I", png[16:20])[0]
    return found


def open_family(page: Page, number: int) -> None:
    page.get_by_role("searchbox").fill(f"{number:03d}")
    page.get_by_role("button", name=f"Keluarga {number:03d}").click()


def question(page: Page, name: str):
    return page.locator(".question-container").filter(has_text=name)


def fill_in(page: Page, number: int) -> None:
    question(page, "Apa yang ditemukan?").get_by_text("Ditemukan", exact=True).click()
    question(page, "Responden setuju").get_by_text("Ya", exact=True).click()
    question(page, "Memiliki jamban sendiri?").get_by_text("Tidak", exact=True).click()
    front = question(page, "Foto tampak depan")
    front.locator("input[type=file]").first.set_input_files(photo(number))


def finish(page: Page) -> None:
    page.get_by_role("button", name="Selesai").click()
    expect(page.get_by_role("searchbox")).to_be_visible()


KEPT = """async () => {
  const open = indexedDB.open("entas-field");
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const all = db.transaction("visits").objectStore("visits").getAll();
  const visits = await new Promise((done) => (all.onsuccess = () => done(all.result)));
  db.close();
  const hex = (bytes) =>
    Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return visits.map(({ id, state, xml, photos }) => [
    id, state, xml, photos.map(({ name, bytes }) => [name, hex(bytes)]),
  ]);
}"""


def test_a_working_day_without_a_network(phone: Phone, families, cast) -> None:
    families(DAY)
    page = phone.start()
    sign_in(page, cast.operator)
    page.get_by_role("button", name="Ambil Kebondalem Kidul").click()
    expect(page.get_by_text(f"Tersimpan di HP: {DAY}")).to_be_visible()

    assert phone.context
    phone.context.set_offline(True)
    page.reload()  # the app itself comes from the phone
    expect(page.get_by_text("Tanpa jaringan")).to_be_visible()
    middle = DAY // 2
    visit(page, range(middle))
    open_family(page, middle)
    fill_in(page, middle)
    page.wait_for_timeout(2500)  # longer than a change takes to be kept
    phone.lose_power()

    page = phone.start(offline=True)
    phone.context.clear_cookies()  # days later, the session is over
    page.goto("/field/")
    expect(page.get_by_text(f"{middle} menunggu dikirim")).to_be_visible()
    draft = page.get_by_role("button", name=f"Keluarga {middle:03d}")
    expect(draft).to_contain_text("Draf")
    draft.click()
    latrine = question(page, "Memiliki jamban sendiri?")
    expect(latrine.get_by_role("radio", name="Tidak")).to_be_checked()
    finish(page)
    visit(page, range(middle + 1, DAY))
    expect(page.get_by_text(f"{DAY} menunggu dikirim")).to_be_visible()
    assert not Submission.objects.exists()

    phone.context.set_offline(False)
    expect(page.get_by_text("Masuk dulu")).to_be_visible()
    sign_in(page, cast.operator)
    expect(page.get_by_text("Semua terkirim")).to_be_visible(timeout=30_000 + 2_000 * DAY)
    compare(page.evaluate(KEPT))


def visit(page: Page, numbers: range) -> None:
    for number in numbers:
        open_family(page, number)
        fill_in(page, number)
        finish(page)


def compare(on_phone: list) -> None:
    """Everything is on the server once, byte for byte as the phone has it."""
    assert Submission.objects.count() == len(on_phone) == DAY
    assert len({row.family_id for row in Submission.objects.all()}) == DAY
    photos = set()
    for instance, state, xml, taken in on_phone:
        row = Submission.objects.get(instance_id=instance)
        assert (state, row.state) == ("sent", "submitted")
        assert vault().read(row.content_hash) == xml.encode()
        here = {item.photo_name: vault().read(item.content_hash) for item in row.attachments.all()}
        assert here == {name: bytes.fromhex(content) for name, content in taken}
        assert len(here) == 1, "finished in a hurry, and the photo is there all the same"
        photos |= set(here.values())
    assert len(photos) == DAY, "every family has a photo of its own"
    assert {width(content) for content in photos} == {SMALLER}, "made smaller on the phone"


def test_what_is_missing_is_said_and_not_sent(phone: Phone, families, cast) -> None:
    families(1)
    page = phone.start()
    sign_in(page, cast.operator)
    page.get_by_role("button", name="Ambil Kebondalem Kidul").click()
    open_family(page, 0)
    page.get_by_role("button", name="Selesai").click()
    expect(page.get_by_role("alert")).to_contain_text("wajib")
    page.get_by_role("button", name="Simpan dan kembali").click()
    expect(page.get_by_role("button", name="Keluarga 000")).to_contain_text("Draf")
    assert not Submission.objects.exists()


def test_a_visit_is_sent_in_no_other_name(phone: Phone, families, cast) -> None:
    families(2)
    other = make_user("operator-kedua", (Role.VILLAGE_OPERATOR, KLATEN_VILLAGE))
    other.set_password(PASSWORD)
    other.save()
    page = phone.start()
    sign_in(page, cast.operator)
    page.get_by_role("button", name="Ambil Kebondalem Kidul").click()
    expect(page.get_by_text("Tersimpan di HP: 2")).to_be_visible()
    assert phone.context
    phone.context.set_offline(True)
    visit(page, range(1))
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    sign_in(page, other)
    expect(page.get_by_text("Semua terkirim")).to_be_visible()
    expect(page.get_by_text("Ambil sebuah desa untuk mulai")).to_be_visible()
    assert not Submission.objects.exists()
    phone.context.clear_cookies()
    sign_in(page, cast.operator)
    expect(page.get_by_text("Semua terkirim")).to_be_visible()
    for _ in range(100):
        if all(state == "sent" for _id, state, *_rest in page.evaluate(KEPT)):
            break
        page.wait_for_timeout(100)
    assert Submission.objects.get().officer == cast.operator.username


def test_nothing_keeps_anybody_out_of_the_app(phone: Phone, families, cast, axe: str) -> None:
    families(3)
    page = phone.start()
    sign_in(page, cast.operator)
    page.get_by_role("button", name="Ambil Kebondalem Kidul").click()
    expect(page.get_by_text("Tersimpan di HP: 3")).to_be_visible()
    for opened in (False, True):
        if opened:
            open_family(page, 1)
            expect(question(page, "Apa yang ditemukan?")).to_be_visible()
        page.evaluate(axe)
        report = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        assert [
            (fault["id"], fault["nodes"][0]["html"][:99]) for fault in report["violations"]
        ] == []
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0


def test_the_app_is_small_enough_for_a_slow_line() -> None:
    """Compressed, all that the phone loads the first time: at most 1.6 MB."""
    folder = Path(built_module.__file__).parents[1]
    files = [folder / name.lstrip("/") for name in built().files]
    assert files, "build the front end first: make setup"
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 1_600_000
    assert all(file.with_name(f"{file.name}.br").exists() for file in files)
