"""Columns in and out of the records: bulk reading and writing, in one place for both databases.

Comes in: Arrow tables. Goes out: rows of models, and back. Read first: ``records.py``.
"""
