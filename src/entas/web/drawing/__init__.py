"""Geometry of charts and maps as plain numbers; pure, templates draw it."""
