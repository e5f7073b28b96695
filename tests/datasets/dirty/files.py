"""Writers of spreadsheets as small as they can be, with every freedom to do it wrong."""

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MOMENT = (2023, 8, 14, 0, 0, 0)


@dataclass(frozen=True)
class Formula:
    """A formula cell; without ``value`` it was never calculated."""

    text: str
    value: str | None = None


@dataclass(frozen=True)
class Error:
    """A cell that shows an error."""

    text: str = "#N/A"


@dataclass
class Sheet:
    """Rows of Python values, the first being row 1 (or ``first_row``)."""

    name: str
    rows: Sequence[Sequence[Any]]
    hidden: bool = False
    merged: tuple[str, ...] = ()
    extra: str = ""  # XML after the last row
    links: list[str] = field(default_factory=list)


def letters(index: int) -> str:
    text, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _cell(place: str, value: Any) -> str:
    match value:
        case None | "":
            return ""
        case Formula(text, None):
            return f'<c r="{place}"><f>{escape(text)}</f></c>'
        case Formula(text, cached):
            return f'<c r="{place}" t="str"><f>{escape(text)}</f><v>{escape(str(cached))}</v></c>'
        case Error(text):
            return f'<c r="{place}" t="e"><v>{text}</v></c>'
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case int() | float():
            return f'<c r="{place}"><v>{value!r}</v></c>'
        case date():
            serial = (value - date(1899, 12, 30)).days
            return f'<c r="{place}" s="1"><v>{serial}</v></c>'
    text = escape(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet_xml(sheet: Sheet) -> str:
    rows = "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{letters(i)}{number}", value) for i, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(sheet.rows, 1)
        if any(value not in {None, ""} for value in row)
    )
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    if merged:
        merged = f"<mergeCells>{merged}</mergeCells>"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{rows}{sheet.extra}'
        f"</sheetData>{merged}</worksheet>"
    )


def put(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def xlsx(path: Path, *sheets: Sheet, members: dict[str, bytes] | None = None) -> None:
    """Write a workbook; ``members`` are put into the archive besides, or instead."""
    names = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{i}"'
        + (' state="hidden"' if sheet.hidden else "")
        + f' r:id="rId{i}"/>'
        for i, sheet in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f"<sheets>{names}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">{links}'
            f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
        "xl/styles.xml": (
            f'<?xml version="1.0"?><styleSheet xmlns="{_MAIN}">'
            '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
            "</cellXfs></styleSheet>"
        ),
        **{f"xl/worksheets/sheet{i}.xml": sheet_xml(sheet) for i, sheet in enumerate(sheets, 1)},
        **(members or {}),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            put(archive, name, content)


def ods(path: Path, name: str, rows: Sequence[Sequence[Any]], *, repeat: int = 1) -> None:
    """Write an OpenDocument sheet; ``repeat`` says how often its last row stands."""
    table = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'

    def cell(value: Any) -> str:
        if value in {None, ""}:
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            return (
                f'<table:table-cell office:value-type="float" office:value="{value!r}">'
                f"<text:p>{value!r}</text:p></table:table-cell>"
            )
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
        )

    lines = [
        f'<table:table-row table:number-rows-repeated="{repeat if i == len(rows) else 1}">'
        + "".join(map(cell, row))
        + "</table:table-row>"
        for i, row in enumerate(rows, 1)
    ]
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _MOMENT), kind)
        put(
            archive,
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        put(
            archive,
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {office} {table} {text}>'
            f"<office:body><office:spreadsheet><table:table table:name={quoteattr(name)}>"
            + "".join(lines)
            + "</table:table></office:spreadsheet></office:body></office:document-content>",
        )


def _biff(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _string(text: str, width: str) -> bytes:
    return struct.pack(width, len(text)) + b"\x01" + text.encode("utf-16-le")


def xls(path: Path, name: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write an old Excel workbook (BIFF8) of one sheet."""
    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, int | float):
                cells += _biff(0x0203, struct.pack("<HHHd", r, c, 0, float(value)))
            elif value:
                cells += _biff(0x0204, struct.pack("<HHH", r, c, 0) + _string(str(value), "<H"))
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    head = _biff(0x0809, begin) + _biff(0x0042, struct.pack("<H", 1200))
    named = _string(name, "<B")
    size = len(head) + 4 + 6 + len(named) + 4
    globals_ = head + _biff(0x0085, struct.pack("<IH", size, 0) + named) + _biff(0x000A, b"")
    width = max(map(len, rows))
    sheet = (
        _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
        + _biff(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
        + cells
        + _biff(0x000A, b"")
    )
    ole(path, {"Workbook": globals_ + sheet})


def ole(path: Path, streams: dict[str, bytes]) -> None:
    """Write a compound file (what old Excel and encrypted workbooks are) with large streams."""
    sector, end, free, fat_mark = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    padded = {
        name: data.ljust(max(4096, -(-len(data) // sector) * sector), b"\0")
        for name, data in streams.items()
    }
    total = sum(len(data) // sector for data in padded.values()) + 1
    fat_sectors = 1
    while fat_sectors * 128 < total + fat_sectors:
        fat_sectors += 1
    fat: list[int] = [fat_mark] * fat_sectors
    entries, content = [], b""
    for name, data in padded.items():
        start, count = len(fat), len(data) // sector
        fat += [*range(start + 1, start + count), end]
        content += data
        entries.append(_entry(name, 2, start, len(data)))
    directory = len(fat)
    fat.append(end)
    fat += [free] * (fat_sectors * 128 - len(fat))
    root = _entry("Root Entry", 5, end, 0, child=1)
    names = (root + b"".join(entries)).ljust(sector, b"\0")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, directory, 0,
                      4096, end, 0, end, 0)
    )  # fmt: skip
    difat = [*range(fat_sectors), *[free] * (109 - fat_sectors)]
    path.write_bytes(
        header + struct.pack("<109I", *difat) + struct.pack(f"<{len(fat)}I", *fat) + content + names
    )


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw), kind, 1, none, none, child)
        + b"\0" * 36
        + struct.pack("<IQ", start if start != 0xFFFFFFFE else 0, size)
    )


def csv(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    quoted: bool = False,
) -> None:
    def cell(value: Any) -> str:
        text = "" if value is None else str(value)
        if quoted or any(char in text for char in f'{delimiter}"\n'):
            return '"' + text.replace('"', '""') + '"'
        return text

    lines = "".join(delimiter.join(map(cell, row)) + "\r\n" for row in rows)
    path.write_bytes(lines.encode(encoding))
