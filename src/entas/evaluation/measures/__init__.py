"""The measures as Ibis expressions over the tables of a snapshot, for any engine Ibis compiles to.

Comes in: Ibis tables. Goes out: Ibis expressions. Read first: ``figures.py``.
"""
