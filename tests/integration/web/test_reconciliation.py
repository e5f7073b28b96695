import csv
import io

import pytest

from entas.audit.models import Event
from entas.linkage.models import Listed, Reconciliation, Run
from entas.pipeline.reconciling import reconcile
from entas.registry.models import Family, FamilyProfile
from entas.sources.models import Batch, Listing
from entas.verification.models import Assignment
from tests.factories.areas import GROBOGAN, KLATEN, KLATEN_OTHER_VILLAGE, KLATEN_VILLAGE
from tests.factories.comparison import ON, OTHER, Lists, make_lists
from tests.factories.users import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lists(cast: Cast) -> Lists:
    return make_lists()


@pytest.fixture
def result(lists: Lists, now) -> Reconciliation:
    return reconcile(source_a="p3ke-2023", source_b=OTHER, on=ON, by="system", now=now)


def behind(result: Reconciliation, cell: str, area: str = KLATEN, path: str = "families/") -> str:
    return f"/areas/{area}/reconciliation/{path}?of={result.pk}&cell={cell}"


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_page_counts_and_links_every_number(at, cast: Cast, lists: Lists, result) -> None:
    page = at(cast.planner).get(f"/areas/{KLATEN}/reconciliation/?a=p3ke-2023&b={OTHER}")
    assert page.status_code == 200
    families = page.context["overlaps"][0]
    assert {name: number.count for name, number in families.numbers.items()} == {
        "both": 2, "only_a": 1, "only_b": 1,
    }  # fmt: skip
    (electricity,) = [line for line in page.context["indicators"] if line.key == "electricity"]
    assert electricity.numbers["a_needs"].count == 1
    followed = at(cast.planner).get(electricity.numbers["a_needs"].url)
    assert [row.family.family_id for row in followed.context["rows"]] == [lists.dark.pk]
    assert "butuh menurut DTSEN, tidak butuh menurut P3KE 2023" in followed.content.decode()


def test_the_latest_comparison_stands_without_asking(at, cast: Cast, result) -> None:
    page = at(cast.operator).get(f"/areas/{KLATEN_VILLAGE}/reconciliation/")
    assert page.context["result"] == result
    assert [line.code for line in page.context["areas"]] == [KLATEN_VILLAGE]


def test_areas_inside_are_those_of_the_level_asked_for(at, cast: Cast, result) -> None:
    address = f"/areas/33/reconciliation/?of={result.pk}"
    assert [line.code for line in at(cast.admin).get(address).context["areas"]] == [
        KLATEN, GROBOGAN,
    ]  # fmt: skip
    deeper = at(cast.planner).get(f"/areas/{KLATEN}/reconciliation/?of={result.pk}&by=village")
    assert {line.code for line in deeper.context["areas"]} == {KLATEN_VILLAGE, KLATEN_OTHER_VILLAGE}


def test_names_are_masked_and_sayings_shown(at, cast: Cast, lists: Lists, result) -> None:
    page = at(cast.operator).get(behind(result, "family.f_lighting.2", KLATEN_VILLAGE))
    (row,) = page.context["rows"]
    assert row.family.head_name == "S*** W***"
    assert (row.said_a, row.said_b) == ("Bukan listrik", "PLN dengan meteran")
    text = page.content.decode()
    assert "Sutrisno" not in text
    assert row.said_a in text


def test_a_person_stands_for_the_family(at, cast: Cast, lists: Lists, result) -> None:
    page = at(cast.planner).get(behind(result, "person.dead_b.1"))
    (row,) = page.context["rows"]
    assert (row.person, row.family.family_id) == ("T***", lists.dark.pk)


def test_what_is_behind_a_number_goes_to_the_field(at, cast: Cast, lists: Lists, result) -> None:
    client = at(cast.planner)
    address = behind(result, "family.f_lighting.2", path="send/")
    sent = client.post(address, {"question": "Is there a meter?", "due_on": ""}, follow=True)
    assert sent.redirect_chain == [(f"/areas/{KLATEN}/assignments/", 302)]
    assert "1 keluarga dikirim ke lapangan" in sent.content.decode()
    given = Assignment.objects.get()
    assert (given.family_id, given.village_code) == (lists.dark.pk, KLATEN_VILLAGE)
    assert (given.question, given.state, given.due_on) == ("Is there a meter?", "open", None)
    event = Event.objects.get(action="assignments.made")
    assert event.details["about"] == "reconciliation:dtsen:p3ke-2023:family.f_lighting.2"
    page = client.get(behind(result, "family.f_lighting.2"))
    assert page.context["rows"][0].is_sent
    again = client.post(address, {"question": "Is there a meter?"}, follow=True)
    assert "1 sudah harus dikunjungi" in again.content.decode()
    assert Assignment.objects.count() == 1


