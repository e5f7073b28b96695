"""Ask a snapshot: figures, funnel and unmet needs by area, and the rows behind a figure.

Each takes the caller's scope and checks it first. ``of`` is an area's code, ``by`` the level of the
areas to show inside it; the level of ``of`` itself gives that area alone. Areas without data are
zero, not missing. The first question to a snapshot measures it (seconds at most); later ones take
milliseconds.
"""

from collections.abc import Sequence
from functools import partial

from entas.access.scope import Permission, Scope
from entas.areas.models import CODE_LENGTH, Level
from entas.evaluation import rows
from entas.evaluation.engines.shapes import COUNTED, FUNNEL_COUNTS, INDICATORS, UNMET_COUNTS
from entas.evaluation.results import Cell, Figure, Funnel, Subject, Unmet
from entas.evaluation.store import Counts, Numbers, Results, results
from entas.kernel.errors import Refused
from entas.snapshots import queries as snapshots
from entas.snapshots.models import Snapshot
from entas.snapshots.open import OpenSnapshot
from entas.snapshots.tables import Indicator

_LEVELS = {length: level for level, length in CODE_LENGTH.items()}


class AreaUnclear(Refused):
    """An area code or a level that cannot be asked for."""


def figures(snapshot: Snapshot | int, *, scope: Scope, of: str, by: Level) -> list[Figure]:
    """Eight figures an area, in the order of codes and indicators."""
    found, level = _results(snapshot, scope, of, by)
    counted = _rows(found.figures, of, level, by, COUNTED, keyed=True)
    zero = (0,) * len(COUNTED)
    return [
        _figure(code, name, indicator, counted.get((code, indicator), zero))
        for code, name in _areas(found, found.figures, of, level, by).items()
        for indicator in Indicator
    ]


def _figure(code: int, name: str, indicator: Indicator, counts: tuple[int, ...]) -> Figure:
    cells = dict(zip(COUNTED, counts, strict=True))
    return Figure(
        area_code=str(code),
        area_name=name,
        indicator=indicator,
        remaining=cells["need"] - cells["realised"],
        **cells,
    )


def funnel(snapshot: Snapshot | int, *, scope: Scope, of: str, by: Level) -> list[Funnel]:
    """How far verification went, an area a row."""
    found, level = _results(snapshot, scope, of, by)
    counted = _rows(found.funnel, of, level, by, FUNNEL_COUNTS)
    zero = (0,) * len(FUNNEL_COUNTS)
    return [
        Funnel(str(code), name, **dict(zip(FUNNEL_COUNTS, counted.get((code,), zero), strict=True)))
        for code, name in _areas(found, found.funnel, of, level, by).items()
    ]


def unmet(snapshot: Snapshot | int, *, scope: Scope, of: str, by: Level) -> list[Unmet]:
    """Families by number of unmet needs, an area a row."""
    found, level = _results(snapshot, scope, of, by)
    counted = _rows(found.unmet, of, level, by, UNMET_COUNTS)
    return [
        Unmet(str(code), name, counted.get((code,), (0,) * (INDICATORS + 1)))
        for code, name in _areas(found, found.unmet, of, level, by).items()
    ]


def subjects(
    snapshot: Snapshot | int,
    *,
    scope: Scope,
    of: str,
    indicator: Indicator,
    cell: Cell,
    offset: int,
    limit: int,
) -> tuple[int, list[Subject]]:
    """How many subjects a figure counts, and a page of them by village and family.

    Needs permission to see families in ``of``.
    """
    level = _level_of(of)
    scope.check(of, Permission.SEE_FAMILIES)
    opened = _opened(snapshot, scope)
    found = results(opened).figures
    within = found.within(Level.VILLAGE, int(of), level)
    chosen = found.columns["indicator"][within] == indicator
    counts = _cell(found, cell)[within][chosen]
    villages = found.columns["code"][within][chosen]
    total = int(counts.sum())
    if offset >= total or limit <= 0:
        return total, []
    # Only the villages that the page touches are read: their rows lie together in the file.
    ends = counts.cumsum()
    touched = (ends > offset) & (ends - counts < offset + limit) & (counts > 0)
    before = int((ends - counts)[touched][0])
    page = rows.of_cell(
        opened.path("needs"),
        villages=villages[touched].tolist(),
        indicator=indicator,
        cell=cell,
        offset=offset - before,
        limit=limit,
    )
    return total, page


def family_status(snapshot: Snapshot | int, *, scope: Scope, family_id: int) -> list[Subject]:
    """All indicators of one family and its members; empty if the snapshot has none (they left).

    Needs permission to see families in its village.
    """
    return statuses(snapshot, scope=scope, family_ids=[family_id])[family_id]


def statuses(
    snapshot: Snapshot | int, *, scope: Scope, family_ids: Sequence[int]
) -> dict[int, list[Subject]]:
    """``family_status`` of several families at once, by family."""
    opened = _opened(snapshot, scope)
    villages = rows.villages_of(opened.path("families"), family_ids)
    for village in set(villages.values()):
        scope.check(str(village), Permission.SEE_FAMILIES)
    found: dict[int, list[Subject]] = {family_id: [] for family_id in family_ids}
    for subject in rows.of_families(opened.path("needs"), villages=villages):
        found[subject.family_id].append(subject)
    return found


def prepare(snapshot: Snapshot | int, *, scope: Scope) -> None:
    """Measure a snapshot now, so that nobody waits for the first page."""
    results(_opened(snapshot, scope))


def _opened(snapshot: Snapshot | int, scope: Scope) -> OpenSnapshot:
    found = snapshots.get(scope, snapshot) if isinstance(snapshot, int) else snapshot
    return snapshots.opened(found)


def _level_of(code: str) -> Level:
    level = _LEVELS.get(len(code))
    if level is None or not code.isdecimal() or code.startswith("0"):
        raise AreaUnclear(
            f"{code!r} is not an area code: give 2, 4, 6 or 10 digits, like 33 or 3310012005."
        )
    return level


def _results(snapshot: Snapshot | int, scope: Scope, of: str, by: Level) -> tuple[Results, Level]:
    level = _level_of(of)
    scope.check(of)
    if by < level:
        raise AreaUnclear(
            f"Area {of} is a {level.label}; it has no {by.label}: ask for {level.label} or below."
        )
    return results(_opened(snapshot, scope)), level


def _areas(found: Results, counts: Counts, of: str, level: Level, by: Level) -> dict[int, str]:
    """Areas by code: those the installation knows, and any that the data name beside."""
    known = found.areas.within(by, int(of), level)
    codes = counts.columns["code"][counts.within(by, int(of), level)].tolist()
    strange = {code: str(code) for code in codes if code not in known}
    return dict(sorted((known | strange).items())) if strange else known


def _rows(
    counts: Counts, of: str, level: Level, by: Level, names: tuple[str, ...], *, keyed: bool = False
) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Counts by code (and indicator) of the areas inside ``of``."""
    within = counts.within(by, int(of), level)
    take = partial(_plain, counts, within)
    keys = zip(take("code"), take("indicator"), strict=True) if keyed else zip(take("code"))
    return dict(zip(keys, zip(*map(take, names), strict=True), strict=True))


def _plain(counts: Counts, within: slice, name: str) -> list[int]:
    plain: list[int] = counts.columns[name][within].tolist()
    return plain


def _cell(found: Counts, cell: Cell) -> Numbers:
    if cell is Cell.REMAINING:
        return found.columns["need"] - found.columns["realised"]
    return found.columns[cell.value]
