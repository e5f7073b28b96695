"""The map of an area's children: outlines where the installation has them, else equal tiles."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from entas.access.scope import Scope
from entas.areas import queries
from entas.areas.models import Level
from entas.evaluation.results import Figure
from entas.snapshots.tables import Indicator
from entas.web.areas.board import Links
from entas.web.drawing.frames import frame
from entas.web.drawing.scale import Scale, scale_for
from entas.web.drawing.tiles import FRAME, TILES, Tile

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Place:
    """One child on the map. ``step`` is its class of backlog; ``None``: nothing is needed there."""

    code: str
    name: str
    url: str
    figure: Figure | None
    step: int | None
    tone: str
    """"light" or "dark" (of the words on it), or "blank"."""
    tile: Tile | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """A map to draw in the frame ``view`` (an SVG viewBox)."""

    kind: str  # "tiles" or "outlines"
    view: str
    places: list[Place]
    classes: list[tuple[int, int, int]]
    has_both: bool


def outlines(scope: Scope, code: str, by: Level) -> list[queries.Shape]:
    """The outlines inside an area that the caller sees, asked of the database once a minute."""
    key = f"web.outlines.{code}.{int(by)}"
    known: list[queries.Shape] | None = cache.get(key)
    if known is None:
        known = queries.boundaries(scope, of=code, by=by)
        cache.set(key, known, _SECONDS)
    return known


def credits_of() -> list[str]:
    """Whom to credit for the outlines, asked of the database once a minute."""
    known: list[str] | None = cache.get("web.credits")
    if known is None:
        known = queries.boundary_credits()
        cache.set("web.credits", known, _SECONDS)
    return known


def map_of(
    figures: Sequence[Figure],
    indicator: Indicator,
    links: Links,
    shapes: Sequence[queries.Shape],
    *,
    of: str,
    prefer: str,
) -> Map | None:
    """The map of remaining needs; ``None`` where there are neither outlines nor tiles.

    ``prefer`` is ``tiles`` when the reader asked for them although there are outlines.
    """
    by_code = {figure.area_code: figure for figure in figures if figure.indicator == indicator}
    scale = scale_for(figure.remaining for figure in by_code.values())
    has_tiles = of == TILES[0].code[:2]
    if shapes and not (prefer == "tiles" and has_tiles):
        places = [
            _place(shape.code, shape.name, by_code, links, indicator, scale, path=shape.path)
            for shape in shapes
        ]
        view = frame(shape.box for shape in shapes)
        return Map("outlines", view, places, scale.classes(), has_both=has_tiles)
    if has_tiles:
        places = [
            _place(tile.code, tile.name, by_code, links, indicator, scale, tile=tile)
            for tile in TILES
        ]
        return Map("tiles", FRAME, places, scale.classes(), has_both=bool(shapes))
    return None


def _place(
    code: str,
    name: str,
    by_code: dict[str, Figure],
    links: Links,
    indicator: Indicator,
    scale: Scale,
    *,
    tile: Tile | None = None,
    path: str = "",
) -> Place:
    figure = by_code.get(code)
    if figure is None or not figure.need:
        step, tone = None, "blank"
    else:
        step = scale.step_of(figure.remaining)
        tone = "dark" if scale.dark(figure.remaining) else "light"
    return Place(
        code=code,
        name=figure.area_name if figure else name,
        url=links.area(code, indicator=indicator.key),
        figure=figure,
        step=step,
        tone=tone,
        tile=tile,
        path=path,
    )
