"""Families as a list shows them: masked, with the strip of eight needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from entas.access.scope import Scope
from entas.evaluation import queries as evaluation
from entas.evaluation.results import Cell, Subject
from entas.registry import queries as registry
from entas.snapshots.models import Snapshot
from entas.snapshots.tables import Funding, Indicator, Status
from entas.web.wording import CELLS, FUNDING_CELLS, INDICATORS

_WORST_FIRST = (
    Cell.UNFUNDED,
    Cell.POTENTIAL,
    Cell.PLANNED,
    Cell.REALISED,
    Cell.MET,
    Cell.UNKNOWN,
    Cell.NO_NEED,
    Cell.NOT_APPLICABLE,
)
_DECIDED = {
    Status.UNKNOWN: Cell.UNKNOWN,
    Status.NO_NEED: Cell.NO_NEED,
    Status.NOT_APPLICABLE: Cell.NOT_APPLICABLE,
}


def cell_of(subject: Subject) -> Cell:
    """The cell that counts a subject: its status, or how far its need is answered."""
    status = Status(subject.status)
    if status is not Status.NEED:
        return _DECIDED[status]
    return Cell.MET if subject.met else FUNDING_CELLS[Funding(subject.funding)]


@dataclass(frozen=True, slots=True)
class Need:
    """One indicator in a strip: the worst state among the family and its members."""

    indicator: Indicator
    name: Promise
    cell: Cell
    state: Promise
    subjects: int = 0
    """How many of the family need it (persons, or 1 for the family's own indicators)."""


def strip(subjects: Iterable[Subject]) -> list[Need]:
    """The eight needs of one family, in the order of meetings; left out where nothing is said."""
    by_indicator: dict[Indicator, list[Cell]] = {}
    for subject in subjects:
        by_indicator.setdefault(Indicator(subject.indicator), []).append(cell_of(subject))
    needs = []
    for indicator in Indicator:
        cells = by_indicator.get(indicator, [Cell.NOT_APPLICABLE])
        worst = min(cells, key=_WORST_FIRST.index)
        count = sum(_WORST_FIRST.index(cell) < _WORST_FIRST.index(Cell.UNKNOWN) for cell in cells)
        needs.append(Need(indicator, INDICATORS[indicator].name, worst, CELLS[worst], count))
    return needs


@dataclass(frozen=True, slots=True)
class Row:
    """A family, or a person of it, in a list."""

    family: registry.FamilyRow
    village: str
    person: str = ""
    state: Cell | None = None
    needs: list[Need] = field(default_factory=list)

    @property
    def state_name(self) -> Promise | str:
        """What the state is called."""
        return CELLS[self.state] if self.state else ""


def rows_of_subjects(
    subjects: Sequence[Subject], snapshot: Snapshot, scope: Scope, villages: dict[str, str]
) -> list[Row]:
    """Rows for the subjects behind a figure, in their order."""
    ids = [subject.family_id for subject in subjects]
    families = {row.family_id: row for row in registry.families(scope=scope, family_ids=ids)}
    people = [subject.person_id for subject in subjects if subject.person_id is not None]
    _, names = registry.names_of(scope=scope, person_ids=people) if people else ({}, {})
    strips = _strips(snapshot, scope, ids)
    return [
        Row(
            family=families[subject.family_id],
            village=villages.get(subject.village_code, subject.village_code),
            person=names.get(subject.person_id or 0, ""),
            state=cell_of(subject),
            needs=strips.get(subject.family_id, []),
        )
        for subject in subjects
        if subject.family_id in families
    ]


def rows_of_families(
    families: Sequence[registry.FamilyRow],
    snapshot: Snapshot | None,
    scope: Scope,
    villages: dict[str, str],
) -> list[Row]:
    """Rows for families of the registry; without a snapshot there is no strip."""
    ids = [family.family_id for family in families]
    strips = _strips(snapshot, scope, ids) if snapshot else {}
    return [
        Row(
            family=family,
            village=villages.get(family.village_code, family.village_code),
            needs=strips.get(family.family_id, []),
        )
        for family in families
    ]


def _strips(snapshot: Snapshot, scope: Scope, ids: Sequence[int]) -> dict[int, list[Need]]:
    found = evaluation.statuses(snapshot, scope=scope, family_ids=ids)
    return {family_id: strip(subjects) for family_id, subjects in found.items()}
