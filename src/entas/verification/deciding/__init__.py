"""Decisions on submissions: checked, ratified, accepted, returned, chosen among several.

Comes in: submissions and a person's decision. Goes out: steps, dates of visits, and what the
registry follows. Read first: ``entas.verification.workflow``, then ``actions.py``.
"""
