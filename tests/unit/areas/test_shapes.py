"""Outlines are decoded after the TopoJSON specification and drawn on the province's grid."""

import json

import pytest

from entas.areas.frame import CENTRAL_JAVA, WIDTH
from entas.areas.shapes import BadShapes, draw, read_shapes

SQUARE = [(110.0, -7.0), (110.0, -7.1), (110.1, -7.1), (110.1, -7.0), (110.0, -7.0)]

# Two squares that share the side x = 1: the second goes down it, the first up (arc ~0).
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [110.0, -8.0]},
    "arcs": [
        [[1, 1], [0, -1]],
        [[1, 0], [-1, 0], [0, 1], [1, 0]],
        [[1, 0], [1, 0], [0, 1], [-1, 0]],
    ],
    "objects": {
        "kecamatan": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[1, 0]], "properties": {"code": "33.10.01"}},
                {"type": "MultiPolygon", "arcs": [[[2, 0]]], "properties": {"KODE": "331002"}},
                {"type": "Polygon", "arcs": [[~1, ~0]], "properties": {"name": "waduk"}},
            ],
        }
    },
}


def write(folder, document):
    path = folder / "shapes.json"
    path.write_text(json.dumps(document))
    return path


def rounded(ring):
    return [(round(x, 6), round(y, 6)) for x, y in ring]


def test_quantised_arcs_become_rings_in_degrees(tmp_path):
    first, second, third = read_shapes(write(tmp_path, TOPOLOGY)).features
    assert first.code == "331001"
    assert rounded(first.rings[0]) == [
        (110.1, -8.0), (110.0, -8.0), (110.0, -7.9), (110.1, -7.9), (110.1, -8.0),
    ]  # fmt: skip
    assert second.code == "331002"
    assert rounded(second.rings[0])[0] == (110.1, -8.0)
    assert third.code == ""
    assert rounded(third.rings[0]) == [
        (110.1, -7.9), (110.0, -7.9), (110.0, -8.0), (110.1, -8.0), (110.1, -7.9),
    ]  # fmt: skip


def test_arcs_without_a_transform_are_positions(tmp_path):
    document = {
        "type": "Topology",
        "arcs": [SQUARE],
        "objects": {"one": {"type": "Polygon", "arcs": [[0]], "properties": {"code": "3310"}}},
    }
    (feature,) = read_shapes(write(tmp_path, document)).features
    assert feature.rings == [SQUARE]


def test_geojson_gives_every_ring_of_every_polygon(tmp_path):
    document = {
        "type": "FeatureCollection",
        "source": "BPS",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": "33.10"},
                "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE, SQUARE]]},
            },
            {"type": "Feature", "properties": None, "geometry": None},
        ],
    }
    shapes = read_shapes(write(tmp_path, document))
    assert shapes.source == "BPS"
    assert [(feature.code, len(feature.rings)) for feature in shapes.features] == [
        ("3310", 3),
        ("", 0),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "neither GeoJSON"),
        (b'{"type": "Feature"}', "neither GeoJSON"),
        (b'{"type": "FeatureCollection"}', "damaged"),
        (b'{"type": "Topology", "arcs": [[[1]]], "objects": {}, "transform": 3}', "damaged"),
        (
            b'{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": 7}}}',
            "damaged",
        ),
    ],
)
def test_a_damaged_file_is_refused_with_a_reason(tmp_path, content, says):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(BadShapes, match=says):
        read_shapes(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadShapes, match="no file"):
        read_shapes(tmp_path / "none.json")


def test_north_is_up_and_the_frame_is_filled():
    west, east = CENTRAL_JAVA.project(108.5, -7.0), CENTRAL_JAVA.project(111.75, -7.0)
    assert west[0] == pytest.approx(0)
    assert east[0] == pytest.approx(WIDTH)
    assert CENTRAL_JAVA.project(110, -6)[1] < CENTRAL_JAVA.project(110, -7)[1]


def test_a_kilometre_is_as_long_eastward_as_northward():
    x0, y0 = CENTRAL_JAVA.project(110, -6.95)
    east, _ = CENTRAL_JAVA.project(110 + 1 / (111.320 * 0.99265), -6.95)
    _, north = CENTRAL_JAVA.project(110, -6.95 + 1 / 111.320)
    assert east - x0 == pytest.approx(y0 - north, rel=0.001)


def test_a_drawing_is_relative_and_closed():
    drawing = draw([SQUARE], CENTRAL_JAVA, decimals=1)
    assert drawing is not None
    assert drawing.path == "M461.5 418.5l0 31 30.8 0 0-31z"
    assert drawing.box == (461.5, 418.5, 492.3, 449.5)


def test_points_that_fall_together_are_dropped():
    wobble = [(110.0, -7.0), (110.00001, -7.0), *SQUARE[1:]]
    assert draw([wobble], CENTRAL_JAVA, decimals=1) == draw([SQUARE], CENTRAL_JAVA, decimals=1)


def test_an_area_too_small_to_draw_gives_nothing():
    speck = [(110.0, -7.0), (110.00001, -7.0), (110.0, -7.00001), (110.0, -7.0)]
    assert draw([speck], CENTRAL_JAVA, decimals=1) is None


def test_metres_are_not_taken_for_degrees():
    with pytest.raises(BadShapes, match="degrees"):
        draw([[(433000.0, 9160000.0)] * 4], CENTRAL_JAVA, decimals=1)
