"""Damage of the kinds that real lists have, and none that could move a figure.

Each function takes the rows of a sheet and gives them back damaged, with the damage noted. What
must not be lost stands undamaged in a later list: a NIK that the 2022 release spoils is good in
2023.
"""

import numpy as np
import polars as pl

from entas.demo.draws import Bools, Random
from entas.demo.rows import NOBODY, Rows
from entas.demo.workbook import NUMBER

SPOILT_NUMBER, SPOILT_SCIENTIFIC = 0.012, 0.005
REPEATED = 0.003


def only(rows: Rows, *, families: Bools, first_family: int) -> Rows:
    """Only the rows of some families: an older release lists fewer."""
    return rows.take(np.flatnonzero(families[rows.family - first_family]))


def with_spoilt_numbers(rows: Rows, rng: Random) -> Rows:
    """NIK typed into number cells, or turned into scientific notation: rows for review."""
    draw = rng.random(len(rows))
    nik = rows.frame["NIK"]
    whole = nik.str.contains(r"^\d{16}$").fill_null(value=False).to_numpy()
    number = whole & (draw < SPOILT_NUMBER)
    scientific = whole & (draw >= SPOILT_NUMBER) & (draw < SPOILT_NUMBER + SPOILT_SCIENTIFIC)
    frame = rows.frame.with_columns(
        pl.when(pl.Series(number))
        .then(pl.lit(NUMBER) + pl.col("NIK"))
        .when(pl.Series(scientific))
        .then(pl.col("NIK").str.slice(0, 1) + "," + pl.col("NIK").str.slice(1, 5) + pl.lit("E+15"))
        .otherwise("NIK")
        .alias("NIK")
    )
    out = rows.damaged(frame, where=np.flatnonzero(number), how="nik-number")
    return out.damaged(frame, where=np.flatnonzero(scientific), how="nik-scientific")


def with_repeated_rows(rows: Rows, rng: Random) -> Rows:
    """Some rows twice, one below the other or further down: exactly the same."""
    count = len(rows)
    again = np.flatnonzero(rng.random(count) < REPEATED)
    below = again + np.where(rng.random(len(again)) < 0.7, 0.5, 40.5)
    order = np.argsort(np.r_[np.arange(count), below], kind="stable")
    source = np.r_[np.arange(count), again][order]
    copy = np.flatnonzero(order >= count)
    out = rows.take(source)
    return out.damaged(out.frame, where=copy, how="row-repeated")


def with_foreign_rows(rows: Rows, rng: Random, *, key: str, foreign: int = 2) -> Rows:
    """A few rows of another province, and of a village that does not exist: to be refused."""
    if len(rows) < foreign:
        return rows
    strange = rows.take(np.sort(rng.choice(len(rows), foreign, replace=False)))
    code = pl.Series(["3404072003", "3399999999"])
    place = {
        "Provinsi": ["DI YOGYAKARTA", "JAWA TENGAH"],
        "Kabupaten": ["SLEMAN", "ENTAH"],
        "Kecamatan": ["DEPOK", "ENTAH BERANTAH"],
        "Desa": ["CATURTUNGGAL", "TANPA NAMA"],
    }
    columns = {
        header: next((texts for name, texts in place.items() if header.startswith(name)), None)
        for header in rows.frame.columns[:6]
    }
    frame = strange.frame.with_columns(
        code.alias("Kode Kemdagri"),
        *(pl.Series(header, texts) for header, texts in columns.items() if texts),
        *(
            (code + pl.col(header).str.slice(10)).alias(header)
            for header in (key, "ID Individu")
            if header in rows.frame.columns
        ),
    )
    nobody = np.full(foreign, NOBODY)
    damage = pl.Series(["row-elsewhere"]).new_from_index(0, foreign)
    return rows.followed_by(Rows(frame, nobody, nobody, damage))


def header_places(rng: Random, count: int, *, every: int) -> list[int]:
    """After how many rows the header stands again (pages pasted below each other)."""
    if every <= 0 or count < every:
        return []
    return sorted(
        {int(rng.integers(every // 2, every)) + i for i in range(0, count - every, every)}
    )
