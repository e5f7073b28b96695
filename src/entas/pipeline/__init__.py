"""Whole journeys through the house, each a table of contents without logic.

Comes in: a request of an officer. Goes out: its outcome. Read first: ``intake.py``.
"""
