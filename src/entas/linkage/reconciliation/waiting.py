"""Which subjects are in a pair that waits for a person."""

import duckdb

from entas.columns.records import table
from entas.linkage.models import Kind, Pair, PairState
from entas.registry.by_source import stands_sql

_OPEN = (PairState.WAITING, PairState.SECOND_OPINION)


def fill_waiting(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``waiting_family`` and ``waiting_person``: ``id`` of those that stand in such a pair.

    Works inside an open ``columns.records()``.
    """
    states = ", ".join(f"'{state.value}'" for state in _OPEN)
    for kind in Kind:
        waits = f"FROM {table(Pair)} WHERE kind = '{kind.value}' AND state IN ({states})"
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE waiting_{kind.value} AS
            SELECT DISTINCT stands AS id
            FROM (SELECT first_id AS subject {waits} UNION SELECT second_id {waits})
            JOIN ({stands_sql(kind.value)}) USING (subject)
            """
        )
