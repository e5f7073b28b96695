"""Which value holds, when several sources spoke: the precedence of the registry, in one place.

Field by field, among the observations dated up to a day that count (lists, and visits that the
kabupaten accepted), the value kept is that of

1. an accepted verification over a list,
2. the newer over the older observation,
3. the later received, when both are of one day.

An observation that says nothing of a field (null) does not take part for that field. The family a
person belongs to is such a field too. A family that is known only from rows of its members has the
village of the member first registered, and nothing else.

Subjects that are one (``same_as``) are resolved from the observations of all of them, as the one
that stands for them.

Everything that resolves goes through this module: profiles (``profiles.py``) and the state of a
day (``resolve``).
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Protocol, TypeVar

import duckdb
from django.db import models

from entas.columns.records import quoted, table
from entas.registry.identity import through
from entas.registry.models import FamilyObservation, FamilyValues, PersonObservation, PersonValues


def _columns(values: type[models.Model]) -> tuple[str, ...]:
    return tuple(str(field.column) for field in values._meta.local_concrete_fields)


FAMILY_FIELDS = _columns(FamilyValues)
PERSON_FIELDS = _columns(PersonValues)

PRECEDENCE = (
    "(origin = 'verification')::BIGINT * (1::BIGINT << 62)"
    " + date_diff('day', DATE '1900-01-01', observed_on) * (1::BIGINT << 40) + id"
)
"""The three rules as one number, greater wins: 1 bit origin, 22 bits day, 40 bits order."""


def settled_families(observations: str) -> str:
    """A query: the values that hold, one row a family, from a relation of observations."""
    return settled(observations, "family_id", FAMILY_FIELDS)


def settled_persons(observations: str) -> str:
    """A query: the values that hold, one row a person, from a relation of observations."""
    return settled(observations, "person_id", ("family_id", *PERSON_FIELDS))


def settled(observations: str, subject: str, fields: tuple[str, ...]) -> str:
    """A query: the values of these fields that hold, one row a subject."""
    # Most subjects were observed once: nothing to decide, and arg_max over text is dear.
    once = ", ".join(fields)
    kept = ", ".join(f"arg_max({field}, {PRECEDENCE}) AS {field}" for field in fields)
    return f"""
        WITH counting AS (FROM ({observations}) WHERE accepted),
        often AS (SELECT {subject} FROM counting GROUP BY {subject} HAVING count(*) > 1)
        SELECT {subject}, {once} FROM counting ANTI JOIN often USING ({subject})
        UNION ALL
        SELECT {subject}, {kept} FROM counting SEMI JOIN often USING ({subject})
        GROUP BY {subject}
    """


def families_of_members_only(persons: str, families: str) -> str:
    """A query: family and village of those in ``persons`` (settled) that ``families`` lacks."""
    return f"""
        SELECT family_id, arg_min(village_code, person_id) AS village_code
        FROM {persons} ANTI JOIN {families} USING (family_id)
        WHERE family_id IS NOT NULL GROUP BY family_id
    """


def resolve(con: duckdb.DuckDBPyConnection, *, until: date, but: Collection[str] = ()) -> None:
    """Create the temporary tables ``family_now`` and ``person_now``: values that hold on a day.

    Observations of the sources ``but`` do not take part: whom only they speak of is not there.
    ``con`` comes from ``columns.records``. ``family_now`` has ``family_id`` and the fields of
    ``FamilyValues``; ``person_now`` has ``person_id``, ``family_id`` (null: in no family on that
    day) and the fields of ``PersonValues``. One row a subject observed by then.
    """
    for name, model, settling, subjects in (
        ("family_now", FamilyObservation, settled_families, ("family_id",)),
        ("person_now", PersonObservation, settled_persons, ("person_id", "family_id")),
    ):
        said = f"SELECT * FROM {table(model)} WHERE observed_on <= DATE '{until.isoformat()}'"
        if but:
            said += f" AND source NOT IN ({', '.join(map(quoted, sorted(but)))})"
        observed = through(f"({said})", *subjects)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {settling(observed)}")
    con.execute(
        "INSERT INTO family_now BY NAME " + families_of_members_only("person_now", "family_now")
    )


class Spoken(Protocol):
    """What an observation has to be for its place in the order."""

    pk: Any
    origin: str
    accepted: bool
    observed_on: date


S = TypeVar("S", bound=Spoken)


def deciding(observations: Iterable[S], field: str) -> S | None:
    """The observation whose value of ``field`` holds, by the same rule; for one subject."""
    counting = [row for row in observations if row.accepted and getattr(row, field) is not None]
    return max(
        counting,
        key=lambda row: (row.origin == "verification", row.observed_on, row.pk),
        default=None,
    )
