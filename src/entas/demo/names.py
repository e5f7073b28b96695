"""Javanese and Indonesian names, and the ways that offices spell them.

The lists are of given names in common use; the people are made up. A name is drawn for a sex and a
generation: older villagers mostly have one Javanese name, their grandchildren two or three modern
ones.
"""

from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import polars as pl
import yaml

from entas.demo.draws import Bools, Random, pick
from entas.demo.figures import Ints

_LISTS: dict[str, str] = yaml.safe_load(
    files("entas.demo").joinpath("names.yaml").read_text(encoding="utf-8")
)
_FIRST = tuple(
    _LISTS[which].split()
    for which in ("old_men", "mid_men", "new_boys", "old_women", "mid_women", "new_girls")
)
_SECOND = tuple(_LISTS[which].split() for which in ("second_men", "second_women"))
# How often a name has one, two or three parts, by generation (old, middle, new).
_PARTS = ((0.80, 0.19, 0.01), (0.38, 0.57, 0.05), (0.05, 0.62, 0.33))

_SPELLINGS = (
    ("^Muhammad ", "Muh. "),
    ("^Muhammad ", "Mohamad "),
    ("^Muhammad ", "Moch. "),
    ("^Abdul ", "Abd. "),
    ("^Siti ", "St. "),
    ("^Nur ", "Noor "),
    ("u", "oe"),
    ("j", "dj"),
    ("iy", "y"),
    ("y", "j"),
    ("h$", ""),
    ("d", "dh"),
    ("kh", "ch"),
    ("o$", "a"),
    ("ni$", "nie"),
    ("i$", "y"),
    ("t", "th"),
    ("s", "ss"),
)


def _draw(rng: Random, lists: Sequence[list[str]], which: Ints) -> pl.Series:
    """One entry of ``lists[which[i]]`` for each i; common names more often than rare ones."""
    flat = pl.Series([name for names in lists for name in names])
    sizes = np.array([len(names) for names in lists])
    start = np.r_[0, np.cumsum(sizes)[:-1]]
    place = np.floor(sizes[which] * rng.random(len(which)) ** 1.4).astype(np.int64)
    return flat.gather(start[which] + place)


def make(rng: Random, *, female: Bools, birth_year: Ints) -> pl.Series:
    """Names as the registry office would write them, without titles."""
    size = len(female)
    generation = np.select([birth_year < 1967, birth_year < 1999], [0, 1], 2).astype(np.int64)
    first = _draw(rng, _FIRST, generation + 3 * female)
    second = _draw(rng, _SECOND, female.astype(np.int64))
    third = _draw(rng, _SECOND, female.astype(np.int64))
    parts = np.zeros(size, dtype=np.int64)
    for code, weights in enumerate(_PARTS):
        of_generation = generation == code
        parts[of_generation] = pick(rng, weights, int(of_generation.sum()))
    frame = pl.DataFrame({"first": first, "second": second, "third": third, "parts": parts})
    return frame.select(
        pl.when(pl.col("parts") == 0)
        .then(pl.col("first"))
        .when((pl.col("parts") == 1) | (pl.col("second") == pl.col("third")))
        .then(pl.concat_str("first", "second", separator=" "))
        .otherwise(pl.concat_str("first", "second", "third", separator=" "))
        .alias("name")
    ).to_series()


def composed(rng: Random, *, female: Bools, birth_year: Ints) -> pl.Series:
    """Names put together as Javanese parents do (Su-kar-man, Wa-gi-nah): thousands of them.

    Few are frequent, most are rare, as in a whole village; the lists of ``make`` are short.
    """
    size = len(female)
    woman = female.astype(np.int64)
    onset, middle = (
        _draw(rng, [_LISTS[part].split()], woman * 0) for part in ("onsets", "middles")
    )
    ending = _draw(rng, [_LISTS[f"endings_{sex}"].split() for sex in ("men", "women")], woman)
    second = _draw(rng, _SECOND, woman)
    single = rng.random(size) < np.select([birth_year < 1967, birth_year < 1999], [0.8, 0.4], 0.05)
    frame = pl.DataFrame({"o": onset, "m": middle, "e": ending, "s": second, "single": single})
    given = pl.concat_str("o", pl.col("m").str.replace("_", ""), "e")
    return frame.select(
        pl.when("single").then(given).otherwise(pl.concat_str(given, "s", separator=" "))
    ).to_series()


