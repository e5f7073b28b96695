"""``entas serve``: the web, by granian in worker processes that stop with it."""

from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from entas.access.queries import installation
from entas.kernel.errors import Refused
from entas.pipeline.working import see_to_all


class NotPrepared(Refused):
    """The installation cannot be served yet."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 2,
) -> None:
    """Serve the web until Ctrl-C.

    To be reached by other machines give --host, name the hosts in ENTAS_HOSTS, and put a proxy
    with TLS in front (ENTAS_TLS=1).
    """
    run_server(host=host, port=port, workers=workers)


def run_server(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 2) -> None:
    """Collect the built front end, then answer requests until the process is told to stop."""
    manifest = settings.PACKAGE / "web" / "static" / "build" / "manifest.json"
    if not manifest.is_file():
        raise NotPrepared("The front end is not built: run `make setup` first.")
    installation()  # the database answers and is prepared, or the message says what to do
    call_command("collectstatic", verbosity=0, interactive=False)
    see_to_all()
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  only compared
    typer.echo(f"Entas answers at http://{shown}:{port}/ (Ctrl-C stops it)")
    Granian(
        "entas.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()
