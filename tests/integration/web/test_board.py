import csv
import io

import pytest

from entas.access.actions import describe_installation
from entas.access.scope import system_scope
from entas.areas.models import Boundary, Level
from entas.evaluation import queries
from tests.factories.areas import GROBOGAN, KLATEN, KLATEN_SUBDISTRICT, KLATEN_VILLAGE, PROVINCE
from tests.factories.users import Cast
from tests.factories.work import Work

pytestmark = pytest.mark.django_db(transaction=True)


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_each_level_shows_its_figures_with_cut_off_and_checksum(at, cast: Cast, work: Work) -> None:
    for code in (PROVINCE, KLATEN, KLATEN_SUBDISTRICT, KLATEN_VILLAGE):
        page = text_of(at(cast.admin), f"/areas/{code}/")
        assert "13 Agu 2023 18.00" in page
        assert work.snapshot.checksum in page
        assert f"/areas/{code}/families/?indicator=latrine&amp;cell=remaining" in page


def test_a_dashboard_asks_the_database_five_times(
    at, cast: Cast, work: Work, django_assert_max_num_queries
) -> None:
    client = at(cast.admin)
    for code in (PROVINCE, KLATEN, KLATEN_VILLAGE):
        client.get(f"/areas/{code}/")
        with django_assert_max_num_queries(5):
            client.get(f"/areas/{code}/")


def test_the_biggest_backlog_is_shown_unless_another_indicator_is_asked(
    at, cast: Cast, work: Work
) -> None:
    board = at(cast.planner).get(f"/areas/{KLATEN}/").context["board"]
    assert board.current.indicator.key == "latrine"
    assert board.current.is_backlog
    asked = at(cast.planner).get(f"/areas/{KLATEN}/?indicator=schooling").context["board"]
    assert asked.current.indicator.key == "schooling"


def test_htmx_gets_the_board_alone(at, cast: Cast, work: Work) -> None:
    headers = {"HX-Request": "true", "HX-Target": "board"}
    part = at(cast.planner).get(f"/areas/{KLATEN}/?indicator=water", headers=headers)
    assert b"<html" not in part.content
    assert b'id="league-h"' in part.content
    assert "HX-Request" in part.headers["Vary"]


def test_the_league_ranks_by_share_and_sorts_by_what_remains(at, cast: Cast, work: Work) -> None:
    page = f"/areas/{PROVINCE}/?indicator=latrine"
    ranked = at(cast.admin).get(page).context["league"]
    assert [row.code for row in ranked] == [KLATEN, GROBOGAN]
    assert [row.rank for row in ranked] == [1, 2]
    turned = at(cast.admin).get(page + "&sort=-remaining").context["league"]
    assert [row.code for row in turned] == [GROBOGAN, KLATEN]
    assert ranked[0].backlog.indicator.key == "latrine"


def test_the_map_has_all_35_kabupaten_as_tiles_until_outlines_are_loaded(
    at, cast: Cast, work: Work
) -> None:
    found = at(cast.admin).get(f"/areas/{PROVINCE}/").context["map"]
    assert (found.kind, len(found.places)) == ("tiles", 35)
    assert {place.code for place in found.places if place.step is not None} == {KLATEN, GROBOGAN}


def test_outlines_take_the_place_of_tiles_and_tiles_can_be_asked_for(
    at, cast: Cast, work: Work
) -> None:
    Boundary.objects.create(area_id=KLATEN, path="M0 0H9V9Z", box=[0, 0, 9, 9], source="BPS")
    found = at(cast.admin).get(f"/areas/{PROVINCE}/").context["map"]
    assert (found.kind, found.has_both) == ("outlines", True)
    assert 'd="M0 0H9V9Z"' in text_of(at(cast.admin), f"/areas/{PROVINCE}/")
    tiles = at(cast.admin).get(f"/areas/{PROVINCE}/?map=tiles").context["map"]
    assert tiles.kind == "tiles"


def test_an_earlier_snapshot_is_kept_by_every_link(at, cast: Cast, work: Work) -> None:
    number = work.earlier.pk
    page = text_of(at(cast.planner), f"/areas/{KLATEN}/?snapshot={number}")
    assert "27 Feb 2023" in page
    assert f"cell=remaining&amp;snapshot={number}" in page
    assert at(cast.planner).get(f"/areas/{KLATEN}/?snapshot=99").status_code == 404


def test_a_card_tells_what_moved_since_the_snapshot_before(at, cast: Cast, work: Work) -> None:
    cards = at(cast.planner).get(f"/areas/{KLATEN}/").context["board"].cards
    latrine = next(card for card in cards if card.indicator.key == "latrine")
    assert (latrine.change.remaining, latrine.change.need) == (-2, 0)


@pytest.mark.parametrize("code", [GROBOGAN, PROVINCE, "9999", "abc", "3310999999"])
def test_what_is_not_the_callers_is_not_there(at, cast: Cast, work: Work, code: str) -> None:
    assert at(cast.planner).get(f"/areas/{code}/").status_code == 404


def test_a_csv_has_the_evaluated_figures_and_their_snapshot(at, cast: Cast, work: Work) -> None:
    response = at(cast.admin).get(f"/areas/{PROVINCE}/figures.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    figures = queries.figures(work.snapshot, scope=system_scope(), of=PROVINCE, by=Level.DISTRICT)
    assert [int(row["need"]) for row in rows] == [figure.need for figure in figures]
    assert {row["checksum"] for row in rows} == {work.snapshot.checksum}
    for table in ("funnel", "unmet"):
        assert at(cast.admin).get(f"/areas/{KLATEN}/figures.csv?table={table}").status_code == 200
    assert at(cast.admin).get(f"/areas/{KLATEN}/figures.csv?table=names").status_code == 404


def test_the_search_finds_areas_of_the_caller_only(at, cast: Cast, work: Work) -> None:
    assert "Prambanan" in text_of(at(cast.planner), "/areas/?q=pramb")
    assert "Kedungjati" not in text_of(at(cast.planner), "/areas/?q=kedung")


def test_before_the_first_snapshot_the_page_says_what_to_do(at, cast: Cast) -> None:
    page = text_of(at(cast.planner), f"/areas/{KLATEN}/")
    assert "entas freeze" in page


def test_a_demo_says_so_on_every_page(at, cast: Cast, work: Work, now) -> None:
    assert "DEMO" not in text_of(at(cast.planner), f"/areas/{KLATEN}/")
    describe_installation(area_code=PROVINCE, is_demo=True, by="system", now=now)
    from django.core.cache import cache

    cache.clear()
    for address in (f"/areas/{KLATEN}/", f"/families/{work.family.pk}/", "/lists/", "/snapshots/"):
        assert "DEMO" in text_of(at(cast.planner), address), address
    assert "DEMO" in at(cast.planner).get("/nothing/").content.decode()
