"""A real browser before a real server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
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
    from django.db import connections

    # Playwright runs an event loop in this thread; Django would refuse its own calls beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if not Path(CHROMIUM).exists():
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    # Beside that loop Django keeps other connections than before it. One left open would lose its
    # place in the SQLite file as soon as DuckDB closes the same file in this process.
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        connections.close_all()
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


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front end as ``collectstatic`` leaves it, made once."""
    home = tmp_path_factory.mktemp("collected")
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(command, env={**os.environ, "ENTAS_HOME": str(home)}, check=True)
    return home / "static"


@pytest.fixture
def server(transactional_db, tmp_path: Path, collected: Path) -> Iterator[Server]:
    """The program as it is served, on the records of the test.

    A process of its own: a thread that has the SQLite file open while DuckDB closes it in another
    thread of the same process loses its locks (locks of a file belong to the process).
    """
    (tmp_path / "static").symlink_to(collected)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface=wsgi", f"--port={port}",
               "--workers=1", "--log-level=warning", "entas.config.wsgi:application"]  # fmt: skip
    environment = {**os.environ, "ENTAS_HOME": str(tmp_path), "DATABASE_URL": _records_address()}
    with subprocess.Popen(command, env=environment) as process:
        try:
            _wait_for(port, process)
            yield Server(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def _records_address() -> str:
    """The ``DATABASE_URL`` of the test's own database."""
    from django.db import connection

    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert process.poll() is None, "the server stopped"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail("the server does not answer")


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained of; empty at the end of every test."""
    return []


def _complaint(said: ConsoleMessage) -> list[str]:
    return [said.text] if said.type in {"error", "warning"} else []


@pytest.fixture
def sign_in(
    browser: Browser, server: Server, work, complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """`sign_in(cast.planner, width=390)`: their browser, at their first page."""
    contexts = []

    def _sign_in(user, *, width: int = 1440, height: int = 900, **options) -> Page:
        context = browser.new_context(
            base_url=server.url, viewport={"width": width, "height": height}, **options
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
