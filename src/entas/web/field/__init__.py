"""The field app: its shell, and what it fetches while there is a network."""
