"""A run: compare the registry's subjects, keep the pairs, merge those that are certain.

What a person has touched no run decides: pairs with a decision of a person, made or undone, and
what would join two that a person keeps apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb
import polars as pl

from entas.columns.records import (
    append,
    hand_over,
    moment_sql,
    moment_text,
    quoted,
    reserve_ids,
    table,
    write_natively,
)
from entas.linkage import identity
from entas.linkage.carrying import Carried, carry_out, made_of, standing_now
from entas.linkage.identity import Groups
from entas.linkage.models import Decision, Pair, PairState, Run, RunState, Threshold
from entas.linkage.thresholds import PROVINCE_MERGES_AT

PAIRS = {
    "first_id": pl.Int64, "second_id": pl.Int64, "village_code": pl.String,
    "other_village_code": pl.String, "probability": pl.Float64, "household": pl.Float64,
    "levels": pl.Int64, "review": pl.Boolean, "members": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """What a run wrote."""

    new: int  # pairs that were not known
    merged: int  # decisions it made by itself
    blocked: int  # certain, but would join two that a person keeps apart
    waiting: int  # new pairs left to the desk
    carried: Carried


def store(
    con: duckdb.DuckDBPyConnection, kind: str, pairs: pl.DataFrame, *, run_id: int, now: datetime
) -> Stored:
    """Keep the pairs (columns as ``PAIRS``) that are new, merge what is certain, carry it out.

    Inside ``records(write=True)``. A pair is known when one of its two groups was compared before,
    whichever subjects stood for them then.
    """
    stands = standing_now(con, kind)
    fresh = _fresh(con, kind, pairs, stands)
    if fresh.height:
        _append_pairs(con, kind, fresh, run_id=run_id)
    edges, blocked = _edges(con, kind, stands)
    if edges:
        _append_decisions(con, kind, edges, run_id=run_id, now=now)
    carried = carry_out(con, kind)
    waiting = con.execute(
        f"SELECT count(*) FROM {table(Pair)} WHERE run_id = {run_id} "
        f"AND state = {quoted(PairState.WAITING)}"
    ).fetchone()
    return Stored(
        new=fresh.height,
        merged=len(edges),
        blocked=blocked,
        waiting=int(waiting[0]) if waiting else 0,
        carried=carried,
    )


def undo(con: duckdb.DuckDBPyConnection, *, run_id: int, by: str, now: datetime) -> int:
    """Undo what is left of a run's decisions, and carry that out; returns how many they were."""
    left = f"run_id = {run_id} AND undone_at IS NULL"
    undone = con.execute(f"SELECT count(*) FROM {table(Decision)} WHERE {left}").fetchone()
    undoing = f"undone_at = {quoted(moment_text(now))}, undone_by = {quoted(by)}"
    write_natively(con, Decision, f"SET {undoing} WHERE {left}")
    runs = table(Run)
    con.execute(f"UPDATE {runs} SET state = {quoted(RunState.UNDONE)} WHERE id = {run_id}")
    for kind in ("person", "family"):
        carry_out(con, kind)
    return int(undone[0]) if undone else 0


def _fresh(
    con: duckdb.DuckDBPyConnection, kind: str, pairs: pl.DataFrame, stands: Mapping[int, int]
) -> pl.DataFrame:
    """The pairs whose two groups are not one, and of whose groups no pair is kept yet."""
    known = con.execute(
        f"SELECT first_id, second_id FROM {table(Pair)} WHERE kind = {quoted(kind)}"
    ).fetchall()
    between = {identity.of_groups(two, stands) for two in known}
    groups = [
        identity.of_groups(two, stands)
        for two in zip(pairs["first_id"], pairs["second_id"], strict=True)
    ]
    new = [low != high and (low, high) not in between for low, high in groups]
    return pairs.filter(pl.Series(new, dtype=pl.Boolean))


