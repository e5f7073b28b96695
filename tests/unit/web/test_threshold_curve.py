"""What a threshold means is counted, not guessed."""

from hypothesis import given
from hypothesis import strategies as st

from entas.web.review.curve import NONE, STEPS, curve

PAIRS = [(500, 10, 0), (900, 5, 2), (998, 3, 0), (999, 7, 1)]


def test_pairs_from_the_threshold_on_merge_except_those_that_never_may() -> None:
    drawn = curve(PAIRS, now_at=0.999)
    assert (drawn.total, drawn.never) == (28, 3)
    assert [drawn.merging(at) for at in (0.5, 0.9, 0.998, 0.999)] == [25, 15, 10, 7]
    assert drawn.merging(NONE) == 0


def test_the_threshold_in_force_is_marked_where_the_drawing_reaches() -> None:
    assert curve(PAIRS, now_at=0.75).now_x == "50.00"
    assert curve(PAIRS, now_at=NONE).now_x == ""


def test_no_pairs_draw_nothing() -> None:
    assert curve([], now_at=0.9).is_empty
    assert curve([], now_at=0.9).merging(0.5) == 0


@given(st.lists(st.tuples(st.integers(0, STEPS - 1), st.integers(0, 9), st.integers(0, 9))))
def test_a_higher_threshold_never_merges_more(steps: list[tuple[int, int, int]]) -> None:
    drawn = curve(steps, now_at=0.9)
    merging = [drawn.merging(at / STEPS) for at in range(STEPS + 1)]
    assert merging == sorted(merging, reverse=True)
    assert merging[0] + drawn.never == drawn.total
