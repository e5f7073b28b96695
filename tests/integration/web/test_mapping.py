"""The mapping desk on the web, with the process that works on files run in this one."""

from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from entas.access.models import Role, User
from entas.access.scope import scope_of
from entas.pipeline.intake import import_list
from entas.pipeline.uploads import work_on
from entas.sources.desk.actions import save_profile
from entas.sources.mapping import Mapped, Mapping
from entas.sources.models import Batch, Listing, Profile, Upload, UploadState
from entas.sources.profiles import shown_headers, source_of
from entas.web.lists.views import masked
from tests.datasets.agencies import AGENCIES
from tests.factories.areas import KLATEN
from tests.factories.instruments import PLN
from tests.factories.lists import workbook
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

RTLH = next(one for one in AGENCIES if one.name == "rtlh-perkim")
ROWS = [{header: cells[at] for header, cells in RTLH.cells.items()} for at in range(6)]


@pytest.fixture
def started(monkeypatch) -> list[int]:
    """Files for which a process would have been started."""
    numbers: list[int] = []
    for module in ("desk", "importing", "columns"):
        monkeypatch.setattr(
            f"entas.web.mapping.{module}.see_to", lambda upload: numbers.append(upload.pk)
        )
    return numbers


@pytest.fixture
def officer(areas) -> User:
    return make_user("dinsos-klaten", (Role.SOCIAL_OFFICE, KLATEN))


@pytest.fixture
def client(officer, started) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def bring(client, tmp_path, now: datetime):
    def _bring(rows: list[dict[str, Any]], *, look: bool = True) -> Upload:
        path = workbook(tmp_path / "daftar.xlsx", Data=rows)
        file = SimpleUploadedFile("daftar.xlsx", path.read_bytes())
        response = client.post(reverse("mapping"), {"file": file})
        upload = Upload.objects.latest("pk")
        assert response.url == reverse("mapping-progress", args=[upload.pk])
        if look:
            work_on(upload.pk, now=now)
            upload.refresh_from_db()
        return upload

    return _bring


def at(name: str, upload: Upload) -> str:
    return reverse(f"mapping-{name}", args=[upload.pk])


def fields_of(upload: Upload, **changes: str) -> dict[str, str]:
    """The form of the columns as it stands, with changes by header."""
    return {
        f"c{index}": changes.get(column["header"], field)
        for index, (column, field) in enumerate(
            zip(upload.draft["columns"], upload.draft["fields"], strict=True)
        )
    }


def test_a_list_goes_from_the_file_to_its_rows_in_four_steps(client, bring, started, now) -> None:
    upload = bring(ROWS)
    assert started == [upload.pk]
    page = client.get(at("columns", upload)).content.decode()
    assert "Kondisi Atap" in page
    assert "SUTRISNO" not in page.upper()

    done = client.post(at("columns", upload), fields_of(upload))
    assert done.url == at("values", upload)
    done = client.post(at("values", upload), {"v7-0": "zinc"})
    assert done.url == at("import", upload)
    done = client.post(
        at("import", upload), {"title": "RTLH Perkim", "agency": "Perkim", "as_of": "2023-07-01"}
    )
    assert done.url == at("progress", upload)
    assert started == [upload.pk, upload.pk]

    work_on(upload.pk, now=now)
    page = client.get(at("progress", upload)).content.decode()
    batch = Batch.objects.get()
    assert reverse("list", args=[batch.pk]) in page
    assert (batch.layout, batch.as_of) == ("rtlh-perkim@1", date(2023, 7, 1))
    assert Listing.objects.count() == 6
    shown = client.get(reverse("lists")).content.decode()
    assert "RTLH Perkim" in shown


def test_what_is_chosen_for_a_cell_holds(client, bring, now) -> None:
    upload = bring([row | {"Kondisi Atap": "Blabag"} for row in ROWS])
    client.post(at("columns", upload), fields_of(upload, **{"Kondisi Atap": "roof"}))
    page = client.get(at("values", upload)).content.decode()
    assert "Blabag" in page
    client.post(at("values", upload), {"v7-0": "wood_shingle"})
    client.post(at("import", upload), {"title": "RTLH"})
    work_on(upload.pk, now=now)
    assert set(Listing.objects.values_list("values__roof", flat=True)) == {"wood_shingle"}
    assert Profile.objects.get().mapping["columns"][7]["values"] == {"Blabag": "wood_shingle"}


def test_findings_show_no_name_under_whatever_header_it_stands(client, officer, now) -> None:
    mapping = Mapping("general", "listing", (Mapped("Xyz", "name"), Mapped("Ds", "village"),
                                             Mapped("Atap", "roof"), Mapped("Lain")))  # fmt: skip
    scope = scope_of(officer)
    profile = save_profile(title="Kami", agency="", mapping=mapping, scope=scope, by="x", now=now)
    rows = [{"Xyz": "Сутрисно", "Ds": "Sanggrahan", "Atap": "Blabag", "Lain": "Tukinem"}]
    path = workbook(settings.HOME / "x.xlsx", S=rows)
    report = import_list(path, source=source_of(profile), by="x", now=now, scope=scope)
    page = client.get(reverse("list", args=[report.batch_id])).content.decode()
    assert "Сутрисно" not in page
    assert "С***" in page
    assert "Blabag" in page
    assert masked("Lain", "Tukinem", shown_headers(source_of(profile))) == "T***"


def test_rows_without_what_they_need_do_not_go_on(client, bring) -> None:
    upload = bring(ROWS)
    answer = client.post(at("columns", upload), fields_of(upload, Desa=""))
    assert answer.status_code == 400
    assert "pilih kolomnya" in answer.content.decode()
    twice = client.post(at("columns", upload), fields_of(upload, **{"Ket.": "name"}))
    assert twice.status_code == 400
    refused = client.post(at("import", upload), {"title": "X"})
    assert refused.url == at("columns", upload)
    assert not Profile.objects.exists()


