"""Sheets into canonical columns: every row with its outcome, every doubt with its place. Pure.

Comes in: sheets, a layout, the tree of areas. Goes out: ``Cleaned``. Read first: ``cleaned.py``.
"""

from entas.sources.cleaning.cleaned import Cleaned, Setting, clean
from entas.sources.cleaning.places import Tree
from entas.sources.cleaning.tables import Table, find_tables

__all__ = ["Cleaned", "Setting", "Table", "Tree", "clean", "find_tables"]
