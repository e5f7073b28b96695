"""From the phone to the registry: each step by whoever may, and nothing counts before the last."""

from datetime import date
from typing import Any

import pytest

from entas.access.models import Role
from entas.access.scope import scope_of
from entas.registry.models import FamilyProfile, Membership, PersonProfile
from entas.registry.single import regroup_families
from entas.verification.assignments.actions import assign
from entas.verification.deciding.actions import (
    MinutesUnclear,
    NoSuchSubmissions,
    choose,
    decide,
    record_minutes,
)
from entas.verification.handout.queries import returned, to_visit
from entas.verification.models import Assignment, Step, Submission, Visit
from entas.verification.submissions.actions import receive, vault
from entas.verification.workflow import Action, MinutesMissing, ReasonMissing
from tests.factories.areas import (
    GROBOGAN_SUBDISTRICT,
    KLATEN,
    KLATEN_OTHER_VILLAGE,
    KLATEN_SUBDISTRICT,
    KLATEN_VILLAGE,
)
from tests.factories.filled import filled, instance_id
from tests.factories.records import make_family, make_person
from tests.factories.users import Cast, make_user

TODAY = date(2023, 8, 14)


@pytest.fixture
def people(cast: Cast):
    """Those whose hands a visit goes through, by what they are called here."""
    return {
        "operator": cast.operator,
        "checker": make_user("tksk", (Role.SUBDISTRICT_OFFICER, KLATEN_SUBDISTRICT)),
        "dinsos": make_user("dinsos", (Role.SOCIAL_OFFICE, KLATEN)),
        "province": cast.admin,
        "stranger": make_user("tksk-jauh", (Role.SUBDISTRICT_OFFICER, GROBOGAN_SUBDISTRICT)),
    }


@pytest.fixture
def family(areas):
    family = make_family(own_latrine="no", head_name="Sutrisno")
    FamilyProfile.objects.filter(pk=family.pk).update(own_latrine="no", head_name="Sutrisno")
    return family


@pytest.fixture
def send(people, now):
    def _send(family, who="operator", **answers) -> Submission:
        user = people[who]
        xml = filled(family.pk, **answers)
        receipt = receive(scope=scope_of(user), xml=xml, photos={}, by=user.username, now=now)
        return Submission.objects.get(pk=receipt.submission_id)

    return _send


@pytest.fixture
def do(people, now):
    def _do(who: str, action: str, *submissions: Submission, **more):
        user = people[who]
        return decide(
            scope=scope_of(user), submission_ids=[row.pk for row in submissions],
            action=Action(action), by=user.username, now=now, **more,
        )  # fmt: skip

    return _do


@pytest.fixture
def minutes(people, now):
    def _minutes(village=KLATEN_VILLAGE, who="operator", **changes):
        user = people[who]
        said: dict[str, Any] = {
            "held_on": TODAY,
            "attendance": 41,
            "document": [b"%PDF signed"],
        } | changes
        return record_minutes(
            scope=scope_of(user), village_code=village, document_name="ba.pdf",
            by=user.username, now=now, **said,
        ).pk  # fmt: skip

    return _minutes


@pytest.fixture
def accepted(send, do, minutes, family):
    def _accepted(**answers) -> Submission:
        submission = send(family, **answers)
        do("checker", "check", submission)
        do("operator", "ratify", submission, minutes_id=minutes())
        assert do("dinsos", "accept", submission).done == 1
        submission.refresh_from_db()
        return submission

    return _accepted


def test_the_registry_follows_only_what_was_accepted(send, do, minutes, family):
    submission = send(family, own_latrine="yes")
    holds = FamilyProfile.objects.filter(pk=family.pk)
    for who, action, more in (
        ("checker", "check", {}),
        ("operator", "ratify", {"minutes_id": minutes()}),
    ):
        do(who, action, submission, **more)
        assert holds.get().own_latrine == "no"
    do("dinsos", "accept", submission)
    assert holds.get().own_latrine == "yes"
    assert holds.get().head_name == "Sutrisno", "what the visit did not say stays"
    visit = Visit.objects.get()
    assert {visit.submitted_on, visit.checked_on, visit.ratified_on, visit.accepted_on} == {TODAY}
    taken = Step.objects.order_by("pk").values_list("action", "taken_by")
    assert list(taken) == [
        ("visit", "operator-desa"), ("submit", "operator-desa"), ("check", "tksk"),
        ("ratify", "operator-desa"), ("accept", "dinsos"),
    ]  # fmt: skip


def test_members_follow_too(accepted, family):
    gone, child = make_person(family, name="Siti"), make_person(family, name="Budi")
    accepted(
        members=[{"person": gone.pk, "member_presence": "moved"},
                 {"person": child.pk, "member_presence": "present", "out_of_school": "yes"}],
        newcomers=[{"new_name": "Tuti", "new_sex": "female"}],
    )  # fmt: skip
    profiles = {row.name: row for row in PersonProfile.objects.all()}
    assert profiles["Siti"].presence == "moved"
    assert profiles["Budi"].out_of_school == "yes"
    assert profiles["Tuti"].family_id == family.pk
    assert Membership.objects.filter(person_id=profiles["Tuti"].pk, family=family).exists()


def test_a_visit_found_wrong_by_the_province_counts_no_more(accepted, do, family):
    submission = accepted(own_latrine="yes")
    assert do("province", "return", submission, reason="jamban milik tetangga").done == 1
    assert FamilyProfile.objects.get(pk=family.pk).own_latrine == "no"
    assert Visit.objects.get().accepted_on is None


