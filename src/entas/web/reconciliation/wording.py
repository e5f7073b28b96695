"""What a cell of a comparison is called, with the names of the two lists in it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation.cells import Cell, Decided, Held, Said, Unit
from entas.snapshots.tables import Indicator
from entas.sources.profiles import titles
from entas.web.fields import FIELDS, SOURCES
from entas.web.wording import INDICATORS

_BY_KEY = {indicator.key: indicator for indicator in Indicator}


def source_name(key: str) -> str:
    """What the screens call a list; one that an agency brought is called by its own name."""
    return str(SOURCES.get(key) or titles({key}).get(key, key))


@dataclass(frozen=True, slots=True)
class Names:
    """The two lists of a comparison by name."""

    a: str
    b: str

    @classmethod
    def of(cls, result: Reconciliation) -> "Names":
        """The names of a result's lists."""
        return cls(source_name(result.source_a), source_name(result.source_b))

    def fill(self, sentence: str, **more: str) -> str:
        """A sentence with ``%(a)s`` and ``%(b)s``."""
        return sentence % {"a": self.a, "b": self.b, **more}


_HELD = {
    Held.BOTH: gettext_lazy("In both lists"),
    Held.ONLY_A: gettext_lazy("Only in %(a)s"),
    Held.ONLY_B: gettext_lazy("Only in %(b)s"),
    Held.NEITHER: gettext_lazy("Verified poor, in neither list"),
}
_SAID = {
    Said.AGREE: gettext_lazy("%(about)s: the lists agree"),
    Said.DISAGREE: gettext_lazy("%(about)s: %(a)s and %(b)s disagree"),
    Said.ONLY_A: gettext_lazy("%(about)s: only %(a)s says it"),
    Said.ONLY_B: gettext_lazy("%(about)s: only %(b)s says it"),
    Said.NEITHER: gettext_lazy("%(about)s: neither list says it"),
}
_DECIDED = {
    Decided.BOTH_NEED: gettext_lazy("%(about)s: both lists show the need"),
    Decided.BOTH_NO_NEED: gettext_lazy("%(about)s: both lists show no need"),
    Decided.A_NEEDS: gettext_lazy("%(about)s: need by %(a)s, no need by %(b)s"),
    Decided.B_NEEDS: gettext_lazy("%(about)s: need by %(b)s, no need by %(a)s"),
    Decided.ONLY_A: gettext_lazy("%(about)s: only %(a)s can tell"),
    Decided.ONLY_B: gettext_lazy("%(about)s: only %(b)s can tell"),
    Decided.NEITHER: gettext_lazy("%(about)s: neither list can tell"),
}
_FLAGS = {
    (Unit.FAMILY, "unlisted"): gettext_lazy("Verified poor, in no list at all"),
    (Unit.FAMILY, "poor_missing_a"): gettext_lazy("Verified poor, missing in %(a)s"),
    (Unit.FAMILY, "poor_missing_b"): gettext_lazy("Verified poor, missing in %(b)s"),
    (Unit.FAMILY, "not_meeting_a"): gettext_lazy(
        "Listed in %(a)s, verified not to meet the criteria"
    ),
    (Unit.FAMILY, "not_meeting_b"): gettext_lazy(
        "Listed in %(b)s, verified not to meet the criteria"
    ),
    (Unit.FAMILY, "merged_a"): gettext_lazy("Listed more than once in %(a)s"),
    (Unit.FAMILY, "merged_b"): gettext_lazy("Listed more than once in %(b)s"),
    (Unit.FAMILY, "waiting"): gettext_lazy("Possibly a duplicate, waiting for a decision"),
    (Unit.PERSON, "dead_a"): gettext_lazy("Dead, still listed in %(a)s"),
    (Unit.PERSON, "dead_b"): gettext_lazy("Dead, still listed in %(b)s"),
    (Unit.PERSON, "hint_a"): gettext_lazy("Perhaps dead (the name says Alm.), listed in %(a)s"),
    (Unit.PERSON, "hint_b"): gettext_lazy("Perhaps dead (the name says Alm.), listed in %(b)s"),
    (Unit.PERSON, "merged_a"): gettext_lazy("Person listed more than once in %(a)s"),
    (Unit.PERSON, "merged_b"): gettext_lazy("Person listed more than once in %(b)s"),
    (Unit.PERSON, "waiting"): gettext_lazy("Person possibly a duplicate, waiting for a decision"),
}


def about(cell: Cell) -> str:
    """The field or indicator of a cell in words."""
    return name_of(cell.about, indicator=cell.is_indicator)


def name_of(key: str, *, indicator: bool) -> str:
    """A field or an indicator in words."""
    if indicator:
        return str(INDICATORS[_BY_KEY[key]].long)
    return _("Family") if key == "family_id" else str(FIELDS.get(key, key))


def describe(cell: Cell, names: Names) -> str:
    """A cell in one sentence, as it stands over its list and in the order to the field."""
    if cell.is_field:
        return names.fill(str(_SAID[Said(cell.code)]), about=about(cell))
    if cell.is_indicator:
        return names.fill(str(_DECIDED[Decided(cell.code)]), about=about(cell))
    if cell.column == "held":
        return names.fill(str(_HELD[Held(cell.code)]))
    return names.fill(str(_FLAGS[cell.unit, cell.column]))


UNITS: dict[Unit, Promise] = {
    Unit.FAMILY: gettext_lazy("families"),
    Unit.PERSON: gettext_lazy("persons"),
}

STATES: dict[str, Promise] = {
    "open": gettext_lazy("To visit"),
    "done": gettext_lazy("Done"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
