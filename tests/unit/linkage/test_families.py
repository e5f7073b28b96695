"""Families are linked from their persons; members speak for each other."""

import polars as pl
import pytest

from entas.linkage.corroboration import corroborated
from entas.linkage.families import explain_families, link_families

HOME = {"village_code": "3310012005", "kk_number": None, "head_nik": None, "rt": "1", "rw": "2"}


def linked(sides, belonging):
    families = pl.DataFrame(
        [HOME | {"family_id": number} | side for number, side in enumerate(sides, start=1)],
        schema_overrides={"kk_number": pl.String, "head_nik": pl.String},
    )
    persons = pl.DataFrame(belonging, schema=["person_id", "family_id", "is_head"], orient="row")
    pairs, compared = link_families(families, persons)
    return {
        (row["first_id"], row["second_id"]): row for row in pairs.iter_rows(named=True)
    }, compared


def test_the_same_persons_under_the_same_head_are_one_family():
    found, compared = linked([{}, {}], [(1, 1, True), (2, 1, False), (1, 2, True), (2, 2, False)])
    assert compared == 1
    assert found[(1, 2)]["probability"] > 0.999


def test_a_child_who_married_does_not_make_two_families_one():
    belonging = [(1, 1, True), (2, 1, False), (3, 1, False), (3, 2, True), (4, 2, False)]
    assert linked([{}, {}], belonging) == ({}, 1)


def test_one_who_lives_alone_needs_more_than_a_person():
    found, _ = linked([{}, {}], [(1, 1, True), (1, 2, True)])
    assert 0.5 < found[(1, 2)]["probability"] < 0.999
    found, _ = linked([{"kk_number": "3310"}, {"kk_number": "3310"}], [(1, 1, True), (1, 2, True)])
    assert found[(1, 2)]["probability"] > 0.999


def test_a_number_that_many_families_carry_says_nothing():
    sides = [{"kk_number": "3310010000000000"}] * 10
    assert linked(sides, [(n, n, True) for n in range(1, 11)]) == ({}, 0)


def test_the_explanation_sums_to_the_odds():
    found, _ = linked([{}, {"rt": "9"}], [(1, 1, True), (2, 1, False), (1, 2, True), (2, 2, False)])
    pair = found[(1, 2)]
    lines = explain_families(pair["levels"])
    assert [line.grade for line in lines] == ["prior", "all", "unknown", "same", "same_village"]
    odds = 2 ** sum(line.bits for line in lines)
    assert odds / (1 + odds) == pytest.approx(pair["probability"])


def pairs(*rows):
    names = ["first_id", "second_id", "family_id", "other_family_id", "probability", "household"]
    frame = pl.DataFrame(list(rows), schema=names, orient="row")
    return frame.with_columns(review=pl.lit(value=False))


def many():
    """Families whose two members are both linked, and strangers of which nobody else is."""
    rows = []
    for n in range(0, 400, 4):
        rows += [(n, n + 1000, n, n + 1000, 0.999, 0.0), (n + 1, n + 1001, n, n + 1000, 0.999, 0.0)]
        rows.append((n + 2, n + 2002, n + 2, n + 2002, 0.02, 0.0))
    return rows


def test_a_doubtful_pair_gains_from_another_member_who_is_linked():
    found, bits = corroborated(
        pairs(*many(), (90001, 90011, 9, 8, 0.6, 0.0), (90002, 90012, 9, 8, 0.995, 0.0),
              (90003, 90013, 7, 6, 0.6, 0.0))
    )  # fmt: skip
    likely = {row["first_id"]: row for row in found.iter_rows(named=True)}
    assert bits > 3
    assert likely[90001]["probability"] > 0.95
    assert likely[90001]["members"] == 1
    assert likely[90003]["probability"] == 0.6


def test_one_who_is_linked_already_lends_nothing_to_a_brother():
    found, _ = corroborated(
        pairs(*many(), (90001, 90012, 9, 8, 0.6, 0.0), (90002, 90012, 9, 8, 0.995, 0.0))
    )
    assert found.filter(pl.col("first_id") == 90001)["probability"].item() == 0.6
