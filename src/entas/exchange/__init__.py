"""Protocols of other systems, in their own words.

Comes in: what their requests hold. Goes out: the documents that they expect.
Read first: ``openrosa/documents.py``.
"""
