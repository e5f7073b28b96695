"""``entas users``: who may do what, where."""

from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from entas.access import actions
from entas.access.models import Role
from entas.access.queries import accounts
from entas.access.scope import system_scope
from entas.cli.passwords import given_or_made

Name = Annotated[str, typer.Argument(help="User name.")]
RoleOption = Annotated[Role, typer.Option("--role", help="What the user does.")]
AreaOption = Annotated[
    str, typer.Option("--area", help="Where: a code without dots, like 3310; all below included.")
]


def add(username: Name, role: RoleOption, area: AreaOption) -> None:
    """Add a user with a role in an area.

    The password is taken from ENTAS_PASSWORD or asked for; without either one is made and shown
    once. One account a person.
    """
    password, made = given_or_made()
    actions.create_user(
        username=username,
        password=password,
        role=role,
        area_code=area,
        by="system",
        now=timezone.now(),
    )
    typer.echo(f"{username} is {role.value} in {area}.")
    _show(password, made=made)


def grant(username: Name, role: RoleOption, area: AreaOption) -> None:
    """Grant a user another role, or the same in another area."""
    actions.grant(username=username, role=role, area_code=area, by="system", now=timezone.now())
    typer.echo(f"{username} is {role.value} in {area}.")


def revoke(username: Name, role: RoleOption, area: AreaOption) -> None:
    """Take a role from a user."""
    actions.revoke(username=username, role=role, area_code=area, by="system", now=timezone.now())
    typer.echo(f"{username} is no longer {role.value} in {area}.")


def password(username: Name) -> None:
    """Give a user a new password; every session of theirs ends."""
    new, made = given_or_made()
    actions.change_password(username=username, password=new, by="system", now=timezone.now())
    typer.echo(f"{username} has a new password.")
    _show(new, made=made)


def list_() -> None:
    """List users and their roles."""
    table = Table("user", "role", "area")
    for account in accounts(system_scope()):
        name = account.username if account.is_active else f"{account.username} (inactive)"
        for role, area in account.grants or (("-", "-"),):
            table.add_row(name, role, area)
    Console().print(table)


def _show(password: str, *, made: bool) -> None:
    if made:
        typer.echo(f"Password, shown this once: {password}")
