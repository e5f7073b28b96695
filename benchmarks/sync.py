"""Submissions of the real form from many phones at once, on SQLite and PostgreSQL.

    python -m benchmarks.sync                      # rate, then SIGKILL twenty times, on both
    python -m benchmarks.sync --seconds 10 --kills 5 --database sqlite

A server as it is served (granian, two workers), 100 phones on loopback; each post has a form of its
own, and in some runs one photo of 200 kB beside it. Phones send as the field app does: they repeat
what was not acknowledged. "Lost" counts what the server acknowledged with 201 and does not have
afterwards, form and photo byte for byte; "twice" what it has more than once. SIGKILL takes the
program away, not the power: that commits reach the disk is what ``synchronous`` is set for.

The figure to hold is 41 submissions a second without photos: what ODK Central publishes for a small
server.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

TARGET = 41
PHONES = 100
FAMILIES = 400
VILLAGE = "3310012005"
PHOTO_BYTES = 200_000
BETWEEN_KILLS = 30  # acknowledged forms
PASSWORD = "sawah-hijau-2023"
OFFICER = "petugas-uji"


@dataclass
class Tally:
    """What the phones saw. ``acknowledged``: instance id to SHA-256 of what was sent."""

    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    repeats: int = 0  # posts without an answer, sent again
    refused: dict[int, int] = field(default_factory=dict)  # other statuses


def prepare(families: int) -> None:
    """An installation with one village of families and one officer; runs in its own process."""
    import django

    django.setup()
    from django.utils import timezone

    from entas.access.actions import create_user
    from entas.access.models import Role
    from entas.cli.init import prepare as init
    from entas.registry.models import Family, FamilyProfile

    now = timezone.now()
    init(now=now, is_demo=True)
    create_user(username=OFFICER, password=PASSWORD, role=Role.VILLAGE_OPERATOR,
                area_code=VILLAGE, by="benchmark", now=now)  # fmt: skip
    made = Family.objects.bulk_create(Family(first_batch_id=0) for _ in range(families))
    FamilyProfile.objects.bulk_create(
        FamilyProfile(family=family, village_code=VILLAGE, head_name="Uji") for family in made
    )
    print(json.dumps([family.pk for family in made]))


def count() -> None:
    """What the server has: instance id, hash of its bytes on the disk; runs in its own process."""
    import django

    django.setup()
    from entas.verification.models import Submission
    from entas.verification.submissions.actions import vault

    found = []
    for row in Submission.objects.prefetch_related("attachments"):
        kept = [row.content_hash, *(item.content_hash for item in row.attachments.all())]
        seals = [sha256(vault().read(key)).hexdigest() for key in kept if key]
        found.append((row.instance_id, sorted(seals)))
    print(json.dumps(found))


@dataclass
class Server:
    """The program as it is served, on a port of its own, which can be killed and started again."""

    environment: dict[str, str]
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "granian", "--interface=wsgi", f"--port={self.port}",
                   "--workers=2", "--blocking-threads=4", "--backlog=1024", "--log-level=critical",
                   "entas.config.wsgi:application"]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=self.environment, start_new_session=True,
            stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(400):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        sys.exit("the server does not answer")

    def kill(self) -> None:
        """SIGKILL to the server and its workers: nothing is closed, nothing is finished."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Form:
    """The real form, filled in once; every submission puts its own ids in."""

    def __init__(self) -> None:
        from entas.verification.forms.entities import family_name
        from tests.factories.filled import filled

        self.named = family_name
        self.pattern = filled(
            1, instance="uuid:to-be-made", decent_house="no", own_latrine="no", clean_water="yes",
            own_electricity="yes", roof="tile", wall="brick", floor="cement", meets_criteria="yes",
            note="Rumah di belakang masjid",
        )  # fmt: skip

    def filled_for(self, family: int, photo: bool) -> tuple[str, bytes]:
        """Instance id and XML."""
        instance = f"uuid:{uuid4()}"
        xml = self.pattern.replace(b"uuid:to-be-made", instance.encode())
        xml = xml.replace(self.named(1).encode(), self.named(family).encode())
        if photo:
            xml = xml.replace(b"photo_front />", b"photo_front>front.jpg</photo_front>", 1)
            xml = re.sub(rb"<((?:\w+:)?photo_front)>front.jpg</photo_front>",
                         rb"<\1>front.jpg</\1>", xml)  # fmt: skip
        return instance, xml


def body(xml: bytes, photo: bytes) -> tuple[bytes, str]:
    """One post as a phone makes it."""
    mark = uuid4().hex
    parts = [("xml_submission_file", "s.xml", "text/xml", xml)]
    if photo:
        parts.append(("front.jpg", "front.jpg", "image/jpeg", photo))
    lines = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, file, kind, content in parts
    ]
    return b"".join(lines) + f"--{mark}--\r\n".encode(), mark


