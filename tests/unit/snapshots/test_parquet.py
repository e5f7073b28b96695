"""What is promised of a snapshot's tables is checked, so that measures may rely on it."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entas.snapshots.parquet import check, write
from entas.snapshots.tables import TABLES, Presence

VILLAGE = 3310012005
FAMILY = {
    "village": VILLAGE, "family_id": 1, "decile": None, "stage": 0, "presence": 0, "members": 1
}  # fmt: skip
NEED = {
    "village": VILLAGE, "family_id": 1, "person_id": None, "indicator": 1, "status": 1,
    "funding": 0, "met": False,
}  # fmt: skip
PERSON = {"village": VILLAGE, "person_id": 1, "family_id": None, "female": None, "age": None}
AREA = {"code": 33, "parent": None, "level": 1, "name": "Jawa Tengah"}
SOUND: dict[str, list[dict[str, Any]]] = {
    "needs": [NEED],
    "families": [FAMILY],
    "persons": [PERSON],
    "areas": [AREA],
}


def _check(folder: Path, **changed: list[dict]) -> None:
    for name, rows in (SOUND | changed).items():
        # As writers such as DuckDB leave them: every column may be null.
        schema = pa.schema([(field.name, field.type) for field in TABLES[name]])
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")
    with duckdb.connect() as con:
        check(con, folder)


def test_sound_tables_pass(tmp_path: Path) -> None:
    _check(tmp_path)
    _check(tmp_path, **{name: [] for name in SOUND})


@pytest.mark.parametrize("table", SOUND)
def test_a_null_where_none_may_be_is_an_error(tmp_path: Path, table: str) -> None:
    for field in TABLES[table]:
        if not field.nullable:
            row = SOUND[table][0] | {field.name: None}
            with pytest.raises(ValueError, match=rf"{table}\.parquet has nulls"):
                _check(tmp_path, **{table: [row]})


@pytest.mark.parametrize("presence", [Presence.MOVED, Presence.DEAD, Presence.WRONG_AREA])
def test_a_need_of_a_family_that_left_is_an_error(tmp_path: Path, presence: Presence) -> None:
    with pytest.raises(ValueError, match="1 families with needs that are not here"):
        _check(tmp_path, families=[FAMILY | {"presence": int(presence)}])


@pytest.mark.parametrize("presence", [Presence.NOT_VISITED, Presence.FOUND, Presence.REFUSED])
def test_a_need_of_a_family_that_is_here_is_sound(tmp_path: Path, presence: Presence) -> None:
    _check(tmp_path, families=[FAMILY | {"presence": int(presence)}])


@pytest.mark.parametrize("change", [{"family_id": 2}, {"village": VILLAGE + 1}])
def test_a_need_of_a_family_not_listed_there_is_an_error(tmp_path: Path, change: dict) -> None:
    with pytest.raises(ValueError, match="1 families with needs that are not here"):
        _check(tmp_path, needs=[NEED | change])


@pytest.mark.parametrize(("table", "row"), [("families", FAMILY), ("persons", PERSON)])
def test_a_subject_listed_twice_is_an_error(tmp_path: Path, table: str, row: dict) -> None:
    with pytest.raises(ValueError, match=f"1 {table} are listed twice"):
        _check(tmp_path, **{table: [row, row]})


def test_another_schema_is_an_error(tmp_path: Path) -> None:
    _check(tmp_path)
    table = pq.read_table(tmp_path / "families.parquet").drop_columns(["members"])
    pq.write_table(table, tmp_path / "families.parquet")

    with duckdb.connect() as con, pytest.raises(TypeError, match=r"families\.parquet"):
        check(con, tmp_path)


def test_needs_of_one_status_lie_together_and_villages_within(tmp_path: Path) -> None:
    rows = pa.Table.from_pylist(
        [
            NEED | {"village": village, "status": status, "family_id": family}
            for village in (VILLAGE + 1, VILLAGE)
            for status in (2, 1)
            for family in (2, 1)
        ],
        schema=TABLES["needs"],
    )
    with duckdb.connect() as con:
        con.register("rows", rows)
        write(con, tmp_path / "it's.parquet", table="needs", select="FROM rows")

    found = pq.read_table(tmp_path / "it's.parquet", columns=["status", "village", "family_id"])
    keys = [tuple(row.values()) for row in found.to_pylist()]
    assert keys == sorted(keys)
