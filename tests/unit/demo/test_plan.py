"""Counts are shared out so that sums hold at every scale."""

import pytest

from entas.demo import figures, plan
from entas.kernel.errors import Refused

SCALES = (0.005, 0.01, 0.02, 0.05, 0.1, 1, 2)


def of(code, counts):
    return int(counts[list(figures.KABUPATEN).index(code)])


def test_parts_sum_to_the_total_and_the_largest_remainders_get_the_rest():
    assert figures.apportion(10, [1, 1, 1]).tolist() == [4, 3, 3]
    assert figures.apportion(7, [2, 5]).tolist() == [2, 5]
    assert figures.apportion(3, [0.2, 0.5, 0.3]).tolist() == [1, 1, 1]


def test_the_published_size_holds_at_scale_one():
    whole = plan.make(scale=1, seed=1)

    assert (whole.villages.sum(), whole.families.sum(), whole.persons.sum()) == (
        923, 194_281, 620_258,
    )  # fmt: skip
    for code, families, persons in (
        ("3302", 20_445, 65_270), ("3305", 15_863, 55_320), ("3308", 14_698, 48_762),
    ):  # fmt: skip
        assert (of(code, whole.families), of(code, whole.persons)) == (families, persons)
    assert (of("3315", whole.villages), of("3321", whole.villages)) == (51, 48)
    assert whole.need("housing").tolist() == list(figures.HOUSING_OF.values())


@pytest.mark.parametrize("scale", SCALES)
def test_sums_are_the_rounded_totals_at_every_scale(scale):
    made = plan.make(scale=scale, seed=1)

    assert made.families.sum() == int(194_281 * scale + 0.5)
    assert made.persons.sum() == int(620_258 * scale + 0.5)
    assert made.villages.sum() == max(int(923 * scale + 0.5), 17)
    assert made.villages.min() >= 1
    for indicator, parts in figures.PARTS.items():
        march = made.need(indicator) + made.left[indicator]
        assert march.sum() == int(sum(parts) * scale + 0.5)
        assert (made.realised[indicator] >= 0).all()
        assert (made.remaining[indicator] >= 0).all()


@pytest.mark.parametrize("scale", SCALES)
def test_electricity_is_the_largest_backlog_of_klaten(scale):
    made = plan.make(scale=scale, seed=1)

    backlog = {name: of("3310", made.remaining[name]) for name in figures.PARTS}

    assert all(
        backlog["electricity"] > count for name, count in backlog.items() if name != "electricity"
    )


@pytest.mark.parametrize("scale", [0, 0.001, -1, 3])
def test_a_scale_that_cannot_be_made_is_refused_with_what_can(scale):
    with pytest.raises(Refused, match=r"choose 0\.005 to 2"):
        plan.make(scale=scale, seed=1)
