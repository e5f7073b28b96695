"""What officers take along: the families they are to visit, with the names that open doors.

Comes in: assignments. Goes out: entity lists for phones, each handing out recorded.
Read first: ``actions.py``.
"""
