"""Rows of a list into the registry, set-wise: keys, then observations, then what holds now.

Works inside an open ``columns.records(write=True)``, on the temporary table ``incoming``: the rows
to register, with a ``position`` (their order). Steps, each a function:

``identify``  gives each key its subject, making those that are new
``observe``   adds what was not said before as observations
``settle``    rewrites what holds now of the touched subjects (``profiles.py``)
"""

from dataclasses import dataclass
from typing import Any

import duckdb
from django.db import models

from entas.columns.ranges import fetch, keyed_between
from entas.columns.records import append, columns_of, quoted, reserve_ids
from entas.registry.identity import through, with_companions
from entas.registry.models import (
    Family,
    FamilyKey,
    FamilyObservation,
    FamilyProfile,
    Person,
    PersonKey,
    PersonObservation,
    PersonProfile,
)
from entas.registry.precedence import FAMILY_FIELDS, PERSON_FIELDS
from entas.registry.profiles import observed_columns, settle_families, settle_persons


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between registering families and persons."""

    subject: str  # column that names the subject in models and temporary tables
    key: str  # column of the received rows that holds the source's number
    fields: tuple[str, ...]
    model: type[models.Model]
    keys: type[models.Model]
    observations: type[models.Model]
    profiles: type[models.Model]


FAMILIES = Kind(
    "family_id", "family_key", FAMILY_FIELDS, Family, FamilyKey, FamilyObservation, FamilyProfile
)
PERSONS = Kind(
    "person_id", "person_key", PERSON_FIELDS, Person, PersonKey, PersonObservation, PersonProfile
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What all observations of one batch have in common. ``scheme``: whose numbers its keys are."""

    batch_id: int
    source: str
    origin: str
    scheme: str


def identify(con: duckdb.DuckDBPyConnection, kind: Kind, *, batch_id: int, scheme: str) -> int:
    """Create ``<subject>_of`` (value, the subject's id, is_new) for all keys of ``incoming``.

    Keys of different schemes never meet: the same digits in two are two subjects. Registers
    subjects that no batch brought before, in order of appearance; returns how many.
    """
    name = f"{kind.subject}_of"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE wanted AS
        SELECT value, {kind.subject}, row_number() OVER (
            PARTITION BY {kind.subject} IS NULL ORDER BY position) AS nth
        FROM (
            SELECT {kind.key} AS value, min(position) AS position FROM incoming
            WHERE {kind.key} IS NOT NULL GROUP BY 1
        ) LEFT JOIN ({_known_keys(con, kind, scheme)}) known USING (value)
        """
    )
    new = _count(con, f"wanted WHERE {kind.subject} IS NULL")
    first = reserve_ids(kind.model, new, con=con) if new else 0
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {name} AS
        SELECT value, coalesce({kind.subject}, {first} - 1 + nth) AS {kind.subject},
            {kind.subject} IS NULL AS is_new, nth FROM wanted
        """
    )
    if new:
        made = f"FROM {name} WHERE is_new ORDER BY nth"
        append(con, kind.model, f"SELECT {kind.subject} AS id, {batch_id} AS first_batch_id {made}")
        first_key = reserve_ids(kind.keys, new, con=con)
        append(
            con,
            kind.keys,
            f"SELECT {first_key} - 1 + nth AS id, {kind.subject}, {quoted(scheme)} AS scheme, "
            f"value {made}",
        )
    return new


def _known_keys(con: duckdb.DuckDBPyConnection, kind: Kind, scheme: str) -> str:
    """A query: value and subject of the keys registered so far, at least those of ``incoming``."""
    bounds = con.execute(f"SELECT min({kind.key}), max({kind.key}) FROM incoming").fetchone()
    low, high = (str(bound or "") for bound in bounds or ("", ""))
    return keyed_between(
        kind.keys,
        columns=("value", kind.subject),
        fixed=("scheme", scheme),
        key="value",
        low=low,
        high=high,
    )