def test_another_kind_of_row_is_guessed_anew(client, bring) -> None:
    upload = bring(ROWS)
    page = client.get(at("columns", upload), {"as": "siks-dj:person"}).content.decode()
    assert 'value="siks-dj:person" selected' in page
    upload.refresh_from_db()
    assert upload.draft["base"] == "siks-dj"
    assert client.get(at("columns", upload), {"as": "nothing:person"}).status_code == 200


def test_another_sheet_or_header_row_is_read_again(client, started, tmp_path, now) -> None:
    names = ("Nama", "Siti", "Joko")
    small = [{"x": name, "y": "Desa" if name == "Nama" else "Sanggrahan"} for name in names]
    path = workbook(tmp_path / "dua.xlsx", Isi=ROWS, Kecil=small)
    file = SimpleUploadedFile("dua.xlsx", path.read_bytes())
    client.post(reverse("mapping"), {"file": file})
    upload = Upload.objects.get()
    work_on(upload.pk, now=now)
    upload.refresh_from_db()
    assert (upload.draft["sheet"], upload.draft["sheets"]) == ("Isi", ["Isi", "Kecil"])

    again = {"again": "1", "sheet": "Kecil", "header_row": "2"}
    assert client.post(at("columns", upload), again).url == at("progress", upload)
    work_on(upload.pk, now=now)
    upload.refresh_from_db()
    assert [one["header"] for one in upload.draft["columns"]] == ["Nama", "Desa"]
    assert upload.draft["height"] == 2

    client.post(at("columns", upload), again | {"header_row": "99"})
    work_on(upload.pk, now=now)
    page = client.get(at("progress", upload)).content.decode()
    assert "kepala tabel" in page
    assert f'href="{at("columns", upload)}"' in page
    assert "Sanggrahan" in client.get(at("columns", upload)).content.decode()


def test_a_field_that_the_kind_of_row_does_not_have_is_not_taken(client, bring) -> None:
    upload = bring(ROWS)
    client.post(at("columns", upload), fields_of(upload, **{"Ket.": "salary"}))
    upload.refresh_from_db()
    assert upload.draft["fields"][-1] == ""


def test_a_known_list_is_imported_at_once(client, bring, now) -> None:
    upload = bring([PLN, PLN])
    assert "Impor sebagai" in client.get(at("columns", upload)).content.decode()
    client.post(at("import", upload), {"source": "pln"})
    work_on(upload.pk, now=now)
    assert Batch.objects.get().layout == "pln"
    assert not Profile.objects.exists()
    other = client.post(at("import", bring([PLN])), {"source": "dtks"})
    assert other.status_code == 400


@pytest.mark.parametrize(
    ("form", "says"),
    [({"title": " "}, "Beri nama profil"), ({"title": "X", "as_of": "2999-01-01"}, "masa depan"),
     ({"title": "X", "as_of": "kemarin"}, "bukan tanggal")],
)  # fmt: skip
def test_a_form_that_cannot_be_taken_says_why(client, bring, form, says) -> None:
    upload = bring(ROWS)
    answer = client.post(at("import", upload), form)
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_the_progress_sends_on_to_the_columns_and_is_polled_till_then(client, bring, now) -> None:
    upload = bring(ROWS, look=False)
    part = client.get(at("progress", upload), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in part.content.decode()
    assert client.get(at("columns", upload)).status_code == 404
    work_on(upload.pk, now=now)
    part = client.get(at("progress", upload), headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == at("columns", upload)
    assert client.get(at("progress", upload)).url == at("columns", upload)


def test_the_progress_names_the_step_and_the_rows(client, bring) -> None:
    upload = bring(ROWS)
    Upload.objects.update(state=UploadState.RUNNING, step="read", rows=12345, source="pln")
    page = client.get(at("progress", upload)).content.decode()
    assert "12.345 baris" in page
    assert "Membaca" in page


def test_a_refused_file_says_why_and_can_be_taken_back(client, started, now, tmp_path) -> None:
    client.post(reverse("mapping"), {"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7")})
    upload = Upload.objects.get()
    work_on(upload.pk, now=now)
    assert "bukan lembar kerja" in client.get(at("progress", upload)).content.decode()
    client.post(at("discard", upload))
    assert not Upload.objects.exists()
    assert not (tmp_path / "uploads" / str(upload.pk)).exists()


def test_no_file_is_asked_for(client) -> None:
    answer = client.post(reverse("mapping"))
    assert answer.status_code == 400
    assert "Pilih berkas" in answer.content.decode()


def test_a_file_of_another_is_not_there(client, bring, cast) -> None:
    upload = bring(ROWS)
    for user in (cast.admin, make_user("lain", (Role.SOCIAL_OFFICE, KLATEN))):
        other = Client()
        other.force_login(user)
        for name in ("columns", "values", "import", "progress"):
            assert other.get(at(name, upload)).status_code == 404
        assert other.post(at("discard", upload)).status_code == 404
    assert Upload.objects.exists()


def test_who_may_not_receive_lists_does_not_come_to_the_desk(cast) -> None:
    planner = Client()
    planner.force_login(cast.planner)
    assert planner.get(reverse("mapping")).status_code == 403
    file = SimpleUploadedFile("a.csv", b"a;b")
    assert planner.post(reverse("mapping"), {"file": file}).status_code == 403
    assert not Upload.objects.exists()
    assert reverse("mapping") not in planner.get(reverse("lists")).content.decode()
