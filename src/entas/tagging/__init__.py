"""Needs tied, by name and address, to the intervention that answers them.

Comes in: programmes and tags. Goes out: the state of funding of each need.
Read first: ``models.py``.
"""
