"""Entas: the working system behind the eradication of extreme poverty."""

__version__ = "0.1.0"
