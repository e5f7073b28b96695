"""Files into sheets of text cells, keeping what kind of cell each was. Pure.

Comes in: a path. Goes out: sheets, or one clear refusal. Read first: ``opening.py``.
"""

from entas.sources.readers.opening import read_file
from entas.sources.readers.refusals import Unreadable
from entas.sources.readers.sheet import CellKind, Sheet

__all__ = ["CellKind", "Sheet", "Unreadable", "read_file"]
