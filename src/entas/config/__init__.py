"""How an installation is put together: settings, URLs, WSGI.

Comes in: environment variables. Goes out: a configured Django. Read first: ``settings.py``.
"""
