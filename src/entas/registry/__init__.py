"""Families, persons and memberships, and who said what about them, when.

Comes in: cleaned rows. Goes out: observations and the values resolved from them.
Read first: ``models.py``.
"""
