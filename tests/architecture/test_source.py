"""Where things are done, how long they are, and what they are not called."""

import ast
import re
import subprocess

import pytest
from django.apps import apps

from tests.architecture.tree import ROOT, calls, modules, name, parsed, room

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "service", "services",
                   "misc", "signals", "receivers"}  # fmt: skip

# Modules beside actions.py that write: the halves of actions that move columns, not objects, and
# the journey that gives its actions one transaction.
BULK_WRITERS = {
    "columns/records.py",
    "linkage/carrying.py",
    "linkage/deciding.py",
    "linkage/listing.py",
    "linkage/lists.py",
    "linkage/running.py",
    "pipeline/intake.py",
    "registry/profiles.py",
    "registry/registration.py",
    "registry/regrouping.py",
    "registry/single.py",
    "tagging/recording.py",
}
ORM_WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update",
              "delete"}  # fmt: skip
SQL_WRITE = re.compile(r"\b(INSERT INTO|DELETE FROM|UPDATE)\s+\{table\(")


def is_writer(path):
    return path.name == "actions.py" or name(path) in BULK_WRITERS


def test_no_module_is_too_long():
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length >= MOST_LINES} == {}


def test_no_function_is_too_long():
    long = {
        f"{name(path)}: {node.name}": length
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_a_module_is_named_for_what_it_does():
    named = {part for path in modules() for part in path.relative_to(ROOT).with_suffix("").parts}
    assert named & FORBIDDEN_NAMES == set()


def test_only_actions_write():
    written = [
        f"{name(path)}:{call.lineno}: {ast.unparse(call)[:60]}"
        for path in modules()
        if not is_writer(path)
        for call in calls(path)
        if writes_records(call)
    ]
    assert written == []


def test_only_actions_hold_sql_that_writes():
    written = [
        name(path)
        for path in modules()
        if not is_writer(path) and SQL_WRITE.search(path.read_text("utf-8"))
    ]
    assert written == []


def writes_records(call):
    """An ORM write, a bulk append, or a DuckDB connection opened for writing."""
    if isinstance(call.func, ast.Name):
        opens = call.func.id == "records" and any(word.arg == "write" for word in call.keywords)
        return opens or call.func.id == "append"
    if not isinstance(call.func, ast.Attribute):
        return False
    receiver = ast.unparse(call.func.value)
    if call.func.attr == "update":  # dicts and hashes update too
        return ".objects" in receiver or ".filter(" in receiver
    return call.func.attr in ORM_WRITES and receiver != "np"  # np.save writes an array to a file


MODELS = {
    (config.name, model.__name__)
    for config in apps.get_app_configs()
    if config.name.startswith("entas.")
    for model in config.get_models()
}


def test_a_model_is_used_only_in_its_room():
    """Elsewhere it may be named as a type, for what the room's queries give."""
    used = [
        f"{name(path)}:{node.lineno}: {node.id}"
        for path in modules()
        if (foreign := foreign_models(path))
        for node in set(names(parsed(path))) - set(names_in_types(parsed(path)))
        if node.id in foreign
    ]
    assert used == []


def foreign_models(path):
    """Names under which a module imports models of other rooms."""
    return {
        alias.asname or alias.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if (node.module.removesuffix(".models"), alias.name) in MODELS
        and node.module != f"entas.{room(path)}.models"
    }


def names(tree):
    return (node for node in ast.walk(tree) if isinstance(node, ast.Name))


def names_in_types(tree):
    """The names inside annotations, and inside the type asked for by isinstance or cast."""
    types: list[ast.AST | None] = []
    for node in ast.walk(tree):
        match node:
            case ast.arg() | ast.AnnAssign():
                types.append(node.annotation)
            case ast.FunctionDef():
                types.append(node.returns)
            case ast.Call(func=ast.Name(id="isinstance")):
                types.append(node.args[1])
            case ast.Call(func=ast.Name(id="cast")):
                types.append(node.args[0])
    for kind in filter(None, types):
        yield from names(kind)


# Written apart, so that this file passes its own test.
FORBIDDEN_TEXT = re.compile(
    "|".join(["/wo" + "rk/", r"\.\./sha" + "red", r"\bissue" + r" #\d", "registry.npm" + "js"])
)
MAY_NAME_THE_EXTRA_FOLDER = {".ci/run"}


def test_nothing_names_the_machine_it_was_written_on():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = []
    for file in listed.stdout.splitlines():
        path = ROOT / file
        if file in MAY_NAME_THE_EXTRA_FOLDER or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if FORBIDDEN_TEXT.search(text):
            found.append(file)
    assert found == []
