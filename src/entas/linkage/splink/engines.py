"""Splink with a learnt model on an engine: all pairs that share a key, with their probability."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pyarrow as pa

from entas.linkage.matching.model import Model
from entas.linkage.matching.records import Records
from entas.linkage.splink.columns import columns
from entas.linkage.splink.names import NameGrades
from entas.linkage.splink.settings import NAME_GRADE, Against, settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def on_duckdb(records: Records, model: Model, *, threads: int = 2) -> pl.DataFrame:
    """Pairs that Splink finds on DuckDB: ``first`` < ``second``, ``probability`` of a match."""
    import duckdb
    from duckdb.func import PythonUDFType
    from splink import DuckDBAPI

    connection = duckdb.connect(config={"threads": threads})
    grades = NameGrades.of(records)
    connection.create_function(
        NAME_GRADE, grades, ["VARCHAR", "VARCHAR"], "INTEGER", type=PythonUDFType.ARROW
    )
    table = columns(records, model).to_arrow()
    connection.register("arrow_records", table)
    connection.execute("CREATE TABLE records AS SELECT * FROM arrow_records")
    return _both(lambda: DuckDBAPI(connection=connection), "records", model)


def on_spark(records: Records, model: Model, spark: "SparkSession") -> pl.DataFrame:
    """The same on Spark; the session must have Splink's jar and a checkpoint directory."""
    from pyspark.sql.pandas.functions import arrow_udf
    from splink import SparkAPI

    grades = NameGrades.of(records)

    def grade(left: pa.Array, right: pa.Array) -> pa.Array:
        return grades(left, right)

    arrow: Any = arrow_udf
    spark.udf.register(NAME_GRADE, arrow(grade, "integer"))
    frame = spark.createDataFrame(columns(records, model).to_arrow()).persist()
    api: Any = SparkAPI
    return _both(lambda: api(spark_session=spark), frame, model)


def _both(api: Callable[[], Any], table: Any, model: Model) -> pl.DataFrame:
    """Weigh each pair against strangers and against relatives, and put the two together."""
    found = [_predict(api(), table, settings(model, against)) for against in Against]
    both = found[0].join(found[1], on=["first", "second"], suffix="_other")
    if len(both) != len(found[0]):
        raise ValueError("the two models of one run gave different pairs")
    odds = [np.exp2(-both[name].to_numpy()) for name in ("weight", "weight_other")]
    return both.select("first", "second", probability=pl.Series(1 / (1 + odds[0] + odds[1])))


def _predict(api: Any, table: Any, chosen: dict[str, Any]) -> pl.DataFrame:
    from splink import Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = Linker(api.register(table), chosen, log_level=None)
    found: Any = linker.inference.predict(warning_mode="never")
    return pl.DataFrame(found.as_pyarrow_table()).select(
        pl.min_horizontal("id_l", "id_r").cast(pl.Int64).alias("first"),
        pl.max_horizontal("id_l", "id_r").cast(pl.Int64).alias("second"),
        pl.col("match_weight").cast(pl.Float64).alias("weight"),
    )
