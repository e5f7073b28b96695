"""Which families are one: weighed from their persons, who are linked first. Pure.

The weights are set by hand, in bits for "one family", and add up with the prior to the odds. A
family is one with another when its persons are: their share weighs most. Head, KK and place say the
rest. A married child who moved out shares one person with the parents, under another head: that is
another family.
"""

from collections.abc import Sequence

import polars as pl

from entas.linkage.matching import Evidence

PRIOR = -6.0
GRADES: dict[str, dict[str, float]] = {
    "members": {
        "unknown": 0.0, "all": 12.0, "only_one": 5.0, "half": 9.0, "one": 2.0, "none": -6.0,
    },
    "kk_number": {"unknown": 0.0, "same": 7.0, "different": -2.0},
    "head": {"unknown": 0.0, "same": 4.0, "different": -4.0},
    "place": {"unknown": 0.0, "same_neighbourhood": 2.0, "same_village": 0.0, "same_district": -2.0,
              "elsewhere": -4.0},
}  # fmt: skip
"""What each grade is worth. ``members``: all of the smaller family (two or more; or its only one),
at least half of it (two or more), one, none."""
_BITS = 4  # of a pattern, for each feature
_MOST_SHARING = 6  # a KK or NIK that more families carry says nothing
KEEP = 0.05
SCHEMA = {
    "first_id": pl.Int64, "second_id": pl.Int64, "village_code": pl.String,
    "other_village_code": pl.String, "probability": pl.Float64, "household": pl.Float64,
    "levels": pl.Int64, "review": pl.Boolean,
}  # fmt: skip


def link_families(families: pl.DataFrame, belonging: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Pairs of families (columns as ``SCHEMA``) with their probability, and how many were compared.

    ``families``: family_id, village_code, kk_number, head_nik, rt, rw; ``belonging``: person_id,
    family_id, is_head, persons that are one under one id.
    """
    within = belonging.join(families.select("family_id"), on="family_id", how="semi")
    shared = _sharing(within.select("family_id", value="person_id"))
    shared = shared.group_by("first_id", "second_id").agg(shared=pl.len())
    numbered = [
        _sharing(families.select("family_id", value=column)).unique()
        for column in ("kk_number", "head_nik")
    ]
    pairs = pl.concat([shared.drop("shared"), *numbered]).unique().sort("first_id", "second_id")
    graded = _graded(pairs.join(shared, on=["first_id", "second_id"], how="left"), families, within)
    return _weighed(graded), pairs.height


def explain_families(levels: int) -> tuple[Evidence, ...]:
    """The prior, then each feature with its grade, in bits for "one family"."""
    lines = [Evidence("", "prior", PRIOR)]
    for at, (feature, grades) in enumerate(GRADES.items()):
        grade = list(grades)[levels >> (_BITS * at) & (2**_BITS - 1)]
        lines.append(Evidence(feature, grade, grades[grade]))
    return tuple(lines)


def _sharing(values: pl.DataFrame) -> pl.DataFrame:
    """Pairs of families (first_id < second_id) that share a value that few carry."""
    known = values.filter(pl.col("value").is_not_null() & (pl.col("value").cast(pl.String) != ""))
    few = known.filter(pl.len().over("value").is_between(2, _MOST_SHARING))
    return (
        few.join(few, on="value", suffix="_other")
        .filter(pl.col("family_id") < pl.col("family_id_other"))
        .select(first_id="family_id", second_id="family_id_other")
    )


def _graded(pairs: pl.DataFrame, families: pl.DataFrame, within: pl.DataFrame) -> pl.DataFrame:
    """The pairs with the number of the grade of each feature."""
    sizes = within.group_by("family_id").agg(size=pl.len())
    heads = within.filter("is_head").group_by("family_id").agg(head=pl.col("person_id").min())
    sides = families.join(sizes, on="family_id", how="left").join(heads, on="family_id", how="left")
    both = pairs.join(sides, left_on="first_id", right_on="family_id").join(
        sides, left_on="second_id", right_on="family_id", suffix="_b"
    )
    smaller = pl.min_horizontal(pl.col("size", "size_b").fill_null(0))
    shared = pl.col("shared").fill_null(0)
    members = _chosen(
        "members",
        (smaller == 0, "unknown"),
        ((shared == smaller) & (smaller == 1), "only_one"),
        (shared == smaller, "all"),
        ((shared >= 2) & (shared * 2 >= smaller), "half"),
        (shared >= 1, "one"),
        otherwise="none",
    )
    same_head = (pl.col("head") == pl.col("head_b")).fill_null(value=False) | (
        pl.col("head_nik") == pl.col("head_nik_b")
    ).fill_null(value=False)
    head_known = pl.all_horizontal(pl.col("head", "head_b").is_not_null())
    head = _chosen("head", (same_head, "same"), (head_known, "different"), otherwise="unknown")
    kk_number = _chosen(
        "kk_number",
        ((pl.col("kk_number") == pl.col("kk_number_b")).fill_null(value=False), "same"),
        (pl.any_horizontal(pl.col("kk_number", "kk_number_b").is_null()), "unknown"),
        otherwise="different",
    )
    return both.with_columns(members, kk_number, head, _place())


def _place() -> pl.Expr:
    def same(column: str, length: int = 10) -> pl.Expr:
        ours, theirs = pl.col(column), pl.col(f"{column}_b")
        return (ours.str.head(length) == theirs.str.head(length)).fill_null(value=False)

    village = same("village_code")
    return _chosen(
        "place",
        (village & same("rt") & same("rw"), "same_neighbourhood"),
        (village, "same_village"),
        (same("village_code", 4), "same_district"),
        otherwise="elsewhere",
    )


def _chosen(feature: str, *when: tuple[pl.Expr, str], otherwise: str) -> pl.Expr:
    """The number of the first grade whose condition holds."""
    grades = list(GRADES[feature])
    conditions: Sequence[pl.Expr] = [pl.when(test).then(grades.index(name)) for test, name in when]
    return pl.coalesce(*conditions, pl.lit(grades.index(otherwise))).cast(pl.Int64).alias(feature)


def _weighed(graded: pl.DataFrame) -> pl.DataFrame:
    bits = pl.lit(PRIOR)
    levels = pl.lit(0, pl.Int64)
    for at, (feature, grades) in enumerate(GRADES.items()):
        worth = list(grades.values())
        bits += pl.col(feature).replace_strict(range(len(worth)), worth, return_dtype=pl.Float64)
        levels += pl.col(feature) * 2 ** (_BITS * at)
    weighed = graded.with_columns(probability=1 / (1 + 2.0**-bits), levels=levels)
    return (
        weighed.filter(pl.col("probability") >= KEEP)
        .with_columns(household=pl.lit(0.0), review=pl.lit(value=False))
        .rename({"village_code_b": "other_village_code"})
        .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    )
