"""The two sides as arrays sorted by village: customers, and families with grown-up members."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.linkage.matching.arrays import Array
from entas.linkage.premises import names
from entas.linkage.premises.places import completed, places

ROLES = ("head", "spouse", "elder", "other")
"""Who of a family the customer is named like."""
LIGHTINGS = ("not said", "own connection", "shared or none", "not PLN")
POWERS = ("not said", "agrees", "differs")
CONNECTIONS = ("house, active", "house, inactive", "business", "other")
GROWN_UP = 17
_OF_CUSTOMERS = ("name", "address", "village_code", "power", "tariff", "customer_status")
_OF_FAMILIES = ("address", "village_code", "lighting", "own_electricity", "power")
_OWN = ("pln_metered",)
_SHARED = ("pln_unmetered", "shared", "none")
_SMALL = ("450", "900", "up_to_900")


@dataclass(frozen=True, slots=True)
class Side:
    """Houses of one side, sorted by village. ``row``: place in the frame given. ``code``: of a
    customer the place in ``CONNECTIONS``, of a family in ``LIGHTINGS``. ``power``: 0 not said, 1 up
    to 900 VA, 2 more. ``hamlet`` is a number for its name, 0 for none; ``hamlet_tokens`` its words.
    """

    row: Array
    village: Array
    rt: Array
    rw: Array
    hamlet: Array
    hamlet_tokens: Array
    power: Array
    code: Array

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class Named:
    """Names of one side: tokens int32 (n, MOST_WORDS), their letters together as written and as
    heard, whose (place in the side), and of members the place in ``ROLES``.
    """

    tokens: Array
    written: Array
    joined: Array
    house: Array
    role: Array


@dataclass(frozen=True, slots=True)
class Premises:
    """Both sides, ready to compare. ``villages``: codes; sides hold places in it. The members of a
    family stand together, in the order of the families. ``twins``: ``first`` and ``second``, keys
    of families that are one listed twice; only the first takes part.
    """

    villages: list[str]
    twins: pl.DataFrame
    customers: Side
    customer_names: Named
    families: Side
    members: Named
    letters: Array
    lengths: Array
    masks: Array
    bits: Array


def prepare(customers: pl.DataFrame, families: pl.DataFrame, members: pl.DataFrame) -> Premises:
    """Arrays of frames; see ``linking.link`` for their columns."""
    customers = completed(customers, _OF_CUSTOMERS)
    families = completed(families, _OF_FAMILIES)
    codes = sorted(
        set(customers["village_code"].drop_nulls()) & set(families["village_code"].drop_nulls())
    )
    one = _sorted(_located(customers), codes).filter(~names.is_nobody(pl.col("name")))
    other = _sorted(_located(families), codes)
    one, other = _with_hamlets_of_units(one, other)
    one = _without_given_up(one.with_columns(code=_connection(one)))
    inside = _members(other, members)
    twins = _listed_twice(other, inside)
    other = other.join(
        twins, left_on="family", right_on="second", how="anti", maintain_order="left"
    )
    inside = _members(other, members)
    outside = names.alternatives(one["name"])
    places_named = pl.concat([one["hamlet"], other["hamlet"]])
    words = names.words(
        [names.bare(outside["name"]), names.bare(inside["name"]), places_named], weighed=2
    )
    called, called_inside, hamlets = words.columns
    _, hamlet = names.together(places_named)
    cut = len(one)
    nobody = np.zeros(len(outside), np.int64)
    return Premises(
        villages=codes,
        twins=twins,
        customers=_side(one, hamlet[:cut], hamlets[:cut], one["code"]),
        customer_names=_named(called, outside["name"], outside["row"], nobody),
        families=_side(other, hamlet[cut:], hamlets[cut:], _lighting(other)),
        members=_named(called_inside, inside["name"], inside["house"], inside["role"].to_numpy()),
        letters=words.letters,
        lengths=words.lengths,
        masks=words.masks,
        bits=words.bits,
    )


def _named(called: Array, written: pl.Series, house: pl.Series, role: Array) -> Named:
    whole, joined = names.together(written)
    return Named(called, whole, joined, house.to_numpy().astype(np.int64), role.astype(np.int64))


def _without_given_up(customers: pl.DataFrame) -> pl.DataFrame:
    """Customers without those who gave up a connection for another: same name, same place."""
    same = ["place", "key", "rt", "rw", "hamlet"]
    keyed = customers.with_columns(key=pl.Series(names.together(customers["name"])[1]))
    replaced = (pl.col("code") == 1) & (pl.col("code") == 0).any().over(same)
    return keyed.filter(~replaced).drop("key")


def _located(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with ``row``, and ``rt``, ``rw`` and ``hamlet`` out of all that is said of them."""
    return frame.with_row_index("row").with_columns(places(frame))


