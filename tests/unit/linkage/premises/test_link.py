"""Customers without a number find their family, or a person is asked, or nobody is linked."""

import numpy as np
import polars as pl
import pytest

from entas.kernel.errors import Refused
from entas.linkage.premises import LINKED, NONE, REVIEW, Model, Settings, link

MEN = (
    "SUTRISNO", "WAGIMIN", "TUKIMIN", "NGADIRAN", "SASTRO", "PARTONO", "KROMODIKARYO", "TASRIPIN",
    "SLAMET", "JUMADI", "KATIMAN", "LASIDI", "MUKIYO", "PONIJAN", "REBO", "SAKIMAN", "WIRYANTO",
    "YATNO", "DULKARIM", "GIYATNO", "HARJO", "MISBAHUL", "ROFIQ", "ZUHRI", "BUDIONO", "CIPTO",
)  # fmt: skip
WOMEN = (
    "SUMIYATI", "TUKIYEM", "PAINEM", "LASMINI", "RUBIYAH", "GINEM", "KHOTIJAH", "DARSINI",
    "MURSINAH", "NGATEMI", "PARTINAH", "SARINEM", "WAKIYEM", "YULIANTI", "ISTIQOMAH", "ENDANG",
)  # fmt: skip
SECOND = ("WIDODO", "PRASETYO", "UTOMO", "RAHARJO", "SUSILO", "HIDAYAT", "NUGROHO", "WALUYO")
VILLAGES = 12
PER_VILLAGE = 40


def village_code(village):
    return f"33100120{village + 1:02d}"


def name_of(rng, first):
    given = first[rng.integers(len(first))]
    return f"{given} {SECOND[rng.integers(len(SECOND))]}" if rng.random() < 0.6 else given


def background():
    """Villages of families most of whose heads are customers, and as many others again."""
    rng = np.random.default_rng(5)
    customers, families, members = [], [], []
    for village in range(VILLAGES):
        for house in range(2 * PER_VILLAGE):
            rt, rw = house % 5 + 1, house // 20 + 1
            man, woman = name_of(rng, MEN), name_of(rng, WOMEN)
            key = village * 1000 + house
            if house % 2 == 0:
                families.append((key, village_code(village), f"RT {rt:03d} RW {rw:03d}",
                                 "pln_metered"))  # fmt: skip
                members += [(key, man, "head", 50), (key, woman, "spouse", 45),
                            (key, name_of(rng, MEN), "child", 9)]  # fmt: skip
            if rng.random() < 0.9:
                customers.append((man, village_code(village), f"RT.{rt} RW.{rw}", "active"))
    return customers, families, members


def frames(more_customers=(), more_families=(), more_members=()):
    customers, families, members = background()
    return (
        pl.DataFrame(
            [*customers, *more_customers],
            schema=["name", "village_code", "address", "customer_status"],
            orient="row",
        ),
        pl.DataFrame(
            [*families, *more_families],
            schema=["family", "village_code", "address", "lighting"],
            orient="row",
        ),
        pl.DataFrame(
            [*members, *more_members],
            schema=["family", "name", "relationship", "age"],
            orient="row",
        ),
    )


HERE = village_code(3)


def outcome_of(customers, families=(), members=()):
    """What became of the added customers (frame), and the linkage."""
    given = frames(customers, families, members)
    made = link(*given)
    first = len(given[0]) - len(customers)
    rows = made.customers[first:].to_list()
    return rows, made


