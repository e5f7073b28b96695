"""Who stands for whom: reads rows of merged subjects as rows of the one that stands.

Observations, keys, tags and visits keep the subject that they came with; whatever counts or
resolves subjects reads through here: in SQL inside an open ``columns.records``, and through the
ORM for pages. Few subjects are merged:
their ids are read through an index that holds only them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from entas.columns.records import quoted, table
from entas.registry.models import Family, Person

_OF: dict[str, Any] = {"family_id": Family, "person_id": Person}


def stand_for(*, kind: str, ids: Iterable[int]) -> dict[int, int]:
    """The subject that stands for each of ``ids`` now; ids that are not registered are missing.

    ``kind`` is "family" or "person".
    """
    rows = _OF[f"{kind}_id"].objects.filter(pk__in=list(ids)).values_list("pk", "same_as_id")
    return {pk: same_as or pk for pk, same_as in rows}


def groups_of(*, kind: str, standing: Iterable[int]) -> dict[int, list[int]]:
    """All subjects that each of ``standing`` stands for, itself included."""
    found = {pk: [pk] for pk in standing}
    rows = _OF[f"{kind}_id"].objects.filter(same_as_id__in=list(found))
    for pk, stands in rows.order_by("pk").values_list("pk", "same_as_id"):
        found[stands].append(pk)
    return found


def one_with(*, kind: str, subject_id: int) -> list[int]:
    """All subjects that are one with this one, itself included."""
    stands = stand_for(kind=kind, ids=[subject_id]).get(subject_id, subject_id)
    group = _OF[f"{kind}_id"].objects.filter(Q(pk=stands) | Q(same_as_id=stands))
    return list(group.order_by("pk").values_list("pk", flat=True)) or [subject_id]


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
