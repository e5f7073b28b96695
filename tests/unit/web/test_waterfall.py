"""A waterfall adds up, and stays in its frame."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.web.drawing.waterfall import waterfall


def test_each_step_begins_where_the_one_before_ended() -> None:
    drawn = waterfall([-14.0, 10.0, 6.5, -1.0])
    for before, after in pairwise(drawn.steps):
        assert before.after == after.before
    assert drawn.steps[0].before == drawn.zero
    assert drawn.total.after == drawn.steps[-1].after
    assert drawn.total.value == pytest.approx(1.5)
    assert [step.rises for step in drawn.steps] == [False, True, True, False]


def test_a_step_of_nothing_has_no_bar_and_a_tiny_one_is_seen() -> None:
    drawn = waterfall([0.0, 0.001, 40.0])
    assert float(drawn.steps[0].length) == 0
    assert not drawn.steps[0].rises
    assert not drawn.steps[0].falls
    assert float(drawn.steps[1].length) > 0.5


def test_nothing_to_add_is_nothing() -> None:
    assert waterfall([]).steps == ()
    assert waterfall([]).total.value == 0


@given(st.lists(st.floats(-60, 60), max_size=12))
def test_all_of_it_stays_in_the_frame_and_has_a_few_marks(values: list[float]) -> None:
    drawn = waterfall(values)
    for step in (*drawn.steps, drawn.total):
        assert float(step.start) >= 0
        assert float(step.start) + float(step.length) <= 100.02
    assert 1 <= len(drawn.marks) <= 11
    assert drawn.total.value == pytest.approx(sum(values), abs=1e-6)
