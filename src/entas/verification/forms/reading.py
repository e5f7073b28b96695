"""What a phone sent, as canonical values: the XML of a submission to ``Filled``.

Names of questions are those of ``registry`` fields, and their codes those of
``kernel.vocabulary``, so that reading translates next to nothing. What is empty, hidden or not one
of the codes says nothing: unknown is never an answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from entas.kernel.errors import Refused
from entas.kernel.vocabulary import FAMILY, PERSON, VERDICT_REASONS, YES_NO
from entas.verification.forms.entities import family_id, person_id

Values = dict[str, str | float | date]

LONGEST = {"head_name": 120, "name": 120, "address": 200, "hamlet": 80, "note": 300}
_FAMILY_TEXTS = ("head_name", "kk_number", "address", "hamlet")
_PHOTOS = "photo_"
_LISTED = "listed_"


class NotASubmission(Refused):
    """The bytes are not a filled-in form."""


@dataclass(frozen=True, slots=True)
class Member:
    """What the visit says of one person. ``person_id`` is ``None`` for one not listed yet."""

    person_id: int | None
    values: Values


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled-in form. ``family`` has fields of ``FamilyValues``, members of ``PersonValues``."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    device: str
    visited_on: date | None
    family_id: int | None
    consent: bool
    family: Values
    members: tuple[Member, ...] = ()
    meets_criteria: str | None = None
    reason: str | None = None
    note: str | None = None
    photos: Mapping[str, str] = field(default_factory=dict)  # question -> file name
    listed: Mapping[str, str] = field(default_factory=dict)  # what the officer saw as listed

    @property
    def presence(self) -> str | None:
        """What was found: ``kernel.vocabulary.FAMILY["presence"]``."""
        found = self.family.get("presence")
        return str(found) if found else None


def read(xml: bytes) -> Filled:
    """Read a submission. Raises ``NotASubmission`` for what is not XML or has no instance id."""
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, ValueError) as error:
        raise NotASubmission("This is not the XML of a filled-in form: send it again.") from error
    said = _answers(root)
    instance = said.get("instanceID", "")
    if not instance or len(instance) > 80:
        raise NotASubmission("The form has no instance id: update the app and send it again.")
    return Filled(
        form_id=root.get("id", "")[:64],
        version=root.get("version", "")[:32],
        instance_id=instance,
        deprecated_id=said.get("deprecatedID", "")[:80],
        device=said.get("device", "")[:120],
        visited_on=_day(said.get("visited_on")),
        family_id=family_id(said.get("family", "")),
        consent=said.get("consent") == "yes",
        family=_family(said),
        members=(
            *(_member(node) for node in _repeats(root, "members")),
            *(_newcomer(node) for node in _repeats(root, "newcomers")),
        ),
        meets_criteria=_coded(said.get("meets_criteria"), YES_NO),
        reason=_coded(said.get("reason"), VERDICT_REASONS),
        note=_text(said, "note"),
        photos={key: name for key, name in said.items() if key.startswith(_PHOTOS)},
        listed={
            key.removeprefix(_LISTED): value
            for key, value in said.items()
            if key.startswith(_LISTED)
        },
    )


def _answers(node: Element) -> dict[str, str]:
    """Name and text of every answered question below a node, outside of repeats."""
    found: dict[str, str] = {}
    for child in node:
        name = _local(child)
        if name in {"members", "newcomers"}:
            continue
        if len(child):
            found |= _answers(child)
        elif child.text and child.text.strip():
            found[name] = child.text.strip()
    return found


def _repeats(root: Element, name: str) -> Iterable[dict[str, str]]:
    return (_answers(node) for node in root if _local(node) == name)


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _family(said: Mapping[str, str]) -> Values:
    values: dict[str, str | float | date | None] = {
        code: _coded(said.get(code), FAMILY[code]) for code in FAMILY
    }
    values |= {name: _text(said, name) for name in _FAMILY_TEXTS}
    values |= {name: said[name].zfill(3)[-3:] for name in ("rt", "rw") if name in said}
    values["floor_area_m2"] = _number(said.get("floor_area_m2"))
    latitude, longitude, *_ = (*said.get("position", "").split(), "", "")
    values |= {"latitude": _number(latitude), "longitude": _number(longitude)}
    return _said(values)


def _member(said: Mapping[str, str]) -> Member:
    values = _person(said, prefix="member_")
    return Member(person_id(said.get("person", "")), values)


def _newcomer(said: Mapping[str, str]) -> Member:
    values = _person(said, prefix="new_")
    return Member(None, {**values, "presence": "new"} if values else {})


def _person(said: Mapping[str, str], *, prefix: str) -> Values:
    """Questions of a repeat have its prefix where the family has a question of that name."""
    plain = {name.removeprefix(prefix): value for name, value in said.items()}
    values: dict[str, str | float | date | None] = {
        code: _coded(plain.get(code), PERSON[code]) for code in PERSON
    }
    values |= {"name": _text(plain, "name"), "nik": _text(plain, "nik")}
    values["birth_date"] = _day(plain.get("birth_date"))
    return _said(values)


def _said(values: Mapping[str, str | float | date | None]) -> Values:
    return {name: value for name, value in values.items() if value is not None}


def _coded(value: str | None, codes: tuple[str, ...]) -> str | None:
    return value if value in codes else None


def _text(said: Mapping[str, str], name: str) -> str | None:
    return " ".join(said.get(name, "").split())[: LONGEST.get(name, 16)] or None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _number(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None
