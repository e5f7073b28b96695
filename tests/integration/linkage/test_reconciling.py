import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from entas.access.scope import NotAllowed, Scope, scope_of, system_scope
from entas.areas.models import Level
from entas.audit.models import Event
from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation import queries, tables
from entas.linkage.reconciliation.actions import SourcesUnclear
from entas.linkage.reconciliation.cells import Cell, NoSuchCell, Unit
from entas.pipeline.reconciling import reconcile
from entas.registry.models import Family
from tests.factories.areas import (
    GROBOGAN,
    KLATEN,
    KLATEN_OTHER_VILLAGE,
    KLATEN_VILLAGE,
)
from tests.factories.comparison import ON, OTHER, Lists, make_lists
from tests.factories.users import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lists(areas) -> Lists:
    return make_lists()


@pytest.fixture
def result(lists: Lists, now) -> Reconciliation:
    return reconcile(source_a="p3ke-2023", source_b=OTHER, on=ON, by="system", now=now)


def at(result: Reconciliation, key: str, of: str = KLATEN) -> set[int]:
    """Families behind a cell."""
    cell = queries.cell(result, key)
    total, rows = queries.behind(result, scope=system_scope(), of=of, cell=cell)
    assert total == len(rows)
    return {row.family_id for row in rows}


def test_who_is_in_which_list(lists: Lists, result) -> None:
    assert (result.source_a, result.source_b) == (OTHER, "p3ke-2023")
    assert at(result, "family.held.1") == {lists.dark.pk, lists.alike.pk}
    assert at(result, "family.held.2") == {lists.only_dtsen.pk}
    assert at(result, "family.held.3") == {lists.only_p3ke.pk}
    assert at(result, "family.held.1", of=GROBOGAN) == {lists.stranger.pk}
    assert at(result, "family.held.1", of=KLATEN_OTHER_VILLAGE) == {lists.alike.pk}


def test_what_they_say_differs_only_where_it_contradicts(lists: Lists, result) -> None:
    assert at(result, "family.f_lighting.2") == {lists.dark.pk}
    assert at(result, "family.f_lighting.1") == {lists.alike.pk}
    assert at(result, "family.f_head_name.1") == {lists.dark.pk}  # another spelling and a title
    assert at(result, "family.f_head_name.2", of=GROBOGAN) == {lists.stranger.pk}
    assert at(result, "family.f_roof.1") == {lists.dark.pk}  # zinc may be "asbestos or zinc"
    assert at(result, "family.i_electricity.3") == {lists.dark.pk}  # A: DTSEN


def test_both_sayings_stand_beside_each_other(lists: Lists, result) -> None:
    cell = queries.cell(result, "family.f_lighting.2")
    _, (row,) = queries.behind(result, scope=system_scope(), of=KLATEN, cell=cell)
    assert (row.said_a, row.said_b) == ("none", "pln_metered")


def test_gaps_duplicates_and_the_dead(lists: Lists, result) -> None:
    assert at(result, "family.unlisted.1") == {lists.unlisted.pk}
    assert at(result, "family.poor_missing_a.1") == {lists.unlisted.pk}
    assert at(result, "family.not_meeting_b.1") == {lists.only_p3ke.pk}
    assert at(result, "family.not_meeting_a.1") == set()
    assert at(result, "family.merged_b.1") == {lists.only_p3ke.pk}
    assert at(result, "family.merged_a.1") == set()
    assert at(result, "family.waiting.1") == {lists.alike.pk, lists.only_dtsen.pk}
    assert at(result, "person.dead_b.1") == {lists.dark.pk}
    assert at(result, "person.dead_a.1") == set()


def test_counts_by_village_add_up(lists: Lists, result) -> None:
    scope = system_scope()
    whole = queries.tally(result, scope=scope, of=KLATEN)
    columns = {cell.column for cell in whole}
    inside = queries.by_area(result, scope=scope, of=KLATEN, by=Level.VILLAGE, columns=columns)
    assert set(inside) == {KLATEN_VILLAGE, KLATEN_OTHER_VILLAGE}
    for cell, count in whole.items():
        assert sum(tally.get(cell, 0) for tally in inside.values()) == count
    assert tables.area("", inside[KLATEN_VILLAGE]).counts["unlisted"] == 1


def test_a_pair_of_the_same_day_is_kept_once_and_the_older_files_go(lists, result, now) -> None:
    before = Path(settings.HOME) / result.path
    assert before.is_dir()
    again = reconcile(
        source_a=OTHER, source_b="p3ke-2023", on=ON, by="system", now=now + timedelta(hours=1)
    )
    assert again.pk == result.pk
    assert Reconciliation.objects.count() == 1
    assert not before.exists()
    assert [path.name for path in (Path(settings.HOME) / "reconciliations").iterdir()] == [
        Path(again.path).name
    ]
    other_day = reconcile(
        source_a=OTHER, source_b="p3ke-2023", on=ON - timedelta(days=400), by="x", now=now
    )
    assert other_day.rows == {"family": 0, "person": 0}
    assert Event.objects.filter(action="lists.reconciled").count() == 3


def test_one_list_is_not_compared_with_itself(areas, now) -> None:
    for pair in (("pln", "pln"), ("", "pln")):
        with pytest.raises(SourcesUnclear):
            reconcile(source_a=pair[0], source_b=pair[1], by="system", now=now)


def test_a_merge_makes_two_families_one(lists: Lists, now) -> None:
    Family.objects.filter(pk=lists.only_dtsen.pk).update(same_as=lists.only_p3ke)
    result = reconcile(source_a="p3ke-2023", source_b=OTHER, on=ON, by="system", now=now)
    assert at(result, "family.held.1") == {lists.dark.pk, lists.alike.pk, lists.only_p3ke.pk}


def test_reading_stays_inside_the_scope(cast: Cast, lists: Lists, result) -> None:
    outsider = scope_of(cast.outsider)
    cell = Cell(Unit.FAMILY, "held", 1)
    with pytest.raises(NotAllowed):
        queries.tally(result, scope=outsider, of=KLATEN)
    with pytest.raises(NotAllowed):
        queries.behind(result, scope=outsider, of="33", cell=cell)
    with pytest.raises(NotAllowed):
        queries.families_behind(result, scope=outsider, of=KLATEN, cell=cell)
    with pytest.raises(NotAllowed):
        queries.by_area(result, scope=outsider, of="33", by=Level.DISTRICT, columns=["held"])
    assert list(queries.listing(Scope("nobody"))) == []
    _, rows = queries.behind(result, scope=outsider, of=GROBOGAN, cell=cell)
    assert [row.family_id for row in rows] == [lists.stranger.pk]


@pytest.mark.parametrize(
    "key", ["", "family", "family.held.9", "village.held.1", "family.f_nothing.1", "family.i_x.1",
            "person.unlisted.1", "family.unlisted.2", "family.held.1 OR 1"]
)  # fmt: skip
def test_nonsense_names_no_cell(result, key: str) -> None:
    with pytest.raises(NoSuchCell):
        queries.cell(result, key)


def test_files_that_are_gone_are_told(result) -> None:
    shutil.rmtree(Path(settings.HOME) / result.path)
    with pytest.raises(queries.NoReconciliation, match="entas reconcile"):
        queries.tally(result, scope=system_scope(), of=KLATEN)
