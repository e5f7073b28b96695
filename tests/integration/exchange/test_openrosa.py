"""A conversation as ODK Collect has it, rule by rule."""

import csv
import io
import json
import time
from hashlib import md5
from xml.etree import ElementTree as ET

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from entas.access.scope import scope_of, system_scope
from entas.audit.models import Event
from entas.exchange.openrosa import digest
from entas.exchange.openrosa.collect import decode
from entas.registry.models import FamilyProfile, PersonProfile
from entas.verification.assignments.actions import assign
from entas.verification.devices.actions import REALM, enrol, revoke
from entas.verification.forms.editions import current
from entas.verification.forms.entities import family_name, person_name
from entas.verification.models import Submission
from entas.verification.submissions.actions import vault
from tests.factories.areas import GROBOGAN_VILLAGE, KLATEN_OTHER_VILLAGE, KLATEN_VILLAGE
from tests.factories.filled import filled, instance_id
from tests.factories.records import make_family, make_person
from tests.factories.users import Cast
from tests.integration.test_leaks import patterns

pytestmark = pytest.mark.django_db

SERVER = f"/openrosa/{KLATEN_VILLAGE}"
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"


class Collect:
    """As Collect does: it asks, is challenged, and asks again with Digest."""

    def __init__(self, login: str, secret: str) -> None:
        self.client, self.login, self.secret = Client(), login, secret

    def ask(self, method: str, uri: str, data=None, **changes: str):
        challenged = getattr(self.client, method)(uri, HTTP_X_OPENROSA_VERSION="1.0")
        assert challenged.status_code == 401
        header = self.authorization(method, uri, challenged, **changes)
        return getattr(self.client, method)(
            uri, data, HTTP_X_OPENROSA_VERSION="1.0", HTTP_AUTHORIZATION=header
        )

    def authorization(self, method: str, uri: str, challenged, **changes: str) -> str:
        nonce = changes.pop("nonce", "") or challenged["WWW-Authenticate"].split('nonce="')[1][:-1]
        said = {"username": self.login, "realm": REALM, "nonce": nonce, "uri": uri, "qop": "auth",
                "nc": "00000001", "cnonce": "0a4f113b", "response": ""} | changes  # fmt: skip
        ha1 = md5(f"{self.login}:{REALM}:{self.secret}".encode()).hexdigest()
        said["response"] = digest.expected(
            digest.Credentials(**said), digest=ha1, method=method.upper()
        )
        return "Digest " + ", ".join(f'{name}="{value}"' for name, value in said.items())


@pytest.fixture
def collect(cast: Cast, now) -> Collect:
    enrolled = enrol(scope=scope_of(cast.operator), phone="A05", by=cast.operator.username, now=now)
    return Collect(enrolled.login, enrolled.secret)


@pytest.fixture
def family(areas, now):
    """Siti's family, whom somebody asked the operator to visit."""
    family = make_family()
    FamilyProfile.objects.filter(pk=family.pk).update(
        head_name="Sutrisno", address='Dk. "Krajan"', rt="002", rw="005"
    )
    for name, relationship in (("Siti", "child"), ("Sutrisno", "head")):
        person = make_person(family)
        PersonProfile.objects.filter(pk=person.pk).update(name=name, relationship=relationship)
    ask_for(family, now)
    return family


def ask_for(family, now) -> None:
    assign(
        scope=system_scope(), families=[(family.pk, family.profile.village_code)],
        question="Kunjungi keluarga ini", cause="prelist", by="system", now=now,
    )  # fmt: skip


def form(xml: bytes, **photos: bytes):
    """A post as Collect makes it."""
    parts = {"xml_submission_file": SimpleUploadedFile("s.xml", xml, "text/xml")}
    for name, content in photos.items():
        parts[f"{name}.jpg"] = SimpleUploadedFile(f"{name}.jpg", content, "image/jpeg")
    return parts


