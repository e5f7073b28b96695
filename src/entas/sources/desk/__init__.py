"""The mapping desk: files brought over the web, what was seen of them, and agencies' profiles.

Comes in: an upload, then what its columns are. Goes out: a profile (a layout), and the upload's way
through its import. Read first: ``actions.py``.
"""
