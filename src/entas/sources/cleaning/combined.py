"""Answers to several questions of an instrument, brought together into one field of the registry.

Nothing is decided that the answers do not decide together: where they leave it open the field is
null, with a finding on the column that was answered.
"""

from collections.abc import Callable

import polars as pl

from entas.sources.cleaning.notebook import Notebook

LEVELS = ("none", "primary", "lower_secondary", "upper_secondary", "tertiary")
KINDS_OF_DIFFICULTY = {
    "difficulty_seeing": "sensory",
    "difficulty_hearing": "sensory",
    "difficulty_speech": "sensory",
    "difficulty_walking": "physical",
    "difficulty_hands": "physical",
    "difficulty_learning": "intellectual",
    "difficulty_memory": "intellectual",
    "difficulty_behaviour": "mental",
    "difficulty_self_care": "",  # follows from any of the others: says that, not which
}
PARTS = ("supply", "drain", "attendance", "certificate", *KINDS_OF_DIFFICULTY)
"""Fields that only serve to be combined."""


def combine(book: Notebook) -> None:
    """Replace the parts among ``book.values`` by the fields that they make."""
    present = [name for name in PARTS if name in book.values]
    if not present or not book.height:
        return
    frame = pl.DataFrame(book.values)
    for name, rule in _RULES.items():
        made = rule(frame)
        if made is None:
            continue
        values = frame.select(made.alias(name)).to_series()
        if name in _MUST_DECIDE:
            part = _MUST_DECIDE[name]
            undecided = values.is_null() & frame.get_column(part).is_not_null()
            book.doubt(
                undecided,
                code="answers_undecided",
                severity="warning",
                index=book.table.index_of(part),
            )
        book.values[name] = values
    for name in present:
        del book.values[name]


def _lighting(frame: pl.DataFrame) -> pl.Expr | None:
    """PLN with a rating has a meter; "without meter" stands among the ratings of its question."""
    if "supply" not in frame.columns:
        return None
    power = pl.col("power") if "power" in frame.columns else pl.lit(None, pl.String)
    return (
        pl.when(pl.col("supply") != "pln").then(pl.col("supply"))
        .when(power == "unmetered").then(pl.lit("pln_unmetered"))
        .when(power.is_not_null()).then(pl.lit("pln_metered"))
    )  # fmt: skip


def _toilet(frame: pl.DataFrame) -> pl.Expr | None:
    if not {"toilet", "drain"} <= set(frame.columns):
        return None
    own = pl.col("toilet") == "own"
    return (
        pl.when(own & (pl.col("drain") == "septic")).then(pl.lit("own_septic"))
        .when(own & pl.col("drain").is_not_null()).then(pl.lit("own_no_septic"))
        .otherwise(pl.col("toilet"))
    )  # fmt: skip


def _education(frame: pl.DataFrame) -> pl.Expr | None:
    """Highest certificate, and whether the person still goes to school (then one level higher)."""
    if not {"attendance", "certificate"} & set(frame.columns):
        return None
    nothing = pl.lit(None, pl.String)
    now = pl.col("attendance") if "attendance" in frame.columns else nothing
    has = pl.col("certificate") if "certificate" in frame.columns else nothing
    above = {
        level: f"{following}_attending"
        for level, following in zip(LEVELS, (*LEVELS[1:], "tertiary"), strict=True)
    }
    left = {"none": "primary_incomplete"} | {level: level for level in LEVELS[1:]}
    return (
        pl.when(now == "never").then(pl.lit("none"))
        .when(now == "attending").then(has.replace_strict(above, default=None))
        .when(now == "left").then(has.replace_strict(left, default=None))
        .when(has != "none").then(has)
    )  # fmt: skip


def _out_of_school(frame: pl.DataFrame) -> pl.Expr | None:
    """Who attends is not out of school; of who does not, the certificate decides (see the rule)."""
    if "attendance" not in frame.columns or "out_of_school" in frame.columns:
        return None
    return pl.when(pl.col("attendance") == "attending").then(pl.lit("no"))


def _has_disability(frame: pl.DataFrame) -> pl.Expr | None:
    """Yes with any difficulty of the two highest grades, no when all were answered and none is."""
    asked = [name for name in KINDS_OF_DIFFICULTY if name in frame.columns]
    if not asked:
        return None
    grave = pl.any_horizontal(pl.col(name).is_in(["cannot", "much"]) for name in asked)
    answered = pl.all_horizontal(pl.col(name).is_not_null() for name in asked)
    return (
        pl.when(grave.fill_null(value=False)).then(pl.lit("yes")).when(answered).then(pl.lit("no"))
    )


def _disability_kind(frame: pl.DataFrame) -> pl.Expr | None:
    asked = [name for name in KINDS_OF_DIFFICULTY if name in frame.columns]
    if not asked:
        return None
    grave = {
        kind: pl.any_horizontal(
            pl.col(name).is_in(["cannot", "much"]).fill_null(value=False)
            for name in asked
            if KINDS_OF_DIFFICULTY[name] == kind
        )
        for kind in dict.fromkeys(KINDS_OF_DIFFICULTY[name] for name in asked)
        if kind
    }
    if not grave:
        return None
    count = pl.sum_horizontal(mask.cast(pl.Int8) for mask in grave.values())
    decided = pl.when(count > 1).then(pl.lit("multiple"))
    for kind, mask in grave.items():
        decided = decided.when(mask).then(pl.lit(kind))  # type: ignore[assignment]
    answered = pl.all_horizontal(pl.col(name).is_not_null() for name in asked)
    alone = pl.any_horizontal(
        pl.col(name).is_in(["cannot", "much"]).fill_null(value=False) for name in asked
    )
    return decided.when(answered & ~alone).then(pl.lit("none"))


_RULES: dict[str, Callable[[pl.DataFrame], pl.Expr | None]] = {
    "lighting": _lighting,
    "toilet": _toilet,
    "education": _education,
    "out_of_school": _out_of_school,
    "has_disability": _has_disability,
    "disability_kind": _disability_kind,
}
_MUST_DECIDE = {"lighting": "supply"}
"""Fields whose parts should have decided them: where they did not, it is said."""
