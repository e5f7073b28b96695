"""The grade of two names as a function that an engine calls with whole columns."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl
import pyarrow as pa

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.comparison import Comparison
from entas.linkage.matching.fields import Field, Role
from entas.linkage.matching.records import Records
from entas.linkage.matching.tokens import MAX_TOKENS, Dictionary


@dataclass(frozen=True, slots=True)
class NameGrades:
    """Grades names by their token numbers (text, between blanks), with the dictionary of a run.

    It travels to the workers of a cluster as it is.
    """

    dictionary: Dictionary

    @classmethod
    def of(cls, records: Records) -> Self:
        """The grades of the names of these records."""
        return cls(records.dictionary)

    def __call__(self, left: pa.Array, right: pa.Array) -> pa.Array:
        """Grades (int32) of two columns of names, as Arrow; a missing name is graded 0."""
        return pa.array(self._grades(pl.Series(left), pl.Series(right)), pa.int32())

    def _grades(self, left: pl.Series, right: pl.Series) -> Array:
        packed = np.concatenate([_numbers(left), _numbers(right)])
        records = Records((Field("name", Role.NAME),), packed, self.dictionary)
        place = np.arange(len(left))
        comparison = Comparison(records, np.zeros(512, bool))
        return comparison.patterns(packed, packed, place, place + len(left)).astype(np.int32)


def _numbers(names: pl.Series) -> Array:
    """Token numbers of each name: int64 (names, MAX_TOKENS), 0 where there is none."""
    tokens = names.cast(pl.String).fill_null("").str.split(" ")
    numbers = pl.DataFrame(
        {
            str(place): tokens.list.get(place, null_on_oob=True).cast(pl.Int64, strict=False)
            for place in range(MAX_TOKENS)
        }
    ).fill_null(0)
    return np.ascontiguousarray(numbers.to_numpy())
