"""The form of a visit: one XLSForm a version, the XForm made of it, and reading what was filled in.

Comes in: the XML that a phone sends. Goes out: canonical values of a family and its members.
Read first: ``definitions/``, then ``reading.py``.
"""
