"""The shapes of what evaluation answers."""

from dataclasses import dataclass
from enum import StrEnum

from entas.snapshots.tables import Indicator


class Cell(StrEnum):
    """A column of the indicator table, and the set of subjects that it counts.

    ``NEED`` is the denominator: all that need or needed it (met ones stay in). It is the sum of
    ``UNFUNDED``, ``POTENTIAL``, ``PLANNED`` and ``REALISED`` (the furthest state of its tags), and
    of ``REALISED`` and ``REMAINING``. ``MET`` is the part of ``REALISED`` that a later visit
    confirmed.
    """

    NEED = "need"
    UNFUNDED = "unfunded"
    POTENTIAL = "potential"
    PLANNED = "planned"
    REALISED = "realised"
    MET = "met"
    REMAINING = "remaining"
    UNKNOWN = "unknown"
    NO_NEED = "no_need"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator in one area. Counts are families or persons, by the indicator's unit."""

    area_code: str
    area_name: str
    indicator: Indicator
    need: int
    unfunded: int
    potential: int
    planned: int
    realised: int
    met: int
    remaining: int
    unknown: int
    no_need: int
    not_applicable: int

    @property
    def realised_pct(self) -> float | None:
        """Realised in percent of need; ``None`` where nothing is needed."""
        return 100 * self.realised / self.need if self.need else None

    @property
    def remaining_pct(self) -> float | None:
        """Remaining in percent of need; ``None`` where nothing is needed."""
        return 100 * self.remaining / self.need if self.need else None


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far verification went in one area: families at or beyond each stage."""

    area_code: str
    area_name: str
    villages: int
    listed: int
    persons: int
    visited: int
    found: int
    submitted: int
    checked: int
    ratified: int
    accepted: int
    left: int  # moved, dead, duplicate, not found, wrong area


@dataclass(frozen=True, slots=True)
class Unmet:
    """Families of one area by number of unmet needs: ``families[n]`` have n (0 .. 8).

    A need is unmet while it is not met by evidence; persons' needs count once a family and
    indicator. Families that left are not counted.
    """

    area_code: str
    area_name: str
    families: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A family, or a person of it, behind a figure."""

    family_id: int
    person_id: int | None
    village_code: str
    indicator: Indicator
    status: int
    funding: int
    met: bool
