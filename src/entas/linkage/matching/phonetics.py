"""Spells name tokens as they are heard, so that variants of one name become one token.

Rules: the old and new spelling of Indonesian (Soewandi to EYD: oe/u, dj/j, tj/c, sj/sy, nj/ny,
ch/kh; Priyadi 2005), Javanese habits (dh/d, th/t, final d/t, final a/o, dropped h), Arabic names in
Latin letters (f/p/v, z/j, kh/h), and doubled letters. ``j`` is never read as ``y``: that would join
Joko and Yoko. Titles and particles become the empty token; the usual abbreviations of Muhammad,
Abdul and Siti become one token each.
"""

import polars as pl

_AS_HEARD = (
    ("OE", "U"), ("DJ", "J"), ("TJ", "C"), ("SJ", "SY"), ("NJ", "NY"), ("CH", "H"), ("KH", "H"),
    ("SH", "S"), ("DZ", "Z"), ("BH", "B"), ("DH", "D"), ("TH", "T"), ("GH", "G"), ("Q", "K"),
    ("V", "P"), ("F", "P"), ("Z", "J"), ("X", "KS"), ("IE", "I"), ("OU", "U"), ("SY", "S"),
    ("Y", "I"),
)  # fmt: skip
_MUHAMMAD = (
    "MUH", "MOH", "MOCH", "MUCH", "MOHD", "MUHD", "MHD", "MD", "M", "MUHAMMAD", "MOHAMMAD",
    "MOHAMAD", "MUHAMAD", "MOKHAMAD", "MOKHAMMAD", "MUKHAMAD", "MUKHAMMAD", "MUCHAMAD",
    "MUCHAMMAD", "MOCHAMAD", "MOCHAMMAD", "MUHAMMED", "MOHAMED",
)  # fmt: skip
_TITLES = (
    "H", "HJ", "KH", "KYAI", "DRS", "DRA", "DR", "IR", "R", "RR", "RA", "RM", "NY", "TN", "NN",
    "SDR", "BPK", "IBU", "ALM", "ALMH", "ALMARHUM", "ALMARHUMAH", "BIN", "BINTI", "SPD", "SH", "SE",
)  # fmt: skip


def as_heard(tokens: pl.Series) -> pl.Series:
    """Canonical spelling of each token (upper-case letters A-Z in, the same or fewer out).

    Give distinct tokens: the work is per token, not per record. A title becomes ``""``.
    """
    written = pl.col("written")
    heard = written
    for old, new in _AS_HEARD:
        heard = heard.str.replace_all(old, new, literal=True)
    heard = heard.str.replace_all(r"([A-Z])H", "$1")
    for letter in "ABCDEGIJKLMNOPRSTUW":
        heard = heard.str.replace_all(letter + letter, letter, literal=True)
    heard = heard.str.replace_all("D$", "T").str.replace_all("O$", "A")
    return (
        pl.DataFrame({"written": tokens})
        .select(
            pl.when(written.is_in(_MUHAMMAD))
            .then(pl.lit("MHD"))
            .when(written.is_in(("ABD", "ABDUL", "ABDOEL")))
            .then(pl.lit("ABD"))
            .when(written.is_in(("ST", "SITI")))
            .then(pl.lit("SITI"))
            .when(written.is_in(_TITLES))
            .then(pl.lit(""))
            .otherwise(heard)
            .alias("heard")
        )
        .to_series()
    )
