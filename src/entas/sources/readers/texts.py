"""CSV files: encoding and delimiter found out, quotes held to."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from entas.sources.readers import limits
from entas.sources.readers.refusals import BrokenText, NotAList, TooLarge
from entas.sources.readers.sheet import Sheet, sheet_of_rows

DELIMITERS = ";,\t|"
SAMPLE_LINES = 50


def read_csv(path: Path, *, on_progress: Callable[[str, int], None] | None = None) -> list[Sheet]:
    """The one sheet of a CSV file, named after the file. Raises a subclass of ``Unreadable``.

    Row numbers are those a spreadsheet shows: a cell with line breaks is one row.
    """
    text, encoding = _decoded(path)
    delimiter = _delimiter(text)
    notes = [("encoding", encoding), ("delimiter", {"\t": "tab"}.get(delimiter, delimiter))]
    sheet = sheet_of_rows(
        path.stem[:80],
        _rows(path, text, delimiter),
        on_progress=(lambda n: on_progress(path.stem, n)) if on_progress else None,
        notes=tuple(notes),
    )
    return [sheet]


def _decoded(path: Path) -> tuple[str, str]:
    raw = path.read_bytes()
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _broken(path, "its encoding is broken") from error
    if b"\0" in raw:
        if raw[1::2].count(0) > len(raw) // 3:
            return raw.decode("utf-16-le", errors="replace"), "utf-16-le"
        raise NotAList(
            f"{path.name} has NUL bytes, so it is no text: export the list again as XLSX or CSV."
        )
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "cp1252"


def _delimiter(text: str) -> str:
    """The delimiter that the most lines of the beginning have the same number of, once or more."""
    lines = [line for line in text[:200_000].splitlines()[:SAMPLE_LINES] if line.strip()]
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        if counts:
            columns, times = max(counts.items(), key=lambda pair: (pair[0] * pair[1], pair[0]))
            if (score := (times * columns, columns)) > best_score:
                best, best_score = delimiter, score
    return best


def _rows(path: Path, text: str, delimiter: str) -> Iterator[list[str]]:
    # StringIO ends lines at CR and LF alone; str.splitlines would also cut at U+2028 and the like
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            if len(row) > limits.COLUMNS or cells > limits.CELLS:
                raise TooLarge(f"{path.name} has too many columns or cells: split the list.")
            yield row
    except csv.Error as error:
        raise _broken(
            path, f"line {reader.line_num} has quotation marks that do not close or stray text"
        ) from error


def _broken(path: Path, what: str) -> BrokenText:
    return BrokenText(f"{path.name}: {what}. Save the list again as XLSX, or as CSV UTF-8.")
