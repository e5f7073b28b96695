"""Plain Splink on the persons of the benchmark: two settings that a competent user would write.

``default``: what the documentation leads to: the library's comparisons of names and birth dates,
Damerau-Levenshtein on the NIK, four blocking rules: same NIK; same birth date and first letters of
the name; same birth date and sub-district; same name and sub-district.

``tuned``: what somebody writes who knows that Damerau-Levenshtein is five times as slow as
Levenshtein in DuckDB, and that rules over large places grow with the square of the rows:
Levenshtein on the NIK and the date, and rules bound to the village or the card.

Fair: both get the trimmed columns, zeros and blanks in the NIK already made missing, the village's
sub-district and the first letters ready as columns; the probability of two random records matching
is estimated from deterministic rules; u from 10,000,000 random pairs, which Splink's own guide
calls "often adequate" (a billion "gives best results", its default of a million earns a warning);
m by expectation-maximisation over two different blockings. DuckDB has both cores. Clusters are
those of ``cluster_pairwise_predictions_at_threshold`` at 0.5: one threshold for all sizes, as in
Entas.
"""

import logging
import warnings
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.splink_dataframe import SplinkDataFrame

from benchmarks.linkage_score import Linked

THRESHOLD = 0.5
RANDOM_PAIRS = 10_000_000

_VIEW = """
    SELECT id, nullif(nullif(nik, ''), '0000000000000000') AS nik, nullif(kk, '') AS kk, name,
        nullif(sex, '') AS sex, nullif(birth_date, '') AS birth_date, nullif(mother, '') AS mother,
        village, village[:6] AS subdistrict, rt, rw, name[:3] AS name_start,
        birth_date[:4] AS birth_year
    FROM read_csv('{path}', all_varchar = true, header = true)
"""


def _number(name: str, *, damerau: bool) -> Any:
    near = cl.DamerauLevenshteinAtThresholds if damerau else cl.LevenshteinAtThresholds
    return near(name, [1, 2])


def _birth_date(*, damerau: bool) -> Any:
    if damerau:
        return cl.DateOfBirthComparison("birth_date", input_is_string=True)
    return cl.CustomComparison(
        comparison_levels=[
            cll.NullLevel("birth_date"),
            cll.ExactMatchLevel("birth_date"),
            cll.LevenshteinLevel("birth_date", 1),
            cll.ExactMatchLevel("birth_year"),
            cll.ElseLevel(),
        ],
        output_column_name="birth_date",
    )


def _comparisons(*, damerau: bool) -> list[Any]:
    return [
        _number("nik", damerau=damerau),
        cl.NameComparison("name").configure(term_frequency_adjustments=True),
        _birth_date(damerau=damerau),
        cl.ExactMatch("sex"),
        cl.ExactMatch("kk"),
        cl.JaroWinklerAtThresholds("mother", [0.9]),
        cl.CustomComparison(
            comparison_levels=[
                cll.NullLevel("village"),
                cll.ExactMatchLevel("village"),
                cll.ExactMatchLevel("subdistrict"),
                cll.ElseLevel(),
            ],
            output_column_name="village",
        ),
    ]


RULES: dict[str, list[Any]] = {
    "default": [
        block_on("nik"),
        block_on("name_start", "birth_date"),
        block_on("birth_date", "subdistrict"),
        block_on("name", "subdistrict"),
    ],
    "tuned": [
        block_on("nik"),
        block_on("name", "village"),
        block_on("birth_date", "village"),
        block_on("kk", "name_start"),
    ],
}
"""Of the sets tried, those with the best F1 at 100,000 rows. A rule of the card alone, which has
every pair of a household, finds more and takes a third of the F1: a model of two kinds cannot tell
members of a household from one person.
"""


def settings(kind: str) -> SettingsCreator:
    """The settings ``default`` or ``tuned``."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=_comparisons(damerau=kind == "default"),
        blocking_rules_to_generate_predictions=RULES[kind],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


def train(linker: Linker) -> None:
    """Estimate all parameters without labels, as the documentation says."""
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nik", "name"), block_on("name", "birth_date", "kk")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
    for rule in (block_on("nik"), block_on("name", "birth_date")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def open_linker(kind: str, csv: Path) -> Linker:
    """A linker over the persons of ``csv``, not yet trained."""
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("CREATE TABLE persons AS " + _VIEW.format(path=csv))
    api = DuckDBAPI(connection=connection)
    return Linker(api.register("persons"), settings(kind), log_level=None)


def run(kind: str, folder: Path) -> Linked:
    """Link ``persons.csv`` from file to clusters."""
    linker = open_linker(kind, folder / "persons.csv")
    train(linker)
    before = process_time()
    pairs = _rows(linker.inference.compute_blocked_pairs_for_predict())
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLD)
    took = process_time() - before
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=THRESHOLD
    )
    # The order of rows is that of the file, whose ids count from 0.
    found = clusters.as_duckdbpyrelation().select("id::INT AS id, cluster_id::INT AS cluster").pl()
    joined = (
        predicted.as_duckdbpyrelation()
        .select("id_l::INT AS first, id_r::INT AS second, match_probability::FLOAT AS probability")
        .pl()
    )
    return Linked(found.sort("id")["cluster"].to_numpy(), joined, compared=pairs, comparing=took)


def between(folder: Path, *, new: int) -> tuple[float, int]:
    """Seconds and pairs of the last ``new`` rows against all before, with the tuned model trained
    on those. Term frequencies are registered before, as an installation that waits would do.
    """
    linker = open_linker("tuned", folder / "persons.csv")
    train(linker)
    linker.table_management.compute_tf_table("name")
    api: Any = linker._db_api
    connection = api._con
    limit = connection.execute("SELECT count(*) FROM persons").fetchone()[0] - new
    connection.execute(f"CREATE TABLE base AS SELECT * FROM persons WHERE id::INT < {limit}")
    connection.execute(f"CREATE TABLE fresh AS SELECT * FROM persons WHERE id::INT >= {limit}")
    base, fresh = api.register("base"), api.register("fresh")
    best, pairs = float("inf"), 0
    for _ in range(3):
        start = perf_counter()
        found = linker.inference.predict_between(base, fresh, threshold_match_probability=THRESHOLD)
        pairs = _rows(found)
        best = min(best, perf_counter() - start)
        found.drop_table_from_database_and_remove_from_cache()
    return best, pairs


def _rows(table: SplinkDataFrame) -> int:
    found = table.as_duckdbpyrelation().aggregate("count(*)").fetchone()
    return int(found[0]) if found else 0
