from datetime import date, timedelta

import pytest

from entas.access.scope import NotAllowed, scope_of
from entas.areas.models import Level
from entas.audit.models import Event
from entas.verification.assignments import queries
from entas.verification.assignments.actions import (
    MOST,
    AssignmentUnclear,
    NoAssignments,
    assign,
    finish,
    reopen,
    withdraw,
)
from entas.verification.models import Assignment
from tests.factories.areas import (
    GROBOGAN,
    GROBOGAN_VILLAGE,
    KLATEN,
    KLATEN_OTHER_VILLAGE,
    KLATEN_VILLAGE,
)
from tests.factories.users import Cast

pytestmark = pytest.mark.django_db

CAUSE = "reconciliation:p3ke-2023:siks-dj:electricity"
QUESTION = "P3KE: no electricity; SIKS-DJ: electricity of their own."
FAMILIES = [(1, KLATEN_VILLAGE), (2, KLATEN_VILLAGE), (3, KLATEN_OTHER_VILLAGE)]


def send(cast: Cast, now, *, families=FAMILIES, user=None, **asked):
    user = user or cast.planner
    asked = {"question": QUESTION, "cause": CAUSE} | asked
    return assign(scope=scope_of(user), families=families, by=user.username, now=now, **asked)


def test_one_order_with_one_event(cast: Cast, now) -> None:
    due = date(2023, 9, 1)
    done = send(cast, now, due_on=due)
    assert (done.families, done.already) == (3, 0)
    event = Event.objects.get(action="assignments.made")
    assert event.subject == f"order:{done.order}"
    assert event.area_code == "331001"  # the sub-district that holds both villages
    assert event.details == {"families": 3, "about": CAUSE, "due_on": "2023-09-01"}
    (order,) = queries.orders(scope=scope_of(cast.planner), area_code=KLATEN)
    assert (order.open, order.villages, order.due_on) == (3, 2, due)
    assert order.question == QUESTION


def test_a_family_has_one_open_assignment_a_cause(cast: Cast, now) -> None:
    send(cast, now)
    again = send(cast, now, families=[*FAMILIES, (4, KLATEN_VILLAGE)])
    assert (again.families, again.already) == (1, 3)
    nothing = send(cast, now)
    assert (nothing.families, nothing.already) == (0, 3)
    assert Event.objects.filter(action="assignments.made").count() == 2
    other = send(cast, now, cause="prelist")
    assert other.families == 3


def test_a_village_sees_its_own_and_an_officer_theirs(cast: Cast, now) -> None:
    send(cast, now, families=FAMILIES[:1], officer=cast.operator.username)
    send(cast, now, families=FAMILIES[1:], due_on=date(2023, 8, 20))
    scope = scope_of(cast.operator)
    due_first = [row.family_id for row in queries.assignments(scope=scope)]
    assert due_first == [2, 1]
    mine = queries.assignments(scope=scope, officer=cast.operator.username)
    assert {row.family_id for row in mine} == {1, 2}
    somebody = queries.assignments(scope=scope, officer="somebody")
    assert {row.family_id for row in somebody} == {2}
    assert queries.open_by_area(scope=scope_of(cast.planner), of=KLATEN, by=Level.VILLAGE) == {
        KLATEN_VILLAGE: 2,
        KLATEN_OTHER_VILLAGE: 1,
    }


def test_an_outsider_neither_sees_nor_changes_nor_assigns(cast: Cast, now) -> None:
    done = send(cast, now)
    outsider = scope_of(cast.outsider)
    assert list(queries.assignments(scope=outsider)) == []
    assert list(queries.of_family(scope=outsider, family_id=1)) == []
    with pytest.raises(NotAllowed):
        queries.assignments(scope=outsider, area_code=KLATEN)
    with pytest.raises(NoAssignments):
        withdraw(scope=outsider, order=done.order, by="x", now=now)
    with pytest.raises(NotAllowed):
        send(cast, now, user=cast.outsider)
    with pytest.raises(NotAllowed):  # one village of somebody else spoils the order
        send(cast, now, families=[*FAMILIES, (9, GROBOGAN_VILLAGE)])
    assert queries.orders(scope=outsider, area_code=GROBOGAN) == []


def test_the_village_and_the_auditor_do_not_assign(cast: Cast, now) -> None:
    for user in (cast.operator, cast.auditor):
        with pytest.raises(NotAllowed):
            send(cast, now, user=user, families=FAMILIES[:1])
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"families": []},
        {"question": "  ? "},
        {"question": "visit 3310010107600000"},
        {"due_on": date(2023, 8, 13)},
        {"families": [(n, KLATEN_VILLAGE) for n in range(MOST + 1)]},
    ],
)
def test_what_is_unclear_is_refused(cast: Cast, now, asked) -> None:
    with pytest.raises(AssignmentUnclear):
        send(cast, now, **asked)
    assert not Assignment.objects.exists()


def test_an_order_is_withdrawn_and_the_withdrawal_undone(cast: Cast, now) -> None:
    done = send(cast, now)
    scope = scope_of(cast.planner)
    first = Assignment.objects.get(family_id=1)
    assert finish(scope=scope, assignment_ids=[first.pk], by="p", now=now) == 1
    assert withdraw(scope=scope, order=done.order, by="p", now=now) == 2
    states = dict(Assignment.objects.values_list("family_id", "state"))
    assert states == {1: "done", 2: "withdrawn", 3: "withdrawn"}
    with pytest.raises(NoAssignments):
        withdraw(scope=scope, order=done.order, by="p", now=now)
    assert reopen(scope=scope, order=done.order, by="p", now=now + timedelta(hours=1)) == 2
    states = dict(Assignment.objects.values_list("family_id", "state"))
    assert states == {1: "done", 2: "open", 3: "open"}
    assert Assignment.objects.get(family_id=2).closed_at is None
    assert reopen(scope=scope, assignment_ids=[first.pk], by="p", now=now) == 1
    actions = list(Event.objects.order_by("id").values_list("action", flat=True))
    assert actions == [
        "assignments.made",
        "assignments.done",
        "assignments.withdrawn",
        "assignments.reopened",
        "assignments.reopened",
    ]


def test_what_was_asked_again_meanwhile_is_not_opened_twice(cast: Cast, now) -> None:
    done = send(cast, now, families=FAMILIES[:2])
    scope = scope_of(cast.planner)
    withdraw(scope=scope, order=done.order, by="p", now=now)
    send(cast, now, families=FAMILIES[:1])
    assert reopen(scope=scope, order=done.order, by="p", now=now) == 1
    assert Assignment.objects.filter(family_id=1, state="open").count() == 1


def test_an_order_is_withdrawn_in_one_area_alone(cast: Cast, now) -> None:
    done = send(cast, now, user=cast.admin, families=[*FAMILIES, (9, GROBOGAN_VILLAGE)])
    scope = scope_of(cast.admin)
    assert withdraw(scope=scope, order=done.order, area_code=KLATEN, by="p", now=now) == 3
    assert list(queries.assignments(scope=scope).values_list("family_id", flat=True)) == [9]
    with pytest.raises(NoAssignments):
        reopen(scope=scope, order=done.order, area_code=GROBOGAN, by="p", now=now)
    assert reopen(scope=scope, order=done.order, area_code=KLATEN_VILLAGE, by="p", now=now) == 2