def test_an_order_is_withdrawn_and_the_withdrawal_undone(at, cast: Cast, lists, result) -> None:
    client = at(cast.planner)
    client.post(behind(result, "family.held.1", path="send/"), {"question": "Are they there?"})
    order = str(Assignment.objects.earliest("pk").order)
    address = f"/areas/{KLATEN}/assignments/"
    assert client.get(address).context["page"].total == 2
    client.post(f"{address}change/", {"order": order, "to": "withdrawn"})
    assert client.get(address).context["page"].total == 0
    assert client.get(f"{address}?state=withdrawn").context["page"].total == 2
    client.post(f"{address}change/", {"order": order, "to": "open"})
    assert client.get(address).context["page"].total == 2
    one = Assignment.objects.earliest("pk").pk
    client.post(f"{address}change/", {"assignment": one, "to": "done"})
    assert client.get(f"{address}?state=done").context["page"].total == 1
    told = client.post(f"{address}change/", {"assignment": one, "to": "done"}, follow=True)
    assert "orang lain lebih dulu" in told.content.decode()


def test_a_family_merged_since_is_shown_as_the_one_that_stands(
    at, cast: Cast, lists: Lists, result
) -> None:
    client = at(cast.planner)
    client.post(behind(result, "family.held.2", path="send/"), {"question": "Are they there?"})
    Family.objects.filter(pk=lists.only_dtsen.pk).update(same_as=lists.dark)
    FamilyProfile.objects.filter(pk=lists.only_dtsen.pk).delete()
    (row,) = client.get(behind(result, "family.held.2")).context["rows"]
    assert row.family.family_id == lists.dark.pk
    assert row.is_sent
    ((_, family, _),) = client.get(f"/areas/{KLATEN}/assignments/").context["rows"]
    assert family.family_id == lists.dark.pk


def test_a_village_sees_its_work_and_gives_none_out(at, cast: Cast, lists, result) -> None:
    at(cast.planner).post(
        behind(result, "family.held.1", path="send/"), {"question": "Are they there?"}
    )
    page = at(cast.operator).get(f"/areas/{KLATEN_VILLAGE}/assignments/")
    assert page.context["page"].total == 1
    assert not page.context["may_assign"]
    address = behind(result, "family.held.1", KLATEN_VILLAGE)
    assert "send-form" not in at(cast.operator).get(address).content.decode()
    denied = at(cast.operator).post(address.replace("families/", "send/"), {"question": "Where?"})
    assert denied.status_code == 403
    change = at(cast.operator).post(
        f"/areas/{KLATEN_VILLAGE}/assignments/change/", {"assignment": 1, "to": "done"}
    )
    assert change.status_code == 403


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"question": " "}, "tanpa nomor orang"),
        ({"question": "Look at 3310010107600000"}, "tanpa nomor orang"),
        ({"question": "Are they there?", "due_on": "2020-01-01"}, "sudah lewat"),
    ],
)
def test_what_is_unclear_is_asked_again(at, cast: Cast, result, asked, told: str) -> None:
    page = at(cast.planner).post(behind(result, "family.held.1", path="send/"), asked)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Assignment.objects.exists()


def test_every_table_is_a_file(at, cast: Cast, lists: Lists, result) -> None:
    client = at(cast.planner)
    address = f"/areas/{KLATEN}/reconciliation/table.csv?of={result.pk}&table="
    (family, person) = rows_of(client.get(f"{address}lists"))
    assert (family["both"], family["only_a"], family["as_of"]) == ("2", "1", "2023-08-13")
    assert person["unit"] == "person"
    fields = {(row["unit"], row["about"]): row for row in rows_of(client.get(f"{address}fields"))}
    assert fields["family", "lighting"]["disagree"] == "1"
    indicators = {row["about"]: row for row in rows_of(client.get(f"{address}indicators"))}
    assert indicators["electricity"]["a_needs"] == "1"
    villages = {row["area_code"]: row for row in rows_of(client.get(f"{address}areas"))}
    assert villages[KLATEN_VILLAGE]["unlisted"] == "1"
    assert villages[KLATEN_VILLAGE]["area_name"] == "Kebondalem Kidul"
    assert client.get(f"{address}nothing").status_code == 404


