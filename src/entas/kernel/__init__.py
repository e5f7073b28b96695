"""Pure vocabulary that every room shares: identity numbers, names, dates, classification of data.

Comes in: plain values. Goes out: plain values. Read first: ``nik.py``.
"""
