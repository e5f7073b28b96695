"""From the sheets of a file to rows the registry can take, in one pass a sheet.

Nothing is dropped: each data row ends registered, in review or refused, with a reason; each cell
that could not be read is null with a finding that holds it as received.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from entas.kernel.nik import FEMALE_DAY
from entas.sources.cleaning import structure
from entas.sources.cleaning.columns import read_columns
from entas.sources.cleaning.combined import combine
from entas.sources.cleaning.families import families_of
from entas.sources.cleaning.notebook import REFUSED, Notebook
from entas.sources.cleaning.places import Tree, resolve
from entas.sources.cleaning.tables import Table
from entas.sources.cleaning.tags import TAG_COLUMNS, tag_rows, tags_of_columns
from entas.sources.cleaning.verification import ACCEPTED, stages
from entas.sources.layouts.layout import Layout, RecordKind
from entas.sources.layouts.values import STAGES

OLDEST = 120  # years; a birth date beyond is a slip
_NOT_VALUES = ("area_code", "district", "subdistrict", "village", "stage")
_PLACE = ("area_code", "district", "subdistrict", "village")


@dataclass(frozen=True, slots=True)
class Setting:
    """What cleaning must know besides the file.

    ``as_of`` dates what undated lists say; nothing may be dated after ``today``; ``reach`` holds
    the codes of the areas in which the receiver may register; ``home`` is the code of the kabupaten
    or kecamatan whose list it is, or empty.
    """

    layout: Layout
    tree: Tree
    as_of: date
    today: date
    reach: tuple[str, ...]
    home: str = ""


@dataclass(frozen=True)
class Cleaned:
    """A recognised sheet in canonical columns. See the fields of each frame in ``clean``."""

    kind: RecordKind
    rows: pl.DataFrame
    tags: pl.DataFrame
    findings: pl.DataFrame
    assumptions: list[dict[str, Any]]
    families: pl.DataFrame | None = None


def clean(tables: Sequence[Table], setting: Setting) -> list[Cleaned]:
    """Clean the tables of one file, in order; a key seen twice in the file goes to review.

    ``rows``: ``sheet``, ``number``, ``outcome``, ``reason``, ``village_code``, ``family_key``,
    ``person_key``, ``observed_on``, ``accepted``, then the canonical fields the sheet speaks of.
    ``tags``: see ``tags.TAG_COLUMNS``. ``findings``: ``sheet``, ``number``, ``column``, ``code``,
    ``severity``, ``received``. ``assumptions``: ``sheet``, ``code``, ``detail``. ``families``: what
    rows of persons say of their families, see ``cleaning.families``.
    """
    seen: dict[str, pl.Series] = {}
    return [_clean(table, setting, seen) for table in tables]


def _clean(table: Table, setting: Setting, seen: dict[str, pl.Series]) -> Cleaned:
    table, repaired = structure.fill_merged(table)
    book = Notebook(table)
    book.findings += repaired
    structure.note_broken_cells(book)
    structure.bar_shifted(book)
    programmes = read_columns(book)
    combine(book)
    _place(book, setting)
    if table.layout.kind is RecordKind.LISTING:
        _bar_nameless(book)
    elif table.layout.kind is not RecordKind.TAG:
        _identify(book, seen)
    _check_people(book, setting.today)
    dated = _dated(book, setting)
    if table.layout.kind is RecordKind.TAG:
        tags = tag_rows(book, setting.as_of, setting.today)
    else:
        tags = tags_of_columns(book, programmes, dated.get_column("observed_on"))
    outcome, reason = book.outcomes()
    frame = _rows(book, dated, outcome, reason)
    return Cleaned(
        families=families_of(frame) if table.layout.family_key_from else None,
        kind=table.layout.kind,
        rows=frame,
        tags=_with_outcomes(tags, frame),
        findings=book.all_findings(),
        assumptions=[
            {"sheet": table.sheet.name, "code": code, "detail": detail}
            for code, detail in table.assumptions
        ],
    )


def _place(book: Notebook, setting: Setting) -> None:
    """Resolve the village; rows outside the installation or the receiver's areas are refused."""
    places = {name: book.values[name] for name in _PLACE if name in book.values}
    base = book.table.rows.select("number").with_columns(**places)
    where = resolve(base, setting.tree, home=setting.home)
    reason = where.get_column("reason")
    code = where.get_column("village_code")
    columns = {name: book.table.index_of(name) for name in _PLACE}
    shown = columns["area_code"]
    if shown is None:
        shown = columns["village"]
    for why in reason.unique().sort():
        if why:
            outcome = {"outcome": REFUSED} if why == "outside_installation" else {}
            book.bar(reason == why, reason=why, index=shown, **outcome)
    inside = code.str.contains(f"^(?:{'|'.join(setting.reach)})") if setting.reach else None
    outside = code.is_not_null() if inside is None else ~inside
    book.bar(outside, reason="outside_scope", outcome=REFUSED, index=shown)
    if columns["village"] is not None:
        book.doubt(
            where.get_column("differs"),
            code="area_name_differs",
            severity="warning",
            index=columns["village"],
        )
    book.values["village_code"] = code