def test_a_list_of_families_has_no_names_and_is_recorded(at, cast: Cast, lists, result) -> None:
    file = at(cast.planner).get(behind(result, "family.f_lighting.2", path="families.csv"))
    (row,) = rows_of(file)
    assert (row["family_id"], row["said_a"], row["said_b"]) == (
        str(lists.dark.pk), "none", "pln_metered",
    )  # fmt: skip
    assert "Sutrisno" not in file.content.decode()
    event = Event.objects.get(action="lists.exported")
    assert (event.actor, event.area_code) == (cast.planner.username, KLATEN)
    assert event.details == {"cell": "family.f_lighting.2", "rows": 1}


def test_without_a_comparison_the_page_says_how_to_make_one(at, cast: Cast, lists, now) -> None:
    client = at(cast.planner)
    assert (
        "entas reconcile p3ke-2023 siks-dj"
        in client.get(f"/areas/{KLATEN}/reconciliation/").content.decode()
    )
    pair = client.get(f"/areas/{KLATEN}/reconciliation/?a=pln&b=p3ke-2023").content.decode()
    assert "entas reconcile pln p3ke-2023" in pair
    same = client.get(f"/areas/{KLATEN}/reconciliation/?a=pln&b=pln").content.decode()
    assert "daftar yang sama dua kali" in same


def test_lists_that_name_nobody_here_say_so(at, cast: Cast, lists: Lists, now) -> None:
    reconcile(source_a="pln", source_b="ats", on=ON, by="system", now=now)
    page = at(cast.outsider).get(f"/areas/{GROBOGAN}/reconciliation/?a=pln&b=ats")
    assert "tidak menyebut siapa pun" in page.content.decode()


def test_a_cell_without_families_offers_nothing_to_send(at, cast: Cast, result) -> None:
    page = at(cast.planner).get(behind(result, "family.merged_a.1"))
    assert not page.context["may_send"]
    assert "Tidak ada di sini" in page.content.decode()


@pytest.mark.parametrize("query", ["?of=999", "?of=x", "?of=1&cell=nothing", "?cell=family.held.1"])
def test_nonsense_is_not_there(at, cast: Cast, result, query: str) -> None:
    query = query.replace("of=1&", f"of={result.pk}&")
    address = f"/areas/{KLATEN}/reconciliation/families/"
    expected = 200 if query == "?cell=family.held.1" else 404  # the latest comparison
    assert at(cast.planner).get(address + query).status_code == expected


def test_rows_linked_to_nobody_are_told_beside_the_circles(at, cast: Cast, lists, now) -> None:
    batch = Batch.objects.create(
        layout="pln", file_name="x", size=1, file_hash="x", content_hash="x", as_of=ON,
        received_at=now, received_by="x", received_path="x", state="registered",
    )  # fmt: skip
    rows = [
        Listing.objects.create(
            batch=batch, sheet="S", number=number, village_code=KLATEN_VILLAGE, name="SUTRISNO",
            values={"lighting": "pln_metered", "customer_status": "active"},
        )
        for number in range(3)
    ]  # fmt: skip
    Listed.objects.create(
        run=Run.objects.earliest("pk"), listing_id=rows[0].pk, source="pln",
        family_id=lists.dark.pk, village_code=KLATEN_VILLAGE, probability=0.99, state="linked",
    )  # fmt: skip
    reconcile(source_a=OTHER, source_b="pln", on=ON, by="system", now=now)
    page = at(cast.planner).get(f"/areas/{KLATEN}/reconciliation/?a={OTHER}&b=pln")
    assert "2 baris " in page.content.decode()
    assert page.context["unlinked"] == [("Pelanggan PLN", 2)]
    (electricity,) = [line for line in page.context["indicators"] if line.key == "electricity"]
    assert electricity.numbers["a_needs"].count == 1  # no electricity, and PLN has a customer there


def test_lists_received_can_be_chosen(at, cast: Cast, lists: Lists, result, now) -> None:
    Batch.objects.create(
        layout="simperum", file_name="x", size=1, file_hash="x", content_hash="x", as_of=ON,
        received_at=now, received_by=cast.planner.username, received_path="x", state="registered",
    )  # fmt: skip
    known = at(cast.planner).get(f"/areas/{KLATEN}/reconciliation/").context["known"]
    assert {key for key, _ in known} == {"p3ke-2023", OTHER, "simperum"}
