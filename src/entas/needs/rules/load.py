"""Read definition files. Whatever is not understood is refused, with its file and clause.

Every scalar is read as text and parsed by what it is for, so that ``no`` stays the answer "no".
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from entas.kernel.vocabulary import FAMILY, PERSON
from entas.needs.rules.conditions import (
    All,
    AnyOf,
    Between,
    BirthsCloserThan,
    Condition,
    MembersAtLeast,
    Not,
    OneOf,
    StatusOf,
    Unknown,
)
from entas.needs.rules.definitions import (
    Clause,
    Definition,
    DefinitionInvalid,
    Status,
    Text,
    Unit,
    Version,
)

FOLDER = Path(__file__).resolve().parents[1] / "definitions"
ORDER = (
    "housing",
    "electricity",
    "water",
    "latrine",
    "stunting",
    "schooling",
    "disability",
    "employment",
)
CODES = {Unit.FAMILY: FAMILY, Unit.PERSON: PERSON}
NUMBERS = {
    Unit.FAMILY: frozenset({"members", "floor_area_m2", "floor_area_per_member_m2"}),
    Unit.PERSON: frozenset({"age"}),
}


class _Place:
    """Where in a file something stands, for messages."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def __truediv__(self, name: str) -> "_Place":
        return _Place(*self.names, name)

    def refuse(self, message: str) -> DefinitionInvalid:
        return DefinitionInvalid(f"{', '.join(self.names)}: {message}")

    def mapping(self, data: Any, required: set[str], optional: set[str]) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            raise self.refuse(f"expected {', '.join(sorted(required | optional))}.")
        if unknown := set(data) - required - optional:
            raise self.refuse(
                f"unknown entry {', '.join(sorted(unknown))}; "
                f"known are {', '.join(sorted(required | optional))}."
            )
        if missing := required - set(data):
            raise self.refuse(f"{', '.join(sorted(missing))} is missing.")
        return data

    def number(self, text: Any) -> float:
        try:
            return float(text)
        except (TypeError, ValueError):
            raise self.refuse(f"{text!r} is not a number.") from None

    def day(self, text: Any) -> date:
        try:
            return date.fromisoformat(text)
        except (TypeError, ValueError):
            raise self.refuse(f"{text!r} is not a date such as 2023-01-01.") from None

    def choice(self, text: Any, allowed: tuple[str, ...]) -> str:
        if text not in allowed:
            raise self.refuse(f"{text!r} is not one of {', '.join(allowed)}.")
        return str(text)

    def text(self, data: Any) -> Text:
        found = self.mapping(data, {"id", "en"}, set())
        if not all(isinstance(part, str) and part for part in found.values()):
            raise self.refuse("needs a sentence in both languages.")
        return Text(id=found["id"], en=found["en"])

    def sentence(self, data: Any) -> str:
        if not isinstance(data, str) or not data:
            raise self.refuse("needs a text.")
        return data


def _many(data: Any) -> list[Any]:
    return data if isinstance(data, list) else [data]


def _condition(data: Any, unit: Unit, place: _Place) -> Condition:
    """A mapping of requirements, all of which must hold."""
    if not isinstance(data, dict) or not data:
        raise place.refuse("a condition is a mapping of fields or combinations, and not empty.")
    parts = tuple(_requirement(key, value, unit, place / key) for key, value in data.items())
    return parts[0] if len(parts) == 1 else All(parts)


def _requirement(key: str, value: Any, unit: Unit, place: _Place) -> Condition:
    if key in {"all", "any"}:
        if not isinstance(value, list) or not value:
            raise place.refuse("needs a list of conditions.")
        inside = tuple(
            _condition(part, unit, place / str(number)) for number, part in enumerate(value, 1)
        )
        return All(inside) if key == "all" else AnyOf(inside)
    if key == "not":
        return Not(_condition(value, unit, place))
    if key == "unknown":
        return Unknown(place.choice(value, (*CODES[unit], *sorted(NUMBERS[unit]))))
    if key == "status_of":
        return _status_of(value, place)
    if key in {"some_member", "members_at_least", "births_closer_than"}:
        if unit is not Unit.FAMILY:
            raise place.refuse("only a family has members.")
        return _members(key, value, place)
    return _field(key, value, unit, place)


def _field(key: str, value: Any, unit: Unit, place: _Place) -> Condition:
    if key in NUMBERS[unit]:
        bounds = place.mapping(value, set(), {"from", "to", "below"})
        if not bounds:
            raise place.refuse("needs from, to or below.")
        numbers = {name: place.number(bound) for name, bound in bounds.items()}
        return Between(key, numbers.get("from"), numbers.get("to"), numbers.get("below"))
    if key not in CODES[unit]:
        raise place.refuse(f"unknown field of a {unit}.")
    values = tuple(place.choice(code, CODES[unit][key]) for code in _many(value))
    if not values:
        raise place.refuse("needs at least one value.")
    return OneOf(key, values)


def _status_of(value: Any, place: _Place) -> Condition:
    if not isinstance(value, dict) or not value:
        raise place.refuse("needs indicators and their statuses.")
    allowed = (Status.NEED, Status.NO_NEED, Status.NOT_APPLICABLE)
    parts = tuple(
        StatusOf(
            place.choice(indicator, ORDER),
            tuple(place.choice(status, allowed) for status in _many(statuses)),
        )
        for indicator, statuses in value.items()
    )
    return parts[0] if len(parts) == 1 else All(parts)


