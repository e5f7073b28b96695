"""The command line, ``entas``."""


def run() -> None:
    """Entry point."""
