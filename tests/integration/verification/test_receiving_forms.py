"""What a phone on a bad network sends is here once, as it came, and nothing of it is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from entas.access.scope import NotAllowed, scope_of
from entas.audit.models import Event
from entas.verification.models import Step, Submission, Visit
from entas.verification.submissions.actions import OtherBytes, Outcome, receive, vault
from tests.factories.areas import GROBOGAN_VILLAGE, KLATEN_OTHER_VILLAGE, KLATEN_VILLAGE
from tests.factories.filled import filled, instance_id
from tests.factories.records import make_family
from tests.factories.users import Cast

PHOTO = b"\xff\xd8 a photo of a house"


@pytest.fixture
def send(cast: Cast, now):
    def _send(xml: bytes, user=None, **photos: bytes):
        user = user or cast.operator
        named = {f"{name}.jpg": [content] for name, content in photos.items()}
        return receive(scope=scope_of(user), xml=xml, photos=named, by=user.get_username(), now=now)

    return _send


def test_a_form_is_kept_byte_for_byte(send):
    xml = filled(make_family().pk, decent_house="no") + b"\n<!-- as it came \xc3\xa9 -->"
    receipt = send(xml)
    submission = Submission.objects.get()
    assert (receipt.submission_id, receipt.outcome) == (submission.pk, Outcome.RECEIVED)
    assert vault().read(submission.content_hash) == xml
    assert submission.village_code == KLATEN_VILLAGE
    assert submission.state == "submitted"
    assert [step.action for step in submission.steps.order_by("pk")] == ["visit", "submit"]
    visit = Visit.objects.get()
    assert (visit.visited_on, visit.submitted_on) == (date(2023, 8, 10), date(2023, 8, 14))
    assert visit.accepted_on is None


def test_the_same_again_changes_nothing(send):
    xml = filled(make_family().pk, photo_front="front.jpg")
    send(xml, front=PHOTO)
    before = Event.objects.count(), Step.objects.count()
    assert send(xml, front=PHOTO).outcome is Outcome.AGAIN
    assert send(xml).outcome is Outcome.AGAIN
    assert Submission.objects.count() == Visit.objects.count() == 1
    assert (Event.objects.count(), Step.objects.count()) == before


def test_photos_come_in_several_posts_and_only_then_is_it_submitted(send):
    xml = filled(make_family().pk, photo_front="front.jpg", photo_roof="roof.jpg")
    assert send(xml).missing == ("front.jpg", "roof.jpg")
    assert Submission.objects.get().state == "visited"
    more = send(xml, roof=PHOTO)
    assert (more.outcome, more.missing) == (Outcome.MORE, ("front.jpg",))
    assert send(xml, front=PHOTO + b"2").missing == ()
    submission = Submission.objects.get()
    assert submission.state == "submitted"
    kept = {row.question: vault().read(row.content_hash) for row in submission.attachments.all()}
    assert kept == {"photo_front": PHOTO + b"2", "photo_roof": PHOTO}


def test_the_same_id_with_other_answers_is_refused(send):
    family, instance = make_family().pk, instance_id()
    send(filled(family, instance=instance, decent_house="no"))
    with pytest.raises(OtherBytes, match="correction"):
        send(filled(family, instance=instance, decent_house="yes"))
    assert Submission.objects.count() == 1


def test_another_photo_of_the_same_name_is_refused_and_the_first_stays(send):
    xml = filled(make_family().pk, photo_front="front.jpg")
    send(xml, front=PHOTO)
    with pytest.raises(OtherBytes, match=r"front\.jpg"):
        send(xml, front=b"other")
    assert vault().read(Submission.objects.get().attachments.get().content_hash) == PHOTO


def test_a_correction_takes_the_place_of_what_it_corrects(send):
    family, first = make_family().pk, instance_id()
    send(filled(family, instance=first, decent_house="no"))
    send(filled(family, deprecated=first, decent_house="yes"))
    earlier, later = Submission.objects.order_by("pk")
    assert (earlier.state, later.state) == ("set_aside", "submitted")
    assert later.earlier == earlier
    assert vault().read(earlier.content_hash) != vault().read(later.content_hash)


@pytest.mark.parametrize("state", ["checked", "ratified", "accepted"])
def test_what_somebody_relied_on_is_not_put_aside_by_a_correction(send, state):
    family, first = make_family().pk, instance_id()
    send(filled(family, instance=first))
    Submission.objects.update(state=state)
    send(filled(family, deprecated=first))
    assert [row.state for row in Submission.objects.order_by("pk")] == [state, "submitted"]
    assert Submission.objects.latest("pk").earlier is None


def test_two_corrections_of_one_form_leave_the_second_to_a_person(send):
    family, first = make_family().pk, instance_id()
    send(filled(family, instance=first))
    send(filled(family, deprecated=first))
    send(filled(family, deprecated=first))
    states = [row.state for row in Submission.objects.order_by("pk")]
    assert states == ["set_aside", "submitted", "submitted"]


def test_nobody_puts_aside_what_another_officer_sent(send, cast: Cast):
    family, first = make_family().pk, instance_id()
    send(filled(family, instance=first))
    cast.outsider.grants.update(role="subdistrict_officer", area_code="331501")
    send(filled(family, deprecated=first), user=cast.outsider)
    assert {row.state for row in Submission.objects.all()} == {"submitted"}


def test_a_family_given_to_somebody_else_meanwhile_is_still_taken(send, cast: Cast):
    family = make_family(village=KLATEN_OTHER_VILLAGE)
    assert send(filled(family.pk)).outcome is Outcome.RECEIVED
    submission = Submission.objects.get()
    assert (submission.village_code, submission.elsewhere) == (KLATEN_OTHER_VILLAGE, True)
    far = make_family(village=GROBOGAN_VILLAGE)
    send(filled(far.pk))
    assert Submission.objects.latest("pk").village_code == GROBOGAN_VILLAGE


def test_a_family_that_nobody_knows_is_still_taken(send):
    send(filled(987_654))
    send(filled(None))
    rows = Submission.objects.values_list("family_id", "village_code")
    assert list(rows) == [(None, KLATEN_VILLAGE)] * 2
    assert not Visit.objects.exists()


def test_who_visits_nowhere_may_not_send(send, cast: Cast):
    with pytest.raises(NotAllowed):
        send(filled(make_family().pk), user=cast.auditor)
    assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_posts_at_the_same_moment_make_one_submission(send, cast: Cast):
    xml = filled(make_family().pk, photo_front="front.jpg", photo_roof="roof.jpg")

    def post(number: int):
        try:
            photo = {"front": PHOTO} if number % 2 else {"roof": PHOTO}
            return send(xml, **photo).outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(post, range(16)))
    assert outcomes.count(Outcome.RECEIVED) == 1
    assert outcomes.count(Outcome.MORE) == 1
    submission = Submission.objects.get()
    assert submission.state == "submitted"
    assert submission.steps.count() == 2
    assert Visit.objects.count() == 1