def _members(key: str, value: Any, place: _Place) -> Condition:
    if key == "some_member":
        return MembersAtLeast(1, _condition(value, Unit.PERSON, place))
    if key == "members_at_least":
        found = place.mapping(value, {"count", "where"}, set())
        where = _condition(found["where"], Unit.PERSON, place / "where")
        return MembersAtLeast(int(place.number(found["count"])), where)
    found = place.mapping(value, {"days", "one_birth_days"}, set())
    return BirthsCloserThan(
        int(place.number(found["days"])), int(place.number(found["one_birth_days"]))
    )


def _clause(data: Any, unit: Unit, place: _Place, reference: str) -> Clause:
    found = place.mapping(data, {"id", "when", "status", "says"}, {"reference"})
    here = place / f"clause {found['id']}"
    return Clause(
        id=here.sentence(found["id"]),
        when=_condition(found["when"], unit, here),
        status=Status(here.choice(found["status"], tuple(Status))),
        says=here.text(found["says"]),
        reference=here.sentence(found.get("reference", reference)),
    )


def _version(data: Any, unit: Unit, place: _Place) -> Version:
    found = place.mapping(
        data,
        {"id", "valid_from", "standard", "reference", "evidence", "clauses"},
        {"valid_until", "active"},
    )
    here = place / f"version {found['id']}"
    reference = here.sentence(found["reference"])
    if not isinstance(found["clauses"], list) or not found["clauses"]:
        raise here.refuse("has no clauses.")
    clauses = tuple(_clause(clause, unit, here, reference) for clause in found["clauses"])
    if len({clause.id for clause in clauses}) < len(clauses):
        raise here.refuse("two clauses have the same id.")
    version = Version(
        id=here.sentence(found["id"]),
        valid_from=here.day(found["valid_from"]),
        valid_until=here.day(found["valid_until"]) if "valid_until" in found else None,
        active=here.choice(found.get("active", "true"), ("true", "false")) == "true",
        standard=here.text(found["standard"]),
        reference=reference,
        evidence=tuple(
            here.choice(field, tuple(CODES[unit])) for field in _many(found["evidence"])
        ),
        clauses=clauses,
    )
    if version.valid_until is not None and version.valid_until <= version.valid_from:
        raise here.refuse("valid_until is not after valid_from.")
    return version


def parse(text: str, *, name: str) -> Definition:
    """The definition in a file's text; ``name`` is how messages call the file.

    Raises ``DefinitionInvalid`` naming the file, version and clause of whatever is not understood.
    """
    place = _Place(name)
    try:
        # BaseLoader constructs text, lists and mappings only: nothing is executed or guessed.
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        raise place.refuse(f"is not readable as YAML ({error}).") from error
    found = place.mapping(data, {"key", "unit", "name", "basic_service", "versions"}, set())
    unit = Unit(place.choice(found["unit"], tuple(Unit)))
    if not isinstance(found["versions"], list) or not found["versions"]:
        raise place.refuse("has no versions.")
    versions = tuple(_version(version, unit, place) for version in found["versions"])
    if len({version.id for version in versions}) < len(versions):
        raise place.refuse("two versions have the same id.")
    _check_no_overlap(versions, place)
    return Definition(
        key=place.choice(found["key"], ORDER),
        unit=unit,
        basic_service=place.choice(found["basic_service"], ("true", "false")) == "true",
        name=place.text(found["name"]),
        versions=versions,
    )


def _check_no_overlap(versions: tuple[Version, ...], place: _Place) -> None:
    dated = sorted((v for v in versions if v.active), key=lambda version: version.valid_from)
    for earlier, later in pairwise(dated):
        if earlier.valid_until is None or earlier.valid_until > later.valid_from:
            raise place.refuse(f"versions {earlier.id} and {later.id} are active on the same day.")


def _referred(definition: Definition) -> set[str]:
    return {
        part.indicator
        for version in definition.versions
        for clause in version.clauses
        for part in clause.when.parts()
        if isinstance(part, StatusOf)
    }


def check_references(definitions: Mapping[str, Definition]) -> None:
    """Refuse a definition that asks for an indicator that it cannot have.

    One asked for must exist, have the same unit and ask for none itself: so there is no circle.
    """
    for definition in definitions.values():
        for key in _referred(definition):
            place = _Place(f"{definition.key}.yaml", f"status_of {key}")
            asked = definitions.get(key)
            if asked is None or asked.unit is not definition.unit:
                raise place.refuse(f"there is no indicator {key} of a {definition.unit}.")
            if _referred(asked):
                raise place.refuse(f"{key} itself asks for other indicators.")


@cache
def definitions(folder: Path = FOLDER) -> dict[str, Definition]:
    """All definitions of a folder, by key, in the order meetings show them.

    Raises ``DefinitionInvalid``; also for two files of one indicator.
    """
    found: dict[str, Definition] = {}
    for path in sorted(folder.glob("*.yaml")):
        definition = parse(path.read_text(encoding="utf-8"), name=path.name)
        if definition.key in found:
            raise DefinitionInvalid(f"{path.name}: {definition.key} is defined in another file.")
        found[definition.key] = definition
    check_references(found)
    return {key: found[key] for key in ORDER if key in found}
