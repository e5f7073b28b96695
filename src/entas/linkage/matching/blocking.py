"""Proposes pairs: records that share a key.

An *atom* is a part of a record that can be shared (the number, its start, a token, the day, the
village); a *key* joins one to four atoms. Which keys are used is chosen from the data
(``choosing``), never written down. Values of a key that too many records share say nothing and
are stopped.
"""

from dataclasses import dataclass

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.compiled import compiled, inlined
from entas.linkage.matching.fields import Field, Role
from entas.linkage.matching.records import Records, slots
from entas.linkage.matching.tokens import MAX_TOKENS

LARGEST_BLOCK = 60
"""Records that may share a value of a key."""

PARTS: dict[Role, tuple[str, ...]] = {
    Role.IDENTIFIER: ("whole", "start", "end"),
    Role.HOUSEHOLD: ("whole",),
    Role.NAME: ("all", "first", "last", "rarest", "initial"),
    Role.TEXT: ("all", "rarest"),
    Role.DATE: ("whole", "year", "day"),
    Role.CATEGORY: ("whole",),
    Role.AREA: ("whole", "start"),
    Role.NUMBER: ("whole",),
}
_SHIFTS = {
    (Role.IDENTIFIER, "start"): (16, 0),
    (Role.IDENTIFIER, "end"): (0, 40),
    (Role.AREA, "start"): (16, 0),
    (Role.DATE, "year"): (9, 0),
    (Role.DATE, "day"): (0, 9),
}
"""Bits to leave out at the end, bits to keep (0: all): see ``Records``."""
_TOKEN_PARTS = ("all", "first", "last", "rarest", "initial")

Atom = tuple[int, str]
"""(number of the field, part)."""
Key = tuple[Atom, ...]


def describe(key: Key, fields: tuple[Field, ...]) -> str:
    """A key in words, for a report: ``nik``, ``name.first + village_code``."""
    return " + ".join(
        fields[field].name + ("" if part == "whole" else f".{part}") for field, part in key
    )


class Keys:
    """The keys of one table's records, in 32 bits each: their atoms are read once.

    Two values that fall together (one chance in four milliards) only propose a pair in vain.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self._atoms: dict[Atom, Array] = {}

    def column(self, key: Key) -> Array:
        """The value of a key for every record: uint32, 0 where an atom is missing."""
        out = self.atom(key[0]).copy()
        for atom in key[1:]:
            _join(out, self.atom(atom))
        return out

    def atom(self, atom: Atom) -> Array:
        """The value of an atom for every record: uint32, 0 where it is missing."""
        if atom not in self._atoms:
            number, part = atom
            fields, dictionary = self.records.fields, self.records.dictionary
            role = fields[number].role
            at = slots(fields)[number]
            if role in (Role.NAME, Role.TEXT):
                letters, bits = dictionary.letters, dictionary.bits
                column = _tokens(self.records.values, at, _TOKEN_PARTS.index(part), letters, bits)
            else:
                column = _part(self.records.values, at, *_SHIFTS.get((role, part), (0, 0)))
            self._atoms[atom] = column
        return self._atoms[atom]


@inlined
def _mixed(value: np.uint64) -> np.uint64:
    value ^= value >> np.uint64(30)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(27)
    value *= np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@inlined
def _short(value: np.uint64) -> np.uint32:
    return np.uint32(max(_mixed(value) >> np.uint64(32), np.uint64(1)))


@compiled
def _join(out: Array, column: Array) -> None:
    for row in range(len(out)):
        if out[row] != 0 and column[row] != 0:
            out[row] = _short((np.uint64(out[row]) << np.uint64(32)) | np.uint64(column[row]))
        else:
            out[row] = 0


@compiled
def _part(values: Array, at: int, left_out: int, kept: int) -> Array:
    """Some bits of a value; 0 where the value is missing."""
    out = np.zeros(values.shape[0], np.uint32)
    mask = (np.uint64(1) << np.uint64(kept)) - np.uint64(1) if kept > 0 else ~np.uint64(0)
    for row in range(values.shape[0]):
        value = np.uint64(values[row, at])
        if value != 0:
            out[row] = _short(((value >> np.uint64(left_out)) & mask) + np.uint64(1))
    return out


@compiled
def _tokens(values: Array, at: int, part: int, letters: Array, bits: Array) -> Array:
    """One atom of a name: 0 all tokens in any order, 1 first, 2 last, 3 rarest, 4 initial."""
    out = np.zeros(values.shape[0], np.uint32)
    for row in range(values.shape[0]):
        chosen = values[row, at]
        if chosen == 0:
            continue
        if part == 0:
            total = np.uint64(0)
            for place in range(at, at + MAX_TOKENS):
                if values[row, place] > 0:
                    total += _mixed(np.uint64(values[row, place]))
            out[row] = _short(total)
            continue
        if part in (2, 3):
            for place in range(at + 1, at + MAX_TOKENS):
                token = values[row, place]
                if token > 0 and (part == 2 or bits[token] > bits[chosen]):
                    chosen = token
        out[row] = _short(letters[chosen, 0] & np.uint64(0xFF) if part == 4 else np.uint64(chosen))
    return out


@dataclass(frozen=True, slots=True)
class Blocks:
    """Records grouped by the value of a key: ``order[starts[b]:ends[b]]`` share it.

    ``stopped`` uint32: the values that too many records share, ascending.
    """

    order: Array
    starts: Array
    ends: Array
    stopped: Array

    @property
    def pairs(self) -> int:
        """Pairs within the blocks."""
        sizes = (self.ends - self.starts).astype(np.int64)
        return int((sizes * (sizes - 1) // 2).sum())


def group(column: Array, stopped: Array | None = None, one_in: int = 1) -> Blocks:
    """Group records by the value of a key (uint32, 0: none).

    Without ``stopped``, values of more than ``LARGEST_BLOCK`` records are stopped; with it, exactly
    those (a base that grows keeps its decisions). ``one_in``: only that share of all values.
    """
    packed = _present(column, np.uint32(one_in))
    packed.sort()
    values = (packed >> np.uint64(32)).astype(np.uint32)
    edges = np.flatnonzero(values[1:] != values[:-1]) + 1
    starts = np.r_[0, edges] if len(values) else edges
    ends = np.r_[edges, len(values)] if len(values) else edges
    sizes = ends - starts
    if stopped is None:
        big = sizes > LARGEST_BLOCK
        stopped = values[starts[big]]
    else:
        big = np.isin(values[starts], stopped)
    kept = (sizes > 1) & ~big
    order = (packed & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return Blocks(order, starts[kept], ends[kept], stopped)


@compiled
def _present(column: Array, one_in: np.uint32) -> Array:
    """Value and record number of those that have a value, packed for one sort (uint64)."""
    count = 0
    for row in range(len(column)):
        count += column[row] != 0 and column[row] % one_in == 0
    out = np.empty(count, np.uint64)
    at = 0
    for row in range(len(column)):
        if column[row] != 0 and column[row] % one_in == 0:
            out[at] = (np.uint64(column[row]) << np.uint64(32)) | np.uint64(row)
            at += 1
    return out


@compiled
def clear(column: Array, stopped: Array) -> None:
    """Set to 0 the stopped values (ascending) of a key's column, in place."""
    for row in range(len(column)):
        place = np.searchsorted(stopped, column[row])
        if place < len(stopped) and stopped[place] == column[row]:
            column[row] = 0
