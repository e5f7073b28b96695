"""The review desk by keyboard, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from entas.access.models import Role, User
from entas.linkage.models import Decision, Pair, PairState
from tests.factories.areas import KLATEN
from tests.factories.pairs import Queue, make_pairs
from tests.factories.users import make_user
from tests.functional.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK = f"/areas/{KLATEN}/review/next/"


@pytest.fixture
def officer(work, cast) -> User:
    user = make_user("dinsos-klaten", (Role.SOCIAL_OFFICE, KLATEN))
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def queue(work, cast) -> Queue:
    return make_pairs(12)


def shown(page: Page) -> int:
    return int(page.locator("#current [data-pair]").get_attribute("data-pair") or 0)


def upcoming(page: Page) -> int:
    """The pair that was fetched meanwhile."""
    waiting = page.locator("#upcoming [data-pair]")
    expect(waiting).to_have_count(1)
    return int(waiting.get_attribute("data-pair") or 0)


def settled(pk: int) -> str:
    return Pair.objects.get(pk=pk).state


def test_pairs_are_decided_by_keyboard_each_next_one_at_once(sign_in, officer, queue) -> None:
    page = sign_in(officer)
    page.goto(DESK)
    times: list[str] = []
    page.on("response", lambda answer: times.append(answer.headers.get("server-timing", "")))
    page.evaluate("window.stayed = true")
    states = {"s": PairState.MERGED, "y": PairState.MERGED, "d": PairState.APART,
              "u": PairState.SECOND_OPINION}  # fmt: skip
    for key, state in states.items():
        pair, following = shown(page), upcoming(page)
        page.keyboard.press(key)
        expect(page.locator("#current [data-pair]")).to_have_attribute("data-pair", str(following))
        upcoming(page)
        assert settled(pair) == state
        assert f"/review/{following}/" in page.url
    assert page.evaluate("window.stayed") is True
    expect(page.locator("#progress")).to_contain_text("8 pasangan menunggu")
    assert any(re.fullmatch(r"app;dur=[\d.]+, cpu;dur=[\d.]+", time) for time in times)


def test_keys_pressed_faster_than_the_server_answers_are_not_lost(sign_in, officer, queue) -> None:
    page = sign_in(officer)
    page.goto(DESK)
    upcoming(page)
    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(page.locator("#progress")).to_contain_text("10 pasangan menunggu")
    assert Decision.objects.count() == 2
    assert len(set(Decision.objects.values_list("pair_id", flat=True))) == 2


def test_all_pairs_until_the_desk_is_empty(sign_in, officer, queue) -> None:
    page = sign_in(officer)
    page.goto(DESK)
    for _ in range(11):
        upcoming(page)
        before = shown(page)
        page.keyboard.press("d")
        expect(page.locator("#current [data-pair]")).not_to_have_attribute("data-pair", str(before))
    expect(page.locator("#upcoming .empty")).to_have_count(1)
    page.keyboard.press("d")
    expect(page.locator("#current")).to_contain_text("Semua pasangan di sini sudah diputuskan")
    expect(page.locator("#progress")).to_contain_text("12 diputuskan petugas")
    assert Pair.objects.filter(state=PairState.APART).count() == 12


def test_undo_brings_the_pair_back_and_arrows_leave_pairs(sign_in, officer, queue) -> None:
    page = sign_in(officer)
    page.goto(DESK)
    first, second = shown(page), upcoming(page)
    page.keyboard.press("s")
    expect(page.locator("#progress")).to_contain_text("11 pasangan menunggu")
    page.keyboard.press("z")
    page.wait_for_url(f"**/review/{first}/**")
    assert settled(first) == PairState.WAITING
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/review/{second}/**")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/review/{first}/**")


def test_a_decision_that_is_not_saved_brings_the_pair_back(
    sign_in, officer, queue, complaints
) -> None:
    page = sign_in(officer)
    page.goto(DESK)
    pair = shown(page)
    upcoming(page)
    page.context.set_offline(True)
    page.keyboard.press("s")
    expect(page.locator("#said")).to_contain_text("tidak tersimpan")
    assert shown(page) == pair
    page.context.set_offline(False)
    page.keyboard.press("s")
    expect(page.locator("#progress")).to_contain_text("11 pasangan menunggu")
    assert settled(pair) == PairState.MERGED
    complaints.clear()  # the browser tells of the lost connection


def test_help_and_note_keep_the_keys_to_themselves(sign_in, officer, queue) -> None:
    page = sign_in(officer)
    page.goto(DESK)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("s")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("n")
    page.keyboard.type("sudah dicek")
    page.keyboard.press("Enter")
    assert not Decision.objects.exists()
    page.keyboard.press("Escape")
    upcoming(page)
    page.keyboard.press("d")
    expect(page.locator("#progress")).to_contain_text("11 pasangan menunggu")
    assert Decision.objects.get().reason == "sudah dicek"


def test_the_desk_works_without_javascript(sign_in, officer, queue) -> None:
    page = sign_in(officer, java_script_enabled=False)
    page.goto(f"/areas/{KLATEN}/review/")
    page.get_by_role("link", name="Putuskan yang pertama").click()
    pair = shown(page)
    page.get_by_role("button", name="Berbeda", exact=True).click()
    assert shown(page) != pair
    assert settled(pair) == PairState.APART
    page.get_by_role("button", name=re.compile("Batalkan yang terakhir")).click()
    assert shown(page) == pair
    assert settled(pair) == PairState.WAITING


def test_the_desk_fits_a_phone(sign_in, officer, queue) -> None:
    page = sign_in(officer, width=390, height=844, has_touch=True, is_mobile=True)
    addresses = (DESK, f"/areas/{KLATEN}/review/", f"/areas/{KLATEN}/review/history/",
                 f"/areas/{KLATEN}/review/threshold/")  # fmt: skip
    for address in addresses:
        page.goto(address)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, address
    page.goto(DESK)
    pair = shown(page)
    upcoming(page)
    page.get_by_role("button", name="Sama", exact=True).click()
    expect(page.locator("#progress")).to_contain_text("11 pasangan menunggu")
    assert settled(pair) == PairState.MERGED


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_from_the_desk(
    sign_in, officer, queue, axe: str, scheme: str
) -> None:
    page = sign_in(officer, color_scheme=scheme)
    found = {}
    page.goto(DESK)
    upcoming(page)
    page.keyboard.press("s")
    upcoming(page)
    borrowed = queue.pairs[9].pk
    for address in (
        f"/areas/{KLATEN}/review/",
        f"/areas/{KLATEN}/review/?kind=family",
        DESK,
        f"/review/{borrowed}/",
        f"/areas/{KLATEN}/review/next/?kind=family",
        f"/areas/{KLATEN}/review/history/",
        f"/areas/{KLATEN}/review/threshold/",
    ):
        page.goto(address)
        page.evaluate(axe)
        report = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        for fault in report["violations"]:
            nodes = [node["html"][:160] for node in fault["nodes"][:3]]
            found[address, fault["id"]] = nodes
    assert found == {}
