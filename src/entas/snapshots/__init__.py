"""The state of the work frozen at a cut-off: numbered, checksummed, without names.

Comes in: records up to the cut-off. Goes out: Parquet of a published schema.
Read first: ``tables.py``.
"""
