"""The same house as another office writes it: hamlet, RT and RW in some order, or hardly any."""

import numpy as np
import polars as pl

from entas.demo import values
from entas.demo.draws import Bools, Random, pick
from entas.demo.elsewhere.habits import Habits
from entas.demo.names import mistyped

STYLES = (
    "DK {hamlet} RT {rt2}/{rw2}",
    "{hamlet} RT.{rt} RW.{rw}",
    "{hamlet} {rt2}/{rw2}",
    "DS {village} RT {rt3} RW {rw3}",
    "RT {rt}/{rw} DS {village}",
    "{hamlet} {village}",
    "DS {village}",
    "JL RAYA {village} NO {number} RT {rt}/{rw}",
    "DUKUH {hamlet} RT{rt2}RW{rw2}",
    "DSN {hamlet} RT {rt} RW {roman}",
)
"""From fields to an address; two styles have no RT."""
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def written(rng: Random, houses: pl.DataFrame, habits: Habits) -> pl.Series:
    """An address for each house: ``rt``, ``rw``, ``hamlet`` (place in ``values.HAMLETS``) and
    ``village_name``. Some RT are those of old, some hamlets are misspelt, long ones are cut off.
    """
    count = len(houses)
    style = pick(rng, habits.address_styles, count)
    moved = rng.random(count) < habits.other_unit
    rt = np.where(
        moved, 1 + (houses["rt"].to_numpy() + rng.integers(0, 4, count)) % 8, houses["rt"]
    )
    hamlet = pl.Series(values.HAMLETS).gather(houses["hamlet"])
    hamlet = mistyped(rng, hamlet, where=rng.random(count) < 0.04)
    fields = pl.DataFrame(
        {
            "style": style,
            "hamlet": hamlet,
            "village": _village(rng, houses["village_name"]),
            "rt": pl.Series(rt).cast(pl.String),
            "rw": houses["rw"].cast(pl.String),
            "number": pl.Series(rng.integers(1, 90, count)).cast(pl.String),
            "roman": houses["rw"]
            .cast(pl.String)
            .replace_strict(
                [str(n) for n in range(1, len(_ROMAN) + 1)],
                list(_ROMAN),
                default=houses["rw"].cast(pl.String),
            ),
        }
    ).with_columns(
        rt2=pl.col("rt").str.zfill(2),
        rw2=pl.col("rw").str.zfill(2),
        rt3=pl.col("rt").str.zfill(3),
        rw3=pl.col("rw").str.zfill(3),
    )
    filled = pl.coalesce(
        *(pl.when(pl.col("style") == code).then(_filled(text)) for code, text in enumerate(STYLES))
    )
    return fields.select(filled.str.slice(0, habits.address_width).alias("address")).to_series()


def _filled(style: str) -> pl.Expr:
    """A style as an expression over the columns that it names."""
    parts = style.replace("{", "\0").replace("}", "\0").split("\0")
    return pl.concat_str(
        *(pl.col(part) if place % 2 else pl.lit(part) for place, part in enumerate(parts) if part)
    )


def _village(rng: Random, names: pl.Series) -> pl.Series:
    """Names of villages, some with a space more or fewer."""
    spaced = rng.random(len(names)) < 0.03
    return names.zip_with(pl.Series(~spaced), names.str.replace_all(" ", ""))


def with_spaces(rng: Random, names: pl.Series, *, share: float) -> pl.Series:
    """Names of areas, some written in two words: KARANG ANYAR for KARANGANYAR."""
    apart: Bools = rng.random(len(names)) < share
    split = names.str.replace(r"^(KARANG|KEDUNG|SUMBER|WONO|KALI|TEGAL|BANJAR)(\w{3,})$", "$1 $2")
    return names.zip_with(pl.Series(~apart), split)
