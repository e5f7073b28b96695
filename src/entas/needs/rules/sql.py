"""Compile definitions to DuckDB SQL that decides all subjects at once."""

from collections.abc import Mapping
from datetime import date

from entas.needs.rules.conditions import MemberFact, age_sql
from entas.needs.rules.definitions import Unit, Version
from entas.needs.rules.evaluate import asks_others


class _Facts:
    """Gathers facts of members while conditions are compiled; each becomes one column."""

    def __init__(self) -> None:
        self.columns: dict[MemberFact, str] = {}

    def column(self, fact: MemberFact) -> str:
        return self.columns.setdefault(fact, f"fact_{len(self.columns) + 1}")


def case(version: Version, facts: _Facts) -> str:
    """The CASE that gives a subject's status."""
    branches = " ".join(
        f"WHEN {clause.when.sql(facts)} THEN '{clause.status}'" for clause in version.clauses
    )
    return f"CASE {branches} ELSE 'unknown' END"


def persons_sql(source: str, on: date) -> str:
    """``source`` with ``age``, and with a birth date only where the age is possible."""
    age = age_sql("birth_date", on)
    return (
        f"SELECT * REPLACE (CASE WHEN age IS NOT NULL THEN birth_date END AS birth_date) "
        f"FROM (SELECT *, {age} AS age FROM {source})"
    )


def _members_sql(members: str, facts: _Facts) -> str:
    aggregates = "".join(
        f", {fact.aggregate(facts)} AS {column}" for fact, column in list(facts.columns.items())
    )
    return f"""
        SELECT family_id AS member_family, count(*) AS members{aggregates}
        FROM (
            SELECT *, CASE WHEN relationship = 'child' THEN date_diff('day', lag(birth_date) OVER (
                PARTITION BY family_id, relationship, birth_date IS NULL ORDER BY birth_date
            ), birth_date) END AS birth_gap
            FROM ({members})
        )
        GROUP BY family_id
    """


def statuses_sql(
    versions: Mapping[str, Version], unit: Unit, *, families: str, persons: str, on: date
) -> str:
    """A select of one row a subject with ``family_id``, ``person_id``, ``village_code`` and one
    column a key of ``versions`` (all of the same ``unit``) that holds the status.

    ``families`` and ``persons`` name relations with the resolved values of those who have not left
    (``persons`` with ``family_id``).
    """
    facts = _Facts()
    alone = {
        key: case(version, facts) for key, version in versions.items() if not asks_others(version)
    }
    asking = {
        key: case(version, facts) for key, version in versions.items() if asks_others(version)
    }
    people = persons_sql(persons, on)
    if unit is Unit.FAMILY:
        subjects = f"""
            SELECT NULL::BIGINT AS person_id, family.*, fact.* EXCLUDE (member_family),
                floor_area_m2 / fact.members AS floor_area_per_member_m2
            FROM {families} family
            LEFT JOIN ({_members_sql(people, facts)}) fact ON fact.member_family = family.family_id
        """
    else:
        subjects = people
    first = "".join(f", {sql} AS {key}" for key, sql in alone.items())
    second = "".join(f", {sql} AS {key}" for key, sql in asking.items())
    kept = "".join(f", {key}" for key in alone)
    return f"""
        SELECT family_id, person_id, village_code{kept}{second}
        FROM (SELECT *{first} FROM ({subjects}))
    """