def _sorted(frame: pl.DataFrame, codes: list[str]) -> pl.DataFrame:
    """Rows of these villages in the order of the villages."""
    order = pl.DataFrame({"village_code": pl.Series(codes, dtype=pl.String)}).with_row_index(
        "place"
    )
    return frame.join(order, on="village_code", how="inner").sort("place", "row")


def _with_hamlets_of_units(
    one: pl.DataFrame, other: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Where no hamlet is said, that of most other rows of the same RT and RW, on either side."""
    unit = ["place", "rt", "rw"]
    said = pl.concat([side.select(*unit, "hamlet") for side in (one, other)]).filter(
        (pl.col("hamlet") != "") & (pl.col("rt") > 0) & (pl.col("rw") > 0)
    )
    counted = said.group_by(*unit, "hamlet").len()
    usual = (
        counted.with_columns(share=pl.col("len") / pl.col("len").sum().over(unit))
        .filter((pl.col("share") > 0.5) & (pl.col("len") >= 2))
        .select(*unit, usual="hamlet")
    )
    filled = pl.when(pl.col("hamlet") == "").then(pl.col("usual")).otherwise("hamlet")
    return tuple(
        side.join(usual, on=unit, how="left", maintain_order="left").with_columns(
            filled.fill_null("").alias("hamlet")
        )
        for side in (one, other)
    )  # type: ignore[return-value]  # two sides in, two out


def _members(families: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Grown-up members by ``house`` (place among the families), heads first, with their role."""
    house = families.select("family").with_row_index("house")
    relation = pl.col("relationship").fill_null("")
    age = pl.col("age").cast(pl.Int64)
    head_age = age.filter(relation == "head").first().over("family")
    role = (
        pl.when(relation == "head").then(0)
        .when(relation == "spouse").then(1)
        .when((relation == "parent") | (age > head_age + 14)).then(2)
        .otherwise(3)
    )  # fmt: skip
    return (
        completed(members, ("name", "relationship", "age"))
        .with_columns(role=role)
        .filter(age.is_null() | (age >= GROWN_UP) | (relation == "head"))
        .join(house, on="family", how="inner")
        .sort("house", "role", maintain_order=True)
    )


def _listed_twice(families: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Families of one village whose grown-up members, two or more, have all the same names."""
    called = members.with_columns(key=pl.Series(names.together(members["name"])[1]))
    return (
        called.group_by("house")
        .agg(pl.col("family").first(), pl.col("key").sort(), pl.len())
        .filter(pl.col("len") > 1)
        .join(families.select("family", "place"), on="family")
        .sort("house")
        .with_columns(first=pl.col("family").first().over("place", "key"))
        .filter(pl.col("first") != pl.col("family"))
        .select("first", second="family")
    )


def _side(frame: pl.DataFrame, hamlet: Array, hamlet_tokens: Array, code: pl.Series) -> Side:
    power = pl.col("power").fill_null("")
    size = pl.when(power.is_in(_SMALL)).then(1).when(power.is_in(("", "unmetered"))).then(0)
    return Side(
        row=frame["row"].to_numpy().astype(np.int64),
        village=frame["place"].to_numpy().astype(np.int64),
        rt=frame["rt"].to_numpy().astype(np.int32),
        rw=frame["rw"].to_numpy().astype(np.int32),
        hamlet=hamlet,
        hamlet_tokens=hamlet_tokens,
        power=frame.select(size.otherwise(2).alias("power"))["power"].to_numpy().astype(np.int8),
        code=code.to_numpy().astype(np.int8),
    )


def _lighting(families: pl.DataFrame) -> pl.Series:
    """What a family says of its electricity: what an officer saw goes before a list."""
    lighting = pl.col("lighting").fill_null("")
    own = pl.col("own_electricity").fill_null("")
    return families.select(
        pl.when(own == "yes").then(1).when(own == "no").then(2)
        .when(lighting.is_in(_OWN)).then(1).when(lighting.is_in(_SHARED)).then(2)
        .when(lighting == "non_pln").then(3).otherwise(0).alias("code")
    )["code"]  # fmt: skip


def _connection(customers: pl.DataFrame) -> pl.Series:
    """What kind of connection it is, by tariff (R house, B and I business) and status."""
    status = pl.col("customer_status").fill_null("active")
    kind = pl.col("tariff").fill_null("").str.to_uppercase().str.slice(0, 1)
    return customers.select(
        pl.when(kind.is_in(("B", "I"))).then(2).when(kind.is_in(("S", "P", "L", "C"))).then(3)
        .when(status == "inactive").then(1).otherwise(0).alias("code")
    )["code"]  # fmt: skip
