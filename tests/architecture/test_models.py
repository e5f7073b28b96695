"""What import-linter cannot see of the models: classification, direction, privacy of snapshots."""

import io
import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from entas.kernel.classification import DataClass
from entas.kernel.vocabulary import FAMILY, PERSON
from entas.snapshots.tables import TABLES
from tests.architecture.tree import ROOT

OURS = [model for config in apps.get_app_configs() if config.name.startswith("entas.")
        for model in config.get_models()]  # fmt: skip


def layers() -> dict[str, int]:
    """Depth of each room, from the contract of import-linter: the lowest is the deepest."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]
    return {
        room.strip(): depth
        for depth, layer in enumerate(contract["layers"])
        for room in layer.split("|")
    }


def fields(model: type[models.Model]) -> set[str]:
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_classified(model):
    classification = getattr(model, "classification", {})
    assert fields(model) == set(classification), "classify each field, and only fields"
    assert all(isinstance(data_class, DataClass) for data_class in classification.values())


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_sideways_or_down(model):
    depth = layers()
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        target = field.related_model
        if isinstance(target, type) and issubclass(target, models.Model):
            own, other = model._meta.app_label, target._meta.app_label
            assert depth.get(other, depth[own]) >= depth[own], field


def personal_fields() -> set[str]:
    return {
        name
        for model in OURS
        for name, data_class in getattr(model, "classification", {}).items()
        if data_class is not DataClass.OPEN
    }


# Open in a snapshot although a field of this name is personal elsewhere, and why.
OPEN_IN_SNAPSHOTS = {
    "name": "of an area, never of a person",
    "indicator": "of a family known by number only",
    "decile": "of welfare, without anything that says whose",
    "amount": "rupiah of a tag, without anything that says whose",
}


def test_snapshots_hold_nothing_that_identifies_a_person():
    columns = {(table, column) for table, schema in TABLES.items() for column in schema.names}
    personal = {
        f"{table}.{column}"
        for table, column in columns
        if column in personal_fields() - OPEN_IN_SNAPSHOTS.keys()
    }
    assert personal == set()
    assert {table for table, column in columns if column == "name"} <= {"areas"}


def test_migrations_say_what_the_models_say(db):
    output = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output)
    except SystemExit:
        pytest.fail(output.getvalue())


def test_every_code_of_the_vocabulary_fits_its_column():
    """SQLite does not enforce the length of a column; PostgreSQL does."""
    too_long = {
        f"{model}.{column.name}": value
        for model, vocabulary in (("FamilyProfile", FAMILY), ("PersonProfile", PERSON))
        for column in apps.get_model("registry", model)._meta.concrete_fields
        for value in vocabulary.get(column.name, ())
        if column.max_length and len(value) > column.max_length
    }
    assert too_long == {}
