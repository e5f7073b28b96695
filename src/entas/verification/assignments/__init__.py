"""Work given to officers: which families to visit, why, by when.

Comes in: families and a question. Goes out: open assignments by village and by officer.
Read first: ``actions.py``.
"""
