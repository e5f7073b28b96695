"""Our learnt model in the hands of Splink, on DuckDB and on Spark.

Comes in: packed records and a model of ``matching``. Goes out: the pairs that Splink finds with it.
Splink is the oracle of the compiled matcher, and the engine where one machine is outgrown (extras
``entas[splink]`` and ``entas[spark]``). Read first: ``columns.py``, then ``settings.py``.

Our model knows three kinds of pairs, Splink two. The probability of a match follows from two of its
models, match against stranger and match against relative: with their odds ``s`` and ``r`` it is
``1 / (1 + 1/s + 1/r)``.
"""

from entas.linkage.splink.columns import columns
from entas.linkage.splink.engines import on_duckdb, on_spark
from entas.linkage.splink.settings import Against, settings

__all__ = ["Against", "columns", "on_duckdb", "on_spark", "settings"]
