"""``entas init``: an installation from nothing. Running it again repairs and never destroys."""

from datetime import datetime
from typing import Annotated

import typer
from django.core.management import call_command
from django.utils import timezone

from entas.access.actions import create_user, describe_installation
from entas.access.models import Role
from entas.access.queries import accounts, installation
from entas.access.scope import system_scope
from entas.areas.actions import load_tree
from entas.cli.passwords import given_or_made
from entas.tagging.actions import load_catalogue

PROVINCE = "33"


def init(
    admin: Annotated[str, typer.Option(help="User name of the first administrator.")] = "admin",
) -> None:
    """Prepare the database, the areas, the programmes and the first user.

    The administrator's password is taken from ENTAS_PASSWORD or asked for; without either one is
    made and shown once. When there are users already, none is added.
    """
    typer.echo(prepare(now=timezone.now(), is_demo=installation_is_demo()))
    if accounts(system_scope()):
        typer.echo("Users are there already; `entas users list` shows them.")
    else:
        password, made = given_or_made()
        create_user(
            username=admin,
            password=password,
            role=Role.PROVINCE_ADMIN,
            area_code=PROVINCE,
            by="system",
            now=timezone.now(),
        )
        typer.echo(f"{admin} administers the province.")
        if made:
            typer.echo(f"Password, shown this once: {password}")
    typer.echo("Ready. Next: `entas import`, or `entas serve`.")


def installation_is_demo() -> bool:
    """Whether this installation is a demo already; brings the database up to date first."""
    call_command("migrate", verbosity=0, interactive=False)
    return installation().is_demo


def prepare(*, now: datetime, is_demo: bool) -> str:
    """Bring database, areas and programmes up to date, and record whether the data are made up.

    Gives a line that says which areas there are.
    """
    call_command("migrate", verbosity=0, interactive=False)
    counts = load_tree(by="system", now=now)
    load_catalogue(by="system", now=now)
    describe_installation(area_code=PROVINCE, is_demo=is_demo, by="system", now=now)
    return (
        f"Areas: {counts.get('kabupaten', 0) + counts.get('kota', 0)} kabupaten and kota, "
        f"{counts.get('kecamatan', 0)} kecamatan, {counts.get('desa', 0)} desa, "
        f"{counts.get('kelurahan', 0)} kelurahan."
    )
