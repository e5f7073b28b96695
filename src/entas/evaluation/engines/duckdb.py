"""The engine of one machine: the Ibis measures on DuckDB, in this process."""

from pathlib import Path

import ibis
import pyarrow as pa

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


class DuckDBEngine:
    """Measures with Ibis on DuckDB. ``threads`` and ``memory_limit`` as DuckDB takes them."""

    def __init__(self, *, threads: int | None = None, memory_limit: str | None = None) -> None:
        self._settings = {
            name: value
            for name, value in (("threads", threads), ("memory_limit", memory_limit))
            if value is not None
        }

    def measure(self, *, needs: Path, families: Path, persons: Path) -> Measured:
        """Measure everything."""
        con = ibis.duckdb.connect(**self._settings)
        try:
            need, family, person = (
                con.read_parquet(str(path), table_name=name)
                for name, path in (("needs", needs), ("families", families), ("persons", persons))
            )
            by_village = {
                "figures": figures_by_village(need),
                "funnel": funnel_by_village(family, person),
                "unmet": unmet_by_village(need, family),
            }
            # Villages first, so that the rows are read once and not once a level.
            villages = {
                name: con.create_table(f"{name}_by_village", expression, temp=True)
                for name, expression in by_village.items()
            }
            return Measured(
                figures=_read(villages["figures"], FIGURES, COUNTED, keys=("indicator",)),
                funnel=_read(villages["funnel"], FUNNEL, FUNNEL_COUNTS),
                unmet=_read(villages["unmet"], UNMET, UNMET_COUNTS),
            )
        finally:
            con.disconnect()


def _read(
    by_village: ibis.Table,
    schema: pa.Schema,
    counts: tuple[str, ...],
    keys: tuple[str, ...] = (),
) -> pa.Table:
    table = for_all_levels(by_village, keys=keys, counts=counts).to_pyarrow()
    return table.select(schema.names).cast(schema)
