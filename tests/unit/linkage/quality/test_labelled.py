"""Labelled sets read through a mapping of their columns."""

import numpy as np
import pytest

from entas.linkage.matching import Role
from entas.linkage.quality.labelled import NotAMapping, read_labelled, read_mapping

COLUMNS = """
columns:
  name: {role: name, of: [given, family]}
  born: {role: DATE, of: [y, m, d]}
  code: IDENTIFIER
"""
ROWS = """id; given ; family; y; m; d; code
a; Siti ; Aminah ;1980;7;1;11
b;SITI;AMINAH;1980;07;01;NA
c;Joko;Widodo;1961;12;31;
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rows.csv").write_text(ROWS)

    def write(name, text):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def same_person(labelled):
    return (labelled.truth[:, None] == labelled.truth[None, :]).tolist()


def test_headers_and_cells_are_trimmed_and_what_means_nothing_is_missing(folder):
    mapping = folder("map.yaml", COLUMNS + "truth: {entity: who}\nabout: three rows")
    truth = folder("truth.csv", "who\nx\nx\ny\n")
    read = read_labelled(mapping, truth=truth, inputs=[truth.with_name("rows.csv")])
    assert read.frame["given"].to_list() == ["Siti", "SITI", "Joko"]
    assert read.frame["code"].to_list() == ["11", None, None]
    assert [field.role for field in read.fields] == [Role.NAME, Role.DATE, Role.IDENTIFIER]
    assert read.fields[0].columns == ("given", "family")


def test_a_date_in_three_columns_becomes_one(folder):
    mapping = folder("map.yaml", COLUMNS + "truth: {entity: id}")
    read = read_labelled(mapping, truth=mapping.with_name("rows.csv"))
    assert read.fields[1].columns == ("born",)
    assert read.frame["born"].to_list() == ["1980-07-01", "1980-07-01", "1961-12-31"]


TOLD = {
    "in the order of the rows": ("truth: {entity: who}", "who\nx\nx\ny\n"),
    "by the name of the row": ("truth: {id: id, entity: who}", "id,who\nc,y\nb,x\na,x\n"),
    "as pairs": ("truth: {id: id, first: one, second: two}", "one,two\nb,a\n"),
    "within a longer name": (
        "truth: {entity: who, pattern: 'p-(\\d+)'}",
        "who\np-7-org\np-7-dup\np-8-org\n",
    ),
}


@pytest.mark.parametrize("how", TOLD)
def test_truth_is_read(folder, how):
    said, rows = TOLD[how]
    truth = folder("truth.csv", rows)
    read = read_labelled(
        folder("map.yaml", COLUMNS + said), truth=truth, inputs=[truth.with_name("rows.csv")]
    )
    assert same_person(read) == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert read.truth.dtype == np.int64


def test_several_lists_are_put_below_each_other(folder):
    mapping = folder("map.yaml", COLUMNS + "truth: {entity: id}")
    rows, more = mapping.with_name("rows.csv"), folder("more.csv", ROWS)
    read = read_labelled(mapping, truth=rows, inputs=[rows, more])
    assert len(read.frame) == 6
    assert (read.truth[:3] == read.truth[3:]).all()


REFUSED = {
    "no columns": "truth: {entity: who}",
    "no role of this name": "columns: {code: number-plate}\ntruth: {entity: who}",
    "truth that says nothing": "columns: {code: number}\ntruth: {pattern: x}",
    "a truth column that is not there": "columns: {code: number}\ntruth: {entity: nobody}",
    "fewer rows than the list": "columns: {code: number}\ntruth: {entity: who}",
    "no YAML": "columns: {code",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_fit_is_refused_with_what_to_do(folder, what):
    truth = folder("truth.csv", "who\nx\n")
    mapping = folder("map.yaml", REFUSED[what])
    with pytest.raises(NotAMapping, match=r"write|needs|give"):
        read_labelled(mapping, truth=truth, inputs=[truth.with_name("rows.csv")])


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotAMapping):
        read_mapping(tmp_path / "none.yaml")
