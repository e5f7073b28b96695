"""Whatever is merged, undone, imported and decided, in whatever order, the registry is what its
history says: observations and the decisions in force.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from django.apps import apps
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from entas.access.scope import system_scope
from entas.audit.models import Event
from entas.columns.records import records
from entas.linkage import actions, queries
from entas.linkage.models import Decision, Kind, Pair, Run, RunState
from entas.linkage.running import PAIRS, store
from entas.registry.actions import register
from entas.registry.models import (
    Family,
    FamilyKey,
    FamilyObservation,
    FamilyProfile,
    Person,
    PersonKey,
    PersonObservation,
    PersonProfile,
)
from tests.factories.rows import family_rows, person_rows

NOW = datetime(2023, 8, 14, 2, 0, tzinfo=UTC)
EVERYONE = system_scope()
PEOPLE = [f"P{n}" for n in range(1, 7)]
FAMILIES = [f"K{n}" for n in range(1, 5)]
VILLAGES = ["3310012005", "3310012008"]
DAYS = st.integers(0, 4).map(lambda days: date(2022, 12, 1) + timedelta(days=days))
ROWS = st.fixed_dictionaries(
    {
        "person_key": st.sampled_from(PEOPLE),
        "family_key": st.sampled_from(FAMILIES),
        "village_code": st.sampled_from(VILLAGES),
        "name": st.sampled_from(["BUDI", "SITI", None]),
        "observed_on": DAYS,
        "accepted": st.booleans(),
    }
)
HOMES = st.fixed_dictionaries(
    {
        "family_key": st.sampled_from(FAMILIES),
        "village_code": st.sampled_from(VILLAGES),
        "roof": st.sampled_from(["tile", "bamboo", None]),
        "observed_on": DAYS,
        "accepted": st.booleans(),
    }
)
TWOS = st.permutations(range(6)).map(lambda order: (order[0], order[1]))
REVIEWS = st.sampled_from([False, False, True])
VERDICTS = st.sampled_from(["same", "same", "different", "unsure"])


class History(RuleBasedStateMachine):
    """Everything that may happen to identity, in any order."""

    def __init__(self) -> None:
        super().__init__()
        for model in (Decision, Pair, Run, Event):
            model.objects.all().delete()
        for merged in (Family, Person):
            merged.objects.update(same_as=None)
        for every in list(apps.get_app_config("registry").get_models())[::-1]:
            every._default_manager.all().delete()
        self.batch = 0
        self.officers = 0
        self.observed = 0

    @initialize(
        rows=st.lists(ROWS, min_size=len(PEOPLE), max_size=len(PEOPLE)),
        homes=st.lists(HOMES, min_size=len(FAMILIES), max_size=len(FAMILIES)),
    )
    def start(self, rows: list[Any], homes: list[Any]) -> None:
        """Everybody is listed once, and all families but the last have rows of their own."""
        known = [row | {"family_key": key} for row, key in zip(homes, FAMILIES[:-1], strict=False)]
        self.import_families(known, visit=False)
        people = [row | {"person_key": key} for row, key in zip(rows, PEOPLE, strict=True)]
        self.import_persons(people, visit=False)

    @rule(rows=st.lists(ROWS, min_size=1, max_size=4), visit=st.booleans())
    def import_persons(self, rows: list[Any], visit: bool) -> None:
        self._register("person", person_rows(*_dated(rows, visit)), visit)

    @rule(rows=st.lists(HOMES, min_size=1, max_size=3), visit=st.booleans())
    def import_families(self, rows: list[Any], visit: bool) -> None:
        self._register("family", family_rows(*_dated(rows, visit)), visit)

    def _register(self, kind: str, rows: pl.DataFrame, visit: bool) -> None:
        self.batch += 1
        register(
            kind=kind,
            rows=rows,
            batch_id=self.batch,
            source="siks-dj" if visit else "p3ke-2022",
            origin="verification" if visit else "list",
            by="tester",
            now=NOW,
        )

    @precondition(lambda self: Person.objects.count() > 1)
    @rule(
        pairs=st.lists(
            st.tuples(TWOS, st.sampled_from([0.6, 1.0, 1.0]), REVIEWS),
            min_size=2, max_size=5,
        ),
        families=st.booleans(),
    )  # fmt: skip
    def run(self, pairs: list[Any], families: bool) -> None:
        kind = Kind.FAMILY if families else Kind.PERSON
        model: Any = Family if families else Person
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        found = {
            (ids[low % len(ids)], ids[high % len(ids)]): (likely, review)
            for (low, high), likely, review in pairs
            if low % len(ids) < high % len(ids)
        }
        rows = [(*two, *VILLAGES, p, 0.0, 0, review, 0) for two, (p, review) in found.items()]
        run = Run.objects.create(kind=kind, area_code="33", state=RunState.DONE, started_at=NOW,
                                 started_by="tester")  # fmt: skip
        with records(write=True) as con:
            frame = pl.DataFrame(rows, schema=PAIRS, orient="row")
            store(con, kind.value, frame, run_id=run.pk, now=NOW)

    @rule(two=TWOS, families=st.booleans(), verdict=VERDICTS)
    def decide(self, two: tuple[int, int], families: bool, verdict: str) -> None:
        model: Any = Family if families else Person
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        low, high = sorted((two[0] % len(ids), two[1] % len(ids)))
        if low == high:
            return
        kind = Kind.FAMILY if families else Kind.PERSON
        run, _ = Run.objects.get_or_create(kind=kind, area_code="3310", defaults={
            "state": RunState.DONE, "started_at": NOW, "started_by": "tester"})  # fmt: skip
        pair, _ = Pair.objects.get_or_create(
            kind=kind, first_id=ids[low], second_id=ids[high],
            defaults={"run": run, "village_code": VILLAGES[0], "other_village_code": VILLAGES[1],
                      "probability": 0.6, "household": 0, "levels": 0, "review": False,
                      "state": "waiting"},
        )  # fmt: skip
        self.officers += 1  # nobody is asked twice
        done = actions.decide(
            scope=EVERYONE, pair_id=pair.pk, verdict=verdict,
            by=f"officer{self.officers}", now=NOW,
        )  # fmt: skip
        if verdict == "same":
            assert done.one
        assert done.state == {"same": "merged", "different": "apart"}.get(verdict, "second_opinion")

    @precondition(lambda self: Decision.objects.filter(undone_at=None).exists())
    @rule(at=st.integers(0, 50))
    def undo(self, at: int) -> None:
        made = Decision.objects.filter(undone_at=None).order_by("pk")
        ids = list(made.values_list("pk", flat=True))
        actions.undo(scope=EVERYONE, decision_id=ids[at % len(ids)], by="tester", now=NOW)

    @precondition(lambda self: Run.objects.exclude(state=RunState.UNDONE).exists())
    @rule(at=st.integers(0, 50))
    def undo_run(self, at: int) -> None:
        ids = list(Run.objects.exclude(state=RunState.UNDONE).values_list("pk", flat=True))
        actions.undo_run(run_id=ids[at % len(ids)], by="tester", now=NOW)

    @rule()
    def undo_everything(self) -> None:
        for run_id in Run.objects.exclude(state=RunState.UNDONE).values_list("pk", flat=True):
            actions.undo_run(run_id=run_id, by="tester", now=NOW)
        made = Decision.objects.filter(undone_at=None).order_by("pk")
        for decision_id in made.values_list("pk", flat=True):
            actions.undo(scope=EVERYONE, decision_id=decision_id, by="tester", now=NOW)
        for model in (Family, Person):
            assert not model.objects.filter(same_as__isnull=False).exists()
        for key in PersonKey.objects.all():  # everybody is who they were
            own = PersonObservation.objects.filter(person_id=key.person_id, accepted=True)
            assert PersonProfile.objects.filter(pk=key.person_id).exists() is own.exists()
        for known in FamilyKey.objects.all():
            if FamilyObservation.objects.filter(family_id=known.family_id, accepted=True).exists():
                assert FamilyProfile.objects.filter(pk=known.family_id).exists()

    @invariant()
    def the_registry_is_what_its_history_says(self) -> None:
        assert queries.differences() == {}

    @invariant()
    def no_observation_is_ever_lost(self) -> None:
        count = PersonObservation.objects.count() + FamilyObservation.objects.count()
        assert count >= self.observed
        self.observed = count

    @invariant()
    def whoever_stands_stands_for_itself(self) -> None:
        for model in (Family, Person):
            merged = model.objects.filter(same_as__isnull=False)
            assert not merged.filter(same_as__same_as__isnull=False).exists()
            assert all(stands < pk for pk, stands in merged.values_list("pk", "same_as_id"))


def _dated(rows: list[Any], visit: bool) -> list[Any]:
    return [row | {"accepted": row["accepted"] or not visit} for row in rows]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_registry_always_equals_the_one_rebuilt_from_its_history() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes long to shrink
            suppress_health_check=list(HealthCheck),
        ),
    )
