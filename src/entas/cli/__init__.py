"""The command line, ``entas``: one module a group of commands, imported when it is called.

Comes in: arguments. Goes out: text, tables or JSON, and an exit status.
Read first: ``main.py``.
"""