def test_an_objection_is_settled_either_way(accepted, do, family):
    submission = accepted(own_latrine="yes")
    do("operator", "object", submission, reason="warga keberatan")
    assert FamilyProfile.objects.get(pk=family.pk).own_latrine == "yes"
    do("dinsos", "reject", submission, reason="bukti cukup")
    submission.refresh_from_db()
    assert submission.state == "accepted"
    do("operator", "object", submission, reason="warga keberatan lagi")
    do("dinsos", "uphold", submission, reason="benar keberatannya")
    assert FamilyProfile.objects.get(pk=family.pk).own_latrine == "no"


def test_what_comes_back_waits_for_the_officer_with_the_reason(send, do, people, family):
    submission = send(family)
    scope = scope_of(people["operator"])
    assert to_visit(scope=scope, village_code=KLATEN_VILLAGE) == []
    with pytest.raises(ReasonMissing):
        do("checker", "return", submission)
    do("checker", "return", submission, reason="foto atap buram")
    assert to_visit(scope=scope, village_code=KLATEN_VILLAGE) == [family.pk]
    assert returned(scope=scope, village_code=KLATEN_VILLAGE) == {family.pk: "foto atap buram"}
    assert Visit.objects.get().submitted_on is None
    send(family, deprecated=submission.instance_id)
    assert to_visit(scope=scope, village_code=KLATEN_VILLAGE) == []


def test_acceptance_closes_the_assignment(accepted, people, family, now):
    assign(
        scope=scope_of(people["dinsos"]), families=[(family.pk, KLATEN_VILLAGE)],
        question="Apakah punya jamban?", cause="prelist", by="dinsos", now=now,
    )  # fmt: skip
    accepted()
    assert Assignment.objects.get().state == "done"


def test_two_officers_on_one_family_are_a_conflict_that_a_person_resolves(
    send, do, people, family, now
):
    first = send(family, own_latrine="no")
    second = send(family, who="checker", own_latrine="yes")
    decided = do("checker", "check", first)
    assert decided.done == 0
    assert "visited twice" in decided.refused[first.pk]
    checker = people["checker"]
    chosen = choose(
        scope=scope_of(checker), submission_id=first.pk, reason="yang kedua salah rumah",
        by=checker.username, now=now,
    )  # fmt: skip
    assert chosen.done == 1
    assert do("checker", "check", first).done == 1
    second.refresh_from_db()
    assert second.state == "set_aside"
    assert b"yes" in vault().read(second.content_hash), "it is kept"


def test_nobody_checks_their_own_visit(send, do, family):
    submission = send(family, who="checker")
    decided = do("checker", "check", submission)
    assert decided.done == 0
    assert "yourself" in decided.refused[submission.pk]


def test_strangers_find_nothing_to_decide(send, do, family):
    submission = send(family)
    with pytest.raises(NoSuchSubmissions):
        do("stranger", "check", submission)
    with pytest.raises(NoSuchSubmissions):
        do("operator", "check", submission)
    assert Submission.objects.get().state == "submitted"


def test_a_stranger_learns_nothing_of_a_state(send, do, family):
    submission = send(family)
    with pytest.raises(NoSuchSubmissions):
        do("stranger", "accept", submission)


def test_many_with_one_reason_and_those_that_cannot_say_why(send, do, areas):
    rows = [send(make_family()) for _ in range(3)]
    do("checker", "check", rows[0])
    decided = do("checker", "return", *rows[1:], reason="tanpa foto depan")
    assert decided.done == 2
    decided = do("checker", "check", *rows)
    assert decided.done == 0
    assert set(decided.refused) == {row.pk for row in rows}
    assert Step.objects.filter(action="return", why="tanpa foto depan").count() == 2


def test_minutes_ratify_the_families_of_their_own_village(send, do, minutes, areas):
    here, there = send(make_family()), send(make_family(village=KLATEN_OTHER_VILLAGE))
    do("checker", "check", here, there)
    with pytest.raises(MinutesMissing):
        do("checker", "ratify", here)
    paper = minutes()
    decided = do("checker", "ratify", here, there, minutes_id=paper)
    assert decided.done == 1
    assert "another village" in decided.refused[there.pk]


@pytest.mark.parametrize(
    "changes",
    [{"attendance": 0}, {"held_on": date(2023, 8, 15)}, {"document": [b""]}],
)
def test_minutes_say_when_and_how_many_and_carry_the_document(minutes, changes):
    with pytest.raises(MinutesUnclear):
        minutes(**changes)


def test_a_visit_whose_family_nobody_knows_goes_no_further(people, do, now):
    operator = people["operator"]
    xml = filled(987_654, instance=instance_id())
    receive(scope=scope_of(operator), xml=xml, photos={}, by=operator.username, now=now)
    submission = Submission.objects.get()
    decided = do("checker", "check", submission)
    assert "No family" in decided.refused[submission.pk]


def test_a_family_that_turned_out_to_be_another_is_visited_as_that_one(send, people, family, now):
    twin = make_family()
    assign(
        scope=scope_of(people["dinsos"]), families=[(twin.pk, KLATEN_VILLAGE)],
        question="Apakah punya jamban?", cause="prelist", by="dinsos", now=now,
    )  # fmt: skip
    regroup_families({family.pk: family.pk, twin.pk: family.pk})
    scope = scope_of(people["operator"])
    assert to_visit(scope=scope, village_code=KLATEN_VILLAGE) == [family.pk]
    send(twin)  # the phone still had the old one
    assert Submission.objects.get().village_code == KLATEN_VILLAGE
    assert to_visit(scope=scope, village_code=KLATEN_VILLAGE) == []


def test_visits_under_two_numbers_of_one_family_are_a_conflict_too(send, do, areas):
    family, twin = make_family(), make_family()
    first, second = send(family), send(twin)
    regroup_families({family.pk: family.pk, twin.pk: family.pk})
    for row in (first, second):
        assert "visited twice" in do("checker", "check", row).refused[row.pk]
