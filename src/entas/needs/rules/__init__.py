"""Rules as dated data: read, checked, compiled to SQL, and decided one by one with a trace.

Comes in: YAML definitions and values. Goes out: statuses, reasons. Read first: ``conditions.py``.
"""
