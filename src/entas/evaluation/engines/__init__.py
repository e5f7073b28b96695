"""Engines that measure a snapshot: each takes its Parquet files, all give the same tables.

Comes in: paths of Parquet files. Goes out: Arrow tables. Read first: ``shapes.py``.
"""
