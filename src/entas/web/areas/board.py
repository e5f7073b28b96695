"""The dashboard of an area as plain data: cards, map, league table, funnel. Templates draw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entas.access.scope import Scope
from entas.areas.models import Level
from entas.evaluation import queries
from entas.evaluation.results import Cell, Figure, Funnel, Unmet
from entas.snapshots.tables import Indicator
from entas.web.drawing.bars import Part, columns, share, stacked
from entas.web.pinned import Pinned
from entas.web.wording import CELLS, CELLS_EXPLAINED, INDICATORS, IndicatorWords

BAR = (Cell.MET, Cell.REALISED, Cell.PLANNED, Cell.POTENTIAL, Cell.UNFUNDED)
SPLIT = (Cell.NEED, Cell.MET, Cell.REALISED, Cell.PLANNED, Cell.POTENTIAL, Cell.UNFUNDED)
SORTS = ("pct", "remaining", "need", "name")


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with the address of the rows behind it."""

    cell: Cell
    name: Promise
    meaning: Promise
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator of the area."""

    indicator: Indicator
    words: IndicatorWords
    figure: Figure
    bar: list[Part]
    numbers: list[Number]
    remaining: Number
    unknown: Number
    is_backlog: bool
    """Whether this is the area's biggest unfinished work ("PR")."""
    change: "Change | None" = None
    """What moved since the snapshot before; ``None`` where there is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """How much more (or less) remains, and is needed, than at the cut-off before."""

    remaining: int
    need: int


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """A child area in the league table of one indicator."""

    rank: int
    code: str
    name: str
    url: str
    figure: Figure
    numbers: dict[str, Number]
    bar: list[Part]
    backlog: Card | None
    """The card of the child's own biggest backlog."""

    @property
    def short_name(self) -> str:
        """The name without what the head of the column says already."""
        return self.name.removeprefix("Kabupaten ")


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the verification funnel."""

    name: Promise
    count: int
    share: float | None
    width: str
    state: str


@dataclass(frozen=True, slots=True)
class Column:
    """Families with so many unmet needs."""

    label: str
    count: int
    y: str
    height: str
    fill: str


class Links:
    """Addresses that a dashboard's figures lead to."""

    def __init__(self, pin: Pinned) -> None:
        self._pinned = pin.query

    def rows(self, code: str, indicator: Indicator, cell: Cell) -> str:
        """The families or persons behind a figure."""
        query = {"indicator": indicator.key, "cell": str(cell), **self._pinned}
        return f"{reverse('families', args=(code,))}?{urlencode(query)}"

    def area(self, code: str, **query: Any) -> str:
        """The dashboard of an area."""
        encoded = urlencode({**query, **self._pinned})
        return reverse("area", args=(code,)) + (f"?{encoded}" if encoded else "")

    def number(self, figure: Figure, cell: Cell) -> Number:
        """One cell of a figure."""
        count: int = getattr(figure, cell.value)
        url = self.rows(figure.area_code, figure.indicator, cell)
        return Number(cell, CELLS[cell], CELLS_EXPLAINED[cell], count, url)


def bar_of(figure: Figure) -> list[Part]:
    """The stacked bar of an indicator: met and merely realised apart, then what remains."""
    counts = {
        Cell.MET: figure.met,
        Cell.REALISED: figure.realised - figure.met,
        Cell.PLANNED: figure.planned,
        Cell.POTENTIAL: figure.potential,
        Cell.UNFUNDED: figure.unfunded,
    }
    return stacked([(cell.value, counts[cell]) for cell in BAR], total=figure.need)


def biggest_backlog(figures: Iterable[Figure]) -> Indicator | None:
    """The indicator with most remaining; ``None`` when nothing remains."""
    worst = max(figures, key=lambda figure: figure.remaining, default=None)
    return worst.indicator if worst and worst.remaining else None


def cards(figures: Sequence[Figure], links: Links, before: Sequence[Figure] = ()) -> list[Card]:
    """The eight cards, in the order of meetings; ``before`` are the figures to compare with."""
    worst = biggest_backlog(figures)
    earlier = {figure.indicator: figure for figure in before}
    return [
        Card(
            indicator=figure.indicator,
            words=INDICATORS[figure.indicator],
            figure=figure,
            bar=bar_of(figure),
            numbers=[links.number(figure, cell) for cell in SPLIT],
            remaining=links.number(figure, Cell.REMAINING),
            unknown=links.number(figure, Cell.UNKNOWN),
            is_backlog=figure.indicator == worst,
            change=_change(figure, earlier.get(figure.indicator)),
        )
        for figure in sorted(figures, key=lambda figure: figure.indicator)
    ]


def _change(figure: Figure, before: Figure | None) -> Change | None:
    if before is None:
        return None
    return Change(figure.remaining - before.remaining, figure.need - before.need)


