"""Bytes kept as they came, each under its SHA-256, on the disk before anybody is told so.

Pure but for the file system. The same bytes are kept once. A file is there whole or not at all: it
is written aside, flushed to the disk, then renamed, and the folder flushed.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: SHA-256 in hexadecimal, and bytes."""

    content_hash: str
    size: int


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder of bytes by checksum."""

    folder: Path

    def place(self, content_hash: str) -> Path:
        """Where the bytes of a checksum are."""
        return self.folder / content_hash[:2] / content_hash

    def read(self, content_hash: str) -> bytes:
        """The bytes of a checksum, as they came."""
        return self.place(content_hash).read_bytes()

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        """Keep bytes; when this returns they are on the disk, even through a loss of power."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = sha256(), 0
        with NamedTemporaryFile(dir=self.folder, prefix="coming-", delete=False) as coming:
            try:
                for chunk in chunks:
                    coming.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                coming.flush()
                os.fsync(coming.fileno())
            except BaseException:
                Path(coming.name).unlink(missing_ok=True)
                raise
        kept = Kept(digest.hexdigest(), size)
        place = self.place(kept.content_hash)
        if not place.parent.is_dir():
            place.parent.mkdir(exist_ok=True)
            _flush(self.folder)
        Path(coming.name).replace(place)
        _flush(place.parent)
        return kept


def _flush(folder: Path) -> None:
    """Have the disk know of the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
