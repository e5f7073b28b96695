"""Which subjects of the registry are one: proposed by the matcher, decided, undone at any time.

Comes in: subjects of the registry and rows of other lists. Goes out: pairs, decisions, groups.
Read first: ``models.py``, then ``identity.py``.
"""
