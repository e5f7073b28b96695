"""The same measures as somebody who knows DuckDB writes them by hand."""

from pathlib import Path

import duckdb

from entas.evaluation.engines.shapes import Measured

_LEVELS = """
    (VALUES (1::UTINYINT, 100000000), (2::UTINYINT, 1000000), (3::UTINYINT, 10000),
        (4::UTINYINT, 1)) AS levels(level, divisor)
"""
_FIGURES = f"""
    WITH counted AS (
        SELECT village, indicator,
            count(*) FILTER (status = 1) AS need,
            count(*) FILTER (status = 1 AND funding = 0) AS unfunded,
            count(*) FILTER (status = 1 AND funding = 1) AS potential,
            count(*) FILTER (status = 1 AND funding = 2) AS planned,
            count(*) FILTER (status = 1 AND funding = 3) AS realised,
            count(*) FILTER (status = 1 AND funding = 3 AND met) AS met,
            count(*) FILTER (status = 0) AS unknown,
            count(*) FILTER (status = 2) AS no_need,
            count(*) FILTER (status = 3) AS not_applicable
        FROM read_parquet($needs) GROUP BY village, indicator
    )
    SELECT level, village // divisor AS code, indicator, sum(need) AS need,
        sum(unfunded) AS unfunded, sum(potential) AS potential, sum(planned) AS planned,
        sum(realised) AS realised, sum(met) AS met, sum(unknown) AS unknown,
        sum(no_need) AS no_need, sum(not_applicable) AS not_applicable
    FROM counted, {_LEVELS} GROUP BY level, code, indicator ORDER BY level, code, indicator
"""
_FUNNEL = f"""
    WITH listed AS (
        SELECT village, 1 AS villages, count(*) AS listed,
            count(*) FILTER (stage >= 1) AS visited, count(*) FILTER (presence = 1) AS found,
            count(*) FILTER (stage >= 2) AS submitted, count(*) FILTER (stage >= 3) AS checked,
            count(*) FILTER (stage >= 4) AS ratified, count(*) FILTER (stage >= 5) AS accepted,
            count(*) FILTER (presence BETWEEN 2 AND 6) AS gone
        FROM read_parquet($families) GROUP BY village
    ), people AS (
        SELECT village, count(*) AS persons FROM read_parquet($persons) GROUP BY village
    )
    SELECT level, village // divisor AS code, coalesce(sum(villages), 0) AS villages,
        coalesce(sum(listed), 0) AS listed, coalesce(sum(persons), 0) AS persons,
        coalesce(sum(visited), 0) AS visited, coalesce(sum(found), 0) AS found,
        coalesce(sum(submitted), 0) AS submitted, coalesce(sum(checked), 0) AS checked,
        coalesce(sum(ratified), 0) AS ratified, coalesce(sum(accepted), 0) AS accepted,
        coalesce(sum(gone), 0) AS "left"
    FROM listed FULL JOIN people USING (village), {_LEVELS}
    GROUP BY level, code ORDER BY level, code
"""
_UNMET_COUNTS = ", ".join(
    f"count(*) FILTER (number = {number}) AS unmet_{number}" for number in range(9)
)
_UNMET_SUMS = ", ".join(f"sum(unmet_{number}) AS unmet_{number}" for number in range(9))
_UNMET = f"""
    WITH lacking AS (
        SELECT family_id, bit_count(bit_or(1 << (indicator - 1)::INT)) AS number
        FROM read_parquet($needs) WHERE status = 1 AND NOT (funding = 3 AND met)
        GROUP BY family_id
    ), counted AS (
        SELECT village, {_UNMET_COUNTS}
        FROM (
            SELECT village, coalesce(number, 0) AS number
            FROM read_parquet($families) LEFT JOIN lacking USING (family_id)
            WHERE presence NOT BETWEEN 2 AND 6
        ) GROUP BY village
    )
    SELECT level, village // divisor AS code, {_UNMET_SUMS}
    FROM counted, {_LEVELS} GROUP BY level, code ORDER BY level, code
"""


def measure(folder: Path) -> Measured:
    """Run the three queries."""
    paths = {name: str(folder / f"{name}.parquet") for name in ("needs", "families", "persons")}
    con = duckdb.connect(config={"threads": 2})
    try:
        return Measured(
            figures=con.execute(_FIGURES, {"needs": paths["needs"]}).to_arrow_table(),
            funnel=con.execute(
                _FUNNEL, {name: paths[name] for name in ("families", "persons")}
            ).to_arrow_table(),
            unmet=con.execute(
                _UNMET, {name: paths[name] for name in ("needs", "families")}
            ).to_arrow_table(),
        )
    finally:
        con.close()


def scan(folder: Path) -> None:
    """Read the columns that the measures need, once, and sum them."""
    con = duckdb.connect(config={"threads": 2})
    try:
        con.execute(
            f"SELECT sum(village), sum(family_id), sum(indicator), sum(status), sum(funding), "
            f"count(*) FILTER (met) FROM '{folder}/needs.parquet'"
        ).fetchall()
        con.execute(
            f"SELECT sum(village), sum(family_id), sum(stage), sum(presence) "
            f"FROM '{folder}/families.parquet'"
        ).fetchall()
        con.execute(f"SELECT sum(village) FROM '{folder}/persons.parquet'").fetchall()
    finally:
        con.close()
