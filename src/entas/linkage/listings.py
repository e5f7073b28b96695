"""Whom the rows of a list without keys are likely of: by number, else by house. Pure.

A row that carries a NIK is of the person who has it, if the names agree too. A customer of the
electricity company has no number: that is for ``premises``.
"""

import json

import polars as pl

from entas.kernel.names import name_key
from entas.linkage import premises

LINKED, WAITING = "linked", "waiting"
LINKS = {
    "listing_id": pl.Int64, "family_id": pl.Int64, "person_id": pl.Int64,
    "village_code": pl.String, "probability": pl.Float64, "evidence": pl.String,
    "state": pl.String,
}  # fmt: skip
SAME_NUMBER = 20.0  # bits: a NIK of eight free digits within a village and sex
SAME_NAME, OTHER_NAME = 7.0, -20.0
PRIOR = -13.0


def by_number(listings: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Links (columns as ``LINKS``) of rows with a NIK that one person has; another name waits.

    ``listings``: listing_id, village_code, name, nik; ``members``: family, person_id, name, nik.
    """
    one = members.filter(pl.col("nik").is_not_null() & (pl.len().over("nik") == 1))
    asked = listings.filter(pl.col("nik").is_not_null()).select(
        "listing_id", "village_code", "name", "nik"
    )
    found = asked.join(one, on="nik", suffix="_held").with_columns(
        same=_key("name") == _key("name_held")
    )
    bits = PRIOR + SAME_NUMBER + pl.when("same").then(SAME_NAME).otherwise(OTHER_NAME)
    lines = {
        same: json.dumps([["", "prior", PRIOR], ["nik", "equal", SAME_NUMBER],
                          ["name", "equal" if same else "other",
                           SAME_NAME if same else OTHER_NAME]])
        for same in (True, False)
    }  # fmt: skip
    return found.select(
        "listing_id",
        family_id="family",
        person_id="person_id",
        village_code="village_code",
        probability=1 / (1 + 2.0**-bits),
        evidence=pl.when("same").then(pl.lit(lines[True])).otherwise(pl.lit(lines[False])),
        state=pl.when("same").then(pl.lit(LINKED)).otherwise(pl.lit(WAITING)),
    ).cast(LINKS)  # type: ignore[arg-type]


def by_house(
    listings: pl.DataFrame, homes: pl.DataFrame, members: pl.DataFrame
) -> tuple[pl.DataFrame, str]:
    """Links (columns as ``LINKS``) of customers to families, and the model that explains them."""
    made = premises.link(listings, homes, members)
    pairs = made.pairs
    evidence = [
        json.dumps(
            [
                [line.field, line.grade, round(line.bits, 3)]
                for line in made.model.explain(levels, prior=prior, rivals=rivals)
            ]
        )
        for levels, prior, rivals in zip(
            pairs["levels"], pairs["prior"], pairs["rivals"], strict=True
        )
    ]
    links = pl.DataFrame(
        {
            "listing_id": listings["listing_id"][pairs["customer"]],
            "family_id": homes["family"][pairs["family"]],
            "person_id": pl.Series([None] * pairs.height, dtype=pl.Int64),
            "village_code": homes["village_code"][pairs["family"]],
            "probability": pairs["probability"],
            "evidence": pl.Series(evidence, dtype=pl.String),
            "state": pl.Series(
                [LINKED if outcome == premises.LINKED else WAITING for outcome in pairs["outcome"]],
                dtype=pl.String,
            ),
        }
    )
    return links.cast(LINKS), made.model.to_json()  # type: ignore[arg-type]


def _key(column: str) -> pl.Expr:
    return pl.col(column).map_elements(name_key, return_dtype=pl.String, skip_nulls=True)
