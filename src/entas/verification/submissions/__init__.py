"""What phones send: received once and kept as it came, then decided on.

Comes in: the XML of forms and their photos. Goes out: submissions and the steps they took.
Read first: ``actions.py``.
"""
