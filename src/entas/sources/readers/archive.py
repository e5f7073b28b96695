"""What a ZIP based spreadsheet really holds, found by unpacking it once, within limits.

The declared sizes of a ZIP can lie, and a sheet of two cells can span seventeen thousand million:
both are found here, before a reader allocates anything.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from entas.sources.readers import limits
from entas.sources.readers.refusals import Damaged, Encrypted, NotAList, TooLarge

LOCAL_HEADER = 30
BLOCK = 1 << 20
OVERLAP = 4096

_WIDE = re.compile(rb'<c r="[A-Z]{3}')
_WIDTHS = (  # upper bound of the columns used, and what shows that they are
    (702, re.compile(rb'<c r="[E-Z][A-Z]\d')),
    (130, re.compile(rb'<c r="[B-D][A-Z]\d')),
    (52, re.compile(rb'<c r="A[A-Z]\d')),
)
_BEYOND_AZ = re.compile(rb'<c r="(?:[A-Z]{3}|[B-Z][A-Z]\d)')  # any of the above but the last
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*\bt="e"')
_REPEATED = re.compile(
    rb'<table:table-row\b[^>]*number-rows-repeated="(\d+)"[^>]*>'
    rb"(?:(?!</table:table-row>).)*<text:p",
    re.DOTALL,
)
_REPEATED_COLUMNS = re.compile(
    rb'<table:table-cell\b[^>]*number-columns-repeated="(\d+)"[^>]*office:value'
)


@dataclass
class Part:
    """What was seen in one sheet of the archive."""

    formulas: int = 0
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)
    first_row: int = 0
    last_row: int = 0
    rows: int = 0
    width: int = 26


@dataclass
class Archive:
    """Members seen, by name; sheets in detail."""

    names: list[str]
    sheets: dict[str, Part]

    @property
    def has_macros(self) -> bool:
        """Whether the workbook carries VBA. It is never run; only cells are read."""
        return any(name.lower().endswith("vbaproject.bin") for name in self.names)


def inspect(path: Path) -> Archive:
    """Unpack every member once without keeping it. Raises a subclass of ``Unreadable``."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            members = archive.infolist()
            _check_declared(path, members)
            sheets: dict[str, Part] = {}
            unpacked = 0
            for member in members:
                part = sheets[member.filename] = Part()
                for block, fresh in _overlapping(_inflate(raw, member, path)):
                    unpacked += fresh
                    if unpacked > limits.UNPACKED_BYTES:
                        raise TooLarge(_too_large(path))
                    _look(path, member.filename, block, part)
            return Archive([member.filename for member in members], sheets)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Damaged(
            f"{path.name} is damaged or was cut off: ask for the file again, or open it in a "
            "spreadsheet and save it anew."
        ) from error


def _check_declared(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise Encrypted(f"{path.name} is protected by a password: save it without one.")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > limits.ENTRIES or total > limits.UNPACKED_BYTES:
        raise TooLarge(_too_large(path))
    if total > limits.RATIO_FREE_BYTES and total / packed > limits.RATIO:
        raise TooLarge(_too_large(path))


def _too_large(path: Path) -> str:
    return (
        f"{path.name} unpacks to more than a list can hold: it is refused unopened. Save the sheet "
        "anew as XLSX or CSV, split by kecamatan if it is really this large."
    )


def _inflate(raw: BinaryIO, member: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """Blocks of a member, unpacked by what is in it and not by the size it declares."""
    raw.seek(member.header_offset)
    header = raw.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    raw.seek(skip, 1)
    left, size, check = member.compress_size, 0, 0
    stored = member.compress_type == zipfile.ZIP_STORED
    if not stored and member.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError("compression method")
    engine = zlib.decompressobj(-15)
    while left > 0:
        packed = raw.read(min(BLOCK // 8, left))
        if not packed:
            raise EOFError(member.filename)
        left -= len(packed)
        while packed:
            block = packed if stored else engine.decompress(packed, BLOCK)
            packed = b"" if stored else engine.unconsumed_tail
            size, check = size + len(block), zlib.crc32(block, check)
            if size > member.file_size:
                raise TooLarge(_too_large(path))  # more than declared: a lie, or damage
            yield block
    if size != member.file_size or check != member.CRC:
        raise zipfile.BadZipFile("size or checksum differs")


def _overlapping(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """Blocks joined to about a megabyte and cut between rows or cells, so that no cell is split.

    Yields the block and the number of bytes new in it.
    """
    pending = b""
    for block in blocks:
        pending += block
        if len(pending) < BLOCK:
            continue
        cut = pending.rfind(b"</row>") + 6
        if cut < 6:
            cut = pending.rfind(b"<c r=") if pending.rfind(b"<c r=") > 0 else len(pending)
        yield pending[:cut], cut
        pending = pending[cut:]
    if pending:
        yield pending, len(pending)


def _look(path: Path, name: str, block: bytes, part: Part) -> None:
    """Count what matters in a block of a member."""
    declares = b"<!" in block and (b"<!DOCTYPE" in block or b"<!ENTITY" in block)
    if declares and name.endswith((".xml", ".rels")):
        raise NotAList(f"{path.name} holds XML that no spreadsheet writes: save the list anew.")
    if name == "content.xml":
        _look_at_ods(path, block)
    if not name.startswith("xl/worksheets/"):
        return
    beyond = _BEYOND_AZ.search(block) is not None
    if beyond and _WIDE.search(block):
        raise TooLarge(_too_wide(path))
    for width, pattern in _WIDTHS if beyond else _WIDTHS[-1:]:
        if part.width < width and pattern.search(block):
            part.width = width
            break
    numbers = [int(row) for row in _ROW.findall(block)]
    if numbers:
        part.rows += len(numbers)
        part.first_row = min(part.first_row or numbers[0], *numbers[:1])
        part.last_row = max(part.last_row, *numbers)
        span = part.last_row - part.first_row + 1
        if part.last_row - part.rows > limits.EMPTY_ROWS or span * part.width > limits.CELLS * 2:
            raise TooLarge(_too_wide(path))
    if b"<f" in block:
        part.formulas += block.count(b"<f>") + block.count(b"<f ")
        part.uncomputed += _places(_UNCOMPUTED, block)
    if b't="e"' in block:
        part.errors += _places(_ERROR, block)


def _look_at_ods(path: Path, block: bytes) -> None:
    for pattern, most in ((_REPEATED, 10_000), (_REPEATED_COLUMNS, limits.COLUMNS)):
        if any(int(times) > most for times in pattern.findall(block)):
            raise TooLarge(_too_wide(path))


def _too_wide(path: Path) -> str:
    return (
        f"{path.name} has cells far away from its list (a million rows down or hundreds of columns "
        "to the right): delete the empty rows and columns around the list and save it anew."
    )


def _places(pattern: re.Pattern[bytes], block: bytes) -> list[tuple[int, int]]:
    """Row number and column index of the cells that match."""
    return [(int(row), column_index(letters.decode())) for letters, row in pattern.findall(block)]


def column_index(letters: str) -> int:
    """Index from 0 of a column by its letters: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
