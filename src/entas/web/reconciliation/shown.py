"""The tables of a comparison as the page shows them: bars, numbers with their links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from entas.linkage.models import Reconciliation
from entas.linkage.reconciliation import tables
from entas.linkage.reconciliation.cells import Cell, Unit
from entas.linkage.reconciliation.tables import AREA_CELLS, Line
from entas.web.drawing.bars import Part, stacked
from entas.web.drawing.venn import Venn, venn
from entas.web.formats import count
from entas.web.reconciliation.wording import Names, describe, name_of

_TONES = {
    "agree": "agree",
    "both_need": "agree",
    "both_no_need": "agree",
    "disagree": "differs",
    "a_needs": "differs",
    "b_needs": "differs",
    "only_a": "only-a",
    "only_b": "only-b",
    "neither": "silent",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, what it counts, and where its list is."""

    count: int
    says: str
    url: str

    @property
    def link(self) -> SafeString:
        """The number as a link to its list. Not a template of its own: a page has hundreds."""
        if not self.count:
            return mark_safe('<span class="nil">0</span>')
        return format_html('<a href="{}" title="{}">{}</a>', self.url, self.says, count(self.count))


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a table."""

    about: str
    key: str
    unit: Unit
    total: int
    bar: Sequence[Part]
    numbers: Mapping[str, Number]

    @property
    def is_shared(self) -> bool:
        """Whether both lists speak of it, of somebody at least: only then can they disagree."""
        return any(self.numbers[name].count for name in ("agree", "disagree"))


@dataclass(frozen=True, slots=True)
class AreaShown:
    """A line of the table of areas."""

    code: str
    name: str
    url: str
    numbers: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the lists behind the numbers of one result."""

    result: Reconciliation
    names: Names

    def number(self, code: str, cell: Cell, subjects: int) -> Number:
        """A number of an area with its link."""
        base = reverse("reconciliation-families", args=[code])
        query = urlencode({"of": self.result.pk, "cell": cell.key})
        return Number(subjects, describe(cell, self.names), f"{base}?{query}")

    def area(self, code: str) -> str:
        """The page of an area inside."""
        return f"{reverse('reconciliation', args=[code])}?{urlencode({'of': self.result.pk})}"


def shown(code: str, lines: Sequence[Line], links: Links, *, indicator: bool) -> list[Shown]:
    """Lines of the tables of indicators or of fields."""
    return [
        Shown(
            about=name_of(line.about, indicator=indicator),
            key=line.about,
            unit=line.unit,
            total=line.total,
            bar=_bar(line),
            numbers={
                name: links.number(code, cell, line.counts[name])
                for name, cell in line.cells.items()
            },
        )
        for line in lines
    ]


def _bar(line: Line) -> list[Part]:
    parts: dict[str, int] = {}
    for name, subjects in line.counts.items():
        parts[_TONES[name]] = parts.get(_TONES[name], 0) + subjects
    return stacked(list(parts.items()), total=line.total)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Who is in which list, drawn and counted."""

    unit: Unit
    drawn: Venn
    numbers: Mapping[str, Number]


def overlaps(code: str, tally: Mapping[Cell, int], links: Links) -> list[Overlap]:
    """The overlap of the lists by families, and by persons where both lists name persons."""
    return [
        Overlap(
            unit=line.unit,
            drawn=venn(line.counts["only_a"], line.counts["both"], line.counts["only_b"]),
            numbers={
                name: links.number(code, cell, line.counts[name])
                for name, cell in line.cells.items()
            },
        )
        for line in tables.lists(tally)
        if line.total and (line.unit is Unit.FAMILY or _both_name(line))
    ]


def _both_name(line: Line) -> bool:
    both, only_a, only_b = (line.counts[name] for name in ("both", "only_a", "only_b"))
    return bool(both or (only_a and only_b))


def areas_shown(
    inside: Mapping[str, Mapping[Cell, int]], names: Mapping[str, str], links: Links
) -> list[AreaShown]:
    """The lines of the table of areas."""
    return [
        AreaShown(
            code=code,
            name=names.get(code, code),
            url=links.area(code),
            numbers={
                name: links.number(code, cell, tally.get(cell, 0))
                for name, cell in AREA_CELLS.items()
            },
        )
        for code, tally in inside.items()
    ]
