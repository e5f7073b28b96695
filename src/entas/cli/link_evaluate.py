"""``entas link evaluate``: how good linkage is on lists whose true persons are known."""

from datetime import date
from pathlib import Path
from typing import Annotated

import numpy as np
import polars as pl
import typer
from django.utils import timezone
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from entas.kernel.errors import Refused
from entas.linkage.matching import Field, Role, Settings, link
from entas.linkage.quality import Evaluation, Score, evaluate
from entas.linkage.quality.labelled import Labelled, read_labelled
from entas.linkage.quality.picture import picture
from entas.sources.layouts import LAYOUTS
from entas.sources.layouts.layout import RecordKind
from entas.sources.preparation import setting_for
from entas.sources.reading import understand

DEMO_PERSONS = (
    Field("nik", Role.IDENTIFIER),
    Field("name", Role.NAME),
    Field("birth_date", Role.DATE),
    Field("sex", Role.CATEGORY),
    Field("family_key", Role.HOUSEHOLD),
    Field("village_code", Role.AREA),
)
"""What the lists of the demo say of a person. Their own key of a person is left out: it would give
the answer away.
"""
_SOURCES = {"_p3ke_2022": "p3ke-2022", "_p3ke_2023": "p3ke-2023", "verval_": "siks-dj"}
"""Layouts by a part of the file's name; other lists of the demo have no persons."""


class NoPersons(Refused):
    """The lists beside the truth hold no person."""


class NotTheDemos(Refused):
    """The truth file is not what the demo writes, and no mapping was given."""


def run(
    truth: Annotated[
        Path, typer.Option(help="Who is who: the demo's truth.parquet, or as --map says.")
    ],
    map_: Annotated[
        Path | None, typer.Option("--map", help="Mapping of the columns of a labelled set (YAML).")
    ] = None,
    input_: Annotated[
        list[Path] | None,
        typer.Option("--input", help="The rows, if not in the truth file; may be given again."),
    ] = None,
    picture_: Annotated[
        Path | None, typer.Option("--picture", help="Write the curves as SVG to this file.")
    ] = None,
) -> None:
    """Link a list with itself and hold what was found against the truth.

    With ``--map``, any labelled set: its columns need names and roles (IDENTIFIER, HOUSEHOLD, NAME,
    TEXT, DATE, CATEGORY, AREA, NUMBER). Without, the lists of the demo that lie beside its
    truth.parquet: ``entas link evaluate --truth var/demo/lists/truth.parquet``.
    """
    if map_ is not None:
        labelled = read_labelled(map_, truth=truth, inputs=input_ or ())
    else:
        labelled = read_demo(truth, input_ or ())
    settings = Settings()
    linked = link(labelled.frame, labelled.fields, settings)
    found = evaluate(linked.pairs, linked.clusters, labelled.truth, threshold=settings.threshold)
    show(found)
    if picture_ is not None:
        title = f"Linkage of {found.rows:,} rows: {truth.name}"
        picture_.write_text(picture(found, title=title), encoding="utf-8")
        typer.echo(f"The curves are in {picture_}.")


def read_demo(truth: Path, inputs: list[Path] | tuple[Path, ...] = ()) -> Labelled:
    """The persons of the demo's lists, from the files beside its truth or those given.

    Raises ``NotTheDemos``, ``NoPersons`` where there is no list with persons, and the refusals of
    reading.
    """
    try:
        told = pl.read_parquet(truth).select(
            pl.col("file", "sheet").cast(pl.String), pl.col("number", "person").cast(pl.Int64)
        )
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise NotTheDemos(
            f"{truth} is not the truth of the demo's lists: say with --map what its columns are."
        ) from fault
    files = list(inputs) or sorted(truth.parent.iterdir())
    rows = [frame for path in files for frame in _persons(path)]
    if not rows:
        raise NoPersons(
            f"No list with persons lies beside {truth}: name the lists with --input, or the "
            "columns of another labelled set with --map."
        )
    known = (
        pl.concat(rows, how="diagonal_relaxed")
        .join(told, on=["file", "sheet", "number"], how="inner", maintain_order="left")
        .filter(pl.col("person") >= 0)
    )
    return Labelled(known, DEMO_PERSONS, known["person"].to_numpy().astype(np.int64))


def _source(path: Path) -> str:
    return next((source for part, source in _SOURCES.items() if part in path.name), "")


def _persons(path: Path) -> list[pl.DataFrame]:
    """The rows of persons of a list, in canonical columns, as cleaning gives them."""
    source = _source(path)
    if not source:
        return []
    day = LAYOUTS[source].default_as_of or date(2023, 3, 27)
    read = understand(path, setting_for(source=source, now=timezone.now(), as_of=day))
    columns = [field.name for field in DEMO_PERSONS]
    return [
        one.rows.select(
            pl.lit(path.name).alias("file"),
            pl.col("sheet").cast(pl.String),
            pl.col("number").cast(pl.Int64),
            *(name for name in columns if name in one.rows.columns),
        )
        for one in read.cleaned
        if one.kind is RecordKind.PERSON
    ]


def show(found: Evaluation) -> None:
    """Print the scores, the threshold curve and the calibration."""
    out = Console(soft_wrap=True, highlight=False)
    out.print(
        f"[bold]{found.rows:,} rows, {found.persons:,} persons, {found.true_pairs:,} pairs of rows "
        f"that are one person[/]; {found.compared:,} pairs kept, {found.held:,} held for a person"
    )
    out.print(_scores(found))
    out.print(
        f"Best F1: pairs {found.best_pairs.score.f1:.4f} at {found.best_pairs.threshold:.3f}, "
        f"clusters {found.best_clusters.score.f1:.4f} at {found.best_clusters.threshold:g}; the "
        f"default threshold {found.threshold:g} gives away {max(found.lost, 0):.4f}"
    )
    out.print(_curve(found))
    out.print(_calibration(found))
    out.print(f"Expected calibration error: {found.calibration.error:.4f}")


def _scores(found: Evaluation) -> Table:
    table = _table(f"at {found.threshold:g}", "precision", "recall", "F1")
    for name, score in (
        ("pairs", found.pairs),
        ("pairs that clusters imply", found.clusters),
        ("B-cubed", found.b_cubed),
        ("pairs kept, merged or not", found.candidates),
    ):
        table.add_row(name, *_three(score))
    return table


def _curve(found: Evaluation) -> Table:
    table = _table(
        "threshold", "pairs: precision", "recall", "F1", "clusters: precision", "recall", "F1"
    )
    for point in found.curve:
        default = " (default)" if point.threshold == found.threshold else ""
        table.add_row(
            escape(f"{point.threshold:g}{default}"), *_three(point.pairs), *_three(point.clusters)
        )
    return table


def _calibration(found: Evaluation) -> Table:
    table = _table("told", "pairs", "mean told", "one person", "95 % from", "to")
    for each in found.calibration.classes:
        table.add_row(
            f"{each.low:g} to {each.high:g}",
            f"{each.pairs:,}",
            *(f"{share:.4f}" for share in (each.told, each.seen, each.least, each.most)),
        )
    return table


def _table(*headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, header in enumerate(headers):
        table.add_column(header, justify="right" if number else "left", no_wrap=True)
    return table


def _three(score: Score) -> tuple[str, str, str]:
    return f"{score.precision:.4f}", f"{score.recall:.4f}", f"{score.f1:.4f}"
