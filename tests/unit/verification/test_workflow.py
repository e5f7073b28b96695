"""Who may do what with a visit, restated in full; and the docs draw the table as it is."""

import pytest

from entas.access.models import Role
from entas.access.permissions import ROLE_PERMISSIONS
from entas.verification.workflow import (
    TRANSITIONS,
    Action,
    MinutesMissing,
    NotPossible,
    ReasonMissing,
    State,
    diagram,
    find,
    needed,
)
from tests.architecture.tree import ROOT

Y, _ = True, False
#   action, from, to                              adm pln soc sub vil aud  reason minutes other
TRUTH = {
    ("visit", "assigned", "visited"):            (_, _, _, Y, Y, _,        _, _, _),
    ("submit", "visited", "submitted"):          (_, _, _, Y, Y, _,        _, _, _),
    ("correct", "visited", "set_aside"):         (_, _, _, Y, Y, _,        _, _, _),
    ("correct", "submitted", "set_aside"):       (_, _, _, Y, Y, _,        _, _, _),
    ("correct", "returned", "set_aside"):        (_, _, _, Y, Y, _,        _, _, _),
    ("set_aside", "visited", "set_aside"):       (_, _, _, Y, _, _,        Y, _, _),
    ("set_aside", "submitted", "set_aside"):     (_, _, _, Y, _, _,        Y, _, _),
    ("set_aside", "returned", "set_aside"):      (_, _, _, Y, _, _,        Y, _, _),
    ("check", "submitted", "checked"):           (_, _, _, Y, _, _,        _, _, Y),
    ("return", "submitted", "returned"):         (_, _, _, Y, _, _,        Y, _, _),
    ("ratify", "checked", "ratified"):           (_, _, _, Y, Y, _,        _, Y, _),
    ("return", "checked", "returned"):           (_, _, _, Y, Y, _,        Y, _, _),
    ("accept", "ratified", "accepted"):          (_, _, Y, _, _, _,        _, _, Y),
    ("return", "ratified", "returned"):          (_, _, Y, _, _, _,        Y, _, _),
    ("confirm", "accepted", "confirmed"):        (Y, _, _, _, _, _,        _, _, Y),
    ("return", "accepted", "returned"):          (Y, _, _, _, _, _,        Y, _, _),
    ("object", "ratified", "contested"):         (_, _, Y, Y, Y, _,        Y, _, _),
    ("object", "accepted", "contested"):         (_, _, Y, Y, Y, _,        Y, _, _),
    ("object", "confirmed", "contested"):        (_, _, Y, Y, Y, _,        Y, _, _),
    ("reject", "contested", "accepted"):         (_, _, Y, _, _, _,        Y, _, Y),
    ("uphold", "contested", "returned"):         (_, _, Y, _, _, _,        Y, _, Y),
}  # fmt: skip
ROLES = ("province_admin", "planner", "social_office", "subdistrict_officer", "village_operator",
         "auditor")  # fmt: skip


def test_the_table_is_what_is_restated_here():
    rows = [(row.action, row.source, row.target) for row in TRANSITIONS]
    assert len(rows) == len(set(rows))
    assert set(rows) == set(TRUTH)
    assert set(ROLES) == set(Role.values)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.action}-{row.source}")
def test_who_may_take_a_step_and_what_it_needs(row):
    *may, reason, minutes, other_eyes = TRUTH[row.action, row.source, row.target]
    allowed = [row.permission in ROLE_PERMISSIONS[Role(role)] for role in ROLES]
    assert allowed == may
    assert (row.reason, row.minutes, row.other_eyes) == (reason, minutes, other_eyes)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", State)
def test_what_the_table_does_not_name_is_not_possible(action, state):
    named = [key for key in TRUTH if key[:2] == (action, state)]
    if named:
        assert find(action, state).target == named[0][2]
    else:
        with pytest.raises(NotPossible, match=state.replace("_", " ")):
            find(action, state)


def test_every_return_and_refusal_says_why():
    back = [row for row in TRANSITIONS if row.target is State.RETURNED]
    assert back
    assert all(row.reason for row in back)
    with pytest.raises(ReasonMissing):
        needed(back[0], reason="no", has_minutes=False)
    needed(back[0], reason="foto buram", has_minutes=False)


def test_ratification_needs_minutes():
    step = find(Action.RATIFY, State.CHECKED)
    with pytest.raises(MinutesMissing, match="upload"):
        needed(step, reason="", has_minutes=False)
    needed(step, reason="", has_minutes=True)


def test_every_state_can_be_left_or_is_an_end():
    left = {row.source for row in TRANSITIONS}
    assert set(State) - left == {State.SET_ASIDE}


def test_the_docs_draw_the_workflow_as_it_is():
    """To draw it anew: python -m entas.verification.drawing."""
    text = (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{diagram()}```" in text
