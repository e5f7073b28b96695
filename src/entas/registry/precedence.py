"""Which value holds, when several sources spoke: the precedence of the registry, in one place.

Field by field, among the observations dated up to a day that count (lists, and visits that the
kabupaten accepted), the value kept is that of

1. an accepted verification over a list,
2. the newer over the older observation,
3. the later received, when both are of one day.

An observation that says nothing of a field (null) does not take part for that field.
"""

from datetime import date

import duckdb

from entas.columns.records import table
from entas.registry.models import (
    FamilyObservation,
    FamilyValues,
    Membership,
    PersonObservation,
    PersonValues,
)

FAMILY_FIELDS = tuple(field.column for field in FamilyValues._meta.get_fields())  # type: ignore[union-attr]
PERSON_FIELDS = tuple(field.column for field in PersonValues._meta.get_fields())  # type: ignore[union-attr]


def resolve(con: duckdb.DuckDBPyConnection, *, until: date) -> None:
    """Create the temporary tables ``family_now`` and ``person_now``: values that hold on a day.

    ``con`` comes from ``columns.records``. ``family_now`` has ``family_id`` and the fields of
    ``FamilyValues``; ``person_now`` has ``person_id``, ``family_id`` (null: in no family on that
    day) and the fields of ``PersonValues``. One row a subject observed by then.
    """
    for name, model, subject, fields in (
        ("family_now", FamilyObservation, "family_id", FAMILY_FIELDS),
        ("person_seen", PersonObservation, "person_id", PERSON_FIELDS),
    ):
        kept = ", ".join(f"arg_max({field}, precedence) AS {field}" for field in fields)
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE {name} AS
            SELECT {subject}, {kept}
            FROM (
                SELECT *, (origin = 'verification')::BIGINT * (1::BIGINT << 62)
                    + date_diff('day', DATE '1900-01-01', observed_on) * (1::BIGINT << 40)
                    + id AS precedence
                FROM {table(model)}
                WHERE accepted AND observed_on <= $until
            )
            GROUP BY {subject}
            """,
            {"until": until},
        )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE person_now AS
        SELECT member.family_id, seen.*
        FROM person_seen seen
        LEFT JOIN (
            SELECT person_id, arg_max(family_id, (since, id)) AS family_id
            FROM {table(Membership)}
            WHERE since <= $until AND (until IS NULL OR until > $until)
            GROUP BY person_id
        ) member USING (person_id)
        """,
        {"until": until},
    )
    con.execute("DROP TABLE person_seen")
