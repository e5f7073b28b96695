import pytest

from entas.audit.models import Event
from tests.factories.areas import GROBOGAN_VILLAGE, KLATEN, KLATEN_VILLAGE
from tests.factories.users import Cast
from tests.factories.work import CHILD, CHILD_NIK, HEAD, HEAD_NIK, Work

pytestmark = pytest.mark.django_db(transaction=True)


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize(
    ("cell", "count"),
    [("need", 5), ("remaining", 3), ("unfunded", 1), ("planned", 1), ("realised", 2), ("met", 1)],
)
def test_the_rows_behind_a_figure_are_as_many_as_it_says(
    at, cast: Cast, work: Work, cell: str, count: int
) -> None:
    page = at(cast.planner).get(f"/areas/{KLATEN}/families/?indicator=latrine&cell={cell}")
    assert page.context["page"].total == count
    assert len(page.context["rows"]) == count


def test_a_row_is_masked_and_tells_the_state_of_all_needs(at, cast: Cast, work: Work) -> None:
    page = at(cast.operator).get(
        f"/areas/{KLATEN_VILLAGE}/families/?indicator=latrine&cell=unfunded"
    )
    (row,) = page.context["rows"]
    assert (row.family.head_name, row.family.rt, row.family.decile) == ("S*** W***", "002", "1")
    states = {need.indicator.key: need.cell.value for need in row.needs}
    assert states["latrine"] == "unfunded"
    assert states["electricity"] == "planned"
    assert states["schooling"] == "unfunded"
    assert HEAD not in page.content.decode()
    assert HEAD_NIK not in page.content.decode()


def test_persons_are_named_where_persons_need(at, cast: Cast, work: Work) -> None:
    page = at(cast.planner).get(f"/areas/{KLATEN}/families/?indicator=schooling&cell=need")
    (row,) = page.context["rows"]
    assert row.person == "S*** A***"


def test_a_name_is_found_inside_the_area_only(at, cast: Cast, work: Work) -> None:
    found = at(cast.admin).get(f"/areas/{KLATEN}/families/?q=sutris").context["rows"]
    assert [row.family.family_id for row in found] == [work.family.pk]
    assert not at(cast.admin).get(f"/areas/{KLATEN}/families/?q=tukinem").context["rows"]


def test_nonsense_in_the_address_shows_what_most_want(at, cast: Cast, work: Work) -> None:
    page = at(cast.planner).get(f"/areas/{KLATEN}/families/?indicator=x&cell=y&page=-4")
    assert page.context["page"].total == 5


def test_empty_states_say_what_to_do(at, cast: Cast, work: Work) -> None:
    nobody = text_of(at(cast.planner), f"/areas/{KLATEN}/families/?q=zzzz")
    assert "tiga huruf" in nobody
    none = text_of(at(cast.planner), f"/areas/{KLATEN}/families/?indicator=water&cell=met")
    assert "Pilih status atau indikator lain" in none


def test_a_family_shows_needs_members_sources_tags_and_visits(at, cast: Cast, work: Work) -> None:
    page = text_of(at(cast.operator), f"/families/{work.family.pk}/")
    for words in ("S*** W***", "S*** A***", "Belum didanai", "Rencana", "1 Mei 2023", "Bersama"):
        assert words in page, words
    for bare in (HEAD, HEAD_NIK, CHILD, CHILD_NIK, "Krajan"):
        assert bare not in page, bare


def test_lists_that_disagree_are_marked_with_the_value_that_holds(
    at, cast: Cast, work: Work
) -> None:
    comparison = at(cast.operator).get(f"/families/{work.family.pk}/").context["comparison"]
    (toilet,) = comparison.apart
    assert [(told.text, told.holds) for told in toilet.told] == [
        ("Milik sendiri", False),
        ("Bersama", True),
    ]


def test_why_gives_rule_value_and_source(at, cast: Cast, work: Work) -> None:
    address = f"/families/{work.family.pk}/why/latrine/"
    part = at(cast.operator).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    for words in ("Butuh", "SIKS-DJ", "1 Mei 2023", "latrine"):
        assert words in part, words
    assert "<html" in text_of(at(cast.operator), address)
    child = f"/families/{work.family.pk}/why/schooling/?person={work.child.pk}"
    assert "Tidak sekolah (jawaban lapangan)" in text_of(at(cast.operator), child)
    assert "2010" not in text_of(at(cast.operator), child)


@pytest.mark.parametrize("rest", ["why/schooling/", "why/nothing/", "why/latrine/?person=1"])
def test_why_of_what_is_not_asked_is_not_there(at, cast: Cast, work: Work, rest: str) -> None:
    assert at(cast.operator).get(f"/families/{work.family.pk}/{rest}").status_code == 404


def test_names_are_shown_for_a_purpose_that_is_recorded(at, cast: Cast, work: Work) -> None:
    address = f"/families/{work.family.pk}/reveal/"
    shown = at(cast.operator).post(address, {"purpose": "kunjungan verval"})
    page = shown.content.decode()
    for bare in (HEAD, HEAD_NIK, CHILD, CHILD_NIK):
        assert bare in page, bare
    assert shown.headers["Cache-Control"] == "no-store"
    event = Event.objects.get(action="family.revealed")
    assert (event.actor, event.area_code) == (cast.operator.username, KLATEN_VILLAGE)
    assert event.details == {"purpose": "kunjungan verval"}
    seen = text_of(at(cast.auditor), f"/families/{work.family.pk}/")
    assert "kunjungan verval" in seen
    assert cast.operator.username in seen


def test_without_a_purpose_nothing_is_shown(at, cast: Cast, work: Work) -> None:
    response = at(cast.operator).post(f"/families/{work.family.pk}/reveal/", {"purpose": " "})
    assert response.status_code == 422
    assert HEAD not in response.content.decode()
    assert not Event.objects.filter(action="family.revealed").exists()


def test_an_auditor_sees_a_family_and_reveals_nothing(at, cast: Cast, work: Work) -> None:
    assert "/reveal/" not in text_of(at(cast.auditor), f"/families/{work.family.pk}/")
    response = at(cast.auditor).post(
        f"/families/{work.family.pk}/reveal/", {"purpose": "pemeriksaan"}
    )
    assert response.status_code == 403


def test_a_family_of_elsewhere_is_not_there(at, cast: Cast, work: Work) -> None:
    for address in (
        f"/families/{work.family.pk}/",
        f"/families/{work.family.pk}/why/latrine/",
        f"/areas/{KLATEN_VILLAGE}/families/",
    ):
        assert at(cast.outsider).get(address).status_code == 404
    reveal = at(cast.outsider).post(f"/families/{work.family.pk}/reveal/", {"purpose": "melihat"})
    assert reveal.status_code == 404
    assert at(cast.operator).get(f"/areas/{GROBOGAN_VILLAGE}/families/").status_code == 404
