"""Outlines from GeoJSON and TopoJSON files: reading, decoding arcs, and drawing as SVG paths.

Pure: files in, values out. TopoJSON after its specification 1.0 (quantised arcs with delta
encoding and transform; ``~i`` is arc ``i`` backwards).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from entas.areas.frame import Frame
from entas.kernel.errors import Refused

Point = tuple[float, float]
Ring = list[Point]

CODE_PROPERTIES = ("code", "kode", "kode_kemendagri", "kode_kemdagri", "kemendagri", "kdepum")
"""Properties that may hold the Ministry's code of an area, with or without dots, in any case."""
CODE_LENGTHS = (2, 4, 6, 10)
MAX_BYTES = 200 * 2**20
_MIN_RING = 3


class BadShapes(Refused):
    """The file of boundaries cannot be used."""


class Feature(NamedTuple):
    """An area's outline in degrees; ``code`` is empty when the file does not say which area."""

    code: str
    rings: list[Ring]


class Shapes(NamedTuple):
    """What a file holds."""

    features: list[Feature]
    source: str
    """Whom the file itself names as its source, or empty."""


def read_shapes(path: Path) -> Shapes:
    """The features of a GeoJSON or TopoJSON file. Raises ``BadShapes``."""
    if not path.is_file():
        raise BadShapes(f"There is no file {path}.")
    if path.stat().st_size > MAX_BYTES:
        raise BadShapes(f"{path.name} is larger than 200 MB: simplify it first (mapshaper).")
    try:
        document = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadShapes(f"{path.name} is not JSON: {error}.") from error
    kind = document.get("type") if isinstance(document, dict) else None
    if kind not in {"FeatureCollection", "Topology"}:
        raise BadShapes(f"{path.name} is neither GeoJSON (FeatureCollection) nor TopoJSON.")
    read = _from_geojson if kind == "FeatureCollection" else _from_topojson
    try:
        features = list(read(document))
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise BadShapes(
            f"{path.name} is damaged ({type(error).__name__}): export it again."
        ) from error
    return Shapes(features, str(document.get("source") or ""))


def _from_geojson(document: dict[str, Any]) -> Iterator[Feature]:
    for feature in document["features"]:
        geometry = feature.get("geometry") or {"type": "none"}
        rings = [
            [(float(position[0]), float(position[1])) for position in ring]
            for polygon in _polygons(geometry, "coordinates")
            for ring in polygon
        ]
        yield Feature(_code(feature.get("properties")), rings)


def _from_topojson(document: dict[str, Any]) -> Iterator[Feature]:
    arcs = _decoded_arcs(document)
    for item in document["objects"].values():
        for geometry in item.get("geometries", [item]):
            rings = [
                _stitched(ring, arcs) for polygon in _polygons(geometry, "arcs") for ring in polygon
            ]
            yield Feature(_code(geometry.get("properties")), rings)


def _polygons(geometry: dict[str, Any], key: str) -> Sequence[Any]:
    match geometry.get("type"):
        case "Polygon":
            return [geometry[key]]
        case "MultiPolygon":
            polygons: Sequence[Any] = geometry[key]
            return polygons
        case _:
            return []


def _decoded_arcs(document: dict[str, Any]) -> list[Ring]:
    """The arcs in degrees. Without a transform they are positions already."""
    transform = document.get("transform")
    if not transform:
        return [[(float(p[0]), float(p[1])) for p in arc] for arc in document["arcs"]]
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    decoded = []
    for arc in document["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * scale_x + left, y * scale_y + bottom))
        decoded.append(points)
    return decoded


def _stitched(indexes: Iterable[int], arcs: list[Ring]) -> Ring:
    """One ring from its arcs; each arc begins where the one before it ended."""
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def _code(properties: dict[str, Any] | None) -> str:
    """The area's code in digits, or empty."""
    lowered = {str(name).lower(): value for name, value in (properties or {}).items()}
    for name in CODE_PROPERTIES:
        code = str(lowered.get(name) or "").replace(".", "").strip()
        if code.isdigit() and len(code) in CODE_LENGTHS:
            return code
    return ""


class Drawing(NamedTuple):
    """An outline in the frame's units."""

    path: str
    """An SVG path; fill it with the even-odd rule."""
    box: tuple[float, float, float, float]
    """Smallest x and y, largest x and y."""


def draw(rings: Iterable[Ring], frame: Frame, *, decimals: int) -> Drawing | None:
    """Project and round the rings, drop repeated points and rings that became lines.

    Gives None when nothing is left to draw. Raises ``BadShapes`` for positions off the frame.
    """
    unit = 10**decimals
    drawn = [grid for ring in rings if len(grid := _on_grid(ring, frame, unit)) >= _MIN_RING]
    if not drawn:
        return None
    xs = [x for ring in drawn for x, _ in ring]
    ys = [y for ring in drawn for _, y in ring]
    path = "".join(_ring_path(ring, decimals) for ring in drawn)
    return Drawing(path, (min(xs) / unit, min(ys) / unit, max(xs) / unit, max(ys) / unit))


def _on_grid(ring: Ring, frame: Frame, unit: int) -> list[tuple[int, int]]:
    """The ring as whole steps of the grid, without repeated points and the closing one."""
    points: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        if not frame.holds(longitude, latitude):
            raise BadShapes(
                f"The position {longitude:g}, {latitude:g} is outside the province: coordinates "
                "must be degrees, longitude first (EPSG:4326)."
            )
        x, y = frame.project(longitude, latitude)
        point = (round(x * unit), round(y * unit))
        if not points or points[-1] != point:
            points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def _ring_path(ring: list[tuple[int, int]], decimals: int) -> str:
    """``M`` to the first point, ``l`` in relative steps, ``z``: the shortest common notation."""
    (x, y), *rest = ring
    numbers = []
    for next_x, next_y in rest:
        numbers += [_number(next_x - x, decimals), _number(next_y - y, decimals)]
        x, y = next_x, next_y
    start = f"M{_number(ring[0][0], decimals)} {_number(ring[0][1], decimals)}"
    return f"{start}l{' '.join(numbers).replace(' -', '-')}z"


def _number(value: int, decimals: int) -> str:
    """``value`` of the last decimal as a number: 1250 of hundredths is ``12.5``, 40 is ``.4``."""
    whole, part = divmod(abs(value), 10**decimals)
    text = f"{whole}.{part:0{decimals}d}".rstrip("0").rstrip(".") if part else str(whole)
    text = text.removeprefix("0") if part else text
    return f"-{text}" if value < 0 else text
