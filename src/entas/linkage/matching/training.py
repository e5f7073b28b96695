"""Draws what is learnt from: likely pairs under many keys, strangers, and members of households.

Likely pairs are drawn by value of the key, not by record, so that a sample keeps both records of a
pair however small a share of a large list it takes; each pair is weighted by the inverse of the
chance that it was drawn (Horvitz and Thompson 1952).
"""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.blocking import Atom, Key, Keys, group
from entas.linkage.matching.comparison import Comparison, pattern
from entas.linkage.matching.compiled import compiled
from entas.linkage.matching.fields import Role
from entas.linkage.matching.records import Records

_DRAWN_RECORDS = 25_000
"""Records whose likely pairs are learnt from."""
_STRANGERS = 300_000
_CONDITIONAL = 30_000
_HOUSEHOLD = 120_000
_TELLING = (
    (Role.IDENTIFIER, "whole"), (Role.DATE, "whole"), (Role.NAME, "all"), (Role.HOUSEHOLD, "whole"),
    (Role.TEXT, "all"), (Role.AREA, "whole"), (Role.NAME, "rarest"), (Role.TEXT, "rarest"),
    (Role.DATE, "year"), (Role.NAME, "first"), (Role.NAME, "last"),
)  # fmt: skip
"""Parts of keys, the most telling first."""
_MOST_KEYS = 62  # a bit each