def with_titles(rng: Random, names: pl.Series, *, female: Bools, elder: Bools) -> pl.Series:
    """Some elders carry a title of the pilgrimage, of learning or of descent."""
    draw = rng.random(len(names))
    titled = elder & (draw < 0.02)
    kind = pick(rng, (8.0, 1.0, 1.0), len(names))
    men, women = np.array(["H. ", "KH. ", "R. "]), np.array(["Hj. ", "Ny. ", "Rr. "])
    title = np.where(titled, np.where(female, women[kind], men[kind]), "")
    return pl.DataFrame({"t": title, "n": names}).select(pl.concat_str("t", "n")).to_series()


def with_fathers(names: pl.Series, father: pl.Series, *, female: Bools, where: Bools) -> pl.Series:
    """Names with the father's, after bin or binti, where a clerk wrote it so."""
    frame = pl.DataFrame({"n": names, "f": father, "w": where, "female": female})
    link = pl.when("female").then(pl.lit(" binti ")).otherwise(pl.lit(" bin "))
    return frame.select(
        pl.when(pl.col("w") & pl.col("f").is_not_null())
        .then(pl.concat_str("n", link, pl.col("f").str.split(" ").list.first()))
        .otherwise("n")
    ).to_series()


def misspelt(rng: Random, names: pl.Series, *, where: Bools) -> pl.Series:
    """Names as another office spells them: old spelling, abbreviations, lost or doubled letters.

    Where the drawn habit does not apply to a name, the name stays as it is.
    """
    place = np.flatnonzero(where)
    if not len(place):
        return names
    habit = rng.integers(0, len(_SPELLINGS), len(place))
    chosen = pl.DataFrame({"n": names.gather(place), "habit": habit})
    shown = pl.col("n")
    spelt = [
        pl.when(pl.col("habit") == code).then(shown.str.replace(pattern, spelling))
        for code, (pattern, spelling) in enumerate(_SPELLINGS)
    ]
    changed = chosen.select(pl.coalesce(*spelt, shown)).to_series()
    return names.clone().scatter(place, changed)


def mistyped(rng: Random, names: pl.Series, *, where: Bools) -> pl.Series:
    """Names with one letter left out, doubled, or swapped with its neighbour; never the first."""
    place = np.flatnonzero(where)
    if not len(place):
        return names
    chosen = pl.DataFrame(
        {
            "n": names.gather(place),
            "kind": rng.integers(0, 3, len(place)),
            "draw": rng.random(len(place)),
        }
    ).with_columns(
        at=1 + (pl.col("draw") * (pl.col("n").str.len_chars() - 2).clip(1)).cast(pl.Int64)
    )
    name, at = pl.col("n"), pl.col("at")
    before, letter, after = name.str.slice(0, at), name.str.slice(at, 1), name.str.slice(at + 1)
    swapped = pl.concat_str(name.str.slice(0, at - 1), letter, name.str.slice(at - 1, 1), after)
    changed = chosen.select(
        pl.when(name.str.len_chars() < 4)
        .then(name)
        .when(pl.col("kind") == 0)
        .then(pl.concat_str(before, after))
        .when(pl.col("kind") == 1)
        .then(pl.concat_str(before, letter, letter, after))
        .otherwise(pl.when(at > 1).then(swapped).otherwise(pl.concat_str(before, after)))
        .alias("n")
    ).to_series()
    return names.clone().scatter(place, changed)


def without_titles(names: pl.Series, *, where: Bools) -> pl.Series:
    """Names without a title, where an office leaves it out."""
    return names.str.replace(r"^(H|HJ|Hj|KH|R|RR|Rr|NY|Ny)\. ", "").zip_with(
        pl.Series(where), names
    )
