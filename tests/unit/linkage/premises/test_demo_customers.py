"""The demo's list of customers, where it is known whose each is: what links by itself holds."""

from dataclasses import replace

import pytest

from benchmarks.premises import DEFAULT, PRECISION, RECALL, VARIATIONS, lists, score
from entas.linkage.premises import link

STRANGERS = {"late_husband": 0.4, "absent_parent": 0.05, "former_owner": 0.05, "landlord": 0.02}


def linked(habits, *, seed):
    given = lists(scale=0.02, seed=seed, habits=habits)
    return score(given, link(given.customers, given.families, given.members))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2023, 11])
def test_precision_and_recall_hold_at_the_default_threshold(seed):
    told = linked(DEFAULT, seed=seed)

    assert told.precision >= PRECISION
    assert told.recall >= RECALL
    assert told.shown > 0.6 * told.waiting


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        STRANGERS,
        {"close_neighbours": 0.3},
        VARIATIONS["a third without RT"],
        {"own_meter": 0.7, "contradicting": 0.15},
    ],
    ids=["strangers", "crowded", "a third without RT", "no meter"],
)
def test_precision_holds_where_more_customers_are_somebody_else(changes):
    told = linked(replace(DEFAULT, **changes), seed=4)

    assert told.precision >= PRECISION
