"""The one ancestor of every anticipated refusal.

A refusal says what was refused and what to do next, in words a desk officer can act on. The command
line and the web show its message; every other exception propagates.
"""


class Refused(Exception):
    """Something was refused for a reason the user can act on."""
