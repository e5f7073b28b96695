"""A made-up province: lists as offices would send them, with nobody real in them.

Comes in: a scale and a seed. Goes out: files. Read first: ``province.py``.
"""
