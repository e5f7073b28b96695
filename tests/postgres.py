"""Run a command against a private PostgreSQL that lives only as long as the command.

    python tests/postgres.py pytest -n 2

The server listens on a free loopback port, keeps its files in a temporary folder and never runs
as root. ``DATABASE_URL`` tells the command where it is.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

# Nothing here needs to survive a power cut.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
}


def programs() -> Path:
    """Folder of the newest PostgreSQL on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    if found:
        return found[-1].parent
    if initdb := shutil.which("initdb"):
        return Path(initdb).parent
    sys.exit("PostgreSQL is not installed. On Debian: apt-get install postgresql")


def as_owner(*command: str | Path) -> None:
    """Run a command as a user who is not root: PostgreSQL refuses root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives its address as a ``DATABASE_URL``."""
    binaries, port = programs(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="entas-pg-"))
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        as_owner(binaries / "initdb", "--pgdata", data, "--username=entas", "--auth=trust",
                 "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
        as_owner(binaries / "pg_ctl", "--pgdata", data, "--wait", "--log", folder / "log",
                 "--options", f"-p {port} -k {folder} {options}", "start")  # fmt: skip
        try:
            yield f"postgres://entas@127.0.0.1:{port}/postgres"
        finally:
            as_owner(binaries / "pg_ctl", "--pgdata", data, "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    with server() as url:
        done = subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False)
    sys.exit(done.returncode)