def couple(key, *, man="GUMELAR KUSUMANINGRAT", woman="RAJIYEM", rt=2, rw=3, here=HERE):
    family = [(key, here, f"DUSUN TEGALSARI RT {rt:03d} RW {rw:03d}", "pln_metered")]
    return family, [(key, man, "head", 52), (key, woman, "spouse", 48)]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("GUMELAR KUSUMANINGRAT", "DK TEGALSARI RT 02/03"),
        ("GOEMELAR KOESOEMANINGRAT", "TEGALSARI RT.2 RW.III"),
        ("PAK GUMELAR KUSUMANINGRAT", "RT 2/3 DS TEGALSARI"),
        ("GUMELARKUSUMANINGRAT", "TEGALSARI 02/03"),
        ("GUMELAR KUSUMANINRAT", "DUKUH TEGALSARI RT02RW03"),
        ("GUMELAR KUSUMANINGRAT QQ SASTRODIMEJO", "RT 002 RW 003"),
        ("H. GUMELAR KUSUMANINGRAT ALM", "JL RAYA TEGALSARI NO 12 RT 2/3"),
    ],
)
def test_a_name_written_otherwise_at_the_same_place_is_linked(name, address):
    rows, made = outcome_of([(name, HERE, address, "active")], *couple(99_001))

    assert rows == [LINKED]
    added = made.pairs.filter(pl.col("customer") == len(made.customers) - 1)
    assert added["family"].to_list() == [len(made.families) - 1]


def test_the_spouse_may_be_the_customer():
    rows, _ = outcome_of([("RAJIJEM", HERE, "RT 2 RW 3", "active")], *couple(99_001))

    assert rows == [LINKED]


def test_a_child_is_no_customer():
    family, members = couple(99_001)
    child = [(99_001, "ARDHIANSYAH MAHESWARA", "child", 9)]
    rows, _ = outcome_of(
        [("ARDHIANSYAH MAHESWARA", HERE, "RT 2 RW 3", "active")], family, [*members, *child]
    )

    assert rows == [NONE]


def test_another_village_is_never_linked():
    rows, _ = outcome_of(
        [("GUMELAR KUSUMANINGRAT", village_code(4), "RT 2 RW 3", "active")], *couple(99_001)
    )

    assert rows == [NONE]


def test_a_mosque_is_nobody():
    family, members = couple(99_001, man="AL IKHLAS")
    rows, _ = outcome_of([("MASJID AL IKHLAS", HERE, "RT 2 RW 3", "active")], family, members)

    assert rows == [NONE]


def test_two_customers_alike_for_one_family_go_to_review():
    same = ("GUMELAR KUSUMANINGRAT", HERE, "RT 2 RW 3", "active")
    rows, made = outcome_of([same, same], *couple(99_001))

    assert rows == [REVIEW, REVIEW]
    assert made.families[-1] == REVIEW


def test_a_connection_that_was_given_up_does_not_stand_in_the_way():
    name, address = "GUMELAR KUSUMANINGRAT", "RT 2 RW 3"
    rows, _ = outcome_of(
        [(name, HERE, address, "inactive"), (name, HERE, address, "active")], *couple(99_001)
    )

    assert rows == [NONE, LINKED]


def test_the_better_of_two_families_has_the_customer_and_the_other_its_own():
    one, members = couple(99_001, rt=2, woman="RAJIYEM")
    two, others = couple(99_002, rt=5, woman="SUPRIHATINAH")
    rows, made = outcome_of(
        [
            ("GUMELAR KUSUMANINGRAT", HERE, "RT 5 RW 3", "active"),
            ("GUMELAR KUSUMANINGRAT", HERE, "", "active"),
        ],
        [*one, *two],
        [*members, *others],
    )

    assert rows == [LINKED, LINKED]
    added = made.pairs.filter(pl.col("customer") >= len(made.customers) - 2).sort("customer")
    assert added["family"].to_list() == [len(made.families) - 1, len(made.families) - 2]


def test_a_family_listed_twice_is_one():
    one, members = couple(99_001)
    two, others = couple(99_002, rt=4)
    rows, made = outcome_of(
        [("GUMELAR KUSUMANINGRAT", HERE, "RT 2 RW 3", "active")], [*one, *two], [*members, *others]
    )

    assert rows == [LINKED]
    assert (99_001, 99_002) in made.twins.rows()


