"""A made-up snapshot of the published schema: no person, only numbers spread by a hash."""

from pathlib import Path

import duckdb

from entas.snapshots.parquet import check, write
from entas.snapshots.tables import LEFT

VILLAGES, SUBDISTRICTS, DISTRICTS = 8_563, 576, 35
_LEFT = f"({', '.join(str(presence.value) for presence in LEFT)})"


def make(folder: Path, *, persons: int) -> int:
    """Write a snapshot's tables into ``folder``; returns the rows of needs, families and persons.

    3.2 persons a family, in the order of villages; 5 indicators a family and 3 a person, but none
    of the twentieth of families that left. Written and checked as a freeze does.
    """
    families = max(1, int(persons / 3.2))
    con = duckdb.connect(config={"threads": 2, "memory_limit": "4GB"})
    con.execute(f"SET temp_directory = '{folder}/spill'")
    con.execute(
        f"""
        CREATE TABLE village AS
        SELECT v AS number, 3300000000 + (s % {DISTRICTS} + 1) * 1000000
            + (s // {DISTRICTS} + 1) * 10000 + 2001 + v // {SUBDISTRICTS} AS code
        FROM (SELECT range AS v, range % {SUBDISTRICTS} AS s FROM range({VILLAGES}))
        """
    )
    # Villages in the order of their codes, so that families follow them without sorting.
    con.execute(
        "CREATE TABLE ordered AS SELECT row_number() OVER (ORDER BY code) - 1 AS number, code "
        "FROM village"
    )
    con.execute(
        f"""
        CREATE TABLE family AS
        SELECT code AS village, f AS family_id, hash(f) AS h, (h % 6)::UTINYINT AS stage,
            CASE WHEN h % 6 = 0 THEN 0 WHEN h % 25 < 23 THEN 1 ELSE 2 + h % 5 END::UTINYINT
                AS presence
        FROM (SELECT range AS f, range * {VILLAGES} // {families} AS number FROM range({families}))
        JOIN ordered USING (number)
        """
    )
    con.execute(
        f"""
        CREATE TABLE person AS
        SELECT village, p AS person_id, family_id, presence, hash(p + 1000000007) AS h
        FROM (SELECT range AS p, range * {families} // {persons} AS family_id FROM range({persons}))
        JOIN family USING (family_id)
        """
    )
    for table, select in _selects().items():
        write(con, folder / f"{table}.parquet", table=table, select=select)
    check(con, folder)
    found = con.execute(
        "SELECT sum(n) FROM (" + " UNION ALL ".join(
            f"SELECT count(*) AS n FROM '{folder}/{table}.parquet'"
            for table in ("needs", "families", "persons")
        ) + ")"
    ).fetchone()  # fmt: skip
    con.close()
    return int(found[0]) if found else 0


def _selects() -> dict[str, str]:
    state = """
        CASE WHEN r < 12 THEN 0 WHEN r < 32 THEN 1 WHEN r < 85 THEN 2 ELSE 3 END::UTINYINT
            AS status,
        CASE WHEN r < 12 OR r >= 32 THEN 0 WHEN r < 17 THEN 3 WHEN r < 20 THEN 2 WHEN r < 24 THEN 1
            ELSE 0 END::UTINYINT AS funding,
        r >= 12 AND r < 14 AS met
    """
    return {
        "needs": f"""
            SELECT village, family_id, person_id, indicator, {state}
            FROM (
                SELECT village, family_id, NULL::BIGINT AS person_id, indicator,
                    hash(h + indicator) % 100 AS r
                FROM family, (SELECT unnest(range(1, 6))::UTINYINT AS indicator)
                WHERE presence NOT IN {_LEFT}
                UNION ALL
                SELECT village, family_id, person_id, indicator, hash(h + indicator) % 100 AS r
                FROM person, (SELECT unnest(range(6, 9))::UTINYINT AS indicator)
                WHERE presence NOT IN {_LEFT}
            )
        """,
        "families": """
            SELECT village, family_id, (h % 4 + 1)::VARCHAR AS decile, stage, presence,
                3::SMALLINT AS members
            FROM family
        """,
        "persons": """
            SELECT village, person_id, family_id, h % 2 = 0 AS female, (h % 90)::SMALLINT AS age
            FROM person
        """,
        "areas": """
            SELECT code, code // 10000 AS parent, 4::UTINYINT AS level, code::VARCHAR AS name
            FROM village
        """,
    }
