"""The screens, made on the server: HTML, SVG and CSV, one folder a desk.

Comes in: requests of signed-in people. Goes out: pages that carry snapshot and cut-off.
Read first: ``scoped.py`` (who may see what), then ``areas/board.py`` (the dashboard).
"""
