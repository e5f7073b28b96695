from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.web.drawing.venn import RADIUS, venn

COUNTS = st.integers(0, 2_000_000)


def shared_by_counting(ra: float, rb: float, apart: float, steps: int = 400) -> float:
    """Area inside both circles, by looking at a grid of points."""
    step = 2 * ra / steps
    inside = 0
    for i in range(steps):
        for j in range(steps):
            x, y = -ra + (i + 0.5) * step, -ra + (j + 0.5) * step
            inside += x * x + y * y <= ra * ra and (x - apart) ** 2 + y * y <= rb * rb
    return inside * step * step


@pytest.mark.parametrize(("only_a", "both", "only_b"), [(30, 70, 50), (500, 40, 10), (1, 1, 1)])
def test_the_overlap_is_to_scale(only_a: int, both: int, only_b: int) -> None:
    drawn = venn(only_a, both, only_b)
    ra, rb = float(drawn.ar), float(drawn.br)
    apart = abs(float(drawn.bx) - float(drawn.ax))
    most = max(only_a, only_b) + both
    shared = shared_by_counting(ra, rb, apart)
    assert shared / (pi * RADIUS**2) == pytest.approx(both / most, abs=0.02)


@given(COUNTS, COUNTS, COUNTS)
def test_circles_lie_inside_the_frame_and_a_set_is_seen(only_a, both, only_b) -> None:
    drawn = venn(only_a, both, only_b)
    width, height = map(float, drawn.frame.split()[2:])
    for x, radius, count in (
        (drawn.ax, drawn.ar, only_a + both),
        (drawn.bx, drawn.br, only_b + both),
    ):
        assert (float(radius) > 0) is (count > 0)
        assert float(x) - float(radius) >= 0
        assert float(x) + float(radius) <= width
        assert 2 * float(radius) <= height


def test_sets_that_share_nobody_do_not_touch() -> None:
    drawn = venn(10, 0, 10)
    assert float(drawn.bx) - float(drawn.ax) > float(drawn.ar) + float(drawn.br)
