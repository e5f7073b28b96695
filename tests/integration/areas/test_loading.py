"""The tree, the crosswalk and the boundaries are loaded, and loaded again, without surprises."""

import json
import os
from pathlib import Path

import pytest

from entas.access.scope import system_scope
from entas.areas.actions import (
    BadCrosswalk,
    NothingMatched,
    NoTree,
    load_boundaries,
    load_crosswalk,
    load_tree,
)
from entas.areas.models import Area, Boundary, Level
from entas.areas.queries import as_frame, boundaries, boundary_credits
from entas.audit.models import Event

EXTRA = Path(os.environ.get("ENTAS_EXTRA_DATA", "/nonexistent"))
needs_extra = pytest.mark.skipif(
    not EXTRA.is_dir(), reason="ENTAS_EXTRA_DATA names no folder with boundaries and codes"
)

SQUARE = [[110.5, -7.7], [110.5, -7.6], [110.6, -7.6], [110.6, -7.7], [110.5, -7.7]]


def geojson(folder, *codes):
    path = folder / "areas.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        for code in codes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def crosswalk(folder, *lines, header="code,name,bps_code"):
    path = folder / "codes.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def tree(folder, *lines):
    path = folder / "areas.csv"
    path.write_text("\n".join(["code,name,level,kind", *lines]) + "\n", encoding="utf-8")
    return path


def test_the_official_tree_hangs_together(db, now):
    counts = load_tree(by="system", now=now)
    assert counts["kabupaten"] + counts["kota"] == 35
    assert (counts["kecamatan"], counts["desa"], counts["kelurahan"]) == (576, 7_810, 753)
    assert Area.objects.count() == 9_175
    village = Area.objects.get(code="3310012005")
    assert village.name == "Kebondalem Kidul"
    assert village.parent is not None
    assert village.parent.name == "Prambanan"


def test_the_same_tree_again_changes_nothing_and_records_nothing(db, now, tmp_path):
    path = tree(tmp_path, "33,Jawa Tengah,1,provinsi", "3310,Kabupaten Klaten,2,kabupaten")
    load_tree(path=path, by="system", now=now)
    load_tree(path=path, by="system", now=now)
    assert Event.objects.count() == 1


def test_a_renamed_area_keeps_its_bps_code(areas, now, tmp_path):
    Area.objects.filter(code="3310").update(bps_code="3310")
    load_tree(path=tree(tmp_path, "3310,Klaten,2,kabupaten"), by="system", now=now)
    assert Area.objects.get(code="3310").name == "Klaten"
    assert Area.objects.get(code="3310").bps_code == "3310"


@pytest.mark.parametrize("line", ["", "3310,Klaten,9,kabupaten", "331,Klaten,2,kabupaten"])
def test_a_table_that_is_not_the_tree_is_refused(db, now, tmp_path, line):
    with pytest.raises(NoTree):
        load_tree(path=tree(tmp_path, *filter(None, [line])), by="system", now=now)
    assert not Area.objects.exists()


def test_a_missing_table_says_how_to_make_it(db, now, tmp_path):
    with pytest.raises(NoTree, match="make setup"):
        load_tree(path=tmp_path / "none.csv", by="system", now=now)


def test_the_crosswalk_sets_bps_codes(areas, now, tmp_path):
    path = crosswalk(
        tmp_path,
        "33.10,Klaten,3310",
        "33.10.01.2005,Kebondalem Kidul,3310010001",
        "33.10.01.2008,Sanggrahan,",
        "99.01,Elsewhere,9901",
    )
    loaded = load_crosswalk(path=path, by="system", now=now)
    assert (loaded.stored, loaded.unknown, loaded.skipped) == (2, ("9901",), 1)
    codes = dict(as_frame().select("code", "bps_code").iter_rows())
    assert codes["3310012005"] == "3310010001"
    assert codes["3310012008"] is None


def test_a_bps_code_of_the_wrong_length_is_refused_whole(areas, now, tmp_path):
    path = crosswalk(tmp_path, "33.10,Klaten,3310", "33.15,Grobogan,331")
    with pytest.raises(BadCrosswalk, match="Grobogan"):
        load_crosswalk(path=path, by="system", now=now)
    assert not Area.objects.exclude(bps_code="").exists()


def test_a_file_of_other_areas_is_refused(areas, now, tmp_path):
    with pytest.raises(NothingMatched):
        load_crosswalk(path=crosswalk(tmp_path, "51.01,Jembrana,5101"), by="system", now=now)
    with pytest.raises(NothingMatched):
        load_boundaries(path=geojson(tmp_path, "51.01"), by="system", now=now)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b""])
def test_a_file_that_is_no_crosswalk_is_refused(areas, now, tmp_path, content):
    path = tmp_path / "codes.csv"
    path.write_bytes(content)
    with pytest.raises(BadCrosswalk):
        load_crosswalk(path=path, by="system", now=now)


def test_a_missing_crosswalk_is_refused(areas, now, tmp_path):
    with pytest.raises(BadCrosswalk, match="no file"):
        load_crosswalk(path=tmp_path / "none.csv", by="system", now=now)


def test_boundaries_are_stored_and_replaced(areas, now, tmp_path):
    path = geojson(tmp_path, "33.10", "33.15", "51.01", "")
    loaded = load_boundaries(path=path, by="system", now=now, source="BPS")
    assert (loaded.stored, loaded.unknown, loaded.skipped) == (2, ("5101",), 1)
    load_boundaries(path=geojson(tmp_path, "33.10"), by="system", now=now)
    assert Boundary.objects.count() == 2
    assert boundary_credits() == ["BPS", "areas.geojson"]


def test_boundaries_are_seen_within_the_scope(areas, now, tmp_path):
    load_boundaries(path=geojson(tmp_path, "33.10", "33.15"), by="system", now=now)
    seen = boundaries(system_scope("3310"), of="33", by=Level.DISTRICT)
    assert [shape.code for shape in seen] == ["3310"]
    assert seen[0].path.startswith("M")


@pytest.mark.extra
@needs_extra
def test_an_installations_own_files_fit_the_tree(db, now):
    load_tree(by="system", now=now)
    codes = load_crosswalk(path=EXTRA / "wilayah_33.csv", by="system", now=now)
    assert (codes.stored, codes.unknown, codes.skipped) == (9_171, (), 4)
    for name, stored in (
        ("jateng_kabupaten.geojson", 35),
        ("jateng_kecamatan.topojson", 576),
        ("jateng_desa.topojson", 8_559),
    ):
        loaded = load_boundaries(path=EXTRA / name, by="system", now=now)
        assert (loaded.stored, loaded.unknown) == (stored, ())
    assert len(boundaries(system_scope(), of="3310", by=Level.VILLAGE)) == 401
