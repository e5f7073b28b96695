"""XLSX, XLSM, XLS and ODS through calamine, which keeps the types of cells."""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from html import unescape
from pathlib import Path

import python_calamine

from entas.sources.readers import archive, limits
from entas.sources.readers.refusals import Damaged, Encrypted, TooLarge
from entas.sources.readers.sheet import Sheet, sheet_of_rows

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)/?>")
_NAME = re.compile(rb'\bname="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)/?>")


def read_zipped(
    path: Path, *, on_progress: Callable[[str, int], None] | None = None
) -> list[Sheet]:
    """Sheets of an XLSX, XLSM or ODS file, in order. Raises a subclass of ``Unreadable``."""
    seen = archive.inspect(path)
    parts = _parts_by_sheet(path) if "xl/workbook.xml" in seen.names else {}
    details = {name: seen.sheets.get(part, archive.Part()) for name, part in parts.items()}
    notes = (("macros_ignored", ""),) if seen.has_macros else ()
    return _read(path, details, notes, on_progress)


def read_old(path: Path, *, on_progress: Callable[[str, int], None] | None = None) -> list[Sheet]:
    """Sheets of an XLS file (BIFF), in order. Raises a subclass of ``Unreadable``."""
    return _read(path, {}, (), on_progress)


def _read(
    path: Path,
    details: dict[str, archive.Part],
    notes: tuple[tuple[str, str], ...],
    on_progress: Callable[[str, int], None] | None,
) -> list[Sheet]:
    sheets = []
    # by a file object: given a path, calamine believes its suffix
    with (
        _guarded(path),
        path.open("rb") as file,
        python_calamine.CalamineWorkbook.from_filelike(file) as book,
    ):
        metadata = book.sheets_metadata
        if len(metadata) > limits.SHEETS:
            raise TooLarge(f"{path.name} has more than {limits.SHEETS} sheets: split it.")
        for about in metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            part = details.get(about.name, archive.Part())
            source = book.get_sheet_by_name(about.name)
            if source.total_height * source.width > limits.CELLS:
                raise TooLarge(
                    f"{path.name}, sheet {about.name}: more than {limits.CELLS:,} cells; split the "
                    "list by kecamatan."
                )
            left = source.start[1] if source.start else 0
            sheets.append(
                sheet_of_rows(
                    about.name,
                    source.iter_rows(),
                    on_progress=partial(on_progress, about.name) if on_progress else None,
                    hidden=about.visible != python_calamine.SheetVisibleEnum.Visible,
                    merged=tuple(
                        (top + 1, first - left, bottom + 1, last - left)
                        for (top, first), (bottom, last) in source.merged_cell_ranges or ()
                    ),
                    uncomputed=tuple((row, column - left) for row, column in part.uncomputed),
                    errors=tuple((row, column - left) for row, column in part.errors),
                    formulas=part.formulas,
                    notes=notes,
                )
            )
    return sheets


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """Turn what the reader raises about a broken file into a refusal.

    A panic in its Rust code arrives as ``PanicException``, which is no ``Exception``.
    """
    try:
        yield
    except python_calamine.PasswordError as error:
        raise Encrypted(f"{path.name} is protected by a password: save it without one.") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(path) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path) from error


def _damaged(path: Path) -> Damaged:
    return Damaged(
        f"{path.name} is damaged inside: open it in a spreadsheet, save it anew as XLSX and send "
        "that."
    )


def _parts_by_sheet(path: Path) -> dict[str, str]:
    """The archive member of each sheet of an XLSX workbook."""
    with zipfile.ZipFile(path) as book:
        workbook = book.read("xl/workbook.xml")
        try:
            relations = book.read("xl/_rels/workbook.xml.rels")
        except KeyError as error:
            raise _damaged(path) from error
    targets = {}
    for (attributes,) in ((found.group(1),) for found in _RELATION.finditer(relations)):
        key = re.search(rb'\bId="([^"]*)"', attributes)
        target = re.search(rb'\bTarget="([^"]*)"', attributes)
        if key and target:
            member = target[1].decode()
            targets[key[1]] = member.lstrip("/") if member.startswith("/") else f"xl/{member}"
    found = {}
    for sheet in _SHEET.finditer(workbook):
        name, link = _NAME.search(sheet[1]), re.search(rb'\br:id="([^"]*)"', sheet[1])
        if name and link and link[1] in targets:
            found[unescape(name[1].decode())] = targets[link[1]]
    return found