def says(response) -> str:
    root = ET.fromstring(response.content)
    assert root.tag == f"{RESPONSE}OpenRosaResponse"
    return root[0].text or ""


def test_rule_1_every_answer_carries_the_headers(collect: Collect):
    for response in (Client().get(f"{SERVER}/formList"), collect.ask("get", f"{SERVER}/formList")):
        assert response["X-OpenRosa-Version"] == "1.0"
        assert response["X-OpenRosa-Accept-Content-Length"] == "100000000"
        assert response["Date"].endswith("GMT")
        assert response["Content-Language"] == "id"
        assert response["Content-Type"] == "text/xml; charset=utf-8"


def test_rule_2_the_list_names_the_form(collect: Collect):
    found = ET.fromstring(collect.ask("get", f"{SERVER}/formList").content)
    (listed,) = found.findall(f"{LIST}xform")
    told = {node.tag.removeprefix(LIST): node.text for node in listed}
    assert told["formID"] == "entas_verification"
    assert told["name"] == "Verifikasi lapangan: Kebondalem Kidul"
    assert (told["version"], told["hash"]) == (current().version, current().hash)
    assert "descriptionText" not in told
    verbose = collect.ask("get", f"{SERVER}/formList?verbose=true").content
    assert b"descriptionText" in verbose
    none = collect.ask("get", f"{SERVER}/formList?formID=other")
    assert not list(ET.fromstring(none.content))


def test_rule_3_form_manifest_and_lists_are_where_the_list_says(collect: Collect, family):
    listed = ET.fromstring(collect.ask("get", f"{SERVER}/formList").content)[0]
    places = {node.tag.removeprefix(LIST): node.text or "" for node in listed}
    xform = collect.ask("get", places["downloadUrl"].removeprefix("http://testserver"))
    assert f"md5:{md5(xform.content).hexdigest()}" == places["hash"]
    found = collect.ask("get", places["manifestUrl"].removeprefix("http://testserver"))
    files = ET.fromstring(found.content).findall(f"{MANIFEST}mediaFile")
    names = [file.findtext(f"{MANIFEST}filename") for file in files]
    assert names == ["families.csv", "persons.csv"]
    for file in files:
        assert file.get("type") == "entityList"
        url = (file.findtext(f"{MANIFEST}downloadUrl") or "").removeprefix("http://testserver")
        content = collect.ask("get", url).content
        assert f"md5:{md5(content).hexdigest()}" == file.findtext(f"{MANIFEST}hash")
        assert file.findtext(f"{MANIFEST}integrityUrl")


def test_rule_3_an_edition_that_never_was_is_not_found(collect: Collect):
    assert collect.ask("get", f"{SERVER}/forms/1.xml").status_code == 404
    assert collect.ask("get", f"{SERVER}/manifest/1").status_code == 404


def test_rule_4_head_says_that_posts_are_welcome(collect: Collect):
    response = collect.ask("head", f"{SERVER}/submission")
    assert (response.status_code, response.content) == (204, b"")
    assert response["X-OpenRosa-Accept-Content-Length"] == "100000000"


def test_rule_5_a_form_is_answered_with_201_and_kept(collect: Collect, family):
    xml = filled(family.pk)
    uri = f"{SERVER}/submission?deviceID=collect%3Aabc"
    response = collect.ask("post", uri, form(xml))
    assert response.status_code == 201
    assert says(response)
    submission = Submission.objects.get()
    assert vault().read(submission.content_hash) == xml
    assert submission.officer == "operator-desa"


def test_rule_5_several_posts_of_one_form_bring_its_photos(collect: Collect, family):
    xml = filled(family.pk, photo_front="front.jpg", photo_roof="roof.jpg")
    for name in ("front", "roof"):
        response = collect.ask("post", f"{SERVER}/submission", form(xml, **{name: b"\xff\xd8"}))
        assert response.status_code == 201
    assert response["X-Entas-Missing"] == "0"
    assert Submission.objects.get().state == "submitted"
    again = collect.ask("post", f"{SERVER}/submission", form(xml, roof=b"\xff\xd8"))
    assert again.status_code == 201
    assert Submission.objects.count() == 1


