"""Work in progress in Klaten and Grobogan, frozen: what the screens have to show."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from entas.registry.models import Family, FamilyProfile, Person, PersonProfile
from entas.snapshots.actions import freeze
from entas.snapshots.models import Snapshot
from tests.factories.areas import GROBOGAN_VILLAGE, KLATEN_OTHER_VILLAGE, KLATEN_VILLAGE
from tests.factories.records import make_family, make_person, make_tag, make_visit, see_family

CUTOFF = datetime(2023, 8, 13, 11, 0, tzinfo=UTC)
SPRING = date(2023, 3, 1)
VISITED = date(2023, 5, 1)
HEAD, HEAD_NIK = "Sutrisno Widodo", "3310010107600000"
CHILD, CHILD_NIK = "Siti Aminah", "3310014505080000"


@dataclass(frozen=True)
class Work:
    """What was made, by what matters of it."""

    snapshot: Snapshot
    earlier: Snapshot
    family: Family
    """Of Klaten's village: latrine unfunded, electricity planned, a child out of school."""
    child: Person
    stranger: Family
    """Of Grobogan."""


def make_work() -> Work:
    """Five families in Klaten with every state of a need, one in Grobogan; two snapshots."""
    values: dict[str, Any] = {
        "head_name": HEAD,
        "head_nik": HEAD_NIK,
        "address": "Dk. Krajan",
        "rt": "002",
        "rw": "005",
        "decile": "1",
    }
    family = make_family(own_latrine="no", own_electricity="no", toilet="own", **values)
    FamilyProfile.objects.filter(pk=family.pk).update(**values)
    child = make_person(
        family,
        name=CHILD,
        nik=CHILD_NIK,
        relationship="child",
        birth_date=date(2010, 5, 5),
        out_of_school="yes",
    )
    PersonProfile.objects.filter(pk=child.pk).update(
        name=CHILD, nik=CHILD_NIK, relationship="child", birth_date=date(2010, 5, 5)
    )
    see_family(family, on=VISITED, own_latrine="no", own_electricity="no", toilet="shared")
    make_visit(family, visited_on=VISITED, submitted_on=VISITED, accepted_on=date(2023, 5, 3))
    make_tag(family, "electricity", planned_on=SPRING)
    for number, state in enumerate(("potential_on", "planned_on", "realised_on", "realised_on")):
        village = KLATEN_VILLAGE if number < 2 else KLATEN_OTHER_VILLAGE
        other = make_family(village=village, own_latrine="no")
        FamilyProfile.objects.filter(pk=other.pk).update(head_name=f"Wagiman {number}")
        make_tag(other, "latrine", person=None, **{state: SPRING})
    see_family(other, on=VISITED, own_latrine="yes")
    stranger = make_family(village=GROBOGAN_VILLAGE, own_latrine="no")
    FamilyProfile.objects.filter(pk=stranger.pk).update(head_name="Tukinem")
    earlier = datetime(2023, 2, 27, 11, 0, tzinfo=UTC)
    return Work(
        earlier=freeze(cutoff=earlier, by="system", now=CUTOFF),
        snapshot=freeze(cutoff=CUTOFF, by="system", now=CUTOFF),
        family=family,
        child=child,
        stranger=stranger,
    )
