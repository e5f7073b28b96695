"""The audit trail is a chain that shows every later change."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from entas.access.scope import scope_of, system_scope
from entas.audit.actions import PersonalData, record
from entas.audit.chain import GENESIS
from entas.audit.models import Event
from entas.audit.queries import events, verify_chain


@pytest.fixture
def three_events(db, now):
    return [
        record(action="batch.received", subject=f"batch:{number}", by="sari", now=now,
               area_code="3310", details={"rows": number, "day": date(2023, 8, 1)})
        for number in (1, 2, 3)
    ]  # fmt: skip


def test_each_event_holds_the_hash_of_the_one_before(three_events):
    first, second, third = three_events
    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash


def test_an_untouched_chain_is_sound(three_events):
    report = verify_chain()
    assert report.sound
    assert report.events == 3
    assert report.head == three_events[-1].hash


def test_an_empty_chain_is_sound(db):
    assert verify_chain().sound


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor", "other"),
        ("action", "batch.undone"),
        ("subject", "batch:9"),
        ("area_code", "3315"),
        ("details", {"rows": 9}),
        ("at", "2023-08-14T02:00:00.000001Z"),
    ],
)
def test_a_changed_event_is_found(three_events, field, value):
    Event.objects.filter(pk=three_events[1].pk).update(**{field: value})
    report = verify_chain()
    assert report.broken_at == three_events[1].pk
    assert report.reason == "its content was changed"


def test_a_removed_event_is_found(three_events):
    Event.objects.filter(pk=three_events[1].pk).delete()
    assert verify_chain().broken_at == three_events[2].pk


def test_details_survive_the_database_unchanged(db, now):
    details = {"b": Decimal("1.50"), "a": [1, None, True, {"x": 1e300}], "é": "Ngaréanak"}
    kept = record(action="x.y", subject="x:1", by="sari", now=now, details=details)
    kept.refresh_from_db()
    assert kept.details == {
        "b": "1.50",
        "a": [1, None, True, {"x": "1e+300"}],
        "é": "Ngaréanak",
    }
    assert verify_chain().sound


@pytest.mark.parametrize(
    ("subject", "details"),
    [
        ("person:3310014101750000", {}),
        ("person:1", {"number": "3310014101750000"}),
        ("person:1", {"deep": [{"list": ["no 3310014101750000."]}]}),
        ("person:1", {"nik": "x"}),
        ("person:1", {"changed": {"head_name": 1}}),
    ],
)
def test_personal_data_is_refused(db, now, subject, details):
    with pytest.raises(PersonalData):
        record(action="x.y", subject=subject, by="sari", now=now, details=details)
    assert not Event.objects.exists()


def test_a_checksum_is_not_taken_for_an_identity_number(db, now):
    checksum = "ab" + "1234567890123456" + "cd"
    record(action="x.y", subject="x:1", by="sari", now=now, details={"checksum": checksum})


def test_an_event_that_cannot_be_kept_is_a_mistake(db, now):
    with pytest.raises(TypeError):
        record(action="x.y", subject="x:1", by="sari", now=now, details={"it": object()})


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain(now):
    def write() -> None:
        try:
            for _ in range(10):
                record(action="x.y", subject="x:1", by="sari", now=now)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    report = verify_chain()
    assert report.sound
    assert report.events == 40


def test_events_are_seen_by_area(cast, now):
    for area in ("", "33", "3310", "3310012001", "3315"):
        record(action="x.y", subject="x:1", by="sari", now=now, area_code=area)
    assert events(scope_of(cast.auditor)).count() == 5
    assert events(scope_of(cast.admin), area_code="3310").count() == 2
    assert not events(scope_of(cast.planner)).exists()
    assert events(system_scope("3310")).count() == 2


def test_events_are_filtered(db, now):
    record(action="x.y", subject="x:1", by="sari", now=now)
    record(action="x.z", subject="x:2", by="budi", now=now)
    scope = system_scope()
    assert [event.subject for event in events(scope)] == ["x:2", "x:1"]
    assert events(scope, subject="x:1").count() == 1
    assert events(scope, action="x.z").count() == 1
    assert events(scope, by="budi").count() == 1
