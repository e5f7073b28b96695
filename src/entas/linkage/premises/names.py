"""Names of customers and of members as words that can be compared.

A customer's name is what a counter typed years ago: spelt otherwise, cut off, with a form of
address, joined to one word, or only a part. Words are compared as they are heard (``matching``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.phonetics import as_heard

MOST_WORDS, MOST_LETTERS = 4, 16
"""Words kept of a name, letters kept of a word."""

GRADES = (
    "one word of it", "part of it, spelt close", "another word of it", "more words", "first words",
    "spelt close", "a letter differs", "sounds the same, joined", "sounds the same",
    "written the same",
)  # fmt: skip
"""Of a customer's name and a member's: how the words agree, from worst to best."""

_ADDRESSING = (
    r"^(?:PAK|BPK|BAPAK|BP|P|BU|IBU|B|MBAH|MBOK|NY|NYONYA|TN|TUAN|SDR|SDRI)\b\.? *|"
    r"\b(?:ALM|ALMH|ALMARHUM|ALMARHUMAH|CS)\b\.?"
)
_ON_BEHALF = r"\b(?:QQ|D/A|A/N)\b\.?"
_NOBODY = (
    r"^(?:MASJID|MSJD|MUSHOL|MUSOL|MUSHAL|LANGGAR|GEREJA|POSKAMLING|PUSKESMAS|POSYANDU|PAMSIMAS)|"
    r"^(?:SD|SDN|SMP|SMPN|SMA|SMAN|SMK|MI|MTS|TK|PAUD|RA|BALAI|KANTOR|POLINDES|PKD|POS|PJU|LPJU|CV|"
    r"PT|UD|KUD|TOWER|BTS|POMPA|PDAM|SPAM|KANDANG|GUDANG|PASAR|YAYASAN|PONPES|PONDOK|KOPERASI|"
    r"PENGGILINGAN|MAKAM|LAPANGAN|GARDU|BUMDES)\b\.? "
)


def is_nobody(names: pl.Expr) -> pl.Expr:
    """Whether a customer is a mosque, a school, a company: no person."""
    return (names.fill_null("").str.to_uppercase() + " ").str.contains(_NOBODY)


def bare(names: pl.Series) -> pl.Series:
    """Names in capitals without forms of address."""
    upper = names.fill_null("").str.to_uppercase()
    return upper.str.replace_all(_ADDRESSING, " ").str.strip_chars()


def alternatives(names: pl.Series) -> pl.DataFrame:
    """``row`` and ``name``: each name, and for "A QQ B" or "A / B" both of them."""
    return (
        pl.DataFrame({"row": pl.int_range(len(names), dtype=pl.UInt32, eager=True), "name": names})
        .with_columns(
            pl.col("name").fill_null("").str.to_uppercase().str.replace_all(_ON_BEHALF, "/")
        )
        .with_columns(pl.col("name").str.split("/"))
        .explode("name")
        .filter(pl.col("name").str.strip_chars() != "")
    )


def together(names: pl.Series) -> tuple[Array, Array]:
    """Numbers (uint64) for the letters of each name: as written, and as heard in one word."""
    letters = bare(names).str.replace_all(r"[^A-Z]", "")
    distinct = letters.unique()
    spoken = distinct.replace(distinct.to_list(), as_heard(distinct).to_list())
    heard_as = pl.DataFrame({"letters": distinct, "heard": spoken})
    joined = pl.DataFrame({"letters": letters}).join(
        heard_as, on="letters", how="left", maintain_order="left"
    )["heard"]
    return (
        np.where((letters == "").to_numpy(), 0, letters.hash(1).to_numpy()).astype(np.uint64),
        np.where((joined == "").to_numpy(), 0, joined.hash(1).to_numpy()).astype(np.uint64),
    )


@dataclass(frozen=True, slots=True)
class Words:
    """The words of several columns, as heard, numbered from 1; 0 is none.

    ``columns``: int32 (rows, MOST_WORDS) each. ``letters`` uint8 (words + 1, MOST_LETTERS) and
    ``lengths`` int64. ``masks`` uint32: one bit for each letter in a word. ``bits`` float32: how
    much the sight of a word tells, minus log2 of its share of all words of the weighed columns.
    """

    columns: tuple[Array, ...]
    letters: Array
    lengths: Array
    masks: Array
    bits: Array


def words(columns: Sequence[pl.Series], *, weighed: int) -> Words:
    """The words of columns of text; the first ``weighed`` of them say how rare each word is."""
    parts = pl.concat(
        [
            _split(column).with_columns(column=pl.lit(place, dtype=pl.Int32))
            for place, column in enumerate(columns)
        ]
    )
    written = parts["word"].unique().sort()
    spoken = pl.DataFrame({"word": written, "heard": as_heard(written)})
    parts = parts.join(spoken, on="word", how="left", maintain_order="left")
    parts = parts.filter(pl.col("heard") != "").with_columns(
        place=pl.int_range(pl.len()).over("column", "row")
    )
    parts = parts.filter(pl.col("place") < MOST_WORDS)
    known = parts["heard"].unique().sort()
    numbers = pl.DataFrame({"heard": known}).with_row_index("number", offset=1)
    parts = parts.join(numbers, on="heard", how="left", maintain_order="left")
    letters, lengths = _letters(known)
    common = np.bincount(
        parts.filter(pl.col("column") < weighed)["number"].to_numpy(), minlength=len(lengths)
    )
    bits = -np.log2(np.maximum(common, 1) / max(int(common.sum()), 1)).astype(np.float32)
    bits[0] = 0
    filled = []
    for place, column in enumerate(columns):
        of_column = parts.filter(pl.col("column") == place)
        out = np.zeros((len(column), MOST_WORDS), np.int32)
        out[of_column["row"].to_numpy(), of_column["place"].to_numpy()] = of_column["number"]
        filled.append(out)
    return Words(tuple(filled), letters, lengths, _masks(letters), bits)


def _split(texts: pl.Series) -> pl.DataFrame:
    """``row`` and ``word`` of each word, in order: letters and digits, in capitals."""
    clean = texts.fill_null("").str.to_uppercase().str.replace_all(r"['`]", "")
    return (
        pl.DataFrame({"word": clean.str.extract_all(r"[A-Z0-9]+")})
        .with_row_index("row")
        .explode("word")
        .drop_nulls()
    )


def _letters(known: pl.Series) -> tuple[Array, Array]:
    """The letters of each word, and how many; the first is no word."""
    kept = [word.encode()[:MOST_LETTERS] for word in known.to_list()]
    table = np.array([b"", *kept], dtype=f"S{MOST_LETTERS}")
    letters = table.view(np.uint8).reshape(len(table), MOST_LETTERS)
    lengths = np.array([0, *map(len, kept)], np.int64)
    return letters, lengths


def _masks(letters: Array) -> Array:
    """One bit (uint32) for each letter that a word has; a digit takes the bit of a letter."""
    bit = np.where(letters > 0, np.uint32(1) << (letters % 32).astype(np.uint32), np.uint32(0))
    masks: Array = np.bitwise_or.reduce(bit.astype(np.uint32), axis=1)
    return masks
