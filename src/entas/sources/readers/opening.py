"""One way in for every file: by what it is, not by what it is called."""

from collections.abc import Callable
from pathlib import Path

from entas.sources.readers import limits
from entas.sources.readers.refusals import EmptyFile, Encrypted, NotAList, TooLarge
from entas.sources.readers.sheet import Sheet
from entas.sources.readers.texts import read_csv
from entas.sources.readers.workbooks import read_old, read_zipped

Progress = Callable[[str, int], None]
"""Called with the name of a sheet and the number of rows read of it so far."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_OTHERS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "a text document",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
}
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"<style", b"<div")


def read_file(path: Path, *, on_progress: Progress | None = None) -> list[Sheet]:
    """All sheets of a file, hidden ones included, in order.

    Raises a subclass of ``Unreadable`` that names the file and says what to do.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(f"{path.name} is empty (0 bytes): ask for the file again.")
    if size > limits.FILE_BYTES:
        raise TooLarge(
            f"{path.name} is larger than {limits.FILE_BYTES // limits.MIB} MiB: split the list."
        )
    with path.open("rb") as file:
        head = file.read(2048)
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _read_zip(path, on_progress)
    if head.startswith(_OLE):
        _refuse_encrypted(path)
        return read_old(path, on_progress=on_progress)
    _refuse_other(path, head)
    return read_csv(path, on_progress=on_progress)


def _read_zip(path: Path, on_progress: Progress | None) -> list[Sheet]:
    sheets = read_zipped(path, on_progress=on_progress)
    if not sheets:
        raise NotAList(f"{path.name} has no sheets with cells: save the list as XLSX.")
    return sheets


def _refuse_encrypted(path: Path) -> None:
    """An XLSX with a password is an OLE file around an encrypted package."""
    raw = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in raw or "EncryptionInfo".encode("utf-16-le") in raw:
        raise Encrypted(f"{path.name} is protected by a password: save it without one.")


def _refuse_other(path: Path, head: bytes) -> None:
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            raise NotAList(f"{path.name} is {what}, not a list: send XLSX, XLS, ODS or CSV.")
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if text.startswith(_MARKUP):
        raise NotAList(
            f"{path.name} is a web page with a spreadsheet's name: open it in a spreadsheet and "
            "save it as XLSX."
        )
