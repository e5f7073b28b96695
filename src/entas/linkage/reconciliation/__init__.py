"""Two lists side by side: who is in both, what they agree and disagree on, and where.

Comes in: observations of two sources, read through ``same_as``. Goes out: a verdict for every
subject and field, counted by village, each cell a list of families. Read first: ``cells.py``.
"""
