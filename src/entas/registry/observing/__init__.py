"""What an accepted visit said, into the registry, one visit at a time through the ORM.

Comes in: canonical values of a family and its members. Goes out: observations, and what holds now.
Read first: ``actions.py``.
"""
