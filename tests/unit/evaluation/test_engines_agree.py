"""The fast engine gives exactly what the plain one gives, on any snapshot of the schema."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from entas.evaluation.engines.duckdb import DuckDBEngine
from entas.evaluation.engines.reference import ReferenceEngine
from entas.snapshots.tables import LEFT, TABLES, Funding, Indicator, Presence, Stage, Status

VILLAGES = st.sampled_from([3310012005, 3310012008, 3310022001, 3315012001, 3374011001, 3201012001])


def _one_of(kind):
    return st.sampled_from([int(item) for item in kind])


FAMILY_ROWS = st.fixed_dictionaries(
    {
        "village": VILLAGES,
        "family_id": st.integers(1, 10**6),
        "decile": st.none() | st.sampled_from(["1", "4+"]),
        "stage": _one_of(Stage),
        "presence": _one_of(Presence),
        "members": st.integers(0, 9),
    }
)
PERSON_ROWS = st.fixed_dictionaries(
    {
        "village": VILLAGES,
        "person_id": st.integers(1, 10**6),
        "family_id": st.none() | st.integers(1, 6),
        "female": st.none() | st.booleans(),
        "age": st.none() | st.integers(0, 99),
    }
)
NEEDS_OF_ONE = st.lists(
    st.fixed_dictionaries(
        {
            "person_id": st.none() | st.integers(1, 6),
            "indicator": _one_of(Indicator),
            "status": _one_of(Status),
            "funding": _one_of(Funding),
            "met": st.booleans(),
        }
    ),
    max_size=12,
)


@st.composite
def snapshots(draw) -> dict[str, list[dict]]:
    """Rows of the three tables, as ``snapshots.tables`` promises them."""
    families = draw(st.lists(FAMILY_ROWS, max_size=10, unique_by=lambda row: row["family_id"]))
    needs = [
        {"village": family["village"], "family_id": family["family_id"], **need}
        for family in families
        if family["presence"] not in LEFT
        for need in draw(NEEDS_OF_ONE)
    ]
    return {
        "needs": draw(st.permutations(needs)),
        "families": families,
        "persons": draw(st.lists(PERSON_ROWS, max_size=10)),
    }


@settings(max_examples=50, deadline=None)
@given(snapshots())
def test_engines_agree_on_all_measures_and_levels(snapshot) -> None:
    with TemporaryDirectory() as name:
        paths = {}
        for table, rows in snapshot.items():
            paths[table] = Path(name) / f"{table}.parquet"
            pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[table]), paths[table])

        expected = ReferenceEngine().measure(**paths)
        found = DuckDBEngine(threads=1).measure(**paths)

    assert found.figures.to_pylist() == expected.figures.to_pylist()
    assert found.funnel.to_pylist() == expected.funnel.to_pylist()
    assert found.unmet.to_pylist() == expected.unmet.to_pylist()
    assert found.figures.schema == expected.figures.schema
