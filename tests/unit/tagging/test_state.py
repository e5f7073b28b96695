from dataclasses import dataclass
from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.tagging.state import FUNDING, State, funding_sql, state_on

DAYS = st.none() | st.dates(date(2023, 1, 1), date(2023, 1, 9))


@dataclass
class Dates:
    potential_on: date | None = None
    planned_on: date | None = None
    realised_on: date | None = None
    cancelled_on: date | None = None


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (1, None),
        (2, State.POTENTIAL),
        (4, State.PLANNED),
        (6, State.REALISED),
        (7, State.REALISED),
        (8, State.CANCELLED),
    ],
)
def test_the_state_is_the_furthest_reached_by_the_day(day: int, state: State | None) -> None:
    tag = Dates(date(2023, 1, 2), date(2023, 1, 4), date(2023, 1, 6), date(2023, 1, 8))
    assert state_on(tag, date(2023, 1, day)) == state


@given(st.builds(Dates, DAYS, DAYS, DAYS, DAYS), st.dates(date(2023, 1, 1), date(2023, 1, 9)))
def test_sql_and_python_agree(tag: Dates, day: date) -> None:
    values = (tag.potential_on, tag.planned_on, tag.realised_on, tag.cancelled_on)
    columns = ", ".join(
        f"CAST(${at} AS DATE) AS {state}_on" for at, state in enumerate(State, start=1)
    )
    found = duckdb.execute(f"SELECT {funding_sql(day)} FROM (SELECT {columns})", values).fetchone()
    state = state_on(tag, day)
    assert found == (FUNDING[state] if state else 0,)
