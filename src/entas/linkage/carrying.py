"""Decisions carried out set-wise: groups, what holds of them, and states of pairs.

Works inside an open ``columns.records(write=True)``. All that was ever decided is looked at, and
only what differs is written, so that it also rebuilds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import polars as pl

from entas.columns.records import hand_over, quoted, table
from entas.linkage import identity
from entas.linkage.identity import Made, Two
from entas.linkage.models import Decision, Pair
from entas.registry.identity import merged_sql
from entas.registry.registration import FAMILIES, PERSONS
from entas.registry.regrouping import regroup

KINDS = {"family": FAMILIES, "person": PERSONS}


@dataclass(frozen=True, slots=True)
class Carried:
    """What was not yet as the decisions say: subjects in another group, pairs in another state."""

    moved: int
    restated: int
    contradictions: int  # twos kept apart by a person inside one group; these stay


class Standing(dict[int, int]):
    """Who stands for whom; those that are not in it stand for themselves."""

    def __missing__(self, subject: int) -> int:
        return subject


def made_of(con: duckdb.DuckDBPyConnection, kind: str) -> list[Made]:
    """The decisions that were not undone."""
    rows = con.execute(
        f"SELECT id, first_id, second_id, verdict, CAST(machine AS BOOLEAN) FROM {table(Decision)} "
        f"WHERE kind = {quoted(kind)} AND undone_at IS NULL"
    ).fetchall()
    return [
        Made(order, (first, second), said, machine) for order, first, second, said, machine in rows
    ]


def standing_now(con: duckdb.DuckDBPyConnection, kind: str) -> Standing:
    """Who stands for whom as the registry has it."""
    return Standing(con.execute(merged_sql(KINDS[kind].subject)).fetchall())


def standing_after(con: duckdb.DuckDBPyConnection, kind: str, made: Iterable[Made]) -> Standing:
    """Who stands for whom as the decisions say; holds all that are, or were, in a group."""
    one = identity.joined(identity.in_force(made))
    now = standing_now(con, kind)
    subjects = {pk for two in one for pk in two} | now.keys() | set(now.values())
    return Standing(identity.grouped(subjects, one))


def carry_out(con: duckdb.DuckDBPyConnection, kind: str) -> Carried:
    """Make groups and states what the decisions say."""
    made = made_of(con, kind)
    counting = identity.in_force(made)
    stands = standing_after(con, kind, made)
    groups = pl.DataFrame(
        {"subject": list(stands), "stands": list(stands.values())},
        schema={"subject": pl.Int64, "stands": pl.Int64},
    )
    moved = regroup(con, KINDS[kind], groups)
    apart = identity.kept_apart(counting)
    return Carried(
        moved=moved,
        restated=_write_states(con, restated(con, kind, made, stands)),
        contradictions=sum(stands[first] == stands[second] for first, second in apart),
    )


def differences(con: duckdb.DuckDBPyConnection, kind: str) -> dict[str, int]:
    """What is not as the decisions say: subjects in another group, pairs in another state."""
    made = made_of(con, kind)
    now, after = standing_now(con, kind), standing_after(con, kind, made)
    moved = sum(now[subject] != stands for subject, stands in after.items())
    counted = {
        f"groups of {kind} subjects": moved,
        f"{kind} pairs": len(restated(con, kind, made, after)),
    }
    return {name: number for name, number in counted.items() if number}


def restated(
    con: duckdb.DuckDBPyConnection, kind: str, made: Iterable[Made], stands: Standing
) -> list[tuple[int, str]]:
    """Pairs whose state is not what the decisions say: id, and the state that is."""
    counting = identity.in_force(made)
    between: set[Two] = {identity.of_groups(two, stands) for two in identity.kept_apart(counting)}
    pairs = con.execute(
        f"SELECT id, first_id, second_id, state FROM {table(Pair)} WHERE kind = {quoted(kind)}"
    ).fetchall()
    found = (
        (pk, before, identity.state((first, second), counting, stands, between))
        for pk, first, second, before in pairs
    )
    return [(pk, now) for pk, before, now in found if now != before]


def _write_states(con: duckdb.DuckDBPyConnection, states: list[tuple[int, str]]) -> int:
    if states:
        frame = pl.DataFrame(states, schema={"id": pl.Int64, "state": pl.String}, orient="row")
        hand_over(con, frame, "restated")
        con.execute(
            f"UPDATE {table(Pair)} AS pair SET state = restated.state FROM restated "
            "WHERE restated.id = pair.id"
        )
    return len(states)
