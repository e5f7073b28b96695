"""link, link runs, link undo, link rebuild and link --list, from the registry to the table."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from entas.access.scope import system_scope
from entas.linkage import lists
from entas.linkage.models import Decision, Listed, Run
from entas.registry.actions import register
from entas.registry.models import Person, PersonKey
from entas.sources.models import Batch, Listing
from tests.factories.areas import KLATEN_VILLAGE
from tests.factories.rows import person_rows

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2023, 8, 14, 2, 0, tzinfo=UTC)
FIRST = ("BUDI", "SITI", "AGUS", "PARTINI", "JOKO", "WAGIYEM", "TUKIMAN", "LASTRI", "HERU", "NINIK")
LAST = ("SANTOSO", "LESTARI", "PRASETYO", "WIBOWO", "UTAMI", "HANDAYANI", "NUGROHO", "RAHAYU")


@pytest.fixture
def people(areas) -> None:
    """Three hundred persons in families of three, every fifth of them a second time."""
    rows = []
    for n in range(300):
        born = date(1950 + n % 50, 1 + n % 12, 1 + n % 28)
        row = {
            "person_key": f"A{n}",
            "family_key": f"K{n // 3}",
            "village_code": KLATEN_VILLAGE,
            "name": f"{FIRST[n % 10]} {LAST[n // 10 % 8]} {FIRST[n // 80 % 10]}",
            "nik": f"331001{born:%d%m%y}0000"[:12] + "0000",
            "birth_date": born,
            "kk_number": f"33100101{n // 3:08d}",
        }
        rows.append(row)
        if n % 15 < 3:
            rows.append(row | {"person_key": f"B{n}", "family_key": f"L{n // 3}"})
    register(kind="person", rows=person_rows(*rows), batch_id=1, source="p3ke-2022",
             origin="list", by="x", now=NOW)  # fmt: skip


def merged() -> int:
    return Person.objects.filter(same_as__isnull=False).count()


def test_linking_says_what_it_did_and_can_be_undone(people, run) -> None:
    status, out, err = run("link")
    assert status == 0, err
    assert "persons" in out
    assert "families" in out
    assert merged() == Decision.objects.filter(kind="person").count() > 0

    assert "330" not in run("link", "--dry-run")[1].replace("3310", "")  # writes nothing
    assert Run.objects.count() == 2
    status, out, _ = run("link", "--kind", "person", "--area", "3310")
    assert status == 0
    assert Run.objects.count() == 3

    status, out, _ = run("link", "runs")
    assert status == 0
    assert out.count("done") == 3

    first = Run.objects.order_by("pk")[0]
    status, out, _ = run("link", "undo", str(first.pk))
    assert status == 0
    assert "undone" in out
    assert merged() == 0
    assert run("link", "undo", str(first.pk))[0] == 1
    assert run("link", "rebuild", "--check")[0] == 0


def test_rebuilding_says_what_differs(people, run) -> None:
    run("link", "--kind", "person")
    Person.objects.update(same_as=None)

    status, out, _ = run("link", "rebuild", "--check")
    assert status == 1
    assert "groups of person subjects differ" in out
    assert run("link", "rebuild")[0] == 0
    assert run("link", "rebuild", "--check")[0] == 0


def test_an_empty_registry_is_linked_too(areas, run) -> None:
    status, out, err = run("link")
    assert status == 0, err
    assert "persons" in out


def test_rows_of_a_list_with_a_nik_are_linked(people, run) -> None:
    key = PersonKey.objects.get(value="A100")  # known once
    register(
        kind="person",
        rows=person_rows({"person_key": "A100", "family_key": "K33", "name": "SRI WAHYUNI",
                          "nik": "3310014505800000", "village_code": KLATEN_VILLAGE,
                          "observed_on": date(2023, 5, 1)}),
        batch_id=2, source="p3ke-2022", origin="list", by="x", now=NOW,
    )  # fmt: skip
    batch = Batch.objects.create(
        layout="ats", file_name="ats.xlsx", size=1, file_hash="0" * 64, content_hash="1" * 64,
        as_of=date(2023, 6, 1), received_at=NOW, received_by="x", received_path="x", state="done",
    )  # fmt: skip
    given = {"batch": batch, "sheet": "s", "village_code": KLATEN_VILLAGE}
    same = Listing.objects.create(number=2, name="SRI WAHYUNI", nik="3310014505800000", **given)
    other = Listing.objects.create(number=3, name="PAIJO", nik="3310014505800000", **given)
    Listing.objects.create(number=4, name="NOBODY", nik="3310010101010000", **given)

    status, _, err = run("link", "--list", "ats")

    assert status == 0, err
    links = dict(Listed.objects.values_list("listing_id", "state"))
    assert links == {same.pk: "linked", other.pk: "waiting"}
    assert set(Listed.objects.values_list("person_id", flat=True)) == {key.person_id}
    assert run("link", "--list", "ats")[0] == 0
    assert Listed.objects.count() == 2

    waits = Listed.objects.get(listing_id=other.pk)
    decided: dict[str, Any] = {"listed_id": waits.pk, "by": "sari", "now": NOW}
    with pytest.raises(lists.NoSuchLink):
        lists.decide(scope=system_scope("3315"), theirs=True, **decided)
    lists.decide(scope=system_scope(), theirs=False, **decided)
    run("link", "--list", "ats")
    assert Listed.objects.get(listing_id=other.pk).state == "apart"
    lists.undo(scope=system_scope(), **decided)
    assert Listed.objects.get(listing_id=other.pk).state == "waiting"
    with pytest.raises(lists.NoSuchLink):
        lists.undo(scope=system_scope(), **decided)
    assert run("link", "--list", "pln")[0] == 1
