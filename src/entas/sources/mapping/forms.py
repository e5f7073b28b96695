"""What a base says that a cell of a coded column means."""

from entas.sources.cleaning.cells import code_of, says_something
from entas.sources.layouts.layout import Column


def meaning(text: str, column: Column) -> str | None:
    """The canonical code of a cell, "-" if it says nothing, ``None`` if the base does not know it.

    By the same rule as cleaning.
    """
    if not says_something(text):
        return "-"
    return code_of(text, column.values)
