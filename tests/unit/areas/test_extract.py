"""The official tree is taken out of the package's tables at build time."""

import csv

import pytest

from entas.areas.actions import TREE
from entas.areas.extract import NoAreaTables, extract


def write(folder, name, *lines):
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def tables(tmp_path):
    write(tmp_path, "provinces.csv", "code,name", "33,JAWA TENGAH", "34,DI YOGYAKARTA")
    write(tmp_path, "regencies.csv", "code,province_code,name", "33.10,33,KABUPATEN KLATEN",
          "33.71,33,KOTA MAGELANG")  # fmt: skip
    write(tmp_path, "districts.csv", "code,regency_code,name", "33.10.01,33.10,Prambanan")
    write(tmp_path, "villages.csv", "code,district_code,name",
          "33.10.01.2005,33.10.01,Kebondalem  Kidul",
          "33.71.01.1001,33.71.01,Rejowinangun")  # fmt: skip
    return tmp_path


def test_only_the_province_is_kept_and_kinds_follow_from_the_code(tables):
    target = tables / "out" / "areas.csv"
    assert extract(tables, target) == 6
    with target.open(encoding="utf-8") as lines:
        rows = [tuple(row.values()) for row in csv.DictReader(lines)]
    assert rows == [
        ("33", "Jawa Tengah", "1", "provinsi"),
        ("3310", "Kabupaten Klaten", "2", "kabupaten"),
        ("331001", "Prambanan", "3", "kecamatan"),
        ("3310012005", "Kebondalem Kidul", "4", "desa"),
        ("3371", "Kota Magelang", "2", "kota"),
        ("3371011001", "Rejowinangun", "4", "kelurahan"),
    ]


def test_missing_tables_are_refused(tmp_path):
    with pytest.raises(NoAreaTables, match="make setup"):
        extract(tmp_path, tmp_path / "areas.csv")


def test_the_built_table_is_the_official_tree():
    with TREE.open(encoding="utf-8") as lines:
        kinds = [row["kind"] for row in csv.DictReader(lines)]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts["kabupaten"] + counts["kota"] == 35
    assert counts["kecamatan"] == 576
    assert counts["desa"] == 7_810
    assert counts["kelurahan"] == 753
