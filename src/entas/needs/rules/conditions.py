"""Conditions of clauses: three-valued, each as DuckDB SQL and decided in plain Python alike.

True and false only when the values say so; null where a value that matters is not known. ``All``
and ``AnyOf`` are Kleene's, which is what SQL's AND and OR do.
"""

# ruff: noqa: ARG002  (every condition takes what some of them need)

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

Truth = bool | None

OLDEST_YEARS = 125
"""An age above this, or below zero, is a mistake: the age is not known."""


def age_on(birth_date: date | None, on: date) -> int | None:
    """Whole years on a day; ``None`` if not known or impossible."""
    if birth_date is None:
        return None
    years = on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
    return years if 0 <= years <= OLDEST_YEARS else None


def age_sql(birth_date: str, on: date) -> str:
    """The same as ``age_on`` in SQL, for the column ``birth_date``."""
    years = (
        f"({on.year} - year({birth_date}) - "
        f"({on.month * 100 + on.day} < month({birth_date}) * 100 + day({birth_date}))::INT)"
    )
    return f"CASE WHEN {years} BETWEEN 0 AND {OLDEST_YEARS} THEN {years} END"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one family or person on a day: what conditions are decided on.

    ``values`` has fields by name (absent and ``None`` both mean not known), ``members`` those of
    each member of a family that has not left, ``statuses`` the indicators decided before this one.
    """

    values: Mapping[str, Any]
    members: tuple[Mapping[str, Any], ...] = ()
    statuses: Mapping[str, str] | None = None


class Facts(Protocol):
    """Names the SQL column that holds a fact of a family's members."""

    def column(self, fact: "MemberFact") -> str:
        """Column of the fact, which the compiler adds to the members' aggregation."""


class Condition(Protocol):
    """Something that holds, does not, or is not known to."""

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""

    def sql(self, facts: Facts) -> str:
        """The same as a SQL expression over the subject's columns."""

    def parts(self) -> "Iterator[Condition]":
        """This condition and all inside it, but not inside its facts of members."""


