"""What a definition of an indicator is: dated versions, each a list of clauses with a reference."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from entas.kernel.errors import Refused
from entas.needs.rules.conditions import Condition


class Unit(StrEnum):
    """Whose need it is."""

    FAMILY = "family"
    PERSON = "person"


class Status(StrEnum):
    """What the rules say of a subject."""

    NEED = "need"
    NO_NEED = "no_need"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class DefinitionInvalid(Refused):
    """A definition file says something that cannot be taken literally."""


class NoDefinition(Refused):
    """No version of an indicator is in force on a day."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages of the screens."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Clause:
    """If ``when`` holds, the status is ``status``, and later clauses are not asked."""

    id: str
    when: Condition
    status: Status
    says: Text
    reference: str


@dataclass(frozen=True, slots=True)
class Version:
    """One standard in force from a day until before another (``None``: still).

    ``evidence`` are the fields by which a later visit shows that a need has been met. A version
    that is not ``active`` is an alternative that an installation may choose.
    """

    id: str
    valid_from: date
    valid_until: date | None
    active: bool
    standard: Text
    reference: str
    evidence: tuple[str, ...]
    clauses: tuple[Clause, ...]

    def in_force(self, on: date) -> bool:
        """Whether the version is valid on a day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator with all its versions."""

    key: str
    unit: Unit
    basic_service: bool  # one of the five whose completion is due by the end of the year
    name: Text
    versions: tuple[Version, ...]

    def on(self, day: date, *, version: str | None = None) -> Version:
        """The version in force on a day, or the named one.

        Raises ``NoDefinition`` when there is none.
        """
        for candidate in self.versions:
            if candidate.id == version or (
                version is None and candidate.active and candidate.in_force(day)
            ):
                return candidate
        wanted = f"version {version}" if version else f"active version on {day.isoformat()}"
        raise NoDefinition(
            f"{self.key}: no {wanted}. Add one to needs/definitions/{self.key}.yaml."
        )
