"""One family as its page shows it: needs by subject, what each list says side by side, sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from entas.evaluation.results import Cell, Subject
from entas.registry.queries import FamilyDetail, MemberDetail, Said
from entas.snapshots.tables import Indicator
from entas.web.families.rows import cell_of
from entas.web.fields import FIELDS, say
from entas.web.wording import CELLS, CELLS_EXPLAINED, INDICATORS, IndicatorWords

_HIDDEN_BESIDE = frozenset({"village_code", "latitude", "longitude", "mother_name"})


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One subject of an indicator: the family itself, or a member."""

    who: str
    person_id: int | None
    cell: Cell
    state: Promise
    meaning: Promise

    @property
    def query(self) -> str:
        """What the address of its "why?" says of the person."""
        return f"person={self.person_id}&" if self.person_id else ""


@dataclass(frozen=True, slots=True)
class NeedCard:
    """An indicator of the family."""

    indicator: Indicator
    words: IndicatorWords
    lines: list[NeedLine]

    @property
    def shown(self) -> list[NeedLine]:
        """Lines that call for a look: all of a family's own, and of members those in need."""
        return [line for line in self.lines if line.cell not in _CALM or not line.who]

    @property
    def folded(self) -> list[NeedLine]:
        """Members who do not need it, or to whom it does not apply."""
        return [line for line in self.lines if line.cell in _CALM and line.who]

    @property
    def tone(self) -> str:
        """The state that the card's edge shows: that of its first line."""
        return self.lines[0].cell.value if self.lines else "not_applicable"


_ORDER = list(CELLS)
_CALM = frozenset({Cell.NO_NEED, Cell.NOT_APPLICABLE})


def need_cards(subjects: Sequence[Subject], members: Sequence[MemberDetail]) -> list[NeedCard]:
    """The eight indicators, each with its subjects, unmet ones first."""
    names = {member.person_id: member.values["name"] or "-" for member in members}
    cards = []
    for indicator in Indicator:
        lines = [
            NeedLine(
                who=names.get(subject.person_id, "") if subject.person_id else "",
                person_id=subject.person_id,
                cell=(cell := cell_of(subject)),
                state=CELLS[cell],
                meaning=CELLS_EXPLAINED[cell],
            )
            for subject in subjects
            if subject.indicator == indicator
        ]
        lines.sort(key=lambda line: _ORDER.index(line.cell))
        cards.append(NeedCard(indicator, INDICATORS[indicator], lines))
    return cards


@dataclass(frozen=True, slots=True)
class Told:
    """What one source says of one field."""

    text: str
    holds: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A field across the sources."""

    name: Promise | str
    told: list[Told]
    differs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each list says, side by side."""

    sources: Sequence[Said]
    rows: list[Compared]

    @property
    def apart(self) -> list[Compared]:
        """Fields the sources disagree on."""
        return [row for row in self.rows if row.differs]

    @property
    def alike(self) -> list[Compared]:
        """Fields the sources agree on."""
        return [row for row in self.rows if not row.differs]

    @property
    def differing(self) -> int:
        """How many fields the sources disagree on."""
        return sum(row.differs for row in self.rows)


def compare(subject: FamilyDetail | MemberDetail) -> Comparison:
    """Fields that any source speaks of; those that differ first."""
    rows = []
    for field, name in FIELDS.items():
        said = [source.values.get(field) for source in subject.observations]
        if field in _HIDDEN_BESIDE or not any(value is not None for value in said):
            continue
        holder = subject.decided_by.get(field)
        rows.append(
            Compared(
                name=name,
                told=[
                    Told(
                        text=say(field, value),
                        holds=source.observation_id == holder,
                        silent=value is None,
                    )
                    for source, value in zip(subject.observations, said, strict=True)
                ],
                differs=len({str(value) for value in said if value is not None}) > 1,
            )
        )
    rows.sort(key=lambda row: not row.differs)
    return Comparison(subject.observations, rows)


@dataclass(frozen=True, slots=True)
class Member:
    """A member in the table of members."""

    person_id: int
    name: str
    nik: str
    relationship: str
    sex: str
    born: str
    education: str
    work: str
    presence: str
    comparison: Comparison


def members_of(family: FamilyDetail) -> list[Member]:
    """The members, head first."""

    def text(member: MemberDetail, field: str) -> str:
        return say(field, member.values[field])

    return [
        Member(
            person_id=member.person_id,
            name=text(member, "name"),
            nik=text(member, "nik"),
            relationship=text(member, "relationship"),
            sex=text(member, "sex"),
            born=_born(member.values["birth_date"]),
            education=text(member, "education"),
            work=text(member, "occupation"),
            presence=text(member, "presence"),
            comparison=compare(member),
        )
        for member in family.members
    ]


def _born(value: Any) -> str:
    """A birth date, or the year alone while masked."""
    return say("birth_date", value) if isinstance(value, date) else str(value or "–")
