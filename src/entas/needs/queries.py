"""Read needs: the status of everybody on a day, and why one is what it is."""

from collections.abc import Mapping
from datetime import date

import duckdb

from entas.needs.explanation import Explanation, why
from entas.needs.rules.definitions import Unit, Version
from entas.needs.rules.departure import FAMILY_LEFT, PERSON_LEFT, here_sql
from entas.needs.rules.load import definitions
from entas.needs.rules.sql import statuses_sql

__all__ = ["Explanation", "fill_alone", "fill_here", "fill_status", "versions_on", "why"]


def versions_on(on: date, *, choose: Mapping[str, str] | None = None) -> dict[str, Version]:
    """The version of each indicator that is in force on a day, by key.

    ``choose`` names another version by indicator, for example the stricter standard of housing.
    Raises ``NoDefinition`` when an indicator has none.
    """
    chosen = choose or {}
    return {
        key: definition.on(on, version=chosen.get(key)) for key, definition in definitions().items()
    }


def fill_here(con: duckdb.DuckDBPyConnection) -> None:
    """Create temp views ``family_here`` and ``person_here``: those who have not left.

    They read ``family_now`` and ``person_now`` (``registry.precedence.resolve``). A person who is
    in no family, or whose family left, is not here. A person's village is the family's.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW family_here AS
        SELECT * FROM family_now WHERE {here_sql("presence", FAMILY_LEFT)}
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW person_here AS
        SELECT person.* REPLACE (family.village_code AS village_code)
        FROM person_now person
        JOIN family_here family USING (family_id)
        WHERE {here_sql("person.presence", PERSON_LEFT)}
        """
    )


def fill_status(
    con: duckdb.DuckDBPyConnection, *, on: date, choose: Mapping[str, str] | None = None
) -> dict[str, Version]:
    """Create the temp table ``need_status``: what the rules say of everybody on a day.

    Columns: ``family_id``, ``person_id`` (null for a family's indicator), ``village_code``,
    ``indicator`` (key), ``status`` (need, no_need, unknown, not_applicable), ``definition`` (id of
    the version). Reads ``family_now`` and ``person_now``. Returns the versions used, by indicator.
    """
    versions = versions_on(on, choose=choose)
    units = {key: definitions()[key].unit for key in versions}
    fill_here(con)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE need_status (family_id BIGINT, person_id BIGINT, "
        "village_code VARCHAR, indicator VARCHAR, status VARCHAR, definition VARCHAR)"
    )
    for unit in Unit:
        of_unit = {key: version for key, version in versions.items() if units[key] is unit}
        wide = statuses_sql(of_unit, unit, families="family_here", persons="person_here", on=on)
        named = " ".join(f"WHEN '{key}' THEN '{version.id}'" for key, version in of_unit.items())
        con.execute(
            f"""
            INSERT INTO need_status
            SELECT family_id, person_id, village_code, indicator, status,
                CASE indicator {named} END
            FROM (UNPIVOT ({wide}) ON {", ".join(of_unit)} INTO NAME indicator VALUE status)
            """
        )
    return versions


def fill_alone(
    con: duckdb.DuckDBPyConnection,
    *,
    families: str,
    members: str,
    persons: str,
    into: str,
    on: date,
) -> dict[str, Version]:
    """What the rules would say if one source were all there is.

    ``families`` and ``persons`` are relations of what it says (fields of the registry, persons with
    ``family_id``); ``members`` are the persons by whom families are decided: none where a source
    speaks of single persons only. Creates ``<into>_family_status`` (``family_id``) and
    ``<into>_person_status`` (``person_id``) with a column an indicator: need, no_need, unknown,
    not_applicable; those whom the source itself calls gone are left out. Returns the versions used,
    by indicator.
    """
    versions = versions_on(on)
    here = f"(SELECT * FROM {families} WHERE {here_sql('presence', FAMILY_LEFT)})"
    for unit, people in ((Unit.FAMILY, members), (Unit.PERSON, persons)):
        of_unit = {k: version for k, version in versions.items() if definitions()[k].unit is unit}
        stayed = f"(SELECT * FROM {people} WHERE {here_sql('presence', PERSON_LEFT)})"
        wide = statuses_sql(of_unit, unit, families=here, persons=stayed, on=on)
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {into}_{unit}_status AS "
            f"SELECT {unit}_id, {', '.join(of_unit)} FROM ({wide})"
        )
    return versions
