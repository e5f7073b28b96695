"""A file is worked on by a process of its own: killed, it is begun again and loses nothing."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from entas.access.models import Role
from entas.access.scope import scope_of
from entas.pipeline import working as process
from entas.sources.desk import actions
from entas.sources.models import Batch, BatchState, Listing, Row, Upload, UploadState
from tests.factories.areas import KLATEN
from tests.factories.instruments import PLN
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CUSTOMERS = 20_000


@pytest.fixture
def own_processes(monkeypatch, tmp_path: Path) -> Iterator[None]:
    """Processes begun by the test work on its records and in its home, and end with it."""
    known = connection.settings_dict
    address = f"sqlite:///{known['NAME']}"
    if connection.vendor == "postgresql":
        address = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("ENTAS_HOME", str(tmp_path))
    yield
    for begun in process._started:
        begun.kill()
        begun.wait()
    process._started.clear()


@pytest.fixture
def brought(areas, now: datetime) -> tuple[Upload, Client]:
    """A list of many customers, brought by an officer who is signed in."""
    officer = make_user("dinsos-klaten", (Role.SOCIAL_OFFICE, KLATEN))
    header = ";".join(PLN)
    rows = (";".join({**PLN, "IDPEL": f"52301{at:07d}"}.values()) for at in range(CUSTOMERS))
    content = "\n".join([header, *rows]).encode()
    upload = actions.bring(
        name="pln.csv", content=[content], scope=scope_of(officer), by=officer.username, now=now
    )
    client = Client()
    client.force_login(officer)
    return upload, client


def until(upload: Upload, holds: Callable[[Upload], bool], do: Callable[[], object]) -> Upload:
    """Look again and again until something holds of the file; fail after a long while."""
    for _ in range(1200):
        upload.refresh_from_db()
        if holds(upload):
            return upload
        do()
        time.sleep(0.05)
    pytest.fail(f"{upload.state} {upload.step} {upload.message}")


def _is_at(step, upload):
    return upload.step == step


def test_a_killed_import_is_taken_up_by_the_page_that_looks_at_it(own_processes, brought) -> None:
    upload, client = brought
    page = reverse("mapping-progress", args=[upload.pk])
    until(upload, lambda one: one.state == UploadState.WAITING, lambda: client.get(page))

    client.post(reverse("mapping-import", args=[upload.pk]), {"source": "pln"})
    assert len(process._started) >= 1
    for step in ("read", "register"):
        until(upload, partial(_is_at, step), lambda: client.get(page))
        process._started[-1].kill()
        process._started[-1].wait()
        upload.refresh_from_db()
        assert upload.state == UploadState.RUNNING
    until(upload, lambda one: one.state == UploadState.DONE, lambda: client.get(page))

    assert upload.message == ""
    assert Batch.objects.get().state == BatchState.REGISTERED
    assert Listing.objects.count() == Row.objects.count() == CUSTOMERS
    assert Listing.objects.values("reference").distinct().count() == CUSTOMERS


def test_a_page_looked_at_often_begins_one_process(own_processes, brought) -> None:
    upload, client = brought
    page = reverse("mapping-progress", args=[upload.pk])
    for _ in range(6):
        client.get(page)
    assert len(process._started) == 1
    until(upload, lambda one: one.state == UploadState.WAITING, lambda: client.get(page))


def test_a_server_that_starts_takes_up_what_it_left(own_processes, brought) -> None:
    upload, _client = brought
    process.see_to_all()
    assert len(process._started) == 1
    until(upload, lambda one: one.state == UploadState.WAITING, lambda: None)
    process._started[-1].wait()
    process.see_to_all()
    assert len(process._started) == 1, "nothing was left to do"


def test_with_enough_at_work_a_file_waits(own_processes, brought, monkeypatch) -> None:
    upload, _client = brought
    monkeypatch.setattr(process, "AT_ONCE", 0)
    process.see_to(upload)
    assert process._started == []
