"""Measures over a snapshot: need, funding, realisation, funnel, unmet needs, by area.

Comes in: an open snapshot. Goes out: tables of figures. Read first: ``measures/``.
"""
