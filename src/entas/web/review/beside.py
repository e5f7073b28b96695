"""A pair side by side: fields, members of the two households, and what each list says of both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from entas.registry.queries import Said
from entas.registry.subjects import Relative
from entas.web.fields import FIELDS, SOURCES, say
from entas.web.review.differences import (
    Both,
    Pieces,
    digits,
    likeness,
    parts,
    unmarked,
    whole,
    words,
)

Values = Mapping[str, Any]

_COMPARED: dict[str, Callable[[str, str], Both]] = {
    "nik": digits,
    "head_nik": digits,
    "name": words,
    "head_name": words,
    "birth_date": parts,
    "sex": whole,
    "mother_name": words,
    "birth_place": words,
    "kk_number": digits,
    "relationship": whole,
    "village": words,
    "address": words,
    "hamlet": words,
    "rt": whole,
    "rw": whole,
    "marital_status": whole,
    "education": whole,
    "occupation": whole,
    "presence": whole,
    "decile": whole,
}
_NUMBERS = frozenset({"nik", "head_nik", "kk_number"})
PERSON = ("nik", "name", "birth_date", "sex", "mother_name", "birth_place", "kk_number",
          "relationship", "village", "address", "rt", "rw", "marital_status", "education",
          "occupation")  # fmt: skip
FAMILY = ("head_nik", "head_name", "kk_number", "village", "address", "hamlet", "rt", "rw",
          "decile", "presence")  # fmt: skip
_OF_A_MEMBER = ("name", "nik", "birth_date", "relationship")
_ONE = 0.75
"""From this likeness of names on, two members without equal NIK are shown beside each other."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of both: the pieces of each value. An empty side says nothing."""

    field: str
    name: Promise | str
    first: Pieces
    second: Pieces

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.first and self.second) and any(p.differs for p in self.first + self.second)

    @property
    def silent(self) -> bool:
        """Whether a side says nothing."""
        return not (self.first and self.second)

    @property
    def is_number(self) -> bool:
        """Whether its digits are read one by one."""
        return self.field in _NUMBERS


def compared(first: Values, second: Values, fields: Sequence[str]) -> list[Compared]:
    """The fields that either side speaks of."""
    rows = []
    for field in fields:
        ours, theirs = _text(field, first.get(field)), _text(field, second.get(field))
        if not ours and not theirs:
            continue
        if ours and theirs:
            left, right = _COMPARED[field](ours, theirs)
        else:  # nobody contradicts what only one side says
            left, right = unmarked(ours), unmarked(theirs)
        rows.append(Compared(field, _NAMES.get(field, field), left, right))
    return rows


@dataclass(frozen=True, slots=True)
class Members:
    """A member of each household beside each other, or one alone."""

    rows: list[Compared]
    alone_in: int
    """1 or 2: only that household has such a member; 0: both have."""


def members_beside(first: Sequence[Relative], second: Sequence[Relative]) -> list[Members]:
    """Members of two households: equal NIK first, then like names; the rest alone, in order."""
    partner = _partners(first, second)
    lines = [
        Members(compared(_values(one), _values(partner.get(number)), _OF_A_MEMBER), 0)
        if number in partner
        else Members(compared(_values(one), {}, _OF_A_MEMBER), 1)
        for number, one in enumerate(first)
    ]
    lines.sort(key=lambda line: line.alone_in)
    taken = {other.person_id for other in partner.values()}
    return lines + [
        Members(compared({}, _values(other), _OF_A_MEMBER), 2)
        for other in second
        if other.person_id not in taken
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """What one list says of one of the two: where it stands, and a text by field."""

    side: int
    source: Promise | str
    said: Said
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Lists:
    """What each list says of both: names of the fields, then a column for each list."""

    fields: list[Promise | str]
    told: list[Told]

    @property
    def rows(self) -> list[tuple[Promise | str, list[str]]]:
        """(field, what each list says of it), without fields of which all are silent."""
        table = zip(*(told.texts for told in self.told), strict=True)
        rows = [(name, list(texts)) for name, texts in zip(self.fields, table, strict=True)]
        return [(name, texts) for name, texts in rows if any(text != "–" for text in texts)]


def lists_on(first: Sequence[Said], second: Sequence[Said], fields: Sequence[str]) -> Lists:
    """What each list says of the first, then of the second."""
    kept = [field for field in fields if field != "village"]
    told = [
        Told(
            side=side,
            source=SOURCES.get(said.source, said.source),
            said=said,
            texts=[say(field, said.values.get(field)) for field in kept],
        )
        for side, observations in ((1, first), (2, second))
        for said in observations
    ]
    return Lists([_NAMES.get(field, field) for field in kept], told)


_NAMES: dict[str, Promise] = {**FIELDS, "village": FIELDS["village_code"]}


def _text(field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return str(value) if field == "village" else say(field, value)


def _values(member: Relative | None) -> Values:
    if member is None:
        return {}
    return {
        "name": member.name,
        "nik": member.nik,
        "birth_date": member.born,
        "relationship": member.relationship,
    }


def _partners(first: Sequence[Relative], second: Sequence[Relative]) -> dict[int, Relative]:
    """Place in the first household -> its like in the second; the surest first."""
    ranked = sorted(
        (-_alike(one, other), here, there)
        for here, one in enumerate(first)
        for there, other in enumerate(second)
    )
    found: dict[int, Relative] = {}
    used: set[int] = set()
    for unlike, here, there in ranked:
        if -unlike < _ONE:
            break
        if here not in found and there not in used:
            found[here] = second[there]
            used.add(there)
    return found


def _alike(one: Relative, other: Relative) -> float:
    if one.nik and one.nik == other.nik:
        return 2.0
    born = 0.2 if one.born and one.born == other.born else 0.0
    return likeness(one.name, other.name) + born
