"""``entas manage``: Django's own commands, for those who look after the database."""

import typer
from django.core.management import execute_from_command_line


def manage(context: typer.Context) -> None:
    """Run a command of Django: ``entas manage migrate``, ``entas manage shell``, ..."""
    execute_from_command_line(["entas manage", *context.args])
