"""The form says what the SIKS-DJ verification asks, in codes that the registry knows."""

import re
import shutil
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from pyxform.xls2xform import convert

from entas.kernel.vocabulary import FAMILY, PERSON, VERDICT_REASONS, YES_NO
from entas.verification.forms.editions import current, definition, edition, versions
from entas.verification.forms.entities import family_id, family_name, person_id, person_name
from entas.verification.forms.reading import Member, NotASubmission, read
from tests.factories.filled import filled

XFORMS = "{http://www.w3.org/2002/xforms}"


def test_pyxform_finds_nothing_to_warn_of():
    for version in versions():
        warnings: list[str] = []
        convert(definition(version), file_type=".md", warnings=warnings, form_name="data")
        assert warnings == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("java"), reason="ODK Validate needs Java")
def test_odk_validate_accepts_every_edition():
    for version in versions():
        convert(definition(version), file_type=".md", validate=True, form_name="data")


def test_the_version_of_an_edition_is_the_name_of_its_file():
    for version in versions():
        assert f'version="{version}"'.encode() in edition(version).xform


def test_every_text_is_in_indonesian_and_in_english():
    form = ET.fromstring(current().xform)
    said = {
        translation.get("lang"): {text.get("id") for text in translation}
        for translation in form.iter(f"{XFORMS}translation")
    }
    assert set(said) == {"Bahasa Indonesia (id)", "English (en)"}
    assert said["Bahasa Indonesia (id)"] == said["English (en)"]
    assert b">-<" not in current().xform  # pyxform's mark for a missing translation


def asked() -> dict[str, set[str]]:
    """The codes offered by each question, and no codes for an open one."""
    text = definition(versions()[-1]).read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[2:]] for line in text.splitlines()]
    lists: dict[str, set[str]] = {}
    for row in rows[[row[0] for row in rows].index("list_name") :]:
        if len(row) > 2:
            lists.setdefault(row[0], set()).add(row[1])
    kinds = {row[1]: row[0] for row in rows if len(row) > 2}
    return {
        name: lists[kind.split()[1]] if re.match(r"select_one \w", kind) else set()
        for name, kind in kinds.items()
    }


def test_it_asks_for_presence_the_eight_indicators_their_evidence_position_and_consent():
    indicators = {"decent_house", "own_electricity", "clean_water", "own_latrine", "stunting_risk",
                  "out_of_school", "has_disability", "works"}  # fmt: skip
    evidence = {"photo_front", "photo_roof", "photo_floor", "photo_wall", "photo_latrine",
                "photo_kk", "position", "consent"}  # fmt: skip
    assert indicators | evidence | {"presence", "member_presence"} <= set(asked())


def test_its_codes_are_those_of_the_registry():
    questions = asked()
    for vocabulary, prefixes in ((FAMILY, ("",)), (PERSON, ("", "member_", "new_"))):
        for field, codes in vocabulary.items():
            for prefix in prefixes:
                if vocabulary is PERSON and not prefix and field in FAMILY:
                    continue
                assert questions.get(f"{prefix}{field}", set()) <= set(codes), prefix + field
    assert questions["reason"] == set(VERDICT_REASONS)
    assert questions["consent"] == set(YES_NO)
    assert questions["presence"] == set(FAMILY["presence"])
    assert questions["member_presence"] | {"new"} == set(PERSON["presence"])


def test_a_photo_is_made_small_on_the_phone():
    form = ET.fromstring(current().xform)
    sizes = [
        bind.get("{http://openrosa.org/xforms}max-pixels")
        for bind in form.iter(f"{XFORMS}bind")
        if bind.get("type") == "binary"
    ]
    assert sizes == ["1280"] * 6


def test_names_of_entities_carry_the_number():
    assert family_id(family_name(194_281)) == 194_281
    assert person_id(person_name(2**40)) == 2**40
    assert person_id(family_name(7)) is None
    assert family_id("uuid:nonsense") is None


def test_a_visit_is_read_as_values_of_the_registry():
    said = read(
        filled(
            42, instance="uuid:1", decent_house="no", roof="zinc", floor_area_m2="24.5", rt="2",
            head_name="  Sutrisno   Widodo ", position="-7.75 110.49 0 4", meets_criteria="no",
            reason="well_off", note="rumah baru", photo_front="1.jpg",
            members=[{"person": 7, "member_presence": "present", "works": "no",
                      "member_birth_date": "1990-02-03"},
                     {"person": 8, "member_presence": "dead"}],
            newcomers=[{"new_name": "Siti", "new_sex": "female", "new_relationship": "child"}],
        )
    )  # fmt: skip
    assert (said.instance_id, said.family_id, said.visited_on) == ("uuid:1", 42, date(2023, 8, 10))
    assert said.family == {
        "presence": "found", "decent_house": "no", "roof": "zinc", "floor_area_m2": 24.5,
        "rt": "002", "head_name": "Sutrisno Widodo", "latitude": -7.75, "longitude": 110.49,
    }  # fmt: skip
    assert said.members == (
        Member(7, {"presence": "present", "works": "no", "birth_date": date(1990, 2, 3)}),
        Member(8, {"presence": "dead"}),
        Member(None, {"presence": "new", "name": "Siti", "sex": "female", "relationship": "child"}),
    )
    assert (said.meets_criteria, said.reason, said.note) == ("no", "well_off", "rumah baru")
    assert said.photos == {"photo_front": "1.jpg"}


def test_what_is_not_answered_says_nothing():
    said = read(filled(42, presence="not_found", consent="", decent_house="perhaps"))
    assert said.family == {"presence": "not_found"}
    assert said.members == ()
    assert said.meets_criteria is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<data/>",
        b'<!DOCTYPE d [<!ENTITY a "b">]><data><instanceID>&a;</instanceID></data>',
    ],
)
def test_other_bytes_are_refused(content: bytes):
    with pytest.raises(NotASubmission):
        read(content)
