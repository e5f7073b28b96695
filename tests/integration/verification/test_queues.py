"""Queues and progress: what waits for whom, and which villages are late."""

from typing import Any

import pytest

from entas.access.scope import scope_of, system_scope
from entas.areas.models import Level
from entas.verification.assignments.actions import assign
from entas.verification.deciding.queries import (
    NoSuchSubmission,
    next_in_queue,
    officers,
    photo,
    progress,
    shown,
    submissions,
)
from entas.verification.models import Attachment, Submission
from entas.verification.submissions.actions import receive
from tests.factories.areas import (
    KLATEN,
    KLATEN_OTHER_VILLAGE,
    KLATEN_SUBDISTRICT,
    KLATEN_VILLAGE,
)
from tests.factories.filled import filled
from tests.factories.records import make_family
from tests.factories.users import Cast

PHOTO = b"\xff\xd8 front"


@pytest.fixture
def send(cast: Cast, now):
    def _send(family, *, photos: bytes = b"", **answers) -> Submission:
        named = {"front.jpg": [photos]} if photos else {}
        if photos:
            answers["photo_front"] = "front.jpg"
        receipt = receive(
            scope=scope_of(cast.operator), xml=filled(family.pk, **answers), photos=named,
            by=cast.operator.username, now=now,
        )  # fmt: skip
        return Submission.objects.get(pk=receipt.submission_id)

    return _send


def test_villages_under_a_quarter_are_late(cast: Cast, send, now):
    here = [make_family() for _ in range(4)]
    there = [make_family(village=KLATEN_OTHER_VILLAGE) for _ in range(5)]
    assign(
        scope=system_scope(), families=[(f.pk, f.profile.village_code) for f in (*here, *there)],
        question="Kunjungi keluarga ini", cause="prelist", by="system", now=now,
    )  # fmt: skip
    for family in (here[0], there[0]):
        send(family)
    rows = progress(scope=scope_of(cast.planner), of=KLATEN, by=Level.VILLAGE)
    told = {row.code: (row.asked, row.visited, row.submitted, row.late) for row in rows}
    assert told == {KLATEN_VILLAGE: (4, 1, 1, False), KLATEN_OTHER_VILLAGE: (5, 1, 1, True)}
    (district,) = progress(scope=scope_of(cast.planner), of=KLATEN, by=Level.SUBDISTRICT)
    assert (district.code, district.asked, district.submitted) == (KLATEN_SUBDISTRICT, 9, 2)


def test_a_family_visited_twice_counts_once_and_says_so(cast: Cast, send):
    family = make_family()
    send(family)
    send(family)
    (row,) = progress(scope=scope_of(cast.planner), of=KLATEN, by=Level.VILLAGE)
    assert row.visited == 1
    queue = submissions(scope=scope_of(cast.planner), area_code=KLATEN, state="submitted")
    assert [vars(item)["conflict"] for item in queue] == [True, True]
    (officer,) = officers(scope=scope_of(cast.planner), of=KLATEN)
    assert (officer.code, officer.submitted) == ("operator-desa", 2)


def test_the_queue_goes_on_from_where_one_is_and_begins_anew(cast: Cast, send):
    rows = [send(make_family()) for _ in range(3)]
    scope = scope_of(cast.operator)
    where: dict[str, Any] = {"scope": scope, "state": "submitted", "area_code": KLATEN_VILLAGE}
    assert next_in_queue(after=rows[0], **where) == rows[1].pk
    assert next_in_queue(after=rows[2], **where) == rows[0].pk
    Submission.objects.exclude(pk=rows[0].pk).update(state="checked")
    assert next_in_queue(after=rows[0], **where) is None


def test_the_same_photo_at_two_families_is_seen(cast: Cast, send):
    first, second = send(make_family(), photos=PHOTO), send(make_family(), photos=PHOTO)
    found = shown(scope=scope_of(cast.planner), submission_id=second.pk)
    assert found.seen_elsewhere == {first.attachments.get().content_hash}
    other = send(make_family(), photos=PHOTO + b"2")
    assert not shown(scope=scope_of(cast.planner), submission_id=other.pk).seen_elsewhere


def test_who_sees_no_names_sees_no_visit_and_no_photo(cast: Cast, send):
    submission = send(make_family(), photos=PHOTO)
    attachment = Attachment.objects.get()
    assert photo(scope=scope_of(cast.planner), attachment_id=attachment.pk)[0] == PHOTO
    for user in (cast.outsider, cast.auditor):
        with pytest.raises(NoSuchSubmission):
            shown(scope=scope_of(user), submission_id=submission.pk)
        with pytest.raises(NoSuchSubmission):
            photo(scope=scope_of(user), attachment_id=attachment.pk)
