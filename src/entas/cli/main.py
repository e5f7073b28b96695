"""The command line, ``entas``.

Exit status: 0 done, 1 refused (the message says what to do next), 2 wrong usage, 70 a fault of the
program. Only the command that is called is imported, so that ``entas --help`` answers at once.
"""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, NamedTuple, NoReturn

import typer

from entas.kernel.errors import Refused

EXIT_REFUSED = 1
EXIT_FAULT = 70  # EX_SOFTWARE of sysexits.h


class Entry(NamedTuple):
    """A command: where its function is, and the line that ``--help`` shows."""

    module: str
    function: str
    summary: str
    panel: str = ""


_SETUP, _WORK, _WATCH = "Installation", "The path of the data", "Access and trust"

COMMANDS: dict[str, Entry] = {
    "init": Entry("init", "init", "Prepare the database, the areas and the first user.", _SETUP),
    "serve": Entry("serve", "serve", "Serve the web.", _SETUP),
    "demo": Entry("demo", "demo", "Make a demo province, do the main job, serve it.", _SETUP),
    "doctor": Entry("doctor", "doctor", "Check the installation; say what to do.", _SETUP),
    "manage": Entry("manage", "manage", "Run a command of Django.", _SETUP),
    "import": Entry("lists", "import_", "Import a list (CSV or XLSX).", _WORK),
    "upload": Entry("lists", "upload", "Work on a file brought over the web.", _WORK),
    "reconcile": Entry("reconcile", "reconcile", "Compare two lists, for any area.", _WORK),
    "link": Entry("link", "link", "Find who is one, and merge who certainly is.", _WORK),
    "link runs": Entry("link", "runs", "List the runs.", _WORK),
    "link undo": Entry("link", "undo", "Undo a run.", _WORK),
    "link rebuild": Entry("link", "rebuild", "Make the registry what was decided.", _WORK),
    "link evaluate": Entry("link_evaluate", "run", "Hold linkage against a known truth.", _WORK),
    "needs derive": Entry("needs", "derive", "Derive the needs from what is registered.", _WORK),
    "freeze": Entry("snapshots", "freeze", "Freeze a snapshot at a cut-off.", _WORK),
    "evaluate": Entry("evaluation", "evaluate", "Evaluate a snapshot by area.", _WORK),
    "areas load": Entry("areas", "load", "Load a BPS crosswalk or boundaries.", _SETUP),
    "users add": Entry("users", "add", "Add a user with a role in an area.", _WATCH),
    "users grant": Entry("users", "grant", "Grant a user a role in an area.", _WATCH),
    "users revoke": Entry("users", "revoke", "Take a role from a user.", _WATCH),
    "users password": Entry("users", "password", "Give a user a new password.", _WATCH),
    "users list": Entry("users", "list_", "List users and their roles.", _WATCH),
    "audit verify": Entry("audit", "verify", "Prove that nobody rewrote the audit trail.", _WATCH),
    "audit list": Entry("audit", "list_", "Show the latest events.", _WATCH),
}

GROUPS: dict[str, tuple[str, str]] = {
    "link": ("Find who is one, and merge who certainly is.", _WORK),
    "needs": ("The eight indicators as needs of families and persons.", _WORK),
    "areas": ("The tree of areas.", _SETUP),
    "users": ("Who may do what, where.", _WATCH),
    "audit": ("Who did what, when.", _WATCH),
}

HELP = """\
Entas: from lists to the meeting's table, for the eradication of extreme poverty.

New here? `entas demo` makes a demo province and serves it. For real work: `entas init`,
`entas import`, `entas needs derive`, `entas freeze`, `entas evaluate`, `entas serve`.

The installation lives in ENTAS_HOME (default: var/ in the checkout); DATABASE_URL names another
database.
"""


def run() -> NoReturn:
    """Entry point of the program ``entas``."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit status; the only place where exceptions end."""
    debug = "--debug" in argv or os.environ.get("ENTAS_DEBUG") == "1"
    try:
        build(argv)(list(argv), prog_name="entas")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    except Refused as refusal:
        _say(f"entas: {refusal}")
        return EXIT_REFUSED
    except Exception as fault:  # noqa: BLE001  the edge of the process
        if debug:
            traceback.print_exc()
        return _explain(fault)
    return 0


def build(argv: Sequence[str]) -> typer.Typer:
    """The application for these arguments: the command they call, and the others by name only."""
    called = _called(argv)
    app = typer.Typer(
        help=HELP,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    groups: dict[str, typer.Typer] = {}
    for path, entry in COMMANDS.items():
        group, _, name = path.rpartition(" ")
        itself = path in GROUPS  # a group that does something without a further word
        function = _load(entry) if path == called else _stub
        target = app
        if group or itself:
            target = _group(groups, app, group or path)
        if itself:
            target.callback(invoke_without_command=True)(function)
            continue
        passes_on = path == "manage"
        target.command(
            name,
            short_help=entry.summary,
            help=None if path == called else entry.summary,
            rich_help_panel=None if group else entry.panel,
            add_help_option=not passes_on,
            context_settings=(
                {"ignore_unknown_options": True, "allow_extra_args": True} if passes_on else {}
            ),
        )(function)
    return app


def _group(groups: dict[str, typer.Typer], app: typer.Typer, name: str) -> typer.Typer:
    """The group of that name; made at its first command."""
    if name not in groups:
        summary, panel = GROUPS[name]
        groups[name] = typer.Typer(help=summary, no_args_is_help=name not in COMMANDS)
        app.add_typer(groups[name], name=name, rich_help_panel=panel)
    return groups[name]


def _called(argv: Sequence[str]) -> str:
    """Which entry of ``COMMANDS`` the arguments call, or empty."""
    words = [word for word in argv if not word.startswith("-")]
    return next((path for n in (2, 1) if (path := " ".join(words[:n])) in COMMANDS), "")


def _load(entry: Entry) -> Callable[..., Any]:
    """The function of a command, with Django ready for it."""
    import django
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entas.config.settings")
    django.setup()
    translation.activate("en")
    function: Callable[..., Any] = getattr(
        import_module(f"entas.cli.{entry.module}"), entry.function
    )
    return function


def _stub() -> None:
    """Stand in for a command that is only listed."""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"entas {version('entas')}")
        raise typer.Exit


def _options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a fault of the program.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


def _explain(fault: Exception) -> int:
    """Say briefly what went wrong, without values (they may be personal); return the status."""
    from django.db import DatabaseError

    if isinstance(fault, DatabaseError):
        text = str(fault).splitlines()[0] if str(fault) else ""
        if "no such table" in text or "does not exist" in text:
            _say("entas: the database is not prepared: run `entas init` first.")
            return EXIT_REFUSED
        if "connect" in text or "couldn't get a connection" in text or "unable to open" in text:
            _say("entas: the database does not answer: check DATABASE_URL, or run `entas doctor`.")
            return EXIT_REFUSED
        if "locked" in text:
            _say("entas: another program is writing to the database: try again in a moment.")
            return EXIT_REFUSED
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" at {os.path.relpath(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    _say(
        f"entas: unexpected {type(fault).__name__}{place}. This is a fault of the program: run the "
        "command again with `entas --debug ...` and report what it prints (without personal data)."
    )
    return EXIT_FAULT


def _say(message: str) -> None:
    typer.echo(message, err=True)
