"""The frozen states of the work."""
