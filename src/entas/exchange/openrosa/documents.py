"""The XML documents of OpenRosa: list of forms, manifest, integrity, response.

After the OpenRosa standards kept by ODK (docs.getodk.org/openrosa): form list, form submission and
integrity API.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

FORM_LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
CONTENT_TYPE = "text/xml; charset=utf-8"
ACCEPT_LENGTH = 100_000_000  # bytes of one post, as ODK Central says


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form as the list names it. Addresses are absolute."""

    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that belongs to a form; with ``integrity_url`` it is a list of entities."""

    file_name: str
    hash: str
    download_url: str
    integrity_url: str = ""


def form_list(forms: Sequence[ListedForm], *, verbose: bool = False) -> bytes:
    """The forms to download; ``verbose`` adds what each is for."""
    root = Element("xforms", xmlns=FORM_LIST)
    for form in forms:
        node = SubElement(root, "xform")
        _text(node, "formID", form.form_id)
        _text(node, "name", form.name)
        _text(node, "version", form.version)
        _text(node, "hash", form.hash)
        if verbose and form.description:
            _text(node, "descriptionText", form.description)
        _text(node, "downloadUrl", form.download_url)
        _text(node, "manifestUrl", form.manifest_url)
    return _bytes(root)


def manifest(files: Sequence[MediaFile]) -> bytes:
    """The files that belong to a form."""
    root = Element("manifest", xmlns=MANIFEST)
    for file in files:
        kind = {"type": "entityList"} if file.integrity_url else {}
        node = SubElement(root, "mediaFile", kind)
        _text(node, "filename", file.file_name)
        _text(node, "hash", file.hash)
        _text(node, "downloadUrl", file.download_url)
        if file.integrity_url:
            _text(node, "integrityUrl", file.integrity_url)
    return _bytes(root)


def integrity(gone: Mapping[str, bool]) -> bytes:
    """For each entity asked for, whether it is deleted here."""
    root = Element("data")
    entities = SubElement(root, "entities")
    for name, deleted in gone.items():
        _text(SubElement(entities, "entity", id=name), "deleted", str(deleted).lower())
    return _bytes(root)


def response(message: str, *, nature: str = "submit_success") -> bytes:
    """What the server says to whoever sent a form; Collect shows the message."""
    root = Element("OpenRosaResponse", xmlns=RESPONSE)
    _text(root, "message", message)
    root[0].set("nature", nature)
    return _bytes(root)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _bytes(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
