"""Lists, snapshots, the audit trail, errors, and what every answer carries."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from entas.pipeline.intake import import_list
from entas.web import errors
from entas.web.lists.views import masked
from tests.factories.areas import GROBOGAN_VILLAGE, KLATEN, KLATEN_VILLAGE
from tests.factories.lists import FAMILY, workbook
from tests.factories.users import Cast
from tests.factories.work import Work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def batch_id(cast: Cast, tmp_path: Path, now: datetime) -> int:
    rows = [
        FAMILY | {"NIK": "33100x"},
        FAMILY | {"ID Keluarga": "K2", "Jenis Atap": "EMAS"},
        FAMILY | {"ID Keluarga": "", "Kepala Keluarga": "Wagiman"},
        FAMILY | {"ID Keluarga": "K4", "Kode Kemdagri": GROBOGAN_VILLAGE, "Kabupaten": "Grobogan"},
    ]
    path = workbook(tmp_path / "p3ke.xlsx", Keluarga=rows)
    report = import_list(path, source="p3ke-2022", by="system", now=now)
    assert report.batch_id is not None
    return report.batch_id


def test_a_list_shows_where_its_rows_ended_in_the_callers_areas(
    at, cast: Cast, batch_id: int
) -> None:
    page = at(cast.planner).get(f"/lists/{batch_id}/")
    assert page.context["total"] == 3
    assert page.context["batch"].outcomes == {"registered": 2, "review": 1}
    text = page.content.decode()
    assert "Nomor keluarga di daftar kosong atau rusak." in text
    assert "EMAS" in text
    assert "Keluarga, baris 3" in text


def test_findings_narrow_down_by_severity(at, cast: Cast, batch_id: int) -> None:
    page = at(cast.planner).get(f"/lists/{batch_id}/?severity=error")
    assert {item.severity for _, _, item in page.context["findings"]} <= {"error"}


def test_lists_are_shown_to_those_whose_areas_they_name(at, cast: Cast, batch_id: int) -> None:
    assert "p3ke.xlsx" in at(cast.planner).get("/lists/").content.decode()
    assert at(cast.outsider).get(f"/lists/{batch_id}/").context["total"] == 1


def test_cells_of_findings_hide_names_and_long_numbers() -> None:
    assert masked("Kepala Keluarga", "Sutrisno") == "S***"
    assert masked("NIK", "3310014505800000") == "3310**********00"
    assert masked("Jenis Atap", "EMAS") == "EMAS"


def test_snapshots_are_listed_with_cut_off_and_definitions(at, cast: Cast, work: Work) -> None:
    text = at(cast.planner).get("/snapshots/").content.decode()
    assert "13 Agu 2023 18.00" in text
    assert work.snapshot.checksum in text


def test_the_audit_trail_is_for_those_who_may_see_it(at, cast: Cast, work: Work) -> None:
    at(cast.operator).post(f"/families/{work.family.pk}/reveal/", {"purpose": "kunjungan verval"})
    page = at(cast.auditor).get("/audit/?action=family.revealed")
    assert page.context["page"].total == 1
    assert "kunjungan verval" in page.content.decode()
    assert at(cast.planner).get("/audit/").status_code == 403
    assert at(cast.auditor).get("/audit/?area=33.15").context["page"].total == 0


def impersonal(response) -> str:
    """The page without its tokens and its own address."""
    own = r'name="(csrfmiddlewaretoken|next)" value="[^"]*"|nonce="[^"]*"'
    return re.sub(own, "", response.content.decode())


def test_a_stranger_sees_the_same_404_for_what_exists_and_what_does_not(
    at, cast: Cast, work: Work
) -> None:
    exists = at(cast.outsider).get(f"/families/{work.family.pk}/")
    not_there = at(cast.outsider).get("/families/99999999/")
    assert exists.status_code == not_there.status_code == 404
    assert impersonal(exists) == impersonal(not_there)
    assert "Tidak ada di sini" in exists.content.decode()


def test_a_form_without_its_token_is_answered_in_words(cast: Cast, work: Work) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.operator)
    response = client.post(f"/families/{work.family.pk}/reveal/", {"purpose": "kunjungan"})
    assert response.status_code == 403
    assert "kedaluwarsa" in response.content.decode()


def test_a_fault_is_answered_in_the_house_style(rf, cast: Cast) -> None:
    response = errors.broken(rf.get("/"))
    assert response.status_code == 500
    assert b"Entas" in response.content


def test_somebody_without_a_role_is_told_whom_to_ask(at, cast: Cast) -> None:
    cast.planner.grants.all().delete()
    response = at(cast.planner).get("/")
    assert response.status_code == 403
    assert "administrator" in response.content.decode()


def test_answers_carry_the_headers_that_browsers_heed(at, cast: Cast, work: Work) -> None:
    headers = at(cast.planner).get(f"/areas/{KLATEN}/").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    [f"/areas/{KLATEN}/", f"/areas/{KLATEN}/families/", f"/areas/{KLATEN_VILLAGE}/", "/lists/"],
)
def test_pages_have_no_inline_styles_or_handlers(at, cast: Cast, work: Work, address: str) -> None:
    text = at(cast.planner).get(address).content.decode()
    assert ' style="' not in text
    assert " onclick=" not in text
