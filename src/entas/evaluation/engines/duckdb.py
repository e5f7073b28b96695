"""The engine of one machine: the Ibis measures, compiled for DuckDB, in this process."""

from functools import cache
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir

from entas.evaluation.engines.shapes import (
    COUNTED,
    FIGURES,
    FUNNEL,
    FUNNEL_COUNTS,
    UNMET,
    UNMET_COUNTS,
    Measured,
)
from entas.evaluation.measures.areas import for_all_levels
from entas.evaluation.measures.figures import figures_by_village
from entas.evaluation.measures.funnel import funnel_by_village
from entas.evaluation.measures.unmet import unmet_by_village
from entas.snapshots.tables import TABLES

_SCHEMAS = {"figures": FIGURES, "funnel": FUNNEL, "unmet": UNMET}
_COUNTS = {"figures": COUNTED, "funnel": FUNNEL_COUNTS, "unmet": UNMET_COUNTS}
_KEYS = {"figures": ("indicator",), "funnel": (), "unmet": ()}


class DuckDBEngine:
    """Measures with Ibis on DuckDB. ``threads`` and ``memory_limit`` as DuckDB takes them."""

    def __init__(self, *, threads: int | None = None, memory_limit: str | None = None) -> None:
        self._settings: dict[str, str | bool | int | float | list[str]] = {}
        if threads is not None:
            self._settings["threads"] = threads
        if memory_limit is not None:
            self._settings["memory_limit"] = memory_limit

    def measure(self, *, needs: Path, families: Path, persons: Path) -> Measured:
        """Measure everything."""
        with duckdb.connect(config=self._settings) as con:
            for name, path in (("needs", needs), ("families", families), ("persons", persons)):
                con.read_parquet(str(path)).create_view(name)
            found = {}
            for name, (by_village, all_levels) in _compiled().items():
                # Villages first, so that the rows are read once and not once a level.
                con.execute(f"CREATE TEMP TABLE {name} AS {by_village}")
                table = con.execute(all_levels).to_arrow_table()
                found[name] = table.select(_SCHEMAS[name].names).cast(_SCHEMAS[name])
            return Measured(**found)


@cache
def _compiled() -> dict[str, tuple[str, str]]:
    """By measure, the SQL of its counts by village, and of their sums for all levels.

    Compiled once a process: the measures do not depend on the snapshot, and this takes longer than
    a small snapshot does.
    """
    rows = {name: ibis.table(ibis.Schema.from_pyarrow(TABLES[name]), name=name) for name in TABLES}
    by_village: dict[str, ir.Table] = {
        "figures": figures_by_village(rows["needs"]),
        "funnel": funnel_by_village(rows["families"], rows["persons"]),
        "unmet": unmet_by_village(rows["needs"], rows["families"]),
    }
    return {
        name: (
            str(ibis.to_sql(counts, dialect="duckdb")),
            str(ibis.to_sql(_sums(name, counts), dialect="duckdb")),
        )
        for name, counts in by_village.items()
    }


def _sums(name: str, counts: ir.Table) -> ir.Table:
    kept = ibis.table(counts.schema(), name=name)
    return for_all_levels(kept, keys=_KEYS[name], counts=_COUNTS[name])
