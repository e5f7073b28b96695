"""Who stands for whom: SQL that reads rows of merged subjects as rows of the one that stands.

Observations, keys, tags and visits keep the subject that they came with; whatever counts or
resolves subjects reads through here, inside an open ``columns.records``. Few subjects are merged:
their ids are read through an index that holds only them.
"""

from django.db import models

from entas.columns.records import quoted, table
from entas.registry.models import Family, Person

_OF: dict[str, type[models.Model]] = {"family_id": Family, "person_id": Person}


def merged_sql(subject: str) -> str:
    """A query: ``subject`` and ``stands`` of those that another stands for.

    ``subject`` is "family_id" or "person_id".
    """
    local = table(_OF[subject]).removeprefix("records.")
    asked = f"SELECT id, same_as_id FROM {local} WHERE same_as_id IS NOT NULL"
    return (
        "SELECT CAST(id AS BIGINT) AS subject, CAST(same_as_id AS BIGINT) AS stands "
        f"FROM native({quoted(asked)})"
    )


def through(relation: str, *columns: str) -> str:
    """A query: the rows of a relation, with ``columns`` naming the subjects that stand.

    ``columns`` are of "family_id" and "person_id". The relation is a name or a query in brackets.
    """
    replaced = ", ".join(
        f"coalesce({column}_merged.stands, said.{column}) AS {column}" for column in columns
    )
    joins = " ".join(
        f"LEFT JOIN ({merged_sql(column)}) {column}_merged "
        f"ON {column}_merged.subject = said.{column}"
        for column in columns
    )
    return f"SELECT said.* REPLACE ({replaced}) FROM {relation} said {joins}"


def with_companions(relation: str, subject: str) -> str:
    """A query: column ``id``, all subjects that are one with those in ``relation`` (column id)."""
    merged = merged_sql(subject)
    return f"""
        WITH asked AS (
            SELECT DISTINCT coalesce(stands, id) AS id
            FROM {relation} LEFT JOIN ({merged}) ON subject = id
        )
        SELECT id FROM asked
        UNION ALL SELECT subject FROM ({merged}) merged SEMI JOIN asked ON asked.id = merged.stands
    """
