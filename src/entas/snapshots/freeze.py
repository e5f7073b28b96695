"""Turn the records, as they stood at a cut-off, into the tables of a snapshot.

Lists and visits carry days, so the day of the cut-off in Central Java decides: what is dated on
that very day counts.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
import pyarrow.parquet as pq

from entas.needs.queries import fill_status
from entas.needs.rules.conditions import age_sql
from entas.needs.rules.definitions import Unit, Version
from entas.needs.rules.departure import FAMILY_LEFT, PERSON_LEFT, here_sql
from entas.needs.rules.load import definitions
from entas.registry.evidence import last_visit_saying
from entas.registry.precedence import resolve
from entas.snapshots.checksum import of_table
from entas.snapshots.open import overall
from entas.snapshots.parquet import check, write
from entas.snapshots.tables import (
    SCHEMA_VERSION,
    TABLES,
    Funding,
    Indicator,
    Presence,
    Stage,
    Status,
)
from entas.sources.layouts import COMPARED
from entas.tagging.queries import fill_funding
from entas.verification.queries import fill_stages

LOCAL = ZoneInfo("Asia/Jakarta")
_PRESENCE = {
    "found": Presence.FOUND,
    "moved": Presence.MOVED,
    "moved_abroad": Presence.MOVED,
    "dead": Presence.DEAD,
    "duplicate": Presence.DUPLICATE,
    "not_found": Presence.NOT_FOUND,
    "wrong_area": Presence.WRONG_AREA,
    "refused": Presence.REFUSED,
}


def local_day(cutoff: datetime) -> date:
    """The day of a cut-off where the work is done."""
    return cutoff.astimezone(LOCAL).date()


def write_tables(
    con: duckdb.DuckDBPyConnection, folder: Path, *, cutoff: datetime, areas: pl.DataFrame
) -> dict[str, Any]:
    """Write the Parquet files into ``folder`` and return their manifest, checksum included.

    ``con`` comes from ``columns.records``; ``areas`` has code, parent, level and name.
    """
    day = local_day(cutoff)
    resolve(con, until=day, but=COMPARED)
    versions = fill_status(con, on=day)
    fill_stages(con, day)
    fill_funding(con, day)
    con.register("area_list", areas)
    selects = {
        "needs": _needs(con, versions, day),
        "families": _families(),
        "persons": _persons(day),
        "areas": "SELECT code::BIGINT AS code, parent::BIGINT AS parent, "
        "level::UTINYINT AS level, name FROM area_list",
    }
    for name, select in selects.items():
        write(con, folder / f"{name}.parquet", table=name, select=select)
    con.unregister("area_list")
    check(con, folder)
    return manifest(folder, cutoff=cutoff, versions={k: v.id for k, v in versions.items()})


def manifest(folder: Path, *, cutoff: datetime, versions: Mapping[str, str]) -> dict[str, Any]:
    """Describe the tables in a folder."""
    tables = {}
    for name, schema in TABLES.items():
        path = folder / f"{name}.parquet"
        rows = pq.read_metadata(path).num_rows
        tables[name] = {"rows": rows, "sha256": of_table(path, schema)}
    found: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "cutoff": cutoff.astimezone(LOCAL).isoformat(),
        "definitions": dict(versions),
        "enumerations": {
            kind.__name__.lower(): {member.name.lower(): member.value for member in kind}
            for kind in (Indicator, Status, Funding, Stage, Presence)
        },
        "tables": tables,
    }
    return found | {"checksum": overall(found)}


def _coded(column: str, kind: type[IntEnum]) -> str:
    """The number of a lower-case key, in SQL."""
    branches = " ".join(f"WHEN '{member.name.lower()}' THEN {member.value}" for member in kind)
    return f"(CASE {column} {branches} END)::UTINYINT"


def _needs(con: duckdb.DuckDBPyConnection, versions: Mapping[str, Version], day: date) -> str:
    """A select of the table ``needs``.

    A need is met when its tag was realised, and an accepted visit on a later day said what makes
    the rules say "no need" now; it stays a need, so that the denominator keeps it.
    """
    units = {key: definition.unit for key, definition in definitions().items()}
    seen = " UNION ALL ".join(
        f"SELECT '{key}' AS indicator, * FROM "
        f"({last_visit_saying(v.evidence, of_person=units[key] is Unit.PERSON, until=day)})"
        for key, v in versions.items()
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE answered AS
        SELECT indicator, subject, funding,
            coalesce(funding = {Funding.REALISED} AND seen_on > realised_on, false) AS confirmed
        FROM (
            SELECT indicator, coalesce(person_id, family_id) AS subject,
                max(funding) AS funding, min(realised_on) AS realised_on
            FROM funding GROUP BY ALL
        )
        LEFT JOIN ({seen}) USING (indicator, subject)
        """
    )
    met = "coalesce(confirmed AND status = 'no_need', false)"
    return f"""
        SELECT village_code::BIGINT AS village, family_id, person_id,
            {_coded("indicator", Indicator)} AS indicator,
            CASE WHEN {met} THEN {Status.NEED}::UTINYINT ELSE {_coded("status", Status)} END
                AS status,
            coalesce(funding, {Funding.NONE})::UTINYINT AS funding,
            {met} AS met
        FROM (SELECT *, coalesce(person_id, family_id) AS subject FROM need_status)
        LEFT JOIN answered USING (indicator, subject)
    """


def _families() -> str:
    """A select of the table ``families``.

    A leaving counts once the kabupaten accepted it, as for needs; until then the family is there as
    it was known before.
    """
    known = " ".join(f"WHEN '{key}' THEN {value.value}" for key, value in _PRESENCE.items())
    accepted = f"(CASE family.presence {known} ELSE 0 END)"
    here = f"({Presence.FOUND.value}, {Presence.REFUSED.value})"
    return f"""
        SELECT family.village_code::BIGINT AS village, family_id, decile,
            coalesce(stage.stage, {Stage.LISTED})::UTINYINT AS stage,
            (CASE WHEN {here_sql("family.presence", FAMILY_LEFT)} AND stage.presence IN {here}
                THEN stage.presence ELSE {accepted} END)::UTINYINT AS presence,
            coalesce(members, 0)::SMALLINT AS members
        FROM family_now family
        LEFT JOIN family_stage stage USING (family_id)
        LEFT JOIN (
            SELECT family_id, count(*) AS members FROM person_now
            WHERE {here_sql("presence", PERSON_LEFT)} GROUP BY family_id
        ) USING (family_id)
    """


def _persons(day: date) -> str:
    return f"""
        SELECT coalesce(family.village_code, person.village_code)::BIGINT AS village,
            person_id, person.family_id AS family_id,
            person.sex = 'female' AS female,
            ({age_sql("birth_date", day)})::SMALLINT AS age
        FROM person_now person
        LEFT JOIN family_now family USING (family_id)
    """
