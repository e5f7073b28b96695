"""Forms as a phone fills them in, made of the real form's own instance."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

from entas.verification.forms.editions import current
from entas.verification.forms.entities import family_name, person_name

XFORMS = "{http://www.w3.org/2002/xforms}"
OPENROSA = "http://openrosa.org/xforms"


def instance_id() -> str:
    return f"uuid:{uuid4()}"


def filled(
    family: int | None,
    *,
    instance: str = "",
    deprecated: str = "",
    members: Sequence[Mapping[str, Any]] = (),
    newcomers: Sequence[Mapping[str, Any]] = (),
    **answers: Any,
) -> bytes:
    """The XML of a submission: ``answers`` by question; an unknown question is an error."""
    answers = {
        "presence": "found", "consent": "yes", "visited_on": "2023-08-10", "device": "collect:1",
        "family": family_name(family) if family is not None else "",
        "instanceID": instance or instance_id(),
    } | answers  # fmt: skip
    root = _blank()
    if deprecated:
        meta = _find(root, "meta")
        ET.SubElement(meta, f"{{{OPENROSA}}}deprecatedID").text = deprecated
    _fill(root, answers)
    _repeat(root, "members", [
        {"person": person_name(member["person"]), **{k: v for k, v in member.items()
         if k != "person"}} for member in members
    ])  # fmt: skip
    _repeat(root, "newcomers", newcomers)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _blank() -> ET.Element:
    form = ET.fromstring(current().xform)
    instance = next(form.iter(f"{XFORMS}instance"))
    return copy.deepcopy(instance[0])


def _find(root: ET.Element, name: str) -> ET.Element:
    return next(node for node in root.iter() if node.tag.rpartition("}")[2] == name)


def _fill(node: ET.Element, answers: Mapping[str, Any]) -> None:
    for name, value in answers.items():
        _find(node, name).text = str(value)


def _repeat(root: ET.Element, name: str, many: Sequence[Mapping[str, Any]]) -> None:
    blank = [node for node in root if node.tag == f"{XFORMS}{name}"]
    place = list(root).index(blank[0])
    for node in blank:
        root.remove(node)
    for answers in reversed(many):
        node = copy.deepcopy(blank[-1])
        _fill(node, answers)
        root.insert(place, node)
