"""Link PLN's customers, who have no number, to P3KE's families, and hold that against the truth.

    python -m benchmarks.premises                    # scales 0.02, 0.1 and 1
    python -m benchmarks.premises --scale 0.1        # one of them
    python -m benchmarks.premises --vary             # other seeds and habits, at scale 0.05

The lists are the demo's, as offices would send them; a customer is the head of the family, another
member, or somebody whom no list of persons names (a late husband, a former owner, a landlord).

precision: of the families that are linked, those linked to their own customer. recall: of the
families that have a customer, those found; of members: the same where the customer is a member of
the family at all. to desk: families left to a person; shown: those of them whose own customer is
among what the desk shows.
"""

import argparse
import time
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

import numpy as np
import polars as pl

from entas.demo import districts, society
from entas.demo.districts import District
from entas.demo.elsewhere import customers, population
from entas.demo.elsewhere.habits import Habits
from entas.demo.elsewhere.told import Told
from entas.demo.figures import KABUPATEN
from entas.linkage.premises import LINKED, REVIEW, Linkage, link

SEED = 2023
DEFAULT = Habits()
PRECISION, RECALL = 0.97, 0.85
LIGHTING = ("pln_metered", "pln_unmetered", "non_pln", "none", None)
POWER = ("up_to_900", "above_900", None)
RELATIONSHIP = ("head", "spouse", "child", "other")

VARIATIONS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "twice the strangers": {
        "late_husband": 0.4, "absent_parent": 0.04, "former_owner": 0.03, "landlord": 0.016,
    },
    "no strangers": {
        "late_husband": 0, "absent_parent": 0, "former_owner": 0, "landlord": 0,
        "rented_landlord": 0,
    },
    "more spouses": {"spouse": 0.25},
    "careless names": {"misspelt": 0.25, "mistyped": 0.08, "shortened": 0.12, "joined": 0.03},
    "a third without RT": {"address_styles": (10, 10, 8, 10, 6, 22, 11, 4, 4, 2)},
    "RT renumbered": {"other_unit": 0.15},
    "no hamlets": {"address_styles": (0, 0, 0, 30, 30, 0, 5, 20, 0, 0)},
    "more neighbours": {"neighbours": 10.0},
    "crowded RT": {"close_neighbours": 0.3},
    "names shared by all": {"shared_names": 0.8},
    "one in five has no meter": {"own_meter": 0.8, "contradicting": 0.1},
}  # fmt: skip


@dataclass(frozen=True)
class Lists:
    """What ``link`` takes, and whose each customer is."""

    customers: pl.DataFrame
    families: pl.DataFrame
    members: pl.DataFrame
    truth: pl.DataFrame


@dataclass(frozen=True)
class Score:
    """How good a linkage is; shares from 0 to 1, families otherwise."""

    precision: float
    recall: float
    of_members: float
    waiting: int
    shown: int
    having: int


def lists(*, scale: float, seed: int, habits: Habits = DEFAULT) -> Lists:
    """The demo's list of customers and its P3KE, in the columns that ``link`` takes."""
    tree = files("entas.areas").joinpath("data/areas.csv").read_bytes()
    areas = pl.read_csv(tree, schema_overrides={"code": pl.String})
    made = society.make(scale=scale, seed=seed, areas=areas)
    people = population.make(made, habits, areas)
    true = population.true_families(made)
    parts: list[Lists] = []
    for place in range(len(KABUPATEN)):
        view = districts.view(made, place)
        told = customers.make(people, view, habits)
        parts.append(_of_district(view, told, true))
    return Lists(*(pl.concat(side) for side in zip(*(_sides(part) for part in parts), strict=True)))


def _sides(part: Lists) -> tuple[pl.DataFrame, ...]:
    return part.customers, part.families, part.members, part.truth


