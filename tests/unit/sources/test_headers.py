"""Headers are read with tolerance, and never for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entas.sources.cleaning.headers import (
    edit_distance,
    header_key,
    known_headers,
    match_headers,
    nearest,
)
from entas.sources.layouts import LAYOUTS
from entas.sources.layouts.layout import SheetLayout

SHEETS = [sheet for layout in LAYOUTS.values() for sheet in layout.sheets]
layouts = st.sampled_from(SHEETS)


@pytest.mark.parametrize("layout", SHEETS, ids=lambda s: f"{s.kind}{len(s.columns)}")
def test_each_known_header_is_read_as_itself_and_no_two_share_a_field(layout: SheetLayout) -> None:
    headers = [column.header for column in layout.columns]
    match = match_headers(headers, layout)
    assert [match.columns[i].header for i in sorted(match.columns)] == headers
    assert not match.twice
    assert not match.assumptions


@given(layouts, st.data())
def test_writing_and_spacing_of_a_header_do_not_matter(layout: SheetLayout, data) -> None:
    column = data.draw(st.sampled_from(layout.columns))
    written = data.draw(
        st.sampled_from([str.upper, str.lower, lambda h: h.replace(" ", "_"), lambda h: f" {h}: "])
    )(column.header)
    assert match_headers([written], layout).columns[0] == column


@given(layouts, st.data())
def test_a_misspelling_is_read_as_the_one_nearest_header_or_not_at_all(
    layout: SheetLayout, data
) -> None:
    known = known_headers(layout)
    key = data.draw(st.sampled_from(sorted(known)))
    at = data.draw(st.integers(0, len(key) - 1))
    edited = data.draw(
        st.sampled_from(
            [key[:at] + key[at + 1 :], key[:at] + "x" + key[at:], key[:at] + "x" + key[at + 1 :]]
        )
    )
    found = nearest(edited, known) if edited not in known else edited
    if found is None:
        return
    ours = edit_distance(edited, found, most=3)
    assert ours <= 2
    assert all(
        edit_distance(edited, other, most=3) > ours
        for other in known
        if other != found and len(other) > 4 and _digits(other) == _digits(edited)
    )
    assert _digits(found) == _digits(edited)


def _digits(text: str) -> list[str]:
    return ["".join(run) for run in "".join(c if c.isdigit() else " " for c in text).split()]


def test_the_known_misspelling_is_read_and_its_neighbours_are_not_confused() -> None:
    layout = LAYOUTS["p3ke-2022"].sheets[0]
    match = match_headers(["Penerima BNPT"], layout)
    assert match.columns[0].field == "receives_bpnt"
    assert match.assumptions == [("header_read_as", "Penerima BNPT → Penerima BPNT")]
    assert nearest(header_key("Penerima BPNM"), known_headers(layout)) is None
    assert nearest(header_key("Usia 7-13"), known_headers(layout)) is None
    assert nearest("nikk", known_headers(layout)) is None


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_edit_distance_is_symmetric_and_zero_only_for_the_same(one: str, other: str) -> None:
    assert edit_distance(one, other, most=8) == edit_distance(other, one, most=8)
    assert (edit_distance(one, other, most=8) == 0) == (one == other)
    assert edit_distance(one, other, most=2) == min(edit_distance(one, other, most=8), 3)
