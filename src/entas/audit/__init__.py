"""Who did what, when: an append-only, hash-chained record.

Comes in: events recorded by actions. Goes out: a chain that can be verified.
Read first: ``models.py``.
"""
