"""How fast the review desk is in a real browser: decides pairs by keyboard, one after another.

    python -m benchmarks.review                # SQLite
    python tests/postgres.py .venv/bin/python -m benchmarks.review

Makes a queue in a database of its own, serves it by the production server, and presses keys in
chromium. Printed, of each decision: the elapsed time on the server (the header ``Server-Timing``,
outermost of the program: with sign-in, checks, the audit events and the page of the pair after),
its processor's part of that, and the time until the next pair stood on the screen.
"""

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Response

KEYS = "sdssdsdsdu"  # what an officer presses: half same, half different, now and then unsure
SERVER, CPU, SCREEN = "on the server", "its processor alone", "until the next pair is on screen"
PASSWORD = "sawah-hijau-2023"
CHROMIUM = "/usr/bin/chromium"
SHOWN, READY = "#current [data-pair]", "#upcoming [data-pair]"


def prepare(pairs: int) -> None:
    """Records with a queue of ``pairs``, and an officer of Klaten."""
    import django

    django.setup()
    from django.core.management import call_command

    from entas.access.models import Role
    from tests.factories.areas import KLATEN, make_tree
    from tests.factories.pairs import make_pairs
    from tests.factories.users import make_user

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    make_tree()
    officer = make_user("dinsos-klaten", (Role.SOCIAL_OFFICE, KLATEN))
    officer.set_password(PASSWORD)
    officer.save()
    make_pairs(pairs)


@contextmanager
def served() -> Iterator[str]:
    """The program as it is served, in a process of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "granian", "--interface=wsgi", f"--port={port}",
               "--workers=1", "--log-level=error", "entas.config.wsgi:application"]  # fmt: skip
    with subprocess.Popen(command) as process:
        try:
            for _ in range(600):
                with suppress(OSError), urllib.request.urlopen(f"{url}/health/"):
                    break
                time.sleep(0.1)
            yield url
        finally:
            process.terminate()


def press(url: str, decisions: int) -> dict[str, list[float]]:
    """Milliseconds of each decision: on the server, of its processor, until the next is shown."""
    from playwright.sync_api import sync_playwright

    times: dict[str, list[float]] = {SERVER: [], CPU: [], SCREEN: []}

    def note(answer: "Response") -> None:
        if answer.url.partition("?")[0].endswith("/decide/"):
            assert answer.status == 200, answer.status
            spent = re.findall(r"dur=([\d.]+)", answer.headers["server-timing"])
            times[SERVER].append(float(spent[0]))
            times[CPU].append(float(spent[1]))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=url, viewport={"width": 1440, "height": 900})
        page.on("response", note)
        page.goto("/sign-in/")
        page.fill("input[name=username]", "dinsos-klaten")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/areas/**")
        page.goto("/areas/3310/review/next/")
        for key, _ in zip(cycle(KEYS), range(decisions), strict=False):
            page.wait_for_selector(READY, state="attached")
            before = page.get_attribute(SHOWN, "data-pair")
            began = time.perf_counter()
            page.keyboard.press(key)
            page.wait_for_selector(f"{SHOWN}:not([data-pair='{before}'])")
            times[SCREEN].append(1000 * (time.perf_counter() - began))
        page.wait_for_selector(READY, state="attached")
        browser.close()
    return times


def line(name: str, times: list[float]) -> str:
    """Median, 95th percentile and slowest of times in milliseconds."""
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{name:<34} {statistics.median(times):7.1f} {p95:7.1f} {max(times):7.1f}  ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=5_000, help="pairs that wait (5000)")
    parser.add_argument("--decisions", type=int, default=200, help="how many to decide (200)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="entas-review-") as home:
        os.environ["ENTAS_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "entas.config.settings"
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        prepare(asked.pairs)
        with served() as url:
            times = press(url, asked.decisions)
    from django.db import connection

    decided = f"{len(times[SERVER])} of {asked.pairs} waiting pairs decided by key"
    print(
        f"{connection.vendor}: {decided}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    print(f"{'':<34} {'median':>7} {'p95':>7} {'slowest':>7}")
    for name, measured in times.items():
        print(line(name, measured))


if __name__ == "__main__":
    main()
