"""Lists of other instruments and offices, from the file to the records."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from entas.pipeline.intake import import_list
from entas.pipeline.report import IntakeReport
from entas.registry.models import (
    Family,
    FamilyKey,
    FamilyProfile,
    Person,
    PersonKey,
    PersonProfile,
)
from entas.sources.models import Batch, Listing
from tests.factories import instruments as made
from tests.factories.areas import KLATEN_VILLAGE, make_tree
from tests.factories.lists import FAMILY, PERSON, workbook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bring(now: datetime, tmp_path: Path):
    make_tree()

    def _bring(source: str, **sheets: list[dict[str, Any]]) -> IntakeReport:
        path = workbook(tmp_path / f"{source}-{len(list(tmp_path.iterdir()))}.xlsx", **sheets)
        return import_list(path, source=source, by="tester", now=now)

    return _bring


@pytest.mark.parametrize("source", made.LISTINGS)
def test_a_list_without_keys_is_kept_to_be_linked_and_registers_nobody(bring, source) -> None:
    report = bring(source, Data=[made.LISTINGS[source]])
    assert report.rows == {"listing": {"registered": 1}}
    assert report.done == {"listings": 1, "tags": 0, "tags_in_review": 0, "tags_unchanged": 0,
                           "tags_updated": 0}  # fmt: skip
    listing = Listing.objects.get()
    assert (listing.batch_id, listing.sheet, listing.number) == (report.batch_id, "Data", 2)
    assert (listing.village_code, listing.rt, listing.address) == (
        KLATEN_VILLAGE, "002", "Dk. Krajan RT 002/RW 005",
    )  # fmt: skip
    assert listing.values
    assert not Person.objects.exists()
    assert not Family.objects.exists()


def test_values_are_found_by_their_names(bring) -> None:
    bring("pln", Data=[made.PLN, made.PLN | {"IDPEL": "523010123457", "Daya": "1300"}])
    assert Listing.objects.filter(values__power="1300").get().reference == "523010123457"
    assert Listing.objects.filter(values__lighting="pln_metered").count() == 2


def test_a_row_in_review_is_no_listing(bring) -> None:
    report = bring("simperum", Data=[made.SIMPERUM, made.SIMPERUM | {"Nama": ""}])
    assert report.rows == {"listing": {"registered": 1, "review": 1}}
    assert Listing.objects.count() == 1


def test_a_list_taken_back_takes_its_listings_along(bring) -> None:
    bring("ats", Data=[made.ATS])
    assert Listing.objects.get().birth_date == date(2012, 8, 17)
    Batch.objects.get().delete()
    assert not Listing.objects.exists()


def test_dtks_registers_persons_and_the_families_of_their_cards(bring) -> None:
    bring("dtks", Data=[made.DTKS])
    person, family = PersonProfile.objects.get(), FamilyProfile.objects.get()
    assert (person.name, person.mother_name, person.family_id) == (
        "SITI AMINAH", "NGATINEM", family.pk,
    )  # fmt: skip
    assert (family.head_name, family.hamlet, family.rt, family.kk_number) == (
        "SITI AMINAH", "KRAJAN", "002", made.KK,
    )  # fmt: skip
    assert PersonKey.objects.values_list("scheme", "value").get() == ("dtks", "D-0001")
    assert FamilyKey.objects.values_list("scheme", "value").get() == ("dtks", made.KK)


def test_bdt_and_regsosek_register_houses_and_members(bring) -> None:
    bring("bdt-2015", Rumah=[made.BDT_HOUSEHOLD], Anggota=[made.BDT_MEMBER])
    bring("regsosek-2022", K=[made.REGSOSEK_FAMILY], A=[made.REGSOSEK_PERSON])
    assert sorted(FamilyProfile.objects.values_list("lighting", "roof")) == [
        ("pln_unmetered", "zinc"), ("pln_unmetered", "zinc"),
    ]  # fmt: skip
    kinds = sorted(PersonProfile.objects.values_list("disability_kind", "education"))
    assert kinds == [("multiple", "primary"), ("sensory", "primary")]
    assert set(FamilyKey.objects.values_list("scheme", flat=True)) == {"bdt", "regsosek"}


def test_equal_numbers_of_two_instruments_are_two_subjects(bring) -> None:
    bring("p3ke-2022", K=[FAMILY], A=[PERSON])
    bring("bdt-2015", K=[made.BDT_HOUSEHOLD | {"id_bdt": "K1"}],
          A=[made.BDT_MEMBER | {"id_bdt": "K1", "id_art": "P1"}])  # fmt: skip
    assert (Family.objects.count(), Person.objects.count()) == (2, 2)
