"""A base of records kept on disk, so that new ones are compared with it in milliseconds.

Only what the new records share a key with is looked at; the base is mapped, not read. What is kept
decides for later: weights of tokens and stopped values stay those of the day it was built, so that
a base grown record by record proposes the same pairs as one linked as a whole with its model.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.blocking import Keys
from entas.linkage.matching.comparison import Comparison
from entas.linkage.matching.link import PAIRS, Settings, likely_pairs, propose, table, weights
from entas.linkage.matching.model import Model
from entas.linkage.matching.records import Records, pack
from entas.linkage.matching.tokens import Dictionary


@dataclass(frozen=True, slots=True)
class _Segment:
    """Some records of the base: packed values; for each key its values in order, and whose."""

    first: int  # row number of the first record
    values: Array
    keys: tuple[tuple[Array, Array], ...]


class Index:
    """The base. Open it once; ``match`` and ``add`` as lists come in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model = Model.from_json((folder / "model.json").read_text())
        self.dictionary = _read_dictionary(folder)
        self._segments: list[_Segment] = []
        for part in sorted(folder.glob("part-*")):
            self._segments.append(_read_segment(part, len(self), len(self.model.keys)))

    def __len__(self) -> int:
        """Records of the base."""
        return sum(segment.values.shape[0] for segment in self._segments)

    @classmethod
    def build(cls, folder: Path, records: Records, model: Model) -> Self:
        """Keep the records of a ``Linkage`` with its model in an empty folder."""
        folder.mkdir(parents=True)
        (folder / "model.json").write_text(json.dumps(model.to_json()))
        _write_dictionary(folder, records.dictionary)
        _write_segment(folder / "part-00000", records, model)
        return cls(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map a base that was built."""
        return cls(folder)

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def match(self, new: pl.DataFrame, settings: Settings | None = None) -> pl.DataFrame:
        """Pairs (columns as ``PAIRS``) of the new rows with the base and with each other.

        Row numbers of the new rows go on from those of the base.
        """
        settings = settings or Settings()
        records = self._pack(new)
        among, _, _ = propose(records, self.model, settings)
        first = len(self)
        among = among.with_columns(
            (pl.col("first") + first).cast(PAIRS["first"]),
            (pl.col("second") + first).cast(PAIRS["second"]),
        )
        found = [self._against(segment, records, settings) for segment in self._segments]
        return pl.concat([*found, among])

    def add(self, new: pl.DataFrame) -> None:
        """Take the new rows into the base."""
        records = self._pack(new)
        part = self.folder / f"part-{len(self._segments):05d}"
        _write_segment(part, records, self.model)
        _write_dictionary(self.folder, self.dictionary)
        self._segments.append(_read_segment(part, len(self), len(self.model.keys)))

    def _pack(self, new: pl.DataFrame) -> Records:
        return pack(new, self.model.fields, self.dictionary)

    def _against(self, segment: _Segment, records: Records, settings: Settings) -> pl.DataFrame:
        comparison = Comparison(records, self.model.is_default_day)
        weighing = weights(self.model, settings)
        keys = Keys(records)
        found = []
        for number, key in enumerate(self.model.keys):
            column = keys.column(key)
            if self.model.stopped:
                column[np.isin(column, self.model.stopped[number])] = 0
            asking = np.flatnonzero(column).astype(np.uint32)
            values, rows = segment.keys[number]
            starts = np.searchsorted(values, column[asking], "left")
            sizes = np.searchsorted(values, column[asking], "right") - starts
            # Of each that asks, the places from where its value starts to where it ends.
            within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
            base = rows[np.repeat(starts, sizes) + within]
            found.append(
                likely_pairs(
                    segment.values, base, records.values, np.repeat(asking, sizes),
                    *comparison.compiled, *weighing,
                )
            )  # fmt: skip
        pairs = table(found, self.model).unique(["first", "second"], maintain_order=True)
        return pairs.with_columns(
            (pl.col("first") + segment.first).cast(PAIRS["first"]),
            (pl.col("second") + len(self)).cast(PAIRS["second"]),
        )


def _write_segment(part: Path, records: Records, model: Model) -> None:
    part.mkdir()
    np.save(part / "values.npy", records.values)
    keys = Keys(records)
    for number, key in enumerate(model.keys):
        column = keys.column(key)
        order = np.argsort(column, kind="stable").astype(np.uint32)
        order = order[column[order] != 0]
        np.save(part / f"key-{number}.npy", column[order])
        np.save(part / f"rows-{number}.npy", order)


def _read_segment(part: Path, first: int, keys: int) -> _Segment:
    def mapped(name: str) -> Array:
        found: Array = np.load(part / name, mmap_mode="r")
        return found.view(np.ndarray)

    return _Segment(
        first,
        mapped("values.npy"),
        tuple((mapped(f"key-{n}.npy"), mapped(f"rows-{n}.npy")) for n in range(keys)),
    )


def _write_dictionary(folder: Path, dictionary: Dictionary) -> None:
    tokens = pl.DataFrame({"token": list(dictionary.number), "bits": dictionary.bits})
    tokens.write_parquet(folder / "tokens.parquet")
    (folder / "categories.json").write_text(json.dumps(list(dictionary.category)))


def _read_dictionary(folder: Path) -> Dictionary:
    tokens = pl.read_parquet(folder / "tokens.parquet")
    dictionary = Dictionary()
    dictionary.numbers_of(tokens["token"].to_list())
    dictionary.bits = tokens["bits"].to_numpy().copy()
    dictionary.categories_of(json.loads((folder / "categories.json").read_text()))
    return dictionary
