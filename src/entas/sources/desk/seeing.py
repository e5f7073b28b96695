"""What the desk sees of a file: headers, a few masked cells, guesses for every base. Pure.

It is JSON, kept with the upload, so that no page reads the file. Cells are masked here already:
whoever maps a column needs its look, not its people.
"""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from entas.kernel.errors import Refused
from entas.kernel.masking import mask_name, mask_number
from entas.sources.cleaning.tables import find_tables
from entas.sources.layouts.layout import Layout, RecordKind
from entas.sources.mapping import BASES, Guess, Preview, guess_columns, guess_mapping
from entas.sources.mapping.content import Cells, Places
from entas.sources.readers.sheet import Sheet

EXAMPLES = 3
LOOKED_AT = 400  # rows, to tell which sources read the file
FEW = 6  # cells of which nobody can tell whether they repeat
_NAMES = frozenset({"name", "head_name", "mother_name", "parent_name", "address", "hamlet"})
_NUMBERS = frozenset({"nik", "kk_number", "head_nik", "reference", "phone", "family_key",
                      "person_key"})  # fmt: skip


def seen(
    file: Preview,
    *,
    places: Places,
    this_year: int,
    fits: Sequence[dict[str, Any]],
    sheets: Sequence[str] = (),
) -> dict[str, Any]:
    """The draft of an upload that nobody has touched. ``fits`` are sources that read it as it is,
    ``sheets`` the names of its visible sheets.

    ``columns``: header, examples (masked), forms (different cells with how often, of columns that
    repeat); ``guesses``: by "base:kind", field and confidence a column; ``base`` and ``kind`` that
    fit best, and ``fields`` chosen so far: those guessed.
    """
    best = guess_mapping(file.headers, file.columns, places=places, this_year=this_year)
    guesses = {
        f"{base}:{sheet.kind.value}": [
            [one.field, round(one.confidence, 2)]
            for one in guess_columns(
                file.headers, file.columns, base=base, kind=sheet.kind.value, places=places,
                this_year=this_year,
            )
        ]
        for base, layout in BASES.items()
        for sheet in layout.sheets
        if sheet.kind is not RecordKind.TAG
    }  # fmt: skip
    return {
        "sheet": file.sheet,
        "sheets": list(sheets),
        "header_row": file.header_row,
        "height": file.height,
        "columns": [
            _column(guess, texts, forms, Cells(texts, places, this_year).scores)
            for guess, texts, forms in zip(best.columns, file.columns, file.forms, strict=True)
        ],
        "guesses": guesses,
        "base": best.base,
        "kind": best.kind,
        "fields": [guess.field for guess in best.columns],
        "values": {},
        "fits": list(fits),
    }


def _column(
    guess: Guess,
    texts: Sequence[str],
    forms: Sequence[tuple[str, int]],
    looks: Table[str, float],
) -> dict[str, Any]:
    examples = list(dict.fromkeys(texts))[:EXAMPLES]
    names = guess.field in _NAMES or (not guess.field and _may_name_people(guess.header, looks))
    personal = names or guess.field in _NUMBERS or any(map(_is_long_number, examples))
    times = sum(count for _, count in forms)
    repeats = times < FEW or len(forms) <= max(4, times * 0.6)
    return {
        "header": guess.header,
        "examples": [_masked(text, "name" if names else guess.field) for text in examples],
        "forms": [[text[:80], count] for text, count in forms] if repeats and not personal else [],
    }


def _may_name_people(header: str, looks: Table[str, float]) -> bool:
    """Whether a column that nobody could place may hold names: hidden rather than shown."""
    named = any(word in header.lower() for word in ("nama", "ibu", "ayah", "alamat", "name"))
    return named or max(looks.get("name", 0.0), looks.get("address", 0.0)) > 0.3


def _is_long_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 11


def _masked(text: str, field: str) -> str:
    shown = text[:60]
    if field in _NAMES:
        return mask_name(shown)
    if field in _NUMBERS or _is_long_number(shown):
        return mask_number(shown)
    return shown


def fits(
    file_name: str, sheets: Sequence[Sheet], layouts: Table[str, Layout]
) -> list[dict[str, Any]]:
    """Sources that read the file as it is, best first: how many of its columns each knows."""
    tops = [replace(sheet, cells=sheet.cells.head(LOOKED_AT)) for sheet in sheets]
    found: list[dict[str, Any]] = []
    for source, layout in layouts.items():
        try:
            tables = find_tables(file_name, tops, layout)
        except Refused:
            continue
        known = sum(len(table.columns) for table in tables)
        strange = sum(
            code == "unknown_column_kept" for table in tables for code, _ in table.assumptions
        )
        if known > strange:
            found.append({"source": source, "known": known, "strange": strange})
    return sorted(found, key=lambda one: (one["strange"], -one["known"], one["source"]))[:3]
