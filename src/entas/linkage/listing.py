"""Links of rows of a list without keys, kept; what a person decided of one stays.

Works inside an open ``columns.records(write=True)``.
"""

import duckdb
import polars as pl

from entas.columns.records import append, hand_over, quoted, reserve_ids, table
from entas.linkage.listings import LINKS
from entas.linkage.models import Listed, ListedState


def undecided(con: duckdb.DuckDBPyConnection, source: str, listings: pl.DataFrame) -> pl.DataFrame:
    """The listings (column listing_id) that no person linked to somebody."""
    decided = con.execute(
        f"SELECT listing_id FROM {table(Listed)} WHERE source = {quoted(source)} "
        f"AND decided_by <> '' AND state = {quoted(ListedState.LINKED)}"
    ).pl()
    return listings.join(decided, on="listing_id", how="anti", maintain_order="left")


def store(
    con: duckdb.DuckDBPyConnection, source: str, links: pl.DataFrame, *, area_code: str, run_id: int
) -> tuple[int, int]:
    """Put the links (columns as ``LINKS``) in the place of those that no person decided.

    Links that are as they were stay as they are. Returns how many are new, and how many went.
    """
    hand_over(con, links.select(*LINKS), "proposed")
    end = str(int(area_code) + 1)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE linked_before AS
        SELECT id, listing_id, family_id, state, probability, decided_by <> '' AS decided
        FROM {table(Listed)} WHERE source = {quoted(source)}
            AND village_code >= {quoted(area_code)} AND village_code < {quoted(end)}
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE linked_new AS
        FROM proposed ANTI JOIN (
            SELECT listing_id, family_id FROM linked_before WHERE decided
            UNION ALL SELECT listing_id, family_id FROM linked_before
            JOIN proposed now USING (listing_id, family_id)
            WHERE now.state = linked_before.state
                AND abs(now.probability - linked_before.probability) < 1e-6
        ) kept USING (listing_id, family_id)
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE linked_gone AS
        SELECT id FROM linked_before ANTI JOIN (
            SELECT listing_id, family_id FROM proposed
            ANTI JOIN linked_new USING (listing_id, family_id)
        ) kept USING (listing_id, family_id) WHERE NOT decided
        """
    )
    gone, new = _count(con, "linked_gone"), _count(con, "linked_new")
    if gone:
        con.execute(f"DELETE FROM {table(Listed)} WHERE id IN (SELECT id FROM linked_gone)")
    if new:
        first = reserve_ids(Listed, new, con=con)
        append(
            con,
            Listed,
            f"SELECT {first} - 1 + row_number() OVER (ORDER BY listing_id, family_id) AS id, "
            f"{run_id}::BIGINT AS run_id, {quoted(source)} AS source, {', '.join(LINKS)}, "
            "'' AS decided_by FROM linked_new",
            whole_seconds=True,
        )
    return new, gone


def _count(con: duckdb.DuckDBPyConnection, what: str) -> int:
    found = con.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(found[0]) if found else 0
