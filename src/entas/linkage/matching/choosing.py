"""Chooses the keys that find the most likely matches for the fewest pairs, from the data.

A greedy cover: each step takes the key whose gain in matches not yet found (and, less, in matches
found only once) is largest beside its cost in pairs, until little is gained or the budget is spent.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.blocking import (
    LARGEST_BLOCK,
    PARTS,
    Atom,
    Key,
    Keys,
)
from entas.linkage.matching.fields import Field, Role
from entas.linkage.matching.records import Records

_MOST_KEYS = 14
_PAIRS_PER_RECORD = 2.5
_KEY_COST = 0.25
"""What making and sorting a key costs, in pairs per record."""
_SAMPLE = 200_000
_LOOKED_AT = 30
_MOST_MATCHES = 8_000
_SECOND_TIME = 0.1
"""What finding a match a second time is worth beside the first."""
_LEAST_GAIN = 0.0006
_LARGE = 500_000
"""Records from which a key of little gain costs more than it is worth."""
_WEAK = {(Role.CATEGORY, "whole"), (Role.DATE, "year"), (Role.DATE, "day"), (Role.NUMBER, "whole")}
_WEAK |= {(Role.NAME, "initial"), (Role.AREA, "start")}
"""Parts that only help to split a key that has a stronger one."""


def candidates(fields: tuple[Field, ...]) -> Iterator[Key]:
    """Every key worth considering: strong parts alone, two parts, and three."""
    atoms = [(number, part) for number, field in enumerate(fields) for part in PARTS[field.role]]
    weak = [atom for atom in atoms if (fields[atom[0]].role, atom[1]) in _WEAK]
    strong = [atom for atom in atoms if atom not in weak]
    yield from ((atom,) for atom in strong)
    for size in (2, 3):
        for key in combinations(atoms, size):
            different = len({atom[0] for atom in key}) == size
            if different and sum(atom in strong for atom in key) >= 1:
                yield key


def choose(records: Records, left: Array, right: Array, worth: Array) -> tuple[Key, ...]:
    """Keys for these records, best first. ``left``, ``right``: likely matches (record numbers) and
    ``worth``: how many matches each stands for.
    """
    cover = _Cover(records, left, right, worth)
    return cover.keys()


class _Cover:
    def __init__(self, records: Records, left: Array, right: Array, worth: Array) -> None:
        self.records = records
        if len(worth) > _MOST_MATCHES:
            chosen = np.linspace(0, len(worth) - 1, _MOST_MATCHES).astype(np.int64)
            left, right, worth = left[chosen], right[chosen], worth[chosen]
        self.left, self.right = (Keys(_some(records, side)) for side in (left, right))
        self.worth = worth
        random = np.random.default_rng(1)
        count = min(len(records), _SAMPLE)
        drawn = random.choice(len(records), count, replace=False)
        self.sample = Keys(_some(records, np.sort(drawn)))
        self.scale = len(records) / max(count, 1)
        self._same: dict[Atom, Array] = {}
        self._cost: dict[Key, float] = {}

    def keys(self) -> tuple[Key, ...]:
        """The greedy choice."""
        options = list(candidates(self.records.fields))
        hits = np.stack([self.finds(key) for key in options])
        found = np.zeros(len(self.worth), int)
        chosen: list[Key] = []
        total = max(float(self.worth.sum()), 1e-9)
        budget = _PAIRS_PER_RECORD * max(len(self.records), _LARGE)
        least = _LEAST_GAIN * total * min(1.0, len(self.records) / _LARGE)
        while len(chosen) < _MOST_KEYS:
            value = np.where(found == 0, 1.0, np.where(found == 1, _SECOND_TIME, 0.0)) * self.worth
            gains = hits @ value.astype(np.float32)
            best, most = None, 0.0
            for place in np.argsort(-gains)[:_LOOKED_AT]:
                if options[place] not in self._cost:
                    hits[place] *= self.weigh(options[place])
                    gains[place] = hits[place] @ value
                cost = self._cost[options[place]]
                if cost > budget:
                    continue
                rate = gains[place] / (cost + _KEY_COST * len(self.records))
                if rate > most:
                    best, most = int(place), rate
            if best is None or gains[best] <= least:
                break
            chosen.append(options[best])
            budget -= self._cost[options[best]]
            found += hits[best].astype(int)
            hits[best] = 0
        return tuple(chosen)

    def finds(self, key: Key) -> Array:
        """Which likely matches share a key (float32, 0 or 1)."""
        out = np.ones(len(self.worth), np.float32)
        for atom in key:
            if atom not in self._same:
                one, other = self.left.atom(atom), self.right.atom(atom)
                self._same[atom] = ((one != 0) & (one == other)).astype(np.float32)
            out *= self._same[atom]
        return out

    def weigh(self, key: Key) -> Array:
        """Which likely matches (float32, 0 or 1) have a value of the key that is not too common.

        Sets the cost: pairs that the key proposes among all records; infinite if most of it is too
        common. A sample of one in ``scale`` holds one in ``scale`` squared of the pairs.
        """
        column = self.sample.column(key)
        column = np.sort(column[column != 0])
        edges = np.flatnonzero(np.r_[True, column[1:] != column[:-1]]) if len(column) else column
        sizes = np.diff(np.r_[edges, len(column)]).astype(np.float64)
        # Two of a sample may meet by chance even where a sample is small beside the whole.
        common = (sizes > 2) & ((sizes - 1) * self.scale > LARGEST_BLOCK)
        kept = sizes[~common]
        lost = 1 - kept.sum() / max(len(column), 1)
        pairs = float((kept * (kept - 1) / 2).sum()) * self.scale**2
        self._cost[key] = np.inf if lost > 0.5 else pairs
        stopped = column[edges[common]]
        return (~np.isin(self.left.column(key), stopped)).astype(np.float32)


def _some(records: Records, rows: Array) -> Records:
    return Records(records.fields, records.values[rows], records.dictionary)
