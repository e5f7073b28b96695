"""Visits to families: presence, verdict, and how far their ratification went.

Comes in: visits. Goes out: visits and the funnel's dates. Read first: ``models.py``.
"""
