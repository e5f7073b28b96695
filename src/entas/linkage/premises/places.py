"""Where a house is, out of an address: RT and RW as numbers, and what is left as the hamlet.

Offices write a hamlet with or without a word for it (DK KRAJAN, KRAJAN); what remains when RT, RW,
street, village and numbers are taken away is the hamlet, or nothing.
"""

from collections.abc import Iterable

import polars as pl

from entas.kernel.addresses import (
    BARE_PATTERN,
    PAIR_PATTERN,
    ROMAN,
    RT_PATTERN,
    RW_PATTERN,
)

_STREET = r"\b(?:JL|JLN|JALAN|GG|GANG)\b\.?.*?(\bRT\b|\bR\.T|\bNO\b|\d|$)"
_UNITS = (
    PAIR_PATTERN,
    r"\bR\.?T\.?\s*[:.\-]?\s*(?:\d{1,3}|[IVX]{1,5})\s*/\s*(?:\d{1,3}|[IVX]{1,5})\b",
    r"\bR\.?T\.?\s*[:.\-]?\s*(?:\d{1,3}|[IVX]{1,5}\b)",
    r"R\.?W\.?\s*[:.\-]?\s*(?:\d{1,3}|[IVX]{1,5})\b",
    BARE_PATTERN,
)
_WORDS = (
    r"\b(?:DK|DKH|DUKUH|DSN|DUSUN|DS|DESA|KP|KAMP|KAMPUNG|LINGK|LINGKUNGAN|KEL|KELURAHAN|KEC|"
    r"KECAMATAN|KAB|KABUPATEN|JATENG|NO|BLOK|RT|RW|RAYA)\b"
)
_SHORT_PAIR = r"\bR\.?T\.?\s*[:.\-]?\s*(\d{1,3}|[IVX]{1,5})\s*/\s*(\d{1,3}|[IVX]{1,5})\b"


OPTIONAL = ("rt", "rw", "hamlet", "village", "subdistrict")


def places(frame: pl.DataFrame) -> pl.DataFrame:
    """``rt`` and ``rw`` (Int64, 0 is not said) and ``hamlet`` (text, "" is not said) of each row.

    ``frame`` has ``address``, and may have ``rt``, ``rw``, ``hamlet`` (which go before what the
    address says), ``village`` and ``subdistrict`` (names, which are taken out of the address).
    """
    upper = pl.col("address").fill_null("").str.to_uppercase().str.replace_all(r"\s+", " ")
    text = completed(frame, ("address", *OPTIONAL)).with_columns(line=upper)
    rt, rw = _units(pl.col("line"))
    stated = pl.col("hamlet").str.to_uppercase().str.strip_chars().replace("", None)
    return text.select(
        rt=pl.coalesce(_number(pl.col("rt")).replace(0, None), _number(rt)),
        rw=pl.coalesce(_number(pl.col("rw")).replace(0, None), _number(rw)),
        hamlet=pl.coalesce(stated, _hamlet()),
    )


def completed(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """A frame with these columns as text, empty where it has none."""
    return frame.with_columns(
        pl.col(name).cast(pl.String)
        if name in frame.columns
        else pl.lit(None, dtype=pl.String).alias(name)
        for name in columns
    )


def _units(line: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """RT and RW as written: ``RT/RW 02/05``, ``RT 2/5``, ``RT 2 RW V``, ``02/05``."""
    pair, short = line.str.extract_groups(PAIR_PATTERN), line.str.extract_groups(_SHORT_PAIR)
    bare = line.str.extract_groups(BARE_PATTERN)
    rt, rw = line.str.extract(RT_PATTERN, 1), line.str.extract(RW_PATTERN, 1)
    named = rt.is_not_null() | rw.is_not_null()
    return tuple(
        pl.when(pair.struct.field("1").is_not_null())
        .then(pair.struct.field(group))
        .when(short.struct.field("1").is_not_null())
        .then(short.struct.field(group))
        .when(named)
        .then(alone)
        .otherwise(bare.struct.field(group))
        for group, alone in (("1", rt), ("2", rw))
    )  # type: ignore[return-value]  # exactly two


def _number(text: pl.Expr) -> pl.Expr:
    digits = text.replace_strict(list(ROMAN), [str(n) for n in ROMAN.values()], default=text)
    return digits.cast(pl.Int64, strict=False).fill_null(0).clip(0, 999)


def _hamlet() -> pl.Expr:
    """What is left of the line."""
    line = pl.col("line").str.replace_all(_STREET, " $1")
    for pattern in _UNITS:
        line = line.str.replace_all(pattern, " ")
    for name in ("village", "subdistrict"):
        line = _without(_without(line, pl.col(name)), pl.col(name).str.replace_all(" ", ""))
    line = line.str.replace_all(_WORDS, " ").str.replace_all(r"[^A-Z' ]", " ")
    return line.str.replace_all(r"\s+", " ").str.strip_chars()


def _without(line: pl.Expr, name: pl.Expr) -> pl.Expr:
    """A line without a name that stands at its end or behind DS or DESA."""
    shown = name.fill_null("").str.to_uppercase()
    at_end = (shown != "") & line.str.strip_chars().str.ends_with(shown)
    cut = line.str.strip_chars()
    return (
        pl.when(at_end)
        .then(cut.str.head(cut.str.len_chars().cast(pl.Int64) - shown.str.len_chars()))
        .otherwise(line)
    )
