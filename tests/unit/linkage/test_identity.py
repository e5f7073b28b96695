"""Who is one follows from the decisions in force alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.linkage.identity import (
    Made,
    grouped,
    in_force,
    joined,
    kept_apart,
    of_groups,
    path,
    state,
)

SUBJECTS = range(1, 8)
TWOS = st.tuples(st.integers(1, 7), st.integers(1, 7)).filter(lambda two: two[0] < two[1])
MADE = st.lists(
    st.tuples(TWOS, st.sampled_from(["same", "different", "unsure"]), st.booleans()), max_size=12
).map(lambda rows: [Made(at, *row) for at, row in enumerate(rows)])


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        ([("same", True)], "same"),
        ([("same", True), ("different", False)], "different"),
        ([("different", False), ("same", True)], "different"),  # a person outranks a run
        ([("different", False), ("same", False)], "same"),  # of persons, the last
        ([("same", True), ("unsure", False)], "unsure"),
    ],
)
def test_the_last_word_of_a_person_counts_and_else_that_of_a_run(made, verdict):
    decisions = [Made(at, (1, 2), said, machine) for at, (said, machine) in enumerate(made)]
    assert in_force(decisions)[(1, 2)].verdict == verdict


@given(MADE, st.randoms())
def test_the_order_of_reading_leaves_no_trace(made, random):
    shuffled = random.sample(made, len(made))
    assert in_force(shuffled) == in_force(made)
    one = joined(in_force(made))
    assert grouped(SUBJECTS, one) == grouped(SUBJECTS, random.sample(one, len(one)))


@given(st.lists(TWOS, max_size=12))
def test_the_smallest_stands_for_all_that_are_connected(one):
    stands = grouped(SUBJECTS, one)
    for start in SUBJECTS:
        for end in SUBJECTS:
            connected = start == end or bool(path(one, start, end))
            assert (stands[start] == stands[end]) is connected
    assert all(top == min(pk for pk in SUBJECTS if stands[pk] == top) for top in stands.values())


@given(st.lists(TWOS, max_size=12), TWOS)
def test_a_path_leads_from_one_to_the_other(one, two):
    here = two[0]
    for step in path(one, *two):
        assert step in one
        assert here in step
        here = sum(step) - here
    assert here in two


def test_what_was_not_decided_follows_from_the_groups():
    made = [
        Made(1, (1, 2), "same", machine=True),
        Made(2, (2, 4), "different", machine=False),
        Made(3, (3, 5), "unsure", machine=False),
    ]
    counting = in_force(made)
    stands = grouped(SUBJECTS, joined(counting))
    apart = {of_groups(two, stands) for two in kept_apart(counting)}
    states = {two: state(two, counting, stands, apart)
              for two in ((1, 2), (2, 4), (1, 4), (3, 5), (5, 6))}  # fmt: skip
    assert states == {
        (1, 2): "merged", (2, 4): "apart", (1, 4): "apart", (3, 5): "second_opinion",
        (5, 6): "waiting",
    }  # fmt: skip
