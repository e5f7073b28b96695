"""Lists as offices send them: received, read, cleaned, never silently changed.

Comes in: a file and the key of its layout.
Goes out: rows with their place, cleaned columns and findings.
Read first: ``layouts/layout.py``.
"""
