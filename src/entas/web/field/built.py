"""Which built files make up the field app, in the order in which a page loads them."""

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_BUILD = Path(__file__).resolve().parents[1] / "static" / "build" / "field"
_ENTRY = "field/app.ts"
_LEFT_OUT = ("MapBlock",)  # the form shows no map; it would weigh a fifth of the app


@dataclass(frozen=True, slots=True)
class Built:
    """Addresses of the app's files. ``files`` are all that the phone keeps."""

    script: str
    styles: tuple[str, ...]
    files: tuple[str, ...]
    worker: str
    version: str


@lru_cache(maxsize=1)
def built() -> Built:
    """The app as Vite built it; empty before the front end is built.

    By the names that Vite gave, which the modules use among themselves.
    """
    path = _BUILD / "manifest.json"
    if not path.exists():
        return Built("", (), (), "", "none")
    listed = json.loads(path.read_text())
    entry = listed[_ENTRY]
    kept = [
        item["file"]
        for item in listed.values()
        if item["file"].endswith(".js")
        and not item["file"].endswith("worker.js")
        and not any(name in item["file"] for name in _LEFT_OUT)
    ]
    styles = [name for item in listed.values() for name in item.get("css", ())]
    files = tuple(_address(name) for name in (*kept, *styles))
    worker = (_BUILD / "worker.js").read_text()
    version = "v" + sha256(json.dumps([files, worker]).encode()).hexdigest()[:12]
    return Built(
        script=_address(entry["file"]),
        styles=tuple(map(_address, styles)),
        files=files,
        worker=worker,
        version=version,
    )


def _address(name: str) -> str:
    return f"/{settings.STATIC_URL.strip('/')}/build/field/{name}"
