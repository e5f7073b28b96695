"""Questions to a frozen snapshot, from families as observed to the cells of the table."""

from datetime import UTC, date, datetime
from functools import partial
from itertools import product

import pytest

from entas.access.scope import NotAllowed, Scope, system_scope
from entas.areas.models import Level
from entas.evaluation import queries
from entas.evaluation.results import Cell, Figure
from entas.snapshots.actions import freeze
from entas.snapshots.open import SnapshotDamaged
from entas.snapshots.queries import opened
from entas.snapshots.tables import Funding, Indicator, Status
from tests.factories.areas import (
    GROBOGAN,
    GROBOGAN_VILLAGE,
    KLATEN,
    KLATEN_OTHER_VILLAGE,
    KLATEN_VILLAGE,
    PROVINCE,
)
from tests.factories.records import make_family, make_person, make_tag, make_visit, see_family

NOW = datetime(2023, 8, 14, 2, 0, tzinfo=UTC)
ALL = system_scope()
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _home(tmp_path, settings) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def snapshot(areas):
    """Klaten: five needs of housing, one of each funding and one met; Grobogan: two."""
    day = date(2023, 3, 1)
    for state in ("", "potential_on", "planned_on", "realised_on", "realised_on"):
        family = make_family(decent_house="no", own_electricity="yes")
        if state:
            make_tag(family, "housing", person=None, **{state: day})
    see_family(family, on=date(2023, 5, 1), decent_house="yes")
    make_visit(family, visited_on=date(2023, 5, 1), accepted_on=date(2023, 5, 2))
    member = make_family(village=KLATEN_OTHER_VILLAGE, decent_house="yes")
    for _ in range(2):
        make_person(member, works="no", birth_date=date(1990, 1, 1))
    make_family(village=GROBOGAN_VILLAGE, decent_house="no", own_electricity="no")
    gone = make_family(village=GROBOGAN_VILLAGE, decent_house="no")
    see_family(gone, on=date(2023, 5, 1), presence="moved")
    make_visit(gone, presence="moved", visited_on=date(2023, 5, 1), accepted_on=date(2023, 5, 2))
    return freeze(cutoff=NOW, by="system", now=NOW)


def _figure(snapshot, of: str, indicator: Indicator, by: Level | None = None) -> Figure:
    level = by or {2: Level.PROVINCE, 4: Level.DISTRICT, 6: Level.SUBDISTRICT}.get(
        len(of), Level.VILLAGE
    )
    [found] = [
        figure for figure in queries.figures(snapshot, scope=ALL, of=of, by=level)
        if figure.indicator is indicator
    ]  # fmt: skip
    return found


def test_the_cells_of_an_area_add_up(snapshot) -> None:
    figure = _figure(snapshot, KLATEN, Indicator.HOUSING)

    assert figure.area_name == "Kabupaten Klaten"
    assert (figure.need, figure.unfunded, figure.potential, figure.planned) == (5, 1, 1, 1)
    assert (figure.realised, figure.met, figure.remaining, figure.no_need) == (2, 1, 3, 1)
    assert figure.realised_pct == 40
    assert figure.remaining_pct == 60


def test_the_province_is_the_sum_and_those_who_left_are_in_no_cell(snapshot) -> None:
    assert _figure(snapshot, PROVINCE, Indicator.HOUSING).need == 6
    assert _figure(snapshot, GROBOGAN, Indicator.HOUSING).need == 1
    assert _figure(snapshot, PROVINCE, Indicator.EMPLOYMENT).need == 2


def test_areas_without_data_are_zero_and_not_missing(snapshot) -> None:
    found = queries.figures(snapshot, scope=ALL, of=GROBOGAN, by=Level.VILLAGE)

    assert len(found) == 2 * 8
    assert {f.area_name for f in found if f.need} == {"Karanglangu"}
    empty = [f for f in found if f.area_name == "Panimbo"]
    assert len(empty) == 8
    assert all(figure.realised_pct is None for figure in empty)


def test_figures_come_in_the_order_of_areas_and_indicators(snapshot) -> None:
    found = queries.figures(snapshot, scope=ALL, of=PROVINCE, by=Level.DISTRICT)

    assert [f.area_code for f in found] == [KLATEN] * 8 + [GROBOGAN] * 8
    assert [f.indicator for f in found[:8]] == list(Indicator)


def test_the_funnel_counts_families_at_or_beyond_each_stage(snapshot) -> None:
    [klaten, grobogan] = queries.funnel(snapshot, scope=ALL, of=PROVINCE, by=Level.DISTRICT)

    assert (klaten.villages, klaten.listed, klaten.persons) == (2, 6, 2)
    assert (klaten.visited, klaten.found, klaten.accepted, klaten.left) == (1, 1, 1, 0)
    assert (grobogan.listed, grobogan.visited, grobogan.found, grobogan.left) == (2, 1, 0, 1)