@dataclass(frozen=True, slots=True)
class Likely:
    """Pairs that share a training key: record numbers, pattern, keys shared (bits), weight."""

    left: Array
    right: Array
    patterns: Array
    found_by: Array
    weight: Array


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is learnt from. Patterns are int64.

    ``strangers``: random pairs; ``same_date``: random pairs whose dates are the same or near;
    ``household``: pairs that share a household number, of which a record has ``relatives``.
    """

    keys: tuple[Key, ...]
    likely: Likely
    strangers: Array
    same_date: Array
    household: Array
    relatives: float
    records: int

    @property
    def pairs(self) -> float:
        """Pairs among all records; at least 1."""
        return max(self.records * (self.records - 1) / 2, 1.0)


def draw(records: Records, comparison: Comparison) -> Drawn:
    """Draw pairs of the records to learn from; the same records give the same pairs."""
    random = np.random.default_rng(0)
    count = len(records)
    keys = training_keys(records)
    left, right = (random.integers(0, max(count, 1), _STRANGERS if count else 0) for _ in range(2))
    other = left != right
    strangers = comparison.patterns(records.values, records.values, left[other], right[other])
    household, relatives = _household(records, comparison)
    return Drawn(
        keys=keys,
        likely=_likely(records, comparison, keys),
        strangers=strangers,
        same_date=_same_date(records, comparison, random),
        household=household,
        relatives=relatives,
        records=count,
    )


def training_keys(records: Records) -> tuple[Key, ...]:
    """Keys that find likely pairs whatever the fields: strong parts, alone and two by two; and for
    names with a slip, one word of it with a date. The most telling part of a key comes first.
    """
    strong: list[Atom] = []
    for number, field in enumerate(records.fields):
        if field.role in (Role.NAME, Role.TEXT):
            strong += [(number, "all"), (number, "rarest")]
        elif field.role not in (Role.CATEGORY, Role.NUMBER):
            strong.append((number, "whole"))
    alone = [
        (atom,)
        for atom in strong
        if records.fields[atom[0]].role in (Role.IDENTIFIER, Role.NAME, Role.TEXT)
        and atom[1] != "rarest"
    ]
    paired = [pair for pair in combinations(strong, 2) if pair[0][0] != pair[1][0]]
    dates = [n for n, field in enumerate(records.fields) if field.role is Role.DATE]
    names = [n for n, field in enumerate(records.fields) if field.role is Role.NAME]
    slips: list[Key] = [((date, "whole"),) for date in dates]
    for name, part, date in product(names, ("first", "last"), dates):
        slips += [((name, part), (date, "whole")), ((name, part), (date, "year"))]

    def telling(atom: Atom) -> int:
        return _TELLING.index((records.fields[atom[0]].role, atom[1]))

    keys = (*alone, *slips, *paired)[:_MOST_KEYS]
    return tuple(tuple(sorted(key, key=telling)) for key in keys)


def _likely(records: Records, comparison: Comparison, keys: tuple[Key, ...]) -> Likely:
    """Pairs under the keys whose first part has one of the values drawn.

    Drawn by one part, not by the whole key, so that of a large list only the records of these
    values are looked at more closely.
    """
    one_in = np.uint32(max(1, len(records) // _DRAWN_RECORDS))
    first = list(dict.fromkeys(key[0] for key in keys))
    everyone = Keys(records)
    chosen = np.stack([_drawn(everyone.atom(atom), one_in) for atom in first], axis=1)
    rows = np.flatnonzero(chosen.any(axis=1))
    chosen = chosen[rows]
    some = Records(records.fields, records.values[rows], records.dictionary)
    values = Keys(some)
    columns = np.empty((len(rows), len(keys)), np.uint32)
    begins = np.array([first.index(key[0]) for key in keys], np.int64)
    blocks = []
    for number, key in enumerate(keys):
        columns[:, number] = column = values.column(key)
        blocks.append(group(np.where(chosen[:, begins[number]], column, 0).astype(np.uint32)))
    most = sum(block.pairs for block in blocks)
    left, right = np.empty(most, np.uint32), np.empty(most, np.uint32)
    patterns, found_by, drawn_by = (np.empty(most, np.int64) for _ in range(3))
    at = 0
    for number, block in enumerate(blocks):
        at = _pairs(
            block.order, block.starts, block.ends, columns, number, chosen, begins,
            some.values, *comparison.compiled, left, right, patterns, found_by, drawn_by, at,
        )  # fmt: skip
    chances = np.bitwise_count(drawn_by[:at].astype(np.uint64)).astype(np.float64)
    weight = 1 / (1 - (1 - 1 / float(one_in)) ** chances) if one_in > 1 else np.ones(at)
    return Likely(
        rows[left[:at]], rows[right[:at]], patterns[:at], found_by[:at], np.asarray(weight)
    )


@compiled
def _drawn(atom: Array, one_in: np.uint32) -> Array:
    out = np.empty(len(atom), np.bool_)
    for row in range(len(atom)):
        out[row] = atom[row] != 0 and atom[row] % one_in == 0
    return out


@compiled
def _pairs(
    order: Array, starts: Array, ends: Array, columns: Array, number: int, chosen: Array,
    begins: Array, values: Array, shape: Array, letters: Array, lengths: Array, masks: Array,
    bits: Array, defaults: Array, left: Array, right: Array, patterns: Array, found_by: Array,
    drawn_by: Array, at: int,
) -> int:  # fmt: skip
    """Append the pairs of one key that no earlier key has drawn."""
    grades = np.zeros(shape.shape[0], np.int64)
    for block in range(len(starts)):
        for x in range(starts[block], ends[block]):
            for y in range(x + 1, ends[block]):
                a, b = min(order[x], order[y]), max(order[x], order[y])
                shared = np.int64(0)
                chances = np.int64(0)
                earlier = False
                for other in range(columns.shape[1]):
                    if columns[a, other] != 0 and columns[a, other] == columns[b, other]:
                        if other < number and chosen[a, begins[other]]:
                            earlier = True
                            break
                        shared |= np.int64(1) << other
                        chances |= np.int64(1) << begins[other]
                if earlier:
                    continue
                left[at], right[at] = a, b
                found_by[at], drawn_by[at] = shared, chances
                patterns[at] = pattern(
                    values, a, values, b, shape, letters, lengths, masks, bits, defaults, grades
                )  # fmt: skip
                at += 1
    return at


def _same_date(records: Records, comparison: Comparison, random: np.random.Generator) -> Array:
    """Random pairs that share a date, a date and an area, or a year and an area."""
    date = next((n for n, f in enumerate(records.fields) if f.role is Role.DATE), None)
    identifier = any(field.role is Role.IDENTIFIER for field in records.fields)
    if date is None or not identifier:
        return np.zeros(0, np.int64)
    area = next((n for n, f in enumerate(records.fields) if f.role is Role.AREA), None)
    keys = Keys(records)
    found = [_within(keys.column(((date, "whole"),)), random)]
    if area is not None:
        found.append(_within(keys.column(((date, "whole"), (area, "start"))), random))
        found.append(_within(keys.column(((date, "year"), (area, "start"))), random))
    left, right = (np.concatenate(side) for side in zip(*found, strict=True))
    return comparison.patterns(records.values, records.values, left, right)


def _within(column: Array, random: np.random.Generator) -> tuple[Array, Array]:
    """Random pairs of records that share a value of a key (uint32, 0: none)."""
    one_in = np.uint32(max(1, len(column) // (2 * _CONDITIONAL)))
    drawn = np.flatnonzero((column != 0) & (column % one_in == 0))
    order = drawn[np.argsort(column[drawn])]
    if len(order) < 2:
        return order[:0], order[:0]
    edges = np.flatnonzero(np.r_[True, np.diff(column[order]) != 0])
    sizes = np.diff(np.r_[edges, len(order)])
    position = random.integers(0, len(order), _CONDITIONAL * 2)
    block = np.searchsorted(edges, position, side="right") - 1
    partner = edges[block] + random.integers(0, sizes[block])
    other = partner != position
    return order[position[other]], order[partner[other]]


def _household(records: Records, comparison: Comparison) -> tuple[Array, float]:
    """Patterns of pairs that share a household number, and how many such pairs a record has."""
    for number, field in enumerate(records.fields):
        if field.role is Role.HOUSEHOLD:
            one_in = max(1, len(records) // (_HOUSEHOLD // 2))
            column = Keys(records).column(((number, "whole"),))
            blocks = group(column, one_in=one_in)
            left, right = _all_within(blocks.order, blocks.starts, blocks.ends, blocks.pairs)
            patterns = comparison.patterns(records.values, records.values, left, right)
            return patterns, blocks.pairs * one_in / max(len(records), 1)
    return np.zeros(0, np.int64), 0.0


@compiled
def _all_within(order: Array, starts: Array, ends: Array, pairs: int) -> tuple[Array, Array]:
    left = np.empty(pairs, np.uint32)
    right = np.empty(pairs, np.uint32)
    at = 0
    for block in range(len(starts)):
        for x in range(starts[block], ends[block]):
            for y in range(x + 1, ends[block]):
                left[at] = min(order[x], order[y])
                right[at] = max(order[x], order[y])
                at += 1
    return left, right