def league(
    figures: Sequence[Figure], indicator: Indicator, links: Links, *, sort: str
) -> list[LeagueRow]:
    """Child areas that need something, ranked by share realised; in the order asked for."""
    by_area: dict[str, list[Figure]] = {}
    for figure in figures:
        by_area.setdefault(figure.area_code, []).append(figure)
    own = [
        figure for group in by_area.values() for figure in group if figure.indicator == indicator
    ]
    present = [figure for figure in own if any(other.need for other in by_area[figure.area_code])]
    present.sort(key=lambda figure: (-(figure.realised_pct or -1.0), figure.remaining))
    rows = []
    for rank, figure in enumerate(present, start=1):
        worst = biggest_backlog(by_area[figure.area_code])
        all_cards = cards(by_area[figure.area_code], links) if worst else []
        rows.append(
            LeagueRow(
                rank=rank,
                code=figure.area_code,
                name=figure.area_name,
                url=links.area(figure.area_code, indicator=indicator.key),
                figure=figure,
                numbers={
                    cell.value: links.number(figure, cell)
                    for cell in (Cell.NEED, Cell.REALISED, Cell.REMAINING)
                },
                bar=bar_of(figure),
                backlog=next((card for card in all_cards if card.is_backlog), None),
            )
        )
    return ordered(rows, sort)


def ordered(rows: list[LeagueRow], sort: str) -> list[LeagueRow]:
    """Rows by ``sort`` (one of ``SORTS``); a leading ``-`` reverses what is natural."""
    natural = sort.lstrip("-")
    keys = {
        "pct": lambda row: row.rank,
        "remaining": lambda row: -row.figure.remaining,
        "need": lambda row: -row.figure.need,
        "name": lambda row: row.name,
    }
    return sorted(rows, key=keys.get(natural, keys["pct"]), reverse=sort.startswith("-"))


def funnel_steps(funnel: Funnel) -> list[Step]:
    """The verification funnel, each stage against the families that were listed."""
    stages = (
        (_("Listed"), funnel.listed, "accent"),
        (_("Visited"), funnel.visited, "accent"),
        (_("Found"), funnel.found, "accent"),
        (_("Submitted"), funnel.submitted, "accent"),
        (_("Checked"), funnel.checked, "accent"),
        (_("Ratified"), funnel.ratified, "accent"),
        (_("Accepted"), funnel.accepted, "accent"),
        (_("Left the list"), funnel.left, "left"),
    )
    return [
        Step(
            name=name,
            count=count,
            share=100 * count / funnel.listed if funnel.listed else None,
            width=share(count, funnel.listed),
            state=state,
        )
        for name, count, state in stages
    ]


def unmet_columns(unmet: Unmet) -> list[Column]:
    """A column for each number of unmet needs, 0 to 8."""
    fills = ("met", "b1", "b2", "b3", "b3", "b4", "b4", "b5", "b5")
    drawn = columns(unmet.families)
    return [
        Column(label=str(needs), count=count, y=y, height=height, fill=fills[min(needs, 8)])
        for needs, (count, (y, height)) in enumerate(zip(unmet.families, drawn, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Board:
    """All that the dashboard of one area shows."""

    cards: list[Card]
    since: datetime | None
    """Cut-off that the changes on the cards are counted from."""
    current: Card
    children: list[Figure]
    funnel: Funnel | None
    steps: list[Step]
    columns: list[Column]


def board(pin: Pinned, scope: Scope, code: str, level: Level, *, asked: str) -> Board | None:
    """Evaluate the area; ``None`` when the snapshot has nothing of it.

    ``asked`` is the key of an indicator; any other text gives the area's biggest backlog.
    """
    links, snapshot = Links(pin), pin.snapshot
    own = queries.figures(snapshot, scope=scope, of=code, by=level)
    if not own:
        return None
    earlier = pin.before
    before = queries.figures(earlier, scope=scope, of=code, by=level) if earlier else []
    found = cards(own, links, before)
    current = next((card for card in found if card.indicator.key == asked), None) or next(
        (card for card in found if card.is_backlog), found[0]
    )
    below = (
        queries.figures(snapshot, scope=scope, of=code, by=Level(level + 1))
        if level < Level.VILLAGE
        else []
    )
    funnel = next(iter(queries.funnel(snapshot, scope=scope, of=code, by=level)), None)
    unmet = next(iter(queries.unmet(snapshot, scope=scope, of=code, by=level)), None)
    return Board(
        cards=found,
        since=earlier.cutoff if earlier else None,
        current=current,
        children=below,
        funnel=funnel,
        steps=funnel_steps(funnel) if funnel else [],
        columns=unmet_columns(unmet) if unmet else [],
    )