def test_nobody_is_linked_twice():
    made = link(*frames())
    linked = made.pairs.filter(pl.col("outcome") == LINKED)

    assert len(linked) > 200
    assert linked["customer"].n_unique() == linked["family"].n_unique() == len(linked)
    sums = made.pairs.group_by("family").agg(pl.col("probability").sum())
    assert sums["probability"].to_numpy().max() < 1.001


def test_outcomes_of_rows_say_what_the_pairs_say():
    made = link(*frames())

    for side in ("customer", "family"):
        rows = made.customers if side == "customer" else made.families
        linked = set(made.pairs.filter(pl.col("outcome") == LINKED)[side])
        waiting = set(made.pairs.filter(pl.col("outcome") == REVIEW)[side])
        assert not linked & waiting
        said = [LINKED if n in linked else REVIEW if n in waiting else NONE
                for n in range(len(rows))]  # fmt: skip
        assert rows.to_list() == said


def test_an_explanation_sums_to_the_odds():
    made = link(*frames())

    for row in made.pairs.sample(40, seed=1).iter_rows(named=True):
        lines = made.model.explain(row["levels"], prior=row["prior"], rivals=row["rivals"])
        p = row["probability"]
        if p < 0.99999:
            assert sum(line.bits for line in lines) == pytest.approx(np.log2(p / (1 - p)), abs=0.1)
        assert [line.field for line in lines] == [
            "lighting", "power", "connection", "place", "name", "rivals",
        ]  # fmt: skip


def test_a_model_kept_as_text_gives_the_same_pairs():
    given = frames()
    made = link(*given)

    again = link(*given, model=Model.from_json(made.model.to_json()))

    assert again.pairs.equals(made.pairs)


def test_the_order_of_the_rows_does_not_matter():
    customers, families, members = frames()
    made = link(customers, families, members)
    order = np.random.default_rng(1).permutation(len(customers))

    again = link(customers[order], families.reverse(), members.sample(fraction=1, shuffle=True))

    def pairs(result, one, other):
        return {
            (one[c], other[f], o)
            for c, f, o in result.pairs.select("customer", "family", "outcome").iter_rows()
        }

    number = list(range(len(customers)))
    key = families["family"].to_list()
    assert pairs(made, number, key) == pairs(again, order.tolist(), key[::-1])


def test_a_higher_threshold_links_fewer_and_none_below_it():
    given = frames()
    made = link(*given)
    usual = made.pairs.filter(pl.col("outcome") == LINKED)
    high = float(np.median(usual["probability"].to_numpy()))

    strict = link(*given, settings=Settings(threshold=high), model=made.model)

    linked = strict.pairs.filter(pl.col("outcome") == LINKED)
    assert 0.4 * len(usual) < len(linked) < 0.6 * len(usual)
    assert linked["probability"].to_numpy().min() >= high - 1e-6
    assert (strict.pairs["outcome"] == REVIEW).sum() > (made.pairs["outcome"] == REVIEW).sum()


def test_one_village_needs_a_model_learnt_before():
    customers, families, members = frames()
    here = pl.col("village_code") == HERE
    one, other = customers.filter(here), families.filter(here)

    with pytest.raises(Refused, match="two villages"):
        link(one, other, members)
    model = link(customers, families, members).model
    made = link(one, other, members, model=model)
    assert (made.families == LINKED).to_numpy().mean() > 0.5


def test_empty_lists_link_nobody():
    customers, families, members = frames()
    model = link(customers, families, members).model

    made = link(customers.clear(), families, members, model=model)
    assert len(made.pairs) == 0
    assert set(made.families) == {NONE}
    assert len(link(customers, families.clear(), members, model=model).pairs) == 0


def test_missing_names_and_addresses_are_no_evidence():
    rows, _ = outcome_of(
        [(None, HERE, None, "active"), ("", HERE, "RT 2 RW 3", "active")],
        [(99_001, HERE, None, None)],
        [(99_001, None, "head", None)],
    )

    assert rows == [NONE, NONE]
