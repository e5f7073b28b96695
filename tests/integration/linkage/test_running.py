"""Runs: what is certain merges, the rest waits, and nothing is asked twice."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from entas.access.scope import system_scope
from entas.audit.models import Event
from entas.columns.records import records
from entas.linkage import actions, proposals, queries
from entas.linkage.contradictions import contradictions
from entas.linkage.models import Decision, Pair, Run
from entas.linkage.proposals import Proposed
from entas.linkage.running import PAIRS
from entas.registry.actions import register
from entas.registry.models import Family, FamilyProfile, Person, PersonKey, PersonProfile
from entas.registry.rebuilding import differences
from tests.factories.rows import person_rows

pytestmark = pytest.mark.django_db(transaction=True)
EVERYONE = system_scope()
VILLAGE = "3310012005"


def register_persons(now: datetime, *rows: dict[str, Any], batch: int = 1) -> None:
    register(kind="person", rows=person_rows(*rows), batch_id=batch, source="p3ke-2022",
             origin="list", by="tester", now=now)  # fmt: skip


def person(key: str) -> int:
    return PersonKey.objects.get(value=key).person_id


@pytest.fixture
def people(now: datetime) -> None:
    """Five persons of four families."""
    register_persons(
        now,
        {"person_key": "P1", "family_key": "K1", "name": "BUDI", "observed_on": date(2022, 1, 1)},
        {"person_key": "P2", "family_key": "K2", "name": "BUDY", "observed_on": date(2023, 1, 1)},
        {"person_key": "P3", "family_key": "K3", "name": "BUDDI", "observed_on": date(2022, 5, 1)},
        {"person_key": "P4", "family_key": "K4", "name": "SITI", "observed_on": date(2022, 5, 1)},
        {"person_key": "P5", "family_key": "K4", "name": "SITTI", "observed_on": date(2022, 5, 1)},
    )


@pytest.fixture
def matcher(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, float, bool]]:
    """What the matcher will say: pairs of keys, probability, review."""
    said: list[tuple[str, str, float, bool]] = []

    def proposed(con: Any, *, area_code: str, folder: Any, progress: Any = None) -> Proposed:
        return Proposed(pairs_of(said), {}, compared=10, subjects=5, keep=lambda: None)

    monkeypatch.setattr(proposals, "persons", proposed)
    return said


IDS: dict[str, int] = {}


def pairs_of(said: Sequence[tuple[str, str, float, bool]]) -> pl.DataFrame:
    rows = [
        (*sorted((IDS[one], IDS[other])), VILLAGE, VILLAGE, likely, 0.0, 0, review, 0)
        for one, other, likely, review in said
    ]
    return pl.DataFrame(rows, schema=PAIRS, orient="row")


def run(now: datetime, **given: Any) -> actions.Ran:
    IDS.update(PersonKey.objects.values_list("value", "person_id"))
    return actions.run(kind="person", area_code="33", by="tester", now=now, **given)


def same_as() -> dict[str, str]:
    keys = {pk: value for value, pk in PersonKey.objects.values_list("value", "person_id")}
    rows = Person.objects.filter(same_as__isnull=False).values_list("pk", "same_as_id")
    return {keys[pk]: keys[stands or 0] for pk, stands in rows}


def sound() -> None:
    with records() as con:
        assert differences(con) == {}


def test_certain_pairs_merge_and_the_rest_waits(people: None, matcher: list, now: datetime) -> None:
    matcher += [("P1", "P2", 0.9999, False), ("P2", "P3", 0.8, False), ("P4", "P5", 1.0, True)]

    done = run(now)

    assert done.stored is not None
    assert (done.stored.new, done.stored.merged, done.stored.waiting) == (3, 1, 2)
    assert same_as() == {"P2": "P1"}
    held = PersonProfile.objects.get(pk=person("P1"))
    assert (held.name, PersonProfile.objects.count()) == ("BUDY", 4)
    assert Decision.objects.get().at == now.replace(microsecond=0)
    assert Event.objects.get(action="run.finished").details["merged"] == 1
    sound()


def test_a_second_run_stores_nothing(people: None, matcher: list, now: datetime) -> None:
    matcher += [("P1", "P2", 0.9999, False), ("P2", "P3", 0.8, False)]
    run(now)

    matcher[1] = ("P1", "P3", 0.8, False)  # P1 stands for P2 by now
    again = run(now)

    assert again.stored is not None
    assert (again.stored.new, again.stored.merged, Pair.objects.count()) == (0, 0, 2)


def test_a_dry_run_writes_nothing(people: None, matcher: list, now: datetime) -> None:
    matcher += [("P1", "P2", 0.9999, False)]

    assert run(now, dry_run=True).proposed == 1
    assert (Run.objects.count(), Pair.objects.count(), same_as()) == (0, 0, {})


def test_a_kabupaten_sets_when_its_pairs_merge(people: None, matcher: list, now: datetime) -> None:
    matcher += [("P1", "P2", 0.97, False), ("P4", "P5", 0.8, False)]
    run(now)
    assert same_as() == {}

    actions.set_threshold(scope=EVERYONE, area_code="3310", merges_at=0.95, by="x", now=now)
    run(now)

    assert same_as() == {"P2": "P1"}


def test_a_run_does_not_join_whom_a_person_keeps_apart(
    people: None, matcher: list, now: datetime
) -> None:
    matcher += [("P1", "P3", 0.6, False)]
    run(now)
    decide(("P1", "P3"), "different", now)

    matcher[:] = [("P1", "P2", 0.9999, False), ("P2", "P3", 0.9995, False)]
    done = run(now)

    assert done.stored is not None
    assert (done.stored.merged, done.stored.blocked) == (1, 1)
    assert same_as() == {"P2": "P1"}
    assert states() == {("P1", "P2"): "merged", ("P1", "P3"): "apart", ("P2", "P3"): "apart"}


def test_what_a_person_undid_no_run_merges_again(
    people: None, matcher: list, now: datetime
) -> None:
    matcher += [("P1", "P2", 0.9999, False)]
    run(now)
    actions.undo(scope=EVERYONE, decision_id=Decision.objects.get().pk, by="sari", now=now)
    assert same_as() == {}

    run(now)

    assert same_as() == {}
    assert states() == {("P1", "P2"): "waiting"}
    sound()


def test_a_run_is_undone_as_a_whole_and_may_be_made_again(
    people: None, matcher: list, now: datetime
) -> None:
    matcher += [("P1", "P2", 0.9999, False), ("P2", "P3", 0.9999, False), ("P4", "P5", 0.7, False)]
    first = run(now)
    decide(("P4", "P5"), "same", now)
    assert first.run_id is not None

    assert actions.undo_run(run_id=first.run_id, by="tester", now=now) == 2

    assert same_as() == {"P5": "P4"}
    assert states()[("P1", "P2")] == "waiting"
    sound()
    with pytest.raises(actions.NoSuchRun):
        actions.undo_run(run_id=first.run_id, by="tester", now=now)
    run(now)
    assert same_as() == {"P2": "P1", "P3": "P1", "P5": "P4"}


def test_a_new_list_with_a_merged_key_adds_to_the_group(
    people: None, matcher: list, now: datetime
) -> None:
    matcher += [("P1", "P2", 0.9999, False)]
    run(now)

    row = {"person_key": "P2", "family_key": "K2", "name": "BUDI SANTOSO"}
    register_persons(now, row | {"observed_on": date(2023, 6, 1)}, batch=2)

    held = PersonProfile.objects.get(pk=person("P1"))
    assert held.name == "BUDI SANTOSO"
    assert not PersonProfile.objects.filter(pk=person("P2")).exists()
    sound()
    actions.undo(scope=EVERYONE, decision_id=Decision.objects.get().pk, by="sari", now=now)
    assert PersonProfile.objects.get(pk=person("P2")).name == "BUDI SANTOSO"
    assert PersonProfile.objects.get(pk=person("P1")).name == "BUDI"
    sound()


def test_families_are_linked_from_their_persons(people: None, matcher: list, now: datetime) -> None:
    matcher += [("P1", "P2", 0.9999, False)]
    run(now)

    done = actions.run(kind="family", area_code="33", by="tester", now=now)

    assert done.stored is not None
    assert done.stored.new == 1
    pair = Pair.objects.get(kind="family")
    actions.decide(scope=EVERYONE, pair_id=pair.pk, verdict="same", by="x", now=now)
    assert Family.objects.filter(same_as__isnull=False).count() == 1
    assert FamilyProfile.objects.count() == 3
    sound()


def test_rebuilding_mends_what_is_not_as_decided(
    people: None, matcher: list, now: datetime
) -> None:
    matcher += [("P1", "P2", 0.9999, False), ("P4", "P5", 0.7, False)]
    run(now)
    assert actions.rebuild(by="tester", now=now) == {}
    Person.objects.filter(pk=person("P2")).update(same_as=None)
    Pair.objects.update(state="apart")
    PersonProfile.objects.filter(pk=person("P4")).update(name="SOMEBODY ELSE")

    found = queries.differences()
    assert (found["groups of person subjects"], found["person pairs"]) == (1, 2)
    assert found.keys() >= {"persons", "memberships"}
    actions.rebuild(by="tester", now=now)
    assert queries.differences() == {}
    assert same_as() == {"P2": "P1"}
    assert states() == {("P1", "P2"): "merged", ("P4", "P5"): "waiting"}
    sound()


def test_a_contradiction_is_shown_with_what_makes_the_two_one(
    people: None, matcher: list, now: datetime
) -> None:
    matcher += [("P1", "P2", 0.9999, False), ("P2", "P3", 0.9999, False), ("P1", "P3", 0.7, False)]
    run(now)
    assert states()[("P1", "P3")] == "merged"  # it follows from the others

    done = decide(("P1", "P3"), "different", now)

    assert (done.one, done.contradicts) == (True, True)
    (found,) = contradictions(scope=EVERYONE, area_code="3310")
    assert found.different.order == done.decision_id
    assert [step.two for step in found.way] == [
        (person("P1"), person("P2")), (person("P2"), person("P3"))]  # fmt: skip
    assert contradictions(scope=system_scope("3315"), area_code="3310") == []

    decide(("P2", "P3"), "different", now)

    assert contradictions(scope=EVERYONE, area_code="3310") == []
    assert same_as() == {"P2": "P1"}
    sound()


def decide(keys: tuple[str, str], verdict: str, now: datetime) -> actions.Decided:
    low, high = sorted(person(key) for key in keys)
    pair = Pair.objects.get(first_id=low, second_id=high)
    return actions.decide(scope=EVERYONE, pair_id=pair.pk, verdict=verdict, by="sari", now=now)


def states() -> dict[tuple[str, str], str]:
    keys = {pk: value for value, pk in PersonKey.objects.values_list("value", "person_id")}
    rows = Pair.objects.values_list("first_id", "second_id", "state")
    return {(keys[first], keys[second]): state for first, second, state in rows}
