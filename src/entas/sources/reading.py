"""A file understood: read, its tables found, cleaned. Pure: another process can do it ahead."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from entas.sources.cleaning import Cleaned, Setting, Table, clean, find_tables
from entas.sources.cleaning.tables import skipped_sheets
from entas.sources.readers import read_file

BLOCK = 1 << 20

Progress = Callable[[str, int], None]
"""Called with the name of a sheet and the rows read of it so far."""


@dataclass(frozen=True)
class Understood:
    """What a file says. ``received`` has one frame a table, see ``rows_as_received``."""

    content_hash: str
    received: tuple[pl.DataFrame, ...]
    cleaned: list[Cleaned]
    assumptions: list[dict[str, Any]]


def understand(path: Path, setting: Setting, on_progress: Progress | None = None) -> Understood:
    """Read and clean a file.

    Raises the refusals of ``readers.read_file`` and ``cleaning.find_tables``.
    """
    sheets = read_file(path, on_progress=on_progress)
    tables = find_tables(path.name, sheets, setting.layout)
    cleaned = clean(tables, setting)
    return Understood(
        content_hash=_hash_of_cells(tables),
        received=tuple(rows_as_received(table) for table in tables),
        cleaned=cleaned,
        assumptions=[
            *skipped_sheets(sheets, tables),
            *(assumption for one in cleaned for assumption in one.assumptions),
        ],
    )


def _hash_of_cells(tables: Sequence[Table]) -> str:
    """Hash of headers and data cells, so that a list saved in another format is known again."""
    digest = hashlib.sha256()
    for table in tables:
        for index, header in enumerate(table.headers):
            cells = table.rows.get_column(f"c{index}")
            if header.startswith("(") and cells.null_count() == len(cells):
                continue  # a column that one format has and another has not
            digest.update(f"\x1e{header}\x1e".encode())
            for start in range(0, len(cells), BLOCK):
                text = cells.slice(start, BLOCK).fill_null("").str.strip_chars().str.join("\x1f")
                digest.update(text.item().encode())
        digest.update(b"\x1d")
    return digest.hexdigest()


def rows_as_received(table: Table) -> pl.DataFrame:
    """Data rows with ``sheet``, ``number`` and one text column a header."""
    names = {f"c{index}": header for index, header in enumerate(table.headers)}
    reserved = {"sheet", "number"}
    return table.rows.select(
        pl.lit(table.sheet.name).alias("sheet"),
        "number",
        *(
            pl.col(cell).alias(f"{header} (list)" if header.lower() in reserved else header)
            for cell, header in names.items()
        ),
    )
