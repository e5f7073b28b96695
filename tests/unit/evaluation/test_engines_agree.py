"""The fast engine gives exactly what the plain one gives, on any snapshot of the schema."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from entas.evaluation.engines.duckdb import DuckDBEngine
from entas.evaluation.engines.reference import ReferenceEngine
from entas.snapshots.tables import (
    FAMILIES,
    NEEDS,
    PERSONS,
    Funding,
    Indicator,
    Presence,
    Stage,
    Status,
)

VILLAGES = st.sampled_from([3310012005, 3310012008, 3310022001, 3315012001, 3374011001, 3201012001])
IDS = st.integers(1, 6)


def _maybe(values):
    return st.none() | values


NEED_ROWS = st.fixed_dictionaries(
    {
        "village": _maybe(VILLAGES),
        "family_id": _maybe(IDS),
        "person_id": _maybe(IDS),
        "indicator": _maybe(st.sampled_from([int(item) for item in Indicator])),
        "status": _maybe(st.sampled_from([int(item) for item in Status])),
        "funding": _maybe(st.sampled_from([int(item) for item in Funding])),
        "met": _maybe(st.booleans()),
    }
)
FAMILY_ROWS = st.fixed_dictionaries(
    {
        "village": _maybe(VILLAGES),
        "family_id": _maybe(IDS),
        "decile": _maybe(st.sampled_from(["1", "4+"])),
        "stage": _maybe(st.sampled_from([int(item) for item in Stage])),
        "presence": _maybe(st.sampled_from([int(item) for item in Presence])),
        "members": _maybe(st.integers(0, 9)),
    }
)
PERSON_ROWS = st.fixed_dictionaries(
    {
        "village": _maybe(VILLAGES),
        "person_id": IDS,
        "family_id": _maybe(IDS),
        "female": _maybe(st.booleans()),
        "age": _maybe(st.integers(0, 99)),
    }
)


@settings(max_examples=50, deadline=None)
@given(
    needs=st.lists(NEED_ROWS, max_size=40),
    families=st.lists(FAMILY_ROWS, max_size=10),
    persons=st.lists(PERSON_ROWS, max_size=10),
)
def test_engines_agree_on_all_measures_and_levels(needs, families, persons) -> None:
    with TemporaryDirectory() as name:
        paths = {}
        for table, schema, rows in (
            ("needs", NEEDS, needs), ("families", FAMILIES, families), ("persons", PERSONS, persons)
        ):  # fmt: skip
            paths[table] = Path(name) / f"{table}.parquet"
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), paths[table])

        expected = ReferenceEngine().measure(**paths)
        found = DuckDBEngine(threads=1).measure(**paths)

    assert found.figures.to_pylist() == expected.figures.to_pylist()
    assert found.funnel.to_pylist() == expected.funnel.to_pylist()
    assert found.unmet.to_pylist() == expected.unmet.to_pylist()
    assert found.figures.schema == expected.figures.schema
