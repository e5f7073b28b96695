"""What the form of a sheet does to its rows: merged, shifted and broken cells."""

from dataclasses import replace

import polars as pl

from entas.sources.cleaning.notebook import FINDINGS, Notebook
from entas.sources.cleaning.tables import Table

MOST_MERGED = 20_000  # merged areas looked at; a list has none


def fill_merged(table: Table) -> tuple[Table, list[pl.DataFrame]]:
    """Cells merged downwards say the same of each of their rows: fill them, and note each row.

    Merged across columns, only the first column has the value; that is said as well.
    """
    numbers = table.rows.get_column("number")
    place = (
        {number: position for position, number in enumerate(numbers)} if table.sheet.merged else {}
    )
    updates: dict[int, dict[int, str | None]] = {}
    notes: list[tuple[int, int, str, str]] = []
    for top, first, bottom, last in table.sheet.merged[:MOST_MERGED]:
        if bottom <= table.header_row or not 0 <= first < table.sheet.width:
            continue
        value = table.sheet.cells.item(top - 1, first + 1) if top > table.header_row else None
        for number in range(top, bottom + 1):
            if number not in place:
                continue
            if number > top:
                updates.setdefault(first, {})[place[number]] = value
                notes.append((number, first, "merged_cell_filled", value or ""))
            if last > first:
                notes.append((number, first, "merged_across", value or ""))
    if not notes:
        return table, []
    rows = table.rows.with_columns(
        table.rows.get_column(f"c{index}").scatter(list(cells), list(cells.values()))
        for index, cells in updates.items()
    )
    found = pl.DataFrame(
        {
            "sheet": [table.sheet.name] * len(notes),
            "number": [number for number, *_ in notes],
            "column": [table.headers[index] for _, index, *_ in notes],
            "code": [code for _, _, code, _ in notes],
            "severity": [
                "note" if code == "merged_cell_filled" else "warning" for *_, code, _ in notes
            ],
            "received": [value[:200] for *_, value in notes],
        },
        schema=FINDINGS,
    )
    return replace(table, rows=rows), [found]


def note_broken_cells(book: Notebook) -> None:
    """Formulas without a value, and error values: they read as empty, so it must be said."""
    data = set(book.table.rows.get_column("number")) if _broken(book.table) else set()
    for code, places in (
        ("formula_without_value", book.table.sheet.uncomputed),
        ("cell_error", book.table.sheet.errors),
    ):
        kept = [
            (number, index)
            for number, index in places
            if number in data and 0 <= index < len(book.table.headers)
        ]
        if kept:
            book.findings.append(
                pl.DataFrame(
                    {
                        "sheet": [book.table.sheet.name] * len(kept),
                        "number": [number for number, _ in kept],
                        "column": [book.table.headers[index][:120] for _, index in kept],
                        "code": [code] * len(kept),
                        "severity": ["warning"] * len(kept),
                        "received": [""] * len(kept),
                    },
                    schema=FINDINGS,
                )
            )


def _broken(table: Table) -> bool:
    return bool(table.sheet.uncomputed or table.sheet.errors)


def bar_shifted(book: Notebook) -> None:
    """Cells to the right of the headers: an unquoted delimiter or an inserted cell shifted the row.

    So did a row with one filled cell that holds a delimiter, where the list has many columns.
    """
    table = book.table
    nameless = [
        index
        for index, header in enumerate(table.headers)
        if header.startswith("(") and index not in table.columns
    ]
    last = max(table.columns)
    beyond = [f"c{index}" for index in nameless if index > last]
    rows = table.rows
    if beyond:
        mask = rows.select(
            pl.any_horizontal(pl.col(name).str.strip_chars().fill_null("") != "" for name in beyond)
        ).to_series()
        book.bar(mask, reason="cells_shifted")
    others = [f"c{index}" for index in range(1, table.sheet.width)]
    if others:
        alone = rows.select(
            pl.all_horizontal(pl.col(name).is_null() for name in others)
            & pl.col("c0").str.contains(r"[;,\t|].*[;,\t|]")
        ).to_series()
        book.bar(alone, reason="cells_shifted", index=0)
