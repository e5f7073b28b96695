"""The review desk: pairs that the machine could not decide, one at a time, by people.

Comes in: pairs of linkage. Goes out: decisions, each of which can be undone.
Read first: ``desk.py`` (the walk through a queue), then ``beside.py`` (what is shown of a pair).
"""
