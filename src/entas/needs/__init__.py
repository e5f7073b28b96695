"""The eight indicators: dated rules turn values into need, no need, unknown, not applicable.

Comes in: resolved values. Goes out: needs, and the reason of each. Read first: ``definitions/``.
"""
