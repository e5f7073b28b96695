"""Two lists that disagree about families of Klaten and Grobogan, and a third that lists others."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from entas.linkage.models import Kind, Pair, PairState, Run, RunState
from entas.registry.models import Family, FamilyObservation, FamilyProfile, Person, PersonProfile
from tests.factories.areas import GROBOGAN_VILLAGE, KLATEN_OTHER_VILLAGE, KLATEN_VILLAGE
from tests.factories.records import make_family, make_person, make_visit

ON = date(2023, 8, 13)
OTHER = "dtsen"
"""Compared with "p3ke-2023", which ``make_family`` speaks for; it comes first: list A."""


@dataclass(frozen=True)
class Lists:
    """What was made, by what matters of it."""

    dark: Family
    """Of Klaten's village, in both: DTSEN says no electricity, P3KE a meter."""
    alike: Family
    """Of Klaten's other village, in both, nothing differs."""
    only_p3ke: Family
    """Of Klaten's village, twice in P3KE, verified not to meet the criteria."""
    only_dtsen: Family
    """Of Klaten's village; waits with ``alike`` for a decision."""
    unlisted: Family
    """Of Klaten's village: verified poor, in no list."""
    stranger: Family
    """Of Grobogan, in both, the heads' names differ."""
    dead: Person


def say(family: Family, source: str, **values: Any) -> None:
    """A row of a list that speaks of a family."""
    FamilyObservation.objects.create(
        family=family, origin="list", accepted=True, observed_on=date(2023, 2, 1), source=source,
        batch_id=2, sheet="Sheet1", row_number=2,
        **({"village_code": family.profile.village_code} | values),
    )  # fmt: skip


def make_lists() -> Lists:
    """See ``Lists``."""
    dark = make_family(head_name="SUTRISNO", lighting="pln_metered", roof="asbestos_or_zinc")
    say(dark, OTHER, head_name="H. SOETRISNO", lighting="none", roof="zinc")
    alike = make_family(village=KLATEN_OTHER_VILLAGE, lighting="pln_metered")
    say(alike, OTHER, lighting="pln_metered")
    only_p3ke = make_family()
    again = Family.objects.create(first_batch_id=1, same_as=only_p3ke)
    FamilyObservation.objects.create(
        family=again, origin="list", accepted=True, observed_on=date(2023, 2, 2),
        source="p3ke-2023", village_code=KLATEN_VILLAGE, batch_id=1, sheet="S", row_number=3,
    )  # fmt: skip
    make_visit(only_p3ke, visited_on=ON, accepted_on=ON, meets_criteria="no")
    only_dtsen = Family.objects.create(first_batch_id=1)
    FamilyProfile.objects.create(family=only_dtsen, village_code=KLATEN_VILLAGE)
    say(only_dtsen, OTHER)
    dead = make_person(dark, name="TUKINEM", presence="dead")
    PersonProfile.objects.filter(pk=dead.pk).update(presence="dead", name="TUKINEM")
    unlisted = Family.objects.create(first_batch_id=1)
    FamilyProfile.objects.create(family=unlisted, village_code=KLATEN_VILLAGE)
    make_visit(unlisted, visited_on=ON, accepted_on=ON, meets_criteria="yes")
    stranger = make_family(village=GROBOGAN_VILLAGE, head_name="WAGIMAN")
    say(stranger, OTHER, head_name="PONIRAN")
    for family in FamilyProfile.objects.all():
        FamilyProfile.objects.filter(pk=family.pk).update(head_name="Sutrisno Widodo")
    _wait(alike, only_dtsen)
    return Lists(dark, alike, only_p3ke, only_dtsen, unlisted, stranger, dead)


def _wait(first: Family, second: Family) -> None:
    run = Run.objects.create(
        kind=Kind.FAMILY, area_code="33", state=RunState.DONE, started_at="2023-08-13T00:00Z"
    )
    Pair.objects.create(
        run=run, kind=Kind.FAMILY, first_id=first.pk, second_id=second.pk,
        village_code=KLATEN_OTHER_VILLAGE, other_village_code=KLATEN_VILLAGE, probability=0.7,
        household=0.1, levels=0, review=False, state=PairState.WAITING,
    )  # fmt: skip
