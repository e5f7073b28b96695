"""The tables of a reconciliation as rows of cells, as screens, files and terminals show them; pure.

Names are machine names; ``a`` and ``b`` are the two lists in the order of the result.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from entas.linkage.reconciliation.cells import FLAG, WAYS, Cell, Decided, Held, Said, Unit


class Table(StrEnum):
    """The tables there are."""

    LISTS = "lists"
    INDICATORS = "indicators"
    FIELDS = "fields"
    AREAS = "areas"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about, and its cells by name, each with its number."""

    unit: Unit
    about: str
    counts: Mapping[str, int]
    cells: Mapping[str, Cell]

    @property
    def total(self) -> int:
        """All that the line counts."""
        return sum(self.counts.values())


_HELD = {"both": Held.BOTH, "only_a": Held.ONLY_A, "only_b": Held.ONLY_B}
_SAID = {code.name.lower(): code for code in Said}
_DECIDED = {code.name.lower(): code for code in Decided}

_FAMILY, _PERSON = Unit.FAMILY, Unit.PERSON
AREA_CELLS: dict[str, Cell] = {
    **{name: Cell(_FAMILY, "held", code) for name, code in _HELD.items()},
    **{
        name: Cell(_FAMILY, name, FLAG) for name in ("unlisted", "poor_missing_a", "poor_missing_b")
    },
    **{name: Cell(_FAMILY, name, FLAG) for name in ("not_meeting_a", "not_meeting_b")},
    **{name: Cell(_FAMILY, name, FLAG) for name in ("merged_a", "merged_b", "waiting")},
    "persons_merged_a": Cell(_PERSON, "merged_a", FLAG),
    "persons_merged_b": Cell(_PERSON, "merged_b", FLAG),
    "persons_waiting": Cell(_PERSON, "waiting", FLAG),
    **{name: Cell(_PERSON, name, FLAG) for name in ("dead_a", "dead_b", "hint_a", "hint_b")},
}
"""What is counted of every area, by name: lists, gaps, duplicates, the dead."""
AREA_COLUMNS = frozenset(cell.column for cell in AREA_CELLS.values())


def lists(tally: Mapping[Cell, int]) -> list[Line]:
    """Families and persons in both lists, only in A, only in B."""
    return [_line(tally, unit, "held", unit.value, _HELD) for unit in Unit]


def fields(tally: Mapping[Cell, int]) -> list[Line]:
    """Every field that one of the lists speaks of, of subjects in both; most disagreed first."""
    lines = [
        _line(tally, unit, f"f_{field}", field, _SAID) for unit in Unit for field in WAYS[unit]
    ]
    spoken = [line for line in lines if line.total > line.counts["neither"]]
    return sorted(spoken, key=lambda line: -line.counts["disagree"])


def indicators(tally: Mapping[Cell, int], keys: Iterable[str]) -> list[Line]:
    """Every indicator, of subjects in both, in the order of ``keys``."""
    keys = list(keys)
    known = {(cell.about, cell.unit) for cell in tally if cell.is_indicator}
    return [
        _line(tally, unit, f"i_{key}", key, _DECIDED)
        for key in keys
        for unit in Unit
        if (key, unit) in known
    ]


def area(code: str, tally: Mapping[Cell, int]) -> Line:
    """What is counted of one area."""
    counts = {name: tally.get(cell, 0) for name, cell in AREA_CELLS.items()}
    return Line(Unit.FAMILY, code, counts, AREA_CELLS)


def _line(
    tally: Mapping[Cell, int], unit: Unit, column: str, about: str, codes: Mapping[str, int]
) -> Line:
    cells = {name: Cell(unit, column, int(code)) for name, code in codes.items()}
    return Line(unit, about, {name: tally.get(cell, 0) for name, cell in cells.items()}, cells)