class Phone:
    """One client: its session, and a form a time until told to stop."""

    def __init__(self, port: int, session: tuple[str, str], form: Form, tally: Tally) -> None:
        self.port, (self.cookie, self.token) = port, session
        self.form, self.tally = form, tally
        self.until = float("inf")

    async def work(self, families: list[int], photo: bytes) -> None:
        """Send one form after the other until a moment, each until it is answered."""
        while time.monotonic() < self.until:
            instance, xml = self.form.filled_for(random.choice(families), bool(photo))
            content, mark = body(xml, photo)
            while (status := await self.post(content, mark)) in {0, 500, 502, 503}:
                self.tally.repeats += 1
                await asyncio.sleep(random.uniform(0.02, 0.3))
            if status == 201:
                sent = [xml, photo] if photo else [xml]
                seals = sorted(sha256(part).hexdigest() for part in sent)
                self.tally.acknowledged[instance] = seals
            else:
                self.tally.refused[status] = self.tally.refused.get(status, 0) + 1

    async def post(self, content: bytes, mark: str) -> int:
        """The status of the answer; 0 when there was none."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return 0
        head = (
            f"POST /field/submission HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {self.cookie}\r\nX-CSRFToken: {self.token}\r\nConnection: close\r\n"
            f"Content-Type: multipart/form-data; boundary={mark}\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        try:
            writer.write(head.encode() + content)
            await writer.drain()
            answer = await asyncio.wait_for(reader.read(), 60)
            return int(answer.split(b" ", 2)[1]) if answer else 0
        except (OSError, ValueError, IndexError, TimeoutError):
            return 0
        finally:
            writer.close()


def sign_in(port: int) -> tuple[str, str]:
    """Cookie header and token of the officer's session."""
    import http.cookiejar
    import urllib.parse
    import urllib.request

    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    base = f"http://127.0.0.1:{port}"
    page = opener.open(f"{base}/sign-in/").read().decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    data = {"username": OFFICER, "password": PASSWORD, "csrfmiddlewaretoken": token}
    request = urllib.request.Request(
        f"{base}/sign-in/", urllib.parse.urlencode(data).encode(), {"Referer": f"{base}/sign-in/"}
    )
    opener.open(request).read()
    told = json.loads(opener.open(f"{base}/field/me").read())
    return "; ".join(f"{item.name}={item.value}" for item in jar), told["token"]


async def drive(server: Server, families: list[int], seconds: float, kills: int,
                photo: bytes) -> tuple[Tally, float]:  # fmt: skip
    """Let the phones send for so long; or kill the server so often, each time in full work."""
    tally = Tally()
    session, form = await asyncio.to_thread(sign_in, server.port), Form()
    began = time.monotonic()
    phones = [Phone(server.port, session, form, tally) for _ in range(PHONES)]
    work = [asyncio.create_task(one.work(families, photo)) for one in phones]
    for _ in range(kills):
        before = len(tally.acknowledged)
        while len(tally.acknowledged) < before + BETWEEN_KILLS:  # noqa: ASYNC110  a count
            await asyncio.sleep(0.01)
        await asyncio.sleep(random.uniform(0, 0.2))
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    for one in phones:
        one.until = time.monotonic() + (seconds if not kills else 2)
    await asyncio.gather(*work)
    return tally, time.monotonic() - began


def child(step: str, environment: dict[str, str]) -> list:
    command = [sys.executable, "-m", "benchmarks.sync", "--child", step]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: list = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def database(kind: str, home: Path) -> Iterator[dict[str, str]]:
    """The environment of an empty installation on SQLite or on a private PostgreSQL."""
    base = {**os.environ, "ENTAS_HOME": str(home), "DATABASE_URL": "", "ENTAS_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "entas.config.settings"}  # fmt: skip
    if kind == "sqlite":
        yield base
        return
    from tests import postgres

    postgres.SETTINGS.update(fsync="on", synchronous_commit="on", full_page_writes="on")
    with postgres.server() as url:
        yield {**base, "DATABASE_URL": url}


@dataclass(frozen=True)
class Found:
    """What a run showed."""

    database: str
    photo: bool
    kills: int
    acknowledged: int
    per_second: float
    repeats: int
    refused: dict[int, int]
    lost: int
    twice: int


def measure(kind: str, seconds: float, kills: int, *, photo: bool) -> Found:
    """One run: rate, repeats, and what is lost or there twice."""
    picture = random.randbytes(PHOTO_BYTES) if photo else b""
    with tempfile.TemporaryDirectory(prefix="entas-sync-") as folder, \
            database(kind, Path(folder)) as environment:  # fmt: skip
        families = child("prepare", environment)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        server = Server(environment, port)
        server.start()
        try:
            tally, took = asyncio.run(drive(server, families, seconds, kills, picture))
        finally:
            server.kill()
        here = child("count", environment)
    names = [name for name, _ in here]
    held = dict(here)
    lost = [name for name, seals in tally.acknowledged.items() if held.get(name) != seals]
    return Found(
        database=kind,
        photo=photo,
        kills=kills,
        acknowledged=len(tally.acknowledged),
        per_second=round(len(tally.acknowledged) / took, 1),
        repeats=tally.repeats,
        refused=tally.refused,
        lost=len(lost),
        twice=len(names) - len(set(names)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--database", choices=["sqlite", "postgres"], action="append")
    parser.add_argument("--child", choices=["prepare", "count"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child == "prepare":
        return prepare(FAMILIES)
    if asked.child == "count":
        return count()
    failed = False
    for kind in asked.database or ["sqlite", "postgres"]:
        for kills, photo in ((0, False), (0, True), (asked.kills, True)):
            found = measure(kind, asked.seconds, kills, photo=photo)
            print(json.dumps(asdict(found)), flush=True)
            slow = not kills and not photo and found.per_second < TARGET
            failed |= bool(found.lost or found.twice or found.refused) or slow
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