def test_rule_5_the_same_instance_with_other_bytes_is_a_conflict(collect: Collect, family):
    instance = instance_id()
    collect.ask("post", f"{SERVER}/submission", form(filled(family.pk, instance=instance)))
    other = form(filled(family.pk, instance=instance, presence="moved"))
    response = collect.ask("post", f"{SERVER}/submission", other)
    assert response.status_code == 409
    assert says(response)
    assert Submission.objects.get().presence == "found"


def test_rule_5_an_edit_names_the_instance_it_corrects(collect: Collect, family):
    first = instance_id()
    collect.ask("post", f"{SERVER}/submission", form(filled(family.pk, instance=first)))
    edit = form(filled(family.pk, deprecated=first, presence="moved"))
    assert collect.ask("post", f"{SERVER}/submission", edit).status_code == 201
    assert Submission.objects.get(earlier__instance_id=first).presence == "moved"


@pytest.mark.parametrize(
    "parts", [{}, {"xml_submission_file": SimpleUploadedFile("s.xml", b"<data/>")}]
)
def test_rule_5_what_is_no_form_is_refused_in_words(collect: Collect, parts):
    response = collect.ask("post", f"{SERVER}/submission", parts)
    assert response.status_code == 400
    assert says(response)


def test_rule_6_only_the_secret_opens(collect: Collect, now, cast: Cast):
    uri = f"{SERVER}/formList"
    assert 'qop="auth"' in Client().get(uri)["WWW-Authenticate"]
    wrong = Collect(collect.login, "guess")
    assert wrong.ask("get", uri).status_code == 401
    assert collect.ask("get", uri).status_code == 200


def test_rule_6_a_signature_is_good_for_its_own_request_only(collect: Collect):
    client = collect.client
    challenged = client.get(f"{SERVER}/formList")
    header = collect.authorization("get", f"{SERVER}/formList", challenged)
    assert client.get(f"{SERVER}/formList", HTTP_AUTHORIZATION=header).status_code == 200
    other = client.get(f"{SERVER}/families.csv", HTTP_AUTHORIZATION=header)
    assert other.status_code == 401
    posted = client.post(f"{SERVER}/formList", HTTP_AUTHORIZATION=header)
    assert posted.status_code == 401


def test_rule_6_an_old_nonce_is_stale_and_a_foreign_one_is_not_ours(collect: Collect, settings):
    uri = f"{SERVER}/formList"
    old = digest.make_nonce(settings.SECRET_KEY, int(time.time()) - digest.LIFETIME - 5)
    assert "stale=true" in collect.ask("get", uri, nonce=old)["WWW-Authenticate"]
    foreign = digest.make_nonce("another key", int(time.time()))
    answer = collect.ask("get", uri, nonce=foreign)
    assert answer.status_code == 401
    assert "stale" not in answer["WWW-Authenticate"]


def test_rule_6_basic_opens_under_tls_only(collect: Collect):
    from base64 import b64encode

    basic = b64encode(f"{collect.login}:{collect.secret}".encode()).decode()
    client = Client(headers={"Authorization": f"Basic {basic}"})
    assert client.get(f"{SERVER}/formList", secure=True).status_code == 200
    assert client.get(f"{SERVER}/formList").status_code == 401


def test_rule_6_a_lost_phone_is_revoked(collect: Collect, cast: Cast, now):
    from entas.verification.devices.queries import devices

    (phone,) = devices(officer=cast.operator.username)
    revoke(device_id=phone.pk, by=cast.operator.username, now=now)
    assert collect.ask("get", f"{SERVER}/formList").status_code == 401


