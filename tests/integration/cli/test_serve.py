"""``entas serve`` answers, serves the built front end, and stops when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

ENTAS = Path(sys.executable).with_name("entas")


@pytest.fixture
def environment(tmp_path):
    """An installation of its own, on SQLite whatever the tests run on."""
    return {
        **os.environ,
        "ENTAS_HOME": str(tmp_path / "home"),
        "DATABASE_URL": "",
        "ENTAS_PASSWORD": "prambanan-sore-itu",
    }


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def serving(environment, port: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [ENTAS, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            for _ in range(600):
                try:
                    get(port, "/health/")
                    break
                except OSError:
                    assert server.poll() is None, server.stdout and server.stdout.read()
                    time.sleep(0.1)
            yield server
        finally:
            server.terminate()


def test_the_server_answers_and_stops(environment):
    subprocess.run([ENTAS, "init"], env=environment, check=True, capture_output=True)
    port = free_port()
    with serving(environment, port) as server:
        status, page = get(port, "/sign-in/")
        assert status == 200
        links = re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)
        assert links
        for link in links:
            assert get(port, link.decode())[0] == 200, link
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0
        assert server.stdout is not None
        told = server.stdout.read()
    assert f"http://127.0.0.1:{port}/" in told
    assert "Traceback" not in told


def test_an_installation_that_is_not_prepared_is_refused(environment):
    done = subprocess.run(
        [ENTAS, "serve", "--port", str(free_port())],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "entas init" in done.stderr
