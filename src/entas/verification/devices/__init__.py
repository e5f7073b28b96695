"""Phones with ODK Collect that send in an officer's name.

Comes in: an officer who enrols a phone. Goes out: a login and a secret, shown once.
Read first: ``actions.py``.
"""
