"""Users, roles and areas; the one scope that every query takes.

Comes in: a signed-in user. Goes out: a scope. Read first: ``scope.py``.
"""