def observe(
    con: duckdb.DuckDBPyConnection, kind: Kind, *, provenance: Provenance
) -> tuple[int, list[tuple[str, int, str]]]:
    """Append to the observations what ``incoming`` says that was not said before.

    Leaves ``fresh`` (observations added, a view), ``kept`` (position and subject of each) and
    ``earlier`` (those that the touched subjects, and all that are one with them, already had). An
    observation equal to an earlier one of
    the subject, in everything but batch and place, adds nothing. Returns how many were added, and
    the rows that say something else of a subject than an earlier row of the same batch.
    """
    _stage(con, kind, provenance)
    touched = (
        f"(SELECT DISTINCT {kind.subject} AS id FROM said SEMI JOIN {kind.subject}_of known "
        f"ON known.{kind.subject} = said.{kind.subject} AND NOT known.is_new)"
    )
    companions = with_companions(touched, kind.subject)
    con.execute(f"CREATE OR REPLACE TEMP TABLE touched_ids AS {companions}")
    fetch(con, kind.observations, into="earlier", column=kind.subject, ids="touched_ids")
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE kept AS
        SELECT position, {kind.subject}, row_number() OVER (ORDER BY position) AS nth,
            row_number() OVER (PARTITION BY {kind.subject} ORDER BY position) AS turn
        FROM (
            SELECT {kind.subject}, print, min(position) AS position FROM said GROUP BY ALL
        ) ANTI JOIN (SELECT {kind.subject}, {_fingerprint(kind)} AS print FROM earlier) before
        USING ({kind.subject}, print)
        """
    )
    added = _count(con, "kept")
    first = reserve_ids(kind.observations, added, con=con) if added else 0
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW fresh AS SELECT staged.*, {first} - 1 + kept.nth AS id "
        "FROM staged JOIN kept USING (position)"
    )
    if added:
        columns = ", ".join(f'"{name}"' for name in columns_of(kind.observations))
        append(con, kind.observations, f"SELECT {columns} FROM fresh")
    return added, _differing(con, kind)


def settle(con: duckdb.DuckDBPyConnection, kind: Kind) -> int:
    """Settle the subjects that ``fresh`` speaks of; returns how many memberships were written."""
    subjects = ("person_id", "family_id") if kind is PERSONS else ("family_id",)
    columns = ", ".join(observed_columns(kind.subject)).replace(
        "accepted", "CAST(accepted AS BOOLEAN) AS accepted"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE settling AS "
        f"SELECT DISTINCT {kind.subject} FROM ({through('kept', kind.subject)})"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE known_ids AS SELECT {kind.subject} AS id FROM settling "
        f"SEMI JOIN touched_ids ON touched_ids.id = {kind.subject}"
    )
    fresh = through(f"(SELECT {columns} FROM fresh)", *subjects)
    earlier = through(f"(SELECT {columns} FROM earlier)", *subjects)
    observed = (
        f"{fresh} UNION ALL SELECT * FROM ({earlier}) SEMI JOIN settling USING ({kind.subject})"
    )
    if kind is PERSONS:
        return settle_persons(con, observed=observed, known="known_ids")
    settle_families(con, observed=observed, known="known_ids")
    return 0


def _stage(con: duckdb.DuckDBPyConnection, kind: Kind, provenance: Provenance) -> None:
    """Create ``staged``, the rows as observations, and ``said``, what each says as a number.

    A view: the columns stay where they are, and only what a step needs is read.
    """
    present = {row[0] for row in con.execute("DESCRIBE incoming").fetchall()}
    types = columns_of(kind.observations)
    values = ", ".join(
        f"{_cast(types[name], f'incoming.{name}' if name in present else 'NULL')} AS {name}"
        for name in kind.fields
    )
    family, join = "", ""
    if kind is PERSONS:
        family = "family.family_id,"
        join = "LEFT JOIN family_id_of family ON family.value = incoming.family_key"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW staged AS
        SELECT position, subject.{kind.subject}, {family} {values},
            {quoted(provenance.origin)} AS origin, incoming.accepted,
            CAST(incoming.observed_on AS DATE) AS observed_on,
            {quoted(provenance.source)} AS source, {provenance.batch_id}::BIGINT AS batch_id,
            incoming.sheet, CAST(incoming.number AS BIGINT) AS row_number
        FROM incoming JOIN {kind.subject}_of subject ON subject.value = incoming.{kind.key} {join}
        """
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE said AS "
        f"SELECT position, {kind.subject}, {_fingerprint(kind)} AS print FROM staged"
    )


def _cast(field: "models.Field[Any, Any]", value: str) -> str:
    if isinstance(field, models.DateField):
        return f"CAST({value} AS DATE)"
    if isinstance(field, models.FloatField):
        # A centimetre of position: more digits would not come back alike from every database.
        return f"CAST(CAST({value} AS DECIMAL(18, 7)) AS DOUBLE)"
    kind = "BIGINT" if isinstance(field, models.IntegerField) else "VARCHAR"
    return f"CAST({value} AS {kind})"


def _fingerprint(kind: Kind) -> str:
    """All that an observation says, as one number of 64 bits; batch and place do not count."""
    family = ("family_id",) if kind is PERSONS else ()
    counted = (*family, *kind.fields, "origin", "source", "observed_on")
    return f"hash(CAST(accepted AS BOOLEAN), {', '.join(counted)})"


def _differing(con: duckdb.DuckDBPyConnection, kind: Kind) -> list[tuple[str, int, str]]:
    """Place and key of the rows that contradict an earlier row of their batch."""
    return con.execute(
        f"SELECT sheet, CAST(number AS BIGINT), {kind.key} FROM kept "
        "JOIN incoming USING (position) WHERE turn > 1 ORDER BY position"
    ).fetchall()


def _count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    found = con.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(found[0]) if found else 0
