"""No address gives anybody anything of an area that is not theirs.

Walks every URL pattern of the site with each of the cast. A new pattern fails here until it has an
entry that says how to ask it for something of Klaten. Phones have a door of their own, and their
addresses are walked in ``exchange/test_openrosa.py``.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from entas.access.models import Grant, Role
from entas.access.scope import scope_of, system_scope
from entas.linkage.models import Decision, Kind, Pair, PairState, Run, RunState, Verdict
from entas.needs.actions import derive
from entas.pipeline.intake import import_list
from entas.pipeline.reconciling import reconcile
from entas.pipeline.uploads import work_on
from entas.registry.models import FamilyProfile, PersonProfile
from entas.snapshots.actions import freeze
from entas.sources.desk import actions
from entas.sources.models import Batch
from entas.tagging.actions import load_catalogue
from entas.verification.assignments.actions import assign
from entas.verification.models import Assignment, Attachment
from entas.verification.submissions.actions import receive
from tests.factories.areas import (
    GROBOGAN,
    GROBOGAN_SUBDISTRICT,
    GROBOGAN_VILLAGE,
    KLATEN,
    KLATEN_SUBDISTRICT,
    KLATEN_VILLAGE,
)
from tests.factories.filled import filled
from tests.factories.lists import FAMILY, PERSON, VERIFIED, workbook
from tests.factories.users import Cast

pytestmark = pytest.mark.django_db(transaction=True)

# So many families that the number itself betrays Klaten, alone or with Grobogan's two.
KLATEN_FAMILIES = 137
NIK = "3310014505800000"
MARKS = re.compile(
    r"klaten|prambanan|kebondalem|sanggrahan|sutrisno|siti aminah"
    r"|(?<![0-9a-z])(33\.?10|137|139)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ask:
    """How to ask a pattern for something of Klaten."""

    fills: dict[str, str] = field(default_factory=dict)
    """Parameters of the address: name to the key of a thing, see ``things``."""
    data: dict[str, str] = field(default_factory=dict)
    method: str = "get"
    query: str = ""
    """What a posted address adds, with things in braces."""
    leads: bool = False
    """Whether it leads on to another address."""
    public: bool = False
    """Whether the anonymous may ask: nothing of anybody is in the answer."""


ASKS: dict[str, tuple[Ask, ...]] = {
    "home": (Ask(),),
    "sign-in": (Ask(public=True),),
    "sign-out": (Ask(method="post", public=True),),
    "language": (Ask(data={"language": "en"}, method="post", public=True),),
    "health": (Ask(public=True),),
    "search": (Ask(data={"q": "a"}),),
    "area": (
        Ask({"code": "klaten"}),
        Ask({"code": "subdistrict"}),
        Ask({"code": "village"}),
        Ask({"code": "klaten"}, {"indicator": "latrine"}),
    ),
    "figures-csv": (Ask({"code": "klaten"}), Ask({"code": "village"})),
    "families": (
        Ask({"code": "village"}),
        Ask({"code": "klaten"}, {"indicator": "latrine", "cell": "need"}),
        Ask({"code": "klaten"}, {"q": "u"}),
    ),
    "family": (Ask({"family_id": "family"}),),
    "reveal": (Ask({"family_id": "family"}, {"purpose": "verification"}, method="post"),),
    "why": (
        Ask({"family_id": "family", "indicator": "latrine"}),
        Ask({"family_id": "family", "indicator": "schooling"}, {"person": "person"}),
    ),
    "lists": (Ask(),),
    "list": (Ask({"batch_id": "batch"}),),
    "mapping": (Ask(),),
    "mapping-columns": (Ask({"upload_id": "mapped"}), Ask({"upload_id": "mapped"}, {"as": "x:y"})),
    "mapping-values": (Ask({"upload_id": "mapped"}),),
    "mapping-import": (Ask({"upload_id": "mapped"}),),
    "mapping-progress": (Ask({"upload_id": "imported"}),),
    "mapping-discard": (Ask({"upload_id": "unwanted"}, method="post"),),
    "reconciliation": (
        Ask({"code": "klaten"}),
        Ask({"code": "village"}, {"of": "reconciliation"}),
    ),
    "reconciliation-csv": (
        Ask({"code": "klaten"}, {"of": "reconciliation", "table": "areas"}),
        Ask({"code": "klaten"}, {"of": "reconciliation", "table": "fields"}),
    ),
    "reconciliation-families": (
        Ask({"code": "klaten"}, {"of": "reconciliation", "cell": "family.held.1"}),
        Ask({"code": "village"}, {"of": "reconciliation", "cell": "person.held.2"}),
    ),
    "reconciliation-families-csv": (
        Ask({"code": "klaten"}, {"of": "reconciliation", "cell": "family.held.1"}),
    ),
    "reconciliation-send": (
        Ask(
            {"code": "village"},
            {"question": "Which is right?"},
            method="post",
            query="?of={reconciliation}&cell=family.held.1",
        ),
    ),
    "assignments": (Ask({"code": "klaten"}), Ask({"code": "village"})),
    "assignments-change": (
        Ask({"code": "village"}, {"assignment": "assignment", "to": "done"}, method="post"),
    ),
    "review": (Ask({"code": "klaten"}), Ask({"code": "village"}, {"order": "likely"})),
    "review-next": (Ask({"code": "klaten"}, leads=True),),
    "review-history": (Ask({"code": "klaten"}),),
    "review-threshold": (
        Ask({"code": "klaten"}),
        Ask({"code": "klaten"}, {"merges_at": "0.98"}, method="post"),
    ),
    "pair": (Ask({"pair_id": "pair"}),),
    "decide": (Ask({"pair_id": "pair"}, {"verdict": "same"}, method="post", query="?in={klaten}"),),
    "undo": (Ask(data={"decision": "decision"}, method="post"),),
    "merged": (Ask({"family_id": "family"}),),
    "verification": (Ask({"code": "klaten"}), Ask({"code": "village"}, {"state": "submitted"})),
    "verification-decide": (
        Ask({"code": "village"}, {"visit": "visit", "action": "check"}, method="post"),
    ),
    "verification-minutes": (Ask({"code": "village"}, method="post"),),
    "visit": (Ask({"submission_id": "visit"}),),
    "visit-decide": (
        Ask(
            {"submission_id": "visit"},
            {"action": "return", "reason": "foto buram"},
            method="post",
        ),
    ),
    "visit-photo": (Ask({"attachment_id": "photo"}),),
    "collect": (Ask(),),
    "field": (Ask(public=True),),
    "field-worker": (Ask(public=True),),
    "field-manifest": (Ask(public=True),),
    "field-me": (Ask(),),
    "field-form": (Ask(),),
    "field-village": (Ask({"code": "village"}),),
    "field-submission": (Ask(method="post"),),
    "snapshots": (Ask(),),
    "audit": (Ask(), Ask(data={"subject": "family_subject"})),
}


DISCLOSING = {"reveal", "pair", "visit", "visit-photo"}
"""Addresses that show names, and record that they did."""


@pytest.fixture
def things(cast: Cast, tmp_path, now: datetime) -> dict[str, str]:
    """Lists of Klaten and Grobogan, brought in and frozen; what the addresses are filled with."""
    load_catalogue(by="system", now=now)
    for place, village, count in (
        ("grobogan", GROBOGAN_VILLAGE, 2),  # first, so that its families have other numbers
        ("klaten", KLATEN_VILLAGE, KLATEN_FAMILIES),
    ):
        bring(tmp_path, place, village, count, now)
    derive(on=date(2023, 8, 13), by="system", now=now)
    freeze(cutoff=datetime(2023, 8, 13, 11, 0, tzinfo=UTC), by="system", now=now)
    compared = reconcile(source_a="p3ke-2022", source_b="siks-dj", by="system", now=now)
    family = FamilyProfile.objects.filter(village_code=KLATEN_VILLAGE).earliest("pk")
    person = PersonProfile.objects.filter(family_id=family.pk).earliest("pk")
    assign(
        scope=system_scope(),
        families=[(family.pk, KLATEN_VILLAGE)],
        question="Is there a latrine?",
        cause="prelist",
        by="system",
        now=now,
    )
    return {
        "klaten": KLATEN,
        "reconciliation": str(compared.pk),
        "assignment": str(Assignment.objects.latest("pk").pk),
        "subdistrict": KLATEN_SUBDISTRICT,
        "village": KLATEN_VILLAGE,
        "family": str(family.pk),
        "family_subject": f"family:{family.pk}",
        "person": str(person.pk),
        "batch": str(Batch.objects.get(file_name="p3ke-klaten.xlsx").pk),
        "latrine": "latrine",
        "schooling": "schooling",
        **doubted(cast, now),
        **brought(cast, now),
        **visited(cast, family.pk, now),
    }


def doubted(cast: Cast, now: datetime) -> dict[str, str]:
    """A pair of families of Klaten; the planners of both places decide on duplicates too."""
    for user, place, inner in (
        (cast.planner, KLATEN, KLATEN_SUBDISTRICT),
        (cast.outsider, GROBOGAN, GROBOGAN_SUBDISTRICT),
    ):
        Grant.objects.create(user=user, role=Role.SOCIAL_OFFICE, area_code=place)
        Grant.objects.create(user=user, role=Role.SUBDISTRICT_OFFICER, area_code=inner)
    first, second = FamilyProfile.objects.filter(village_code=KLATEN_VILLAGE).order_by("pk")[1:3]
    both = {"kind": Kind.FAMILY, "first_id": first.pk, "second_id": second.pk}
    run = Run.objects.create(
        kind=Kind.FAMILY, area_code=KLATEN, state=RunState.DONE, started_at=now, started_by="system"
    )
    pair = Pair.objects.create(
        run=run, village_code=KLATEN_VILLAGE, other_village_code=KLATEN_VILLAGE, probability=0.5,
        household=0.1, levels=0, review=False, state=PairState.WAITING, **both,
    )  # fmt: skip
    decision = Decision.objects.create(
        verdict=Verdict.UNSURE, by="dinsos-klaten", at=now, machine=False, pair=pair, **both
    )
    return {"pair": str(pair.pk), "decision": str(decision.pk)}


def brought(cast: Cast, now: datetime) -> dict[str, str]:
    """Files that the planner of Klaten brought to the mapping desk."""
    found = {}
    for name in ("mapped", "imported", "unwanted"):
        upload = actions.bring(
            name="bantuan-klaten.csv",
            content=[b"Nama;Desa;Kecamatan;Atap\nSutrisno;Sanggrahan;Prambanan;Seng\n" * 9],
            scope=scope_of(cast.planner),
            by=cast.planner.username,
            now=now,
        )
        work_on(upload.pk, now=now)
        if name == "imported":
            actions.finish(upload_id=upload.pk, batch_id=None)
        found[name] = str(upload.pk)
    return found


def visited(cast: Cast, family_id: int, now: datetime) -> dict[str, str]:
    """A visit to a family of Klaten, sent with a photo by the operator of its village."""
    receipt = receive(
        scope=scope_of(cast.operator),
        xml=filled(family_id, head_name="Sutrisno", photo_front="front.jpg"),
        photos={"front.jpg": [b"a photo of Klaten"]},
        by=cast.operator.username,
        now=now,
    )
    photo = Attachment.objects.get(submission_id=receipt.submission_id)
    return {"visit": str(receipt.submission_id), "photo": str(photo.pk)}


def bring(folder, place: str, village: str, count: int, now: datetime) -> None:
    """Import a P3KE list and a verification list of one village."""
    here = {"Kode Kemdagri": village}
    head = {"Kepala Keluarga": "Sutrisno"} if place == "klaten" else {"Kepala Keluarga": "Wagiman"}
    name = (
        {"Nama": "Siti Aminah", "NIK": NIK} if place == "klaten" else {"Nama": "Tukinem", "NIK": ""}
    )
    keys = [f"{place}-{number}" for number in range(count)]
    p3ke = workbook(
        folder / f"p3ke-{place}.xlsx",
        Keluarga=[FAMILY | here | head | {"ID Keluarga": key} for key in keys],
        Individu=[
            PERSON | here | name | {"ID Keluarga P3KE": key, "ID Individu": f"{key}-1"}
            for key in keys[:1]
        ],
    )
    verified = workbook(
        folder / f"siks-{place}.xlsx",
        Keluarga=[VERIFIED | here | head | {"ID Keluarga": key} for key in keys],
    )
    import_list(p3ke, source="p3ke-2022", by="system", now=now)
    import_list(verified, source="siks-dj", by="system", now=now)


def patterns() -> dict[str, URLPattern]:
    """Every pattern of the site by name."""
    found: dict[str, URLPattern] = {}
    waiting: list[Any] = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        else:
            found[pattern.name or str(pattern.pattern)] = pattern
    return found


def answer(client: Client, name: str, ask: Ask, things: dict[str, str]) -> tuple[int, str]:
    """Status, and all that the answer says beyond the address asked for: headers and content."""
    address = reverse(name, kwargs={key: things[thing] for key, thing in ask.fills.items()})
    data = {key: things.get(value, value) for key, value in ask.data.items()}
    asked = address + ask.query.format(**things)
    response = getattr(client, ask.method)(asked, data)
    streamed = getattr(response, "streaming", False)
    content = b"".join(response.streaming_content) if streamed else response.content
    headers = "\n".join(f"{key}: {value}" for key, value in response.items())
    text = f"{headers}\n\n{content.decode()}"
    bare = text.replace(asked, "").replace(address, "") if ask.fills else text
    return response.status_code, bare


def asks():
    return [(name, ask) for name in sorted(ASKS) for ask in ASKS[name]]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_pattern_is_walked():
    phones = {name for name in patterns() if name.startswith("openrosa-")}
    assert set(patterns()) - phones == set(ASKS), "say in ASKS how to ask a new pattern"


def test_an_outsider_gets_nothing_of_klaten(cast: Cast, things: dict[str, str]):
    leaks = {}
    for name, ask in asks():
        status, text = answer(signed_in(cast.outsider), name, ask, things)
        marks = {match.group() for match in MARKS.finditer(text)}
        if marks:
            leaks[name, str(ask.data)] = marks
        elif ask.fills and status not in {403, 404}:
            leaks[name, str(ask.data)] = {f"status {status}"}
    assert leaks == {}


def test_the_outsider_sees_their_own(cast: Cast, things: dict[str, str]):
    client = signed_in(cast.outsider)
    for name in ("area", "figures-csv", "families"):
        status, text = answer(client, name, Ask({"code": "grobogan"}), {"grobogan": GROBOGAN})
        assert status == 200, name
        assert MARKS.search(text) is None, name


def test_the_planner_of_klaten_gets_what_the_outsider_did_not(cast: Cast, things: dict[str, str]):
    """Otherwise the test above would pass on empty pages."""
    refused = {}
    for name, ask in asks():
        if not ask.fills:
            continue
        status, text = answer(signed_in(cast.planner), name, ask, things)
        done = {200, 302} if ask.method == "post" or ask.leads else {200}
        if status not in done or not MARKS.search(text):
            refused[name, str(ask.data)] = status
    assert refused == {}


def test_an_auditor_of_the_province_sees_but_reveals_nothing(cast: Cast, things: dict[str, str]):
    (ask,) = ASKS["reveal"]
    status, text = answer(signed_in(cast.auditor), "reveal", ask, things)
    assert status == 403
    assert NIK not in text


def test_names_are_masked_until_they_are_asked_for(cast: Cast, things: dict[str, str]):
    shown = {}
    for name, ask in asks():
        if name not in DISCLOSING:
            _, text = answer(signed_in(cast.admin), name, ask, things)
            bare = re.search(r"sutrisno|siti aminah|" + NIK, text, re.IGNORECASE)
            if bare:
                shown[name, str(ask.data)] = bare.group()
    assert shown == {}
    (ask,) = ASKS["reveal"]
    status, text = answer(signed_in(cast.admin), "reveal", ask, things)
    assert status == 200
    assert NIK in text


def test_the_anonymous_are_asked_to_sign_in(things: dict[str, str]):
    for name, ask in asks():
        if ask.public:
            continue
        status, text = answer(Client(), name, ask, things)
        if name.startswith("field-"):  # an app asks, which knows what to do with a 401
            assert (status, "sign-in" in text) == (401, True), name
            continue
        assert status == 302, name
        assert "location: /sign-in/" in text.lower(), name


def test_a_user_without_roles_sees_no_area(cast: Cast, things: dict[str, str]):
    cast.planner.grants.all().delete()
    leaks = set()
    for name, ask in asks():
        status, text = answer(signed_in(cast.planner), name, ask, things)
        text = text.replace(cast.planner.username, "")
        if MARKS.search(text) or (ask.fills and status not in {403, 404}):
            leaks.add(name)
    assert leaks == set()