def _append_pairs(
    con: duckdb.DuckDBPyConnection, kind: str, fresh: pl.DataFrame, *, run_id: int
) -> None:
    hand_over(con, fresh.select(*PAIRS).with_row_index("nth"), "found")
    first = reserve_ids(Pair, fresh.height, con=con)
    append(
        con,
        Pair,
        f"SELECT {first} + nth AS id, {run_id}::BIGINT AS run_id, {quoted(kind)} AS kind, "
        f"{', '.join(PAIRS)}, {quoted(PairState.WAITING)} AS state FROM found",
    )


def _edges(
    con: duckdb.DuckDBPyConnection, kind: str, stands: Mapping[int, int]
) -> tuple[list[tuple[int, int, int]], int]:
    """Pairs (id, first, second) that merge now, the surest first, and how many are held back."""
    counting = identity.in_force(made_of(con, kind))
    groups = Groups()
    for subject, top in stands.items():
        groups.join((subject, top))
    apart: dict[int, set[int]] = defaultdict(set)
    for first, second in identity.kept_apart(counting):
        low, high = groups.stands(first), groups.stands(second)
        apart[low].add(high)
        apart[high].add(low)
    edges, blocked = [], 0
    for pk, first, second in _certain(con, kind):
        one, other = groups.stands(first), groups.stands(second)
        if one == other:
            continue
        if other in {groups.stands(pk) for pk in apart[one]}:
            blocked += 1
            continue
        groups.join((one, other))
        apart[groups.stands(one)] = apart[one] | apart[other]
        edges.append((pk, first, second))
    return edges, blocked


def _certain(con: duckdb.DuckDBPyConnection, kind: str) -> list[tuple[int, int, int]]:
    """Waiting pairs at or above the thresholds of both villages that no person has touched."""
    touched = (
        f"SELECT pair_id FROM {table(Decision)} decision LEFT JOIN {table(Run)} run "
        "ON run.id = decision.run_id WHERE pair_id IS NOT NULL AND NOT "
        f"(CAST(machine AS BOOLEAN) AND run.state = {quoted(RunState.UNDONE)})"
    )
    rows = con.execute(
        f"SELECT id, first_id, second_id, village_code, other_village_code, probability "
        f"FROM {table(Pair)} WHERE kind = {quoted(kind)} AND NOT CAST(review AS BOOLEAN) "
        f"AND state = {quoted(PairState.WAITING)} AND id NOT IN ({touched}) "
        "ORDER BY probability DESC, id"
    ).fetchall()
    merges_at = _thresholds(con, {code for row in rows for code in row[3:5]})
    return [
        (pk, first, second)
        for pk, first, second, village, other, probability in rows
        if probability >= max(merges_at[village], merges_at[other])
    ]


def _thresholds(con: duckdb.DuckDBPyConnection, villages: Iterable[str]) -> dict[str, float]:
    """The threshold of each village: that of the smallest area around it that has one."""
    known = dict(con.execute(f"SELECT area_code, merges_at FROM {table(Threshold)}").fetchall())
    return {
        code: next(
            (known[code[:n]] for n in (10, 6, 4, 2) if code[:n] in known), PROVINCE_MERGES_AT
        )
        for code in villages
    }


def _append_decisions(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    edges: list[tuple[int, int, int]],
    *,
    run_id: int,
    now: datetime,
) -> None:
    schema = {"pair_id": pl.Int64, "first_id": pl.Int64, "second_id": pl.Int64}
    frame = pl.DataFrame(edges, schema=schema, orient="row").with_row_index("nth")
    hand_over(con, frame, "certain")
    first = reserve_ids(Decision, len(edges), con=con)
    append(
        con,
        Decision,
        f"SELECT {first} + nth AS id, {quoted(kind)} AS kind, first_id, second_id, "
        f"'same' AS verdict, 'system' AS \"by\", {moment_sql(now)} AS at, true AS machine, "
        f"'' AS reason, pair_id, {run_id}::BIGINT AS run_id, '' AS undone_by FROM certain",
        whole_seconds=True,
    )
