"""Every sentence of the screens is there in Indonesian."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import entas
from entas.kernel import vocabulary
from entas.registry.models import FamilyValues, PersonValues
from entas.web.fields import FIELDS, say

SOURCE = Path(entas.__file__).parent
CATALOGUE = SOURCE / "web" / "locale" / "id" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def _catalogue() -> Catalog:
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="id")


def _said() -> set[tuple[str | None, str]]:
    """(context, sentence) of every call of gettext in the source and the templates."""
    found = set()
    texts = [path.read_text() for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    texts += [templatize(path.read_text()) for path in SOURCE.rglob("templates/**/*.html")]
    for text in texts:
        for _, message, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            found.add((context, message if isinstance(message, str) else message[0]))
    return found


def test_every_sentence_is_translated_and_none_is_doubtful() -> None:
    messages = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0]): message
        for message in _catalogue()
        if message.id
    }
    assert _said() - set(messages) == set(), "not in the catalogue: gather and translate"
    empty = [message.id for message in messages.values() if not all(_strings(message))]
    assert empty == []
    assert [message.id for message in messages.values() if message.fuzzy] == []
    assert set(messages) - _said() == set(), "in the catalogue, and said nowhere"


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def test_placeholders_survive_translation() -> None:
    for message in _catalogue():
        if message.id and message.python_format:
            assert not list(message.check()), message.id


def test_every_field_and_code_has_words() -> None:
    for model in (FamilyValues, PersonValues):
        assert {field.name for field in model._meta.get_fields()} <= set(FIELDS)
    numbers = {"450", "900", "1300", "2200", "4+"} | {str(n) for n in range(1, 11)}
    for codes in (vocabulary.FAMILY, vocabulary.PERSON):
        for field, values in codes.items():
            bare = {code for code in values if say(field, code) == code} - numbers
            assert bare == set(), field