def test_unmet_needs_count_members_once_and_leave_out_who_left(snapshot) -> None:
    [klaten, grobogan] = queries.unmet(snapshot, scope=ALL, of=PROVINCE, by=Level.DISTRICT)

    # Four houses are not met; one is met; and one family has two members without work.
    assert klaten.families == (1, 5, 0, 0, 0, 0, 0, 0, 0)
    assert grobogan.families == (0, 0, 1, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("of", [PROVINCE, KLATEN, "331001", KLATEN_VILLAGE])
def test_every_figure_is_the_number_of_rows_behind_it(snapshot, of) -> None:
    for indicator, cell in product(Indicator, Cell):
        figure = _figure(snapshot, of, indicator)
        total, found = queries.subjects(
            snapshot, scope=ALL, of=of, indicator=indicator, cell=cell, offset=0, limit=99
        )
        assert total == len(found) == getattr(figure, cell.value)


def test_pages_follow_each_other_over_villages(snapshot) -> None:
    ask = partial(queries.subjects, snapshot, scope=ALL, of=PROVINCE,
                  indicator=Indicator.HOUSING, cell=Cell.NEED)  # fmt: skip
    _, whole = ask(offset=0, limit=99)

    pages = [row for offset in range(0, 8, 2) for row in ask(offset=offset, limit=2)[1]]

    assert len(whole) == 6
    assert pages == whole
    assert [s.village_code for s in whole] == [KLATEN_VILLAGE] * 5 + [GROBOGAN_VILLAGE]


def test_a_family_has_its_own_and_its_members_indicators(snapshot) -> None:
    _, [first, second] = queries.subjects(
        snapshot, scope=ALL, of=PROVINCE, indicator=Indicator.EMPLOYMENT, cell=Cell.NEED,
        offset=0, limit=9,
    )  # fmt: skip

    found = queries.family_status(snapshot, scope=ALL, family_id=first.family_id)

    assert len(found) == 5 + 3 * 2
    assert [s.indicator for s in found[:5]] == list(Indicator)[:5]
    assert {s.person_id for s in found} == {None, first.person_id, second.person_id}
    [house] = [s for s in found if s.indicator is Indicator.HOUSING]
    assert (house.status, house.funding, house.met) == (Status.NO_NEED, Funding.NONE, False)


def test_several_families_are_answered_at_once_each_with_its_own(snapshot) -> None:
    ask = partial(queries.subjects, snapshot, scope=ALL, of=PROVINCE, cell=Cell.NEED,
                  offset=0, limit=9)  # fmt: skip
    families = {
        subject.family_id
        for indicator in (Indicator.HOUSING, Indicator.EMPLOYMENT)
        for subject in ask(indicator=indicator)[1]
    }
    unlisted = max(families) + 1000

    found = queries.statuses(snapshot, scope=ALL, family_ids=[*families, unlisted])

    assert len(families) == 7
    assert found[unlisted] == []
    for family in families:
        assert {subject.family_id for subject in found[family]} == {family}
        assert found[family] == queries.family_status(snapshot, scope=ALL, family_id=family)
    with pytest.raises(NotAllowed):
        queries.statuses(snapshot, scope=system_scope(GROBOGAN), family_ids=list(families))


def test_nothing_is_answered_outside_the_scope(snapshot) -> None:
    grobogan = system_scope(GROBOGAN)
    _, [first, *_] = queries.subjects(
        snapshot, scope=ALL, of=KLATEN, indicator=Indicator.HOUSING, cell=Cell.NEED,
        offset=0, limit=9,
    )  # fmt: skip

    for ask in (queries.figures, queries.funnel, queries.unmet):
        with pytest.raises(NotAllowed):
            ask(snapshot, scope=grobogan, of=KLATEN, by=Level.VILLAGE)
        with pytest.raises(NotAllowed):
            ask(snapshot, scope=Scope("stranger"), of=GROBOGAN, by=Level.VILLAGE)
    with pytest.raises(NotAllowed):
        queries.subjects(snapshot, scope=grobogan, of=PROVINCE, indicator=Indicator.HOUSING,
                         cell=Cell.NEED, offset=0, limit=9)  # fmt: skip
    with pytest.raises(NotAllowed):
        queries.family_status(snapshot, scope=grobogan, family_id=first.family_id)


@pytest.mark.parametrize("of", ["", "3", "331", "33a0", "33100", "0310", "33 1"])
def test_a_code_that_is_none_is_refused(snapshot, of) -> None:
    with pytest.raises(queries.AreaUnclear):
        queries.figures(snapshot, scope=ALL, of=of, by=Level.VILLAGE)


def test_a_level_above_the_area_is_refused(snapshot) -> None:
    with pytest.raises(queries.AreaUnclear, match="it has no district"):
        queries.figures(snapshot, scope=ALL, of="331001", by=Level.DISTRICT)


def test_results_are_measured_once_and_kept_beside(snapshot, monkeypatch) -> None:
    before = queries.figures(snapshot, scope=ALL, of=PROVINCE, by=Level.VILLAGE)

    def fail(_):
        raise AssertionError("measured again")

    monkeypatch.setattr("entas.evaluation.store.measure", fail)

    assert queries.figures(snapshot.number, scope=ALL, of=PROVINCE, by=Level.VILLAGE) == before
    assert (opened(snapshot).folder / "results" / "figures.parquet").exists()


def test_a_damaged_snapshot_is_not_measured(snapshot) -> None:
    opened(snapshot).path("needs").write_bytes(b"")

    with pytest.raises(SnapshotDamaged):
        queries.figures(snapshot, scope=ALL, of=PROVINCE, by=Level.VILLAGE)