def _of_district(view: District, told: Told, true: Any) -> Lists:
    families, persons = view.families, view.persons
    frame = told.rows.frame.with_columns(
        key=pl.col("Desa").str.replace_all(" ", "") + "/" + pl.col("Kecamatan")
    )
    villages = families.select(
        "village_code",
        key=pl.col("village_name").str.replace_all(" ", "") + "/" + pl.col("subdistrict"),
    ).unique()
    number = view.first_family + np.arange(len(families))
    return Lists(
        customers=frame.join(villages, on="key", how="left", maintain_order="left").select(
            "village_code",
            name="Nama Pelanggan",
            address="Alamat",
            village="Desa",
            subdistrict="Kecamatan",
            power=pl.col("Daya").str.extract(r"(\d+)"),
            tariff="Tarif",
            customer_status=pl.when(pl.col("Status") == "AKTIF")
            .then(pl.lit("active"))
            .otherwise(pl.lit("inactive")),
        ),
        families=families.select(
            "address",
            "village_code",
            pl.Series("family", number),
            pl.Series("true", true[number]),
            village="village_name",
            lighting=_said(families["lighting"], LIGHTING),
            power=_said(families["power"], POWER),
        ),
        members=persons.select(
            "name",
            pl.col("family").cast(pl.Int64),
            relationship=_said(persons["relationship"], RELATIONSHIP),
            age=2023 - pl.col("birth_year"),
        ),
        truth=pl.DataFrame({"family": told.rows.family, "relation": told.relation}),
    )


def _said(codes: pl.Series, words: tuple[str | None, ...]) -> pl.Series:
    """Words for codes; -1 is the last, nothing."""
    places = np.where(codes.to_numpy() < 0, len(words) - 1, codes.to_numpy())
    return pl.Series(words, dtype=pl.String).gather(places)


def score(given: Lists, made: Linkage) -> Score:
    """Hold a linkage against the truth. A family listed twice is one."""
    true = given.families["true"].to_numpy()
    whose = given.truth["family"].to_numpy()
    pairs = made.pairs.with_columns(
        pl.Series("whose", whose[made.pairs["customer"].to_numpy()]),
        pl.Series("true", true[made.pairs["family"].to_numpy()]),
    ).with_columns(right=pl.col("whose") == pl.col("true"))
    linked = pairs.filter(pl.col("outcome") == LINKED)
    waiting = pairs.filter(pl.col("outcome") == REVIEW)
    listed = given.truth.filter(pl.col("family").is_in(true.tolist()))
    names = [customers.RELATION[code] for code in customers.LISTED]
    members = listed.filter(pl.col("relation").is_in(names))["family"].unique()
    found = linked.filter("right")["true"].unique()
    having = listed["family"].n_unique()
    return Score(
        precision=len(linked.filter("right")) / max(len(linked), 1),
        recall=len(found) / having,
        of_members=len(set(found) & set(members)) / len(members),
        waiting=waiting["true"].n_unique(),
        shown=waiting.filter("right")["true"].n_unique(),
        having=having,
    )


def run(*, scale: float, seed: int = SEED, habits: Habits = DEFAULT) -> tuple[Score, str]:
    """Make the lists, link them, and say how it went."""
    given = lists(scale=scale, seed=seed, habits=habits)
    began, used = time.perf_counter(), time.process_time()
    made = link(given.customers, given.families, given.members)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    told = score(given, made)
    line = (
        f"{len(given.customers):>9,} {len(given.families):>8,} {told.having:>8,} "
        f"{told.precision:>9.4f} {told.recall:>7.4f} {told.of_members:>10.4f} "
        f"{told.waiting:>7,} {told.shown:>7,} {seconds:>8.1f} {cpu:>7.1f}"
    )
    return told, line


def main() -> None:
    """Print a table, and whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, action="append", help="1 is the published size")
    parser.add_argument("--vary", action="store_true", help="other seeds and habits")
    given = parser.parse_args()
    run(scale=0.005)  # compiles, once for all
    print(
        f"{'':<28}{'customers':>9} {'families':>8} {'with one':>8} {'precision':>9} {'recall':>7} "
        f"{'of members':>10} {'to desk':>7} {'shown':>7} {'seconds':>8} {'CPU s':>7}"
    )
    holds = True
    if given.vary:
        (scale,) = given.scale or [0.05]
        for name, changes in VARIATIONS.items():
            _, line = run(scale=scale, habits=replace(Habits(), **changes))
            print(f"{name:<28}{line}", flush=True)
        cases = [(f"seed {seed}", scale, seed) for seed in (1, 2, 3)]
    else:
        cases = [(f"scale {scale:g}", scale, SEED) for scale in given.scale or [0.02, 0.1, 1.0]]
    for name, scale, seed in cases:
        told, line = run(scale=scale, seed=seed)
        print(f"{name:<28}{line}", flush=True)
        holds &= told.precision >= PRECISION and told.recall >= RECALL
    print(
        f"\nprecision at least {PRECISION} and recall at least {RECALL}: {'yes' if holds else 'NO'}"
    )
    raise SystemExit(not holds)


if __name__ == "__main__":
    main()