def _kleene_all(truths: list[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def _kleene_any(truths: list[Truth]) -> Truth:
    if True in truths:
        return True
    return None if None in truths else False


class _Leaf:
    __slots__ = ()

    def parts(self) -> Iterator[Any]:
        """Give this condition and those inside it."""
        yield self


@dataclass(frozen=True, slots=True)
class OneOf(_Leaf):
    """A coded field has one of these values."""

    field: str
    values: tuple[str, ...]

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""
        value = known.values.get(self.field)
        return None if value is None else value in self.values

    def sql(self, facts: Facts) -> str:
        """Compile to SQL."""
        listed = ", ".join(f"'{value}'" for value in self.values)
        return f"({self.field} IN ({listed}))"


@dataclass(frozen=True, slots=True)
class Between(_Leaf):
    """A number lies from ``low`` to ``high`` (both included), and below ``below``, where given."""

    field: str
    low: float | None = None
    high: float | None = None
    below: float | None = None

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""
        value = known.values.get(self.field)
        if value is None:
            return None
        return (
            (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
            and (self.below is None or value < self.below)
        )

    def sql(self, facts: Facts) -> str:
        """Compile to SQL."""
        bounds = ((">=", self.low), ("<=", self.high), ("<", self.below))
        tests = [
            f"{self.field} {sign} {bound!r}::DOUBLE" for sign, bound in bounds if bound is not None
        ]
        return f"({' AND '.join(tests)})"


@dataclass(frozen=True, slots=True)
class Unknown(_Leaf):
    """A field is not known. Never itself unknown."""

    field: str

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""
        return known.values.get(self.field) is None

    def sql(self, facts: Facts) -> str:
        """Compile to SQL."""
        return f"({self.field} IS NULL)"


@dataclass(frozen=True, slots=True)
class StatusOf(_Leaf):
    """Another indicator of the same subject has one of these statuses; unknown stays so."""

    indicator: str
    statuses: tuple[str, ...]

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""
        status = (known.statuses or {})[self.indicator]
        return None if status == "unknown" else status in self.statuses

    def sql(self, facts: Facts) -> str:
        """Compile to SQL."""
        listed = ", ".join(f"'{status}'" for status in self.statuses)
        return f"(nullif({self.indicator}, 'unknown') IN ({listed}))"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    inside: tuple[Condition, ...]

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""
        return _kleene_all([part.decide(known) for part in self.inside])

    def sql(self, facts: Facts) -> str:
        """Compile to SQL."""
        return "(" + " AND ".join(part.sql(facts) for part in self.inside) + ")"

    def parts(self) -> Iterator[Condition]:
        """Give this condition and those inside it."""
        yield self
        for part in self.inside:
            yield from part.parts()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    inside: tuple[Condition, ...]

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""
        return _kleene_any([part.decide(known) for part in self.inside])

    def sql(self, facts: Facts) -> str:
        """Compile to SQL."""
        return "(" + " OR ".join(part.sql(facts) for part in self.inside) + ")"

    def parts(self) -> Iterator[Condition]:
        """Give this condition and those inside it."""
        yield self
        for part in self.inside:
            yield from part.parts()


@dataclass(frozen=True, slots=True)
class Not:
    """The part is known not to hold."""

    inside: Condition

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""
        truth = self.inside.decide(known)
        return None if truth is None else not truth

    def sql(self, facts: Facts) -> str:
        """Compile to SQL."""
        return f"(NOT {self.inside.sql(facts)})"

    def parts(self) -> Iterator[Condition]:
        """Give this condition and those inside it."""
        yield self
        yield from self.inside.parts()


class MemberFact(_Leaf):
    """A fact of a family's members. A family of whom no member is known: not known."""

    __slots__ = ()

    def decide(self, known: Known) -> Truth:
        """Decide in Python."""
        return self.decide_members(known.members) if known.members else None

    def sql(self, facts: Facts) -> str:
        """Compile to SQL."""
        return facts.column(self)

    def decide_members(self, members: tuple[Mapping[str, Any], ...]) -> Truth:
        """Decide in Python, on at least one member."""
        raise NotImplementedError

    def aggregate(self, facts: Facts) -> str:
        """SQL aggregate over the members of a family (columns of the person, and ``birth_gap``)."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class MembersAtLeast(MemberFact):
    """At least ``count`` members meet a condition."""

    count: int
    where: Condition

    def decide_members(self, members: tuple[Mapping[str, Any], ...]) -> Truth:
        """Decide in Python, on at least one member."""
        truths = [self.where.decide(Known(member)) for member in members]
        if truths.count(True) >= self.count:
            return True
        return False if len(truths) - truths.count(False) < self.count else None

    def aggregate(self, facts: Facts) -> str:
        """Compile to a SQL aggregate over the members."""
        where = self.where.sql(facts)
        return (
            f"CASE WHEN count(*) FILTER ({where}) >= {self.count} THEN true "
            f"WHEN count(*) FILTER ({where} IS DISTINCT FROM false) < {self.count} THEN false END"
        )


@dataclass(frozen=True, slots=True)
class BirthsCloserThan(MemberFact):
    """Two children in succession were born less than ``days`` apart.

    Births less than ``one_birth_days`` apart are one birth (twins).
    """

    days: int
    one_birth_days: int

    def decide_members(self, members: tuple[Mapping[str, Any], ...]) -> Truth:
        """Decide in Python, on at least one member."""
        born = sorted(
            member["birth_date"]
            for member in members
            if member.get("relationship") == "child" and member.get("birth_date") is not None
        )
        gaps = [(later - earlier).days for earlier, later in pairwise(born)]
        if any(self.one_birth_days <= gap < self.days for gap in gaps):
            return True
        uncertain = any(
            member.get("relationship") is None
            or (member["relationship"] == "child" and member.get("birth_date") is None)
            for member in members
        )
        return None if uncertain else False

    def aggregate(self, facts: Facts) -> str:
        """Compile to a SQL aggregate over the members."""
        return (
            f"CASE WHEN count(*) FILTER (birth_gap >= {self.one_birth_days} "
            f"AND birth_gap < {self.days}) > 0 THEN true "
            "WHEN count(*) FILTER (relationship IS NULL "
            "OR (relationship = 'child' AND birth_date IS NULL)) = 0 THEN false END"
        )
