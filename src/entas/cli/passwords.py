"""A password for the command line: from the environment or a prompt, never from an argument list.

Arguments are seen by everybody who lists the processes of the machine.
"""

import os
import secrets
import sys

import typer

VARIABLE = "ENTAS_PASSWORD"
_WORDS = 18  # bytes: 24 characters


def given() -> str:
    """The password in the environment, else asked for twice at a terminal, else empty."""
    if password := os.environ.get(VARIABLE):
        return password
    if sys.stdin.isatty():
        answer: str = typer.prompt(
            "Password (empty: make one)",
            default="",
            hide_input=True,
            confirmation_prompt=True,
            show_default=False,
        )
        return answer
    return ""


def given_or_made() -> tuple[str, bool]:
    """A password, and whether it was made here (then show it once)."""
    password = given()
    return (password, False) if password else (secrets.token_urlsafe(_WORDS), True)
