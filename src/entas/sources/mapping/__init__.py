"""Any spreadsheet an agency brings: guess what its columns are, let a person correct it, keep that.

Comes in: the sheets of a file, and the names of areas. Goes out: a ``Mapping``, and the layout it
makes, which is cleaned like any other. Pure. Read first: ``saved.py``.
"""

from entas.sources.mapping.guess import Guess, Guessed, guess_columns, guess_mapping
from entas.sources.mapping.preview import Preview, preview
from entas.sources.mapping.saved import Mapped, Mapping, NotAMapping, as_layout
from entas.sources.mapping.targets import BASES, Target, targets

__all__ = [
    "BASES",
    "Guess",
    "Guessed",
    "Mapped",
    "Mapping",
    "NotAMapping",
    "Preview",
    "Target",
    "as_layout",
    "guess_columns",
    "guess_mapping",
    "preview",
    "targets",
]