def test_rule_7_the_qr_code_sets_collect_up(cast: Cast, monkeypatch):
    drawn: list[str] = []
    original = segno.make

    def make(text: str, **how):
        drawn.append(text)
        return original(text, **how)

    monkeypatch.setattr(segno, "make", make)
    client = Client()
    client.force_login(cast.operator)
    response = client.post("/collect/", {"village": KLATEN_VILLAGE, "phone": "A05"})
    assert response.status_code == 200
    told = decode(drawn[0])["general"]
    assert told["server_url"] == f"http://testserver{SERVER}"
    phone = Collect(told["username"], told["password"])
    assert phone.ask("get", f"{SERVER}/formList").status_code == 200
    shown = response.content.decode()
    assert "<svg" in shown
    assert told["password"] not in shown
    assert told["password"] not in json.dumps([event.details for event in Event.objects.all()])


def test_rule_8_the_lists_speak_of_the_families_to_visit(collect: Collect, family, now):
    make_family()  # of the village too, but nobody asked for a visit
    elsewhere = make_family(village=KLATEN_OTHER_VILLAGE)
    ask_for(elsewhere, now)
    rows = list(
        csv.DictReader(io.StringIO(collect.ask("get", f"{SERVER}/families.csv").content.decode()))
    )
    assert [(row["name"], row["head_name"], row["address"], row["rt"]) for row in rows] == [
        (family_name(family.pk), "Sutrisno", 'Dk. "Krajan"', "002")
    ]
    assert rows[0].keys() >= {"label", "__version"}
    persons = list(
        csv.DictReader(io.StringIO(collect.ask("get", f"{SERVER}/persons.csv").content.decode()))
    )
    assert [(row["number"], row["person_name"], row["family"]) for row in persons] == [
        ("1", "Sutrisno", rows[0]["name"]), ("2", "Siti", rows[0]["name"]),
    ]  # fmt: skip
    assert Event.objects.filter(action="families.handed_out", area_code=KLATEN_VILLAGE).count() == 2


def test_rule_8_what_was_sent_waits_no_longer_until_it_is_returned(collect: Collect, family):
    collect.ask("post", f"{SERVER}/submission", form(filled(family.pk)))
    assert collect.ask("get", f"{SERVER}/families.csv").content.count(b"\n") == 1
    names = f"{family_name(family.pk)},{person_name(7)},nonsense"
    answer = collect.ask("get", f"{SERVER}/integrity?id={names}")
    gone = {node.get("id"): node.findtext("deleted") for node in ET.fromstring(answer.content)[0]}
    assert gone == {family_name(family.pk): "true", person_name(7): "true", "nonsense": "false"}
    Submission.objects.update(state="returned")
    assert collect.ask("get", f"{SERVER}/families.csv").content.count(b"\n") == 2


def addresses(village: str) -> list[str]:
    """Every address of the phones' door, for a village."""
    fills = {"village": village, "version": current().version, "name": "families"}
    names = [pattern for pattern in patterns() if pattern.startswith("openrosa-")]
    return [
        reverse(name, kwargs={key: fills[key] for key in patterns()[name].pattern.converters})
        for name in names
    ]


def test_rule_10_a_phone_gets_its_villages_and_no_other(collect: Collect, now):
    ask_for(make_family(village=GROBOGAN_VILLAGE), now)
    for village in (GROBOGAN_VILLAGE, KLATEN_OTHER_VILLAGE, "33", "nonsense"):
        for address in addresses(village):
            method = "post" if address.endswith("submission") else "get"
            assert collect.ask(method, address).status_code == 404, address


def test_nobody_without_a_phones_secret_gets_anything(cast: Cast, family):
    client = Client()
    client.force_login(cast.admin)
    for address in addresses(KLATEN_VILLAGE):
        for method in ("get", "post", "head"):
            answer = getattr(client, method)(address)
            assert answer.status_code == 401, address
            assert b"Sutrisno" not in answer.content
