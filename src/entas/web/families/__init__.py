"""Families behind a figure, one family, and why a need was decided."""
