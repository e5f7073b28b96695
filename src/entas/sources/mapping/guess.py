"""Which column is which field: by its header, by its cells, and each field once."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import cache

from entas.sources.cleaning.cells import value_key
from entas.sources.cleaning.headers import edit_distance, header_key
from entas.sources.layouts.layout import Layout, RecordKind, ValueKind
from entas.sources.mapping.content import Cells, Places
from entas.sources.mapping.saved import Mapped, Mapping
from entas.sources.mapping.targets import BASES, GENERAL, Target, targets
from entas.sources.mapping.words import WORDS

SURE, LIKELY = 0.75, 0.45
LOWEST = 0.3  # below this nothing is guessed
SAMPLE = 300  # cells looked at in a column
_BY_HEADER, _BY_CELLS = 0.62, 0.38
_LOOKLESS = 0.88  # what a header alone can say, where cells of the field have no look
_AGAINST = 0.5  # what is left of a header whose cells are nothing of the kind
_ALONE = frozenset(
    {
        "nik", "kk_number", "birth_date", "village", "subdistrict", "district", "area_code", "name",
        "head_name", "address", "phone",
    }
)  # fmt: skip
"""Fields that their cells can give away under any header; coded ones can too, by their words."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column probably is. ``confidence`` is from 0 to 1; ``field`` is "" for nothing."""

    index: int
    header: str
    field: str
    confidence: float
    by_header: float = 0.0
    by_cells: float = 0.0

    @property
    def level(self) -> str:
        """How sure: one of the words sure, likely, unsure and none."""
        if not self.field:
            return "none"
        return (
            "sure"
            if self.confidence >= SURE
            else ("likely" if self.confidence >= LIKELY else "unsure")
        )


@dataclass(frozen=True, slots=True)
class Guessed:
    """The base that fits best, and a guess a column."""

    base: str
    kind: str
    columns: tuple[Guess, ...]

    def as_mapping(self) -> Mapping:
        """The mapping, if every guess is right."""
        return Mapping(
            self.base, self.kind, tuple(Mapped(one.header, one.field) for one in self.columns)
        )


def guess_mapping(
    headers: Sequence[str],
    columns: Sequence[Sequence[str]],
    *,
    places: Places,
    this_year: int,
    bases: Table[str, Layout] = BASES,
) -> Guessed:
    """The base and the fields that fit best. ``columns`` are the filled cells of each header."""
    looks = _look_at(columns, places=places, this_year=this_year)
    found = [
        (base, sheet, _guess(headers, looks, base=base, kind=sheet.kind.value))
        for base, layout in bases.items()
        for sheet in layout.sheets
        if sheet.kind is not RecordKind.TAG
    ]
    base, sheet, guesses = max(found, key=lambda one: _fit(one[0], one[1].required, one[2]))
    return Guessed(base, sheet.kind.value, tuple(guesses))


def _look_at(columns: Sequence[Sequence[str]], *, places: Places, this_year: int) -> list[Cells]:
    return [Cells(tuple(texts[:SAMPLE]), places, this_year) for texts in columns]


def _fit(base: str, required: Sequence[str], found: Sequence[Guess]) -> float:
    """How well a base fits: its guesses, the more so where rows could be used as they are."""
    sum_ = sum(one.confidence for one in found if one.field)
    sure = {one.field for one in found if one.field and one.confidence >= LIKELY}
    whole = set(required) <= sure
    if base == GENERAL.key:
        return sum_
    return sum_ + (0.6 if whole else -1.0 * len(set(required) - sure))


def guess_columns(
    headers: Sequence[str],
    columns: Sequence[Sequence[str]],
    *,
    base: str,
    kind: str,
    places: Places,
    this_year: int,
) -> list[Guess]:
    """One guess a header, in their order; no field is guessed twice.

    Fields are given out best first, so that of two columns of 16 digits the one headed NIK is the
    NIK and the other what it looks like next.
    """
    looks = _look_at(columns, places=places, this_year=this_year)
    return _guess(headers, looks, base=base, kind=kind)


def _guess(headers: Sequence[str], looks: Sequence[Cells], *, base: str, kind: str) -> list[Guess]:
    known = targets(base, kind)
    tables = _tables(base, kind)
    scored: list[tuple[float, int, str, float, float]] = []
    for index, header in enumerate(headers):
        cells = {**looks[index].scores, **looks[index].codes(tables)}
        for field, target in known.items():
            by_header = _header_score(header, target)
            by_cells = cells.get(field)
            score = _together(by_header, by_cells if looks[index].texts else None)
            if not by_header and field not in _ALONE and target.kind is not ValueKind.CODE:
                score = 0.0
            if score >= LOWEST:
                scored.append((score, index, field, by_header, by_cells or 0.0))
    taken: dict[int, Guess] = {}
    fields: set[str] = set()
    for score, index, field, by_header, by_cells in sorted(
        scored, key=lambda one: (-one[0], one[1], one[2])
    ):
        if index not in taken and field not in fields:
            taken[index] = Guess(index, headers[index], field, score, by_header, by_cells)
            fields.add(field)
    return [taken.get(index, Guess(index, header, "", 0.0)) for index, header in enumerate(headers)]


def _together(by_header: float, by_cells: float | None) -> float:
    """Header and cells together; where cells have no look, or there are none, the header alone."""
    if by_cells is None:
        return by_header * _LOOKLESS
    if by_header == 0:
        return by_cells * 0.7
    if by_cells == 0:
        return by_header * _AGAINST
    return by_header * _BY_HEADER + by_cells * _BY_CELLS


def _header_score(header: str, target: Target) -> float:
    """1 for a header that is known for the field; less for one that nearly is, or has its words."""
    key = header_key(header)
    if not key:
        return 0.0
    known = _known(target.field) | {
        header_key(text) for column in target.columns for text in (column.header, *column.aliases)
    }
    if key in known:
        return 1.0
    most = 0 if len(key) <= 4 else 1 if len(key) <= 9 else 2
    if most and any(len(k) > 4 and edit_distance(key, k, most=most) <= most for k in known):
        return 0.85
    return _shared_words(header, target)


@cache
def _known(field: str) -> frozenset[str]:
    return frozenset(map(header_key, WORDS.get(field, ())))


def _shared_words(header: str, target: Target) -> float:
    """Words of the header that a known header has, by the share of both; at most 0.7."""
    words = _words(header)
    best = 0.0
    texts = [text for column in target.columns for text in (column.header, *column.aliases)]
    for text in (*texts, *WORDS.get(target.field, ())):
        other = _words(text)
        both = words & other
        if both:
            best = max(best, len(both) / len(words | other), 0.75 * len(both) / len(other)
                       if other <= words else 0)  # fmt: skip
    return 0.7 * best


_NOISE = frozenset({"no", "nomor", "data", "yang", "di", "dan", "atau", "the", "of"})


@cache
def _words(text: str) -> frozenset[str]:
    spaced = "".join(char if char.isalnum() else " " for char in text.lower())
    return frozenset(spaced.split()) - _NOISE or frozenset(spaced.split())


@cache
def _tables(base: str, kind: str) -> dict[str, frozenset[str]]:
    """Keys of the words that each coded field of a base knows."""
    return {
        field: frozenset(map(value_key, _written(target)))
        for field, target in targets(base, kind).items()
        if target.kind is ValueKind.CODE
    }


def _written(target: Target) -> Iterable[str]:
    return (text for column in target.columns for text in column.values)