def _identify(book: Notebook, seen: dict[str, pl.Series]) -> None:
    """A row needs its own key and its family's; the second row with a key goes to review."""
    kind, taken_from = book.table.layout.kind, book.table.layout.family_key_from
    own = "person_key" if kind is RecordKind.PERSON else "family_key"
    if taken_from:
        nothing = pl.repeat(None, book.height, dtype=pl.String, eager=True)
        book.values["family_key"] = book.values.get(taken_from, nothing)
    for name in (own,) if taken_from else dict.fromkeys((own, "family_key")):
        index = book.table.index_of(name)
        book.bar(book.values[name].is_null(), reason=f"{name}_missing", index=index)
    _bar_nameless(book)
    keys = book.values[own]
    earlier = seen.get(own, pl.Series([], dtype=pl.String))
    twice = (~keys.is_first_distinct() | keys.is_in(earlier.to_list())) & keys.is_not_null()
    book.bar(twice, reason="key_repeated", index=book.table.index_of(own))
    seen[own] = pl.concat([earlier, keys.drop_nulls()])


def _bar_nameless(book: Notebook) -> None:
    name = "head_name" if book.table.layout.kind is RecordKind.FAMILY else "name"
    book.bar(book.values[name].is_null(), reason="name_missing", index=book.table.index_of(name))


def _check_people(book: Notebook, today: date) -> None:
    """Birth dates that cannot be, numbers that tell another sex or day, and numbers used twice."""
    if book.table.layout.kind not in {RecordKind.PERSON, RecordKind.LISTING}:
        return
    index, born_at = (book.table.index_of(name) for name in ("nik", "birth_date"))
    if born_at is not None:
        born = book.values["birth_date"]
        impossible = (born > today) | (born.dt.year() < today.year - OLDEST)
        book.doubt(impossible, code="date_impossible", severity="warning", index=born_at)
        book.values["birth_date"] = born.set(impossible.fill_null(value=False), None)
    if index is None:
        return
    number = book.values["nik"]
    if book.table.layout.kind is RecordKind.PERSON:  # a sector's list may name a person twice
        doubled = number.is_not_null() & number.is_duplicated()
        book.doubt(doubled, code="nik_repeated", severity="warning", index=index)
    day = number.str.slice(6, 2).cast(pl.Int16, strict=False)
    female = day > FEMALE_DAY
    if born_at is not None:
        born = book.values["birth_date"]
        said = born.dt.strftime("%d%m%y")
        told = pl.select(
            pl.format(
                "{}{}",
                (day - pl.lit(FEMALE_DAY) * female.cast(pl.Int16)).cast(pl.String).str.zfill(2),
                number.str.slice(8, 4),
            )
        ).to_series()
        differs = born.is_not_null() & number.is_not_null() & (said != told)
        book.doubt(differs, code="nik_birth_differs", severity="warning", index=born_at)
    sex_at = book.table.index_of("sex")
    if sex_at is not None:
        differs = (book.values["sex"] == "female") != female
        book.doubt(differs, code="nik_sex_differs", severity="warning", index=sex_at)


def _dated(book: Notebook, setting: Setting) -> pl.DataFrame:
    """``observed_on`` and ``accepted``, and for a verification the dates of its stages."""
    if not setting.layout.is_verification:
        return book.table.rows.with_columns(
            pl.lit(setting.as_of).alias("observed_on"), pl.lit(value=True).alias("accepted")
        ).select("observed_on", "accepted")
    names = [name for name in ("stage", *STAGES) if name in book.values]
    values = pl.DataFrame({name: book.values[name] for name in names})
    frame, doubts = stages(values, today=setting.today)
    found = frame.select(**doubts)
    at = book.table.index_of("stage")
    visit = book.table.index_of("visited_on")
    book.bar(found.get_column("stage_unknown"), reason="stage_unknown", index=at)
    book.bar(found.get_column("visit_undated"), reason="visit_undated", index=visit)
    book.bar(found.get_column("date_in_future"), reason="date_in_future", index=visit)
    for code in ("stage_date_ahead", "dates_out_of_order"):
        mask = found.get_column(code)
        if len(mask) == book.height:
            book.doubt(mask, code=code, severity="warning", index=at)
    dates = frame.select(
        pl.coalesce(pl.col("visited_on"), pl.lit(setting.as_of)).alias("observed_on"),
        (pl.col("stage") == str(ACCEPTED)).fill_null(value=False).alias("accepted"),
        *STAGES,
    )
    if book.table.layout.kind is RecordKind.PERSON:
        return dates.drop(STAGES)
    return dates


def _rows(
    book: Notebook, dated: pl.DataFrame, outcome: pl.Series, reason: pl.Series
) -> pl.DataFrame:
    nothing = pl.lit(None, pl.String)
    frame = book.table.rows.select(
        pl.lit(book.table.sheet.name).alias("sheet"),
        "number",
        outcome.alias("outcome"),
        reason.alias("reason"),
        book.values["village_code"].alias("village_code"),
        *(
            book.values[name].alias(name) if name in book.values else nothing.alias(name)
            for name in ("family_key", "person_key")
        ),
    )
    frame = frame.hstack(dated)
    values = [
        series.alias(name)
        for name, series in book.values.items()
        if name not in frame.columns and name not in _NOT_VALUES
    ]
    return frame.with_columns(values)


def _with_outcomes(tags: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Tags carry the outcome of their row."""
    if not tags.height:
        return tags.with_columns(outcome=pl.lit("registered"), reason=pl.lit("")).select(
            list(TAG_COLUMNS)
        )
    return (
        tags.join(rows.select("number", "outcome", "reason"), on="number", how="left")
        .select(list(TAG_COLUMNS))
        .cast(TAG_COLUMNS)  # type: ignore[arg-type]
    )


def count_outcomes(cleaned: Sequence[Cleaned]) -> dict[str, int]:
    """Rows of a file by outcome."""
    outcomes = pl.concat([one.rows.get_column("outcome") for one in cleaned])
    return dict(outcomes.value_counts(sort=True).iter_rows())
