from itertools import pairwise

import pytest

from entas.web.drawing.bars import columns, stacked
from entas.web.drawing.frames import frame
from entas.web.drawing.scale import scale_for
from entas.web.drawing.tiles import TILES

KABUPATEN = {f"33{n:02}" for n in range(1, 30)} | {f"33{n}" for n in range(71, 77)}


def test_every_kabupaten_has_a_tile_of_its_own() -> None:
    assert {tile.code for tile in TILES} == KABUPATEN
    assert len({(tile.x, tile.y) for tile in TILES}) == 35
    assert len({tile.short for tile in TILES}) == 35


def test_parts_of_a_bar_follow_each_other_inside_the_frame() -> None:
    parts = stacked([("met", 1), ("realised", 0), ("planned", 499), ("unfunded", 500)], total=1000)
    assert [part.key for part in parts] == ["met", "planned", "unfunded"]
    ends = [float(part.start) + float(part.length) for part in parts]
    starts = [float(part.start) for part in parts]
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert ends[-1] <= 100.01
    assert float(parts[0].length) > 0.5, "a part that exists is seen"


def test_nothing_draws_nothing() -> None:
    assert stacked([("met", 0)], total=0) == []
    assert columns([0, 0]) == [("100.00", "0.00")] * 2
    assert frame([]) == ""


def test_the_tallest_column_fills_the_frame() -> None:
    assert columns([50, 100]) == [("50.00", "50.00"), ("0.00", "100.00")]


@pytest.mark.parametrize("values", [[1], [3, 3, 3], [0, 0], list(range(200)), [1, 10_000, 25]])
def test_classes_cover_all_values_once(values: list[int]) -> None:
    scale = scale_for(values)
    classes = scale.classes()
    assert classes[0][1] == 0
    assert classes[-1][2] == max(values)
    for (_, _, high), (_, low, _) in pairwise(classes):
        assert low == high + 1
    for value in values:
        (step,) = [step for step, low, high in classes if low <= value <= high]
        assert scale.step_of(value) == step


def test_more_is_never_lighter() -> None:
    scale = scale_for([3, 9, 27, 81, 243, 729, 2187])
    steps = [scale.step_of(value) for value in range(0, 2188, 9)]
    assert steps == sorted(steps)
