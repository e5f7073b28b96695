"""A real browser before a real server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PASSWORD = "sawah-hijau-2023"
FRONTEND = Path(__file__).parents[2] / "frontend"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread; Django would refuse its own calls beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if not Path(CHROMIUM).exists():
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def work(transactional_db, cast):
    """See ``tests.factories.work.Work``; everybody of the cast may sign in with ``PASSWORD``."""
    from django.core.cache import cache

    from tests.factories.work import make_work

    cache.clear()
    for user in (cast.admin, cast.planner, cast.operator, cast.auditor):
        user.set_password(PASSWORD)
        user.save()
    return make_work()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained of; empty at the end of every test."""
    return []


def _complaint(said: ConsoleMessage) -> list[str]:
    return [said.text] if said.type in {"error", "warning"} else []


@pytest.fixture
def sign_in(
    browser: Browser, live_server, work, complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """`sign_in(cast.planner, width=390)`: their browser, at their first page."""
    contexts = []

    def _sign_in(user, *, width: int = 1440, height: int = 900, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: complaints.extend(_complaint(said)))
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto("/sign-in/")
        page.get_by_label("Nama pengguna").fill(user.username)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Masuk").click()
        page.wait_for_url("**/areas/**")
        return page

    yield _sign_in
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to run in a page."""
    path = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        pytest.skip("needs the front end's packages: make setup")
    return path.read_text()
