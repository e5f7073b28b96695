"""Compares names and places of two sides village by village, in compiled code.

All of it is one file: Numba keeps compiled code as long as the file of a function does not change,
and would miss a change in another one.
"""

from typing import Any

import numpy as np
from numba import njit

from entas.linkage.matching.arrays import Array

Arrays = tuple[Array, ...]

FAINT, PART, WORD, LONGER, SHORTER, CLOSE, LETTER, JOINED, SAME, WRITTEN = range(10)
"""Grades of names, see ``names.GRADES``."""
RARITIES = (4.0, 6.0, 7.5, 9.0, 11.0, 14.0)
"""Bits at which the agreeing words become rarer; one more bin than edges."""
BINS = len(RARITIES) + 1
_ALIKE = 0.9
_LEAST_FAINT = 6.0  # bits
_WORTH = np.array([-5.0, -4.0, -3.0, -1.0, -1.0, -1.0, 1.0, 1.5, 2.0, 3.0])
"""Bits by which a grade stands before another when a customer is like several members."""


@njit(cache=True, nogil=True)
def _ones(mask: np.uint32) -> int:
    mask = mask - ((mask >> np.uint32(1)) & np.uint32(0x55555555))
    mask = (mask & np.uint32(0x33333333)) + ((mask >> np.uint32(2)) & np.uint32(0x33333333))
    mask = (mask + (mask >> np.uint32(4))) & np.uint32(0x0F0F0F0F)
    return int((mask * np.uint32(0x01010101)) >> np.uint32(24)) & 0xFF


@njit(cache=True, nogil=True)
def jaro_winkler(token: int, other: int, letters: Array, lengths: Array) -> float:
    """Similarity of two tokens, 0 to 1 (Winkler 1990)."""
    size, other_size = lengths[token], lengths[other]
    window = max(max(size, other_size) // 2 - 1, 0)
    taken, other_taken = 0, 0
    matches = 0
    for i in range(size):
        for j in range(max(i - window, 0), min(i + window + 1, other_size)):
            if not (other_taken >> j) & 1 and letters[token, i] == letters[other, j]:
                taken |= 1 << i
                other_taken |= 1 << j
                matches += 1
                break
    if matches == 0:
        return 0.0
    moved, j = 0, 0
    for i in range(size):
        if (taken >> i) & 1:
            while not (other_taken >> j) & 1:
                j += 1
            moved += letters[token, i] != letters[other, j]
            j += 1
    score = (matches / size + matches / other_size + (matches - moved / 2) / matches) / 3
    prefix = 0
    while prefix < min(size, other_size, 4) and letters[token, prefix] == letters[other, prefix]:
        prefix += 1
    return float(score + prefix * 0.1 * (1 - score))


@njit(cache=True, nogil=True)
def alike(token: int, other: int, letters: Array, lengths: Array, mask: Array) -> bool:
    """Whether two tokens are spelt close enough to be one name."""
    if token == other:
        return True
    long, short = lengths[token], lengths[other]
    if long < short:
        long, short = short, long
    if short < 3 or long - short > 3 or _ones(mask[token] ^ mask[other]) > 3:
        return False
    if one_apart(token, other, letters, lengths):
        return True
    return jaro_winkler(token, other, letters, lengths) >= _ALIKE


@njit(cache=True, nogil=True)
def one_apart(token: int, other: int, letters: Array, lengths: Array) -> bool:
    """Whether one letter is changed, left out or put in, or two neighbours are swapped."""
    long, short = (token, other) if lengths[token] >= lengths[other] else (other, token)
    size = lengths[short]
    more = lengths[long] - size
    if size < 3 or more > 1:
        return False
    start = 0
    while start < size and letters[long, start] == letters[short, start]:
        start += 1
    end = 0
    while end < size - start and (
        letters[long, lengths[long] - 1 - end] == letters[short, size - 1 - end]
    ):
        end += 1
    left = size - start - end
    if more == 1 or left != 2:
        return bool(left <= 1 - more)
    return bool(
        letters[long, start] == letters[short, start + 1]
        and letters[long, start + 1] == letters[short, start]
    )


@njit(cache=True, nogil=True)
def grade(
    left: Array, right: Array, letters: Array, lengths: Array, mask: Array, bits: Array
) -> tuple[int, float]:
    """Grade of two names (-1: no agreement) and the bits of the words that agree."""
    count_left, count_right = 0, 0
    for i in range(len(left)):
        count_left += left[i] > 0
        count_right += right[i] > 0
    used = 0
    agreeing, same, near = 0, 0, 0
    told = 0.0
    for i in range(count_left):
        best = -1
        for j in range(count_right):
            if (used >> j) & 1 == 0 and right[j] == left[i]:
                best = j
                break
        if best >= 0:
            same += 1
        else:
            for j in range(count_right):
                if (used >> j) & 1 == 0 and alike(left[i], right[j], letters, lengths, mask):
                    best = j
                    near += one_apart(left[i], right[j], letters, lengths)
                    break
        if best >= 0:
            used |= 1 << best
            agreeing += 1
            told += min(bits[left[i]], bits[right[best]])
    if agreeing == 0:
        return -1, 0.0
    if agreeing == count_left and agreeing == count_right:
        if same == agreeing:
            return SAME, told
        return (LETTER if same + near == agreeing else CLOSE), told
    if agreeing == min(count_left, count_right):
        if same < agreeing:
            return PART, told
        for i in range(agreeing):
            if left[i] != right[i]:
                return WORD, told
        return (SHORTER if count_left < count_right else LONGER), told
    return (FAINT if told >= _LEAST_FAINT else -1), told


@njit(cache=True, nogil=True)
def rarity(told: float) -> int:
    """The bin of ``RARITIES``."""
    place = 0
    for edge in RARITIES:
        place += told >= edge
    return place


@njit(cache=True, nogil=True)
def worth(kind: int, told: float) -> float:
    """How well a customer is like a member, to choose among members."""
    return told + float(_WORTH[kind])


@njit(cache=True, nogil=True)
def places_of_pairs(
    family: Array, customer: Array,
    rt: Array, rw: Array, hamlet: Array, words: Array,
    other_rt: Array, other_rw: Array, other_hamlet: Array, other_words: Array,
    letters: Array, lengths: Array, mask: Array, bits: Array,
) -> Array:  # fmt: skip
    """Cells of places (uint8) of pairs: place in ``candidates.UNITS`` times 4, plus that in
    ``candidates.HAMLETS``. Each side gives RT, RW, the number and the words of the hamlet.
    """
    out = np.empty(len(family), np.uint8)
    for pair in range(len(family)):
        i, j = family[pair], customer[pair]
        unit = _unit(rt[i], rw[i], other_rt[j], other_rw[j])
        same = 0
        if hamlet[i] != 0 and other_hamlet[j] != 0:
            same = 1
            if hamlet[i] != other_hamlet[j]:
                kind, _ = grade(words[i], other_words[j], letters, lengths, mask, bits)
                same = 2 if kind >= PART else 3
        out[pair] = unit * 4 + same
    return out


@njit(cache=True, nogil=True)
def _unit(rt: int, rw: int, other_rt: int, other_rw: int) -> int:
    """The place in ``UNITS``."""
    if rt > 0 and other_rt > 0:
        if rw > 0 and other_rw > 0:
            if rt == other_rt:
                return 1 if rw == other_rw else 2
            if rt == other_rw and rw == other_rt:
                return 9
            return 3 if rw == other_rw else 4
        return 5 if rt == other_rt else 6
    if rw > 0 and other_rw > 0:
        return 7 if rw == other_rw else 8
    return 0


@njit(cache=True, nogil=True)
def _grouped(tokens: Array, first: int, stop: int, slot: Array) -> tuple[Array, Array, Array]:
    """The distinct tokens of some rows; and, token by token, the rows (from ``first``) with it.

    ``slot`` has a -1 for each token, and is left so.
    """
    width = tokens.shape[1]
    distinct = np.empty((stop - first) * width + 1, np.int32)
    counts = np.zeros((stop - first) * width + 2, np.int64)
    size = 0
    for row in range(first, stop):
        for place in range(width):
            token = tokens[row, place]
            if token > 0:
                if slot[token] < 0:
                    slot[token] = size
                    distinct[size] = token
                    size += 1
                counts[slot[token] + 1] += 1
    starts = np.cumsum(counts[: size + 1])
    filled = starts.copy()
    rows = np.empty(starts[size], np.int32)
    for row in range(first, stop):
        for place in range(width):
            token = tokens[row, place]
            if token > 0:
                rows[filled[slot[token]]] = row - first
                filled[slot[token]] += 1
    for place in range(size):
        slot[distinct[place]] = -1
    return distinct[:size], starts, rows


@njit(cache=True, nogil=True)
def _close(
    inside: Array, outside: Array, letters: Array, lengths: Array, mask: Array
) -> tuple[Array, Array]:
    """For each token inside the places of those outside that are spelt close, one after another."""
    starts = np.zeros(len(inside) + 1, np.int64)
    found = np.empty(max(len(inside) * 4, 16), np.int32)
    size = 0
    for i in range(len(inside)):
        for j in range(len(outside)):
            if alike(inside[i], outside[j], letters, lengths, mask):
                if size == len(found):
                    found = np.concatenate((found, np.empty_like(found)))
                found[size] = j
                size += 1
        starts[i + 1] = size
    return starts, found[:size]


@njit(cache=True, nogil=True)
def find_pairs(ranges: Array, outside: Arrays, inside: Arrays, words: Arrays) -> Any:
    """Pairs of all villages: int32 (pairs, 3) of family, customer and cell of names.

    ``ranges`` (villages, 4) has the first and last of the customers' names and of the members.
    ``outside``, ``inside``, ``words``: as ``candidates.find`` puts them together.
    """
    pairs = np.empty((1024, 3), np.int32)
    size = 0
    slot = np.full(len(words[1]), -1, np.int32)
    for village in range(len(ranges)):
        first, stop, member, last = ranges[village]
        if first < stop and member < last:
            found = _of_village(first, stop, member, last, outside, inside, words, slot)
            pairs = _with_room(pairs, size + len(found))
            pairs[size : size + len(found)] = found
            size += len(found)
    return pairs[:size].copy()


@njit(cache=True, nogil=True)
def _of_village(
    first: int, stop: int, member: int, last: int,
    outside: Arrays, inside: Arrays, words: Arrays, slot: Array,
) -> Any:  # fmt: skip
    """Pairs of one village."""
    tokens, _, together, owner = outside
    house = inside[3]
    distinct, starts, rows = _grouped(tokens, first, stop, slot)
    own, _, _ = _grouped(inside[0], member, last, slot)
    near, near_places = _close(own, distinct, words[0], words[1], words[2])
    for place in range(len(own)):
        slot[own[place]] = place
    order = np.argsort(together[first:stop])
    base, count_here = owner[first], owner[stop - 1] + 1 - owner[first]
    noted = (
        np.empty(count_here, np.float64), np.zeros(count_here, np.int16),
        np.full(count_here, -1, np.int64), np.empty(count_here, np.int32),
    )  # fmt: skip
    seen = np.full(stop - first, -1, np.int64)
    index = (starts, rows, near, near_places, slot, order, together[first:stop][order])
    pairs = np.empty((256, 3), np.int32)
    size = 0
    while member < last:
        here = house[member]
        count = 0
        while member < last and house[member] == here:
            count = _sharing(member, first, count, outside, inside, words, index, noted, seen)
            count = _joined(member, first, count, outside, inside, words, index, noted)
            member += 1
        pairs = _with_room(pairs, size + count)
        for k in range(count):
            row = noted[3][k]
            pairs[size, 0], pairs[size, 1], pairs[size, 2] = here, base + row, noted[1][row]
            size += 1
    for place in range(len(own)):
        slot[own[place]] = -1
    return pairs[:size]


@njit(cache=True, nogil=True)
def _sharing(
    member: int, first: int, count: int,
    outside: Arrays, inside: Arrays, words: Arrays, index: Arrays, noted: Arrays, seen: Array,
) -> int:  # fmt: skip
    """Note the customers who share a word with a member, or have one spelt close."""
    tokens, written, _, owner = outside
    member_tokens, member_written, _, house, role = inside
    letters, lengths, mask, bits = words
    starts, rows, near, near_places, slot = index[:5]
    for place in range(member_tokens.shape[1]):
        token = member_tokens[member, place]
        if token == 0:
            continue
        for k in range(near[slot[token]], near[slot[token] + 1]):
            for at in range(starts[near_places[k]], starts[near_places[k] + 1]):
                row = rows[at]
                if seen[row] == member:
                    continue
                seen[row] = member
                kind, told = grade(
                    tokens[first + row], member_tokens[member], letters, lengths, mask, bits
                )
                if kind == SAME and written[first + row] == member_written[member]:
                    kind = WRITTEN
                customer = owner[first + row] - owner[first]
                count = _note(customer, kind, told, role[member], house[member], count, noted)
    return count


@njit(cache=True, nogil=True)
def _joined(
    member: int, first: int, count: int,
    outside: Arrays, inside: Arrays, words: Arrays, index: Arrays, noted: Arrays,
) -> int:  # fmt: skip
    """Note the customers whose name is a member's when both are written in one word."""
    owner, bits = outside[3], words[3]
    member_tokens, _, together, house, role = inside
    order, ordered = index[5], index[6]
    if together[member] == 0:
        return count
    at = np.searchsorted(ordered, together[member])
    while at < len(ordered) and ordered[at] == together[member]:
        told = 0.0
        for place in range(member_tokens.shape[1]):
            told += bits[member_tokens[member, place]]
        customer = owner[first + order[at]] - owner[first]
        count = _note(customer, JOINED, told, role[member], house[member], count, noted)
        at += 1
    return count


@njit(cache=True, nogil=True)
def _note(
    row: int, kind: int, told: float, role: int, family: int, count: int, noted: Arrays
) -> int:
    """Note a customer for a family with the member it is most like; how many are noted then."""
    best, cell, of_family, touched = noted
    if kind < 0:
        return count
    value = worth(kind, told)
    if of_family[row] != family:
        of_family[row] = family
        touched[count] = row
        count += 1
    elif value <= best[row]:
        return count
    best[row] = value
    cell[row] = (role * len(_WORTH) + kind) * BINS + rarity(told)
    return count


@njit(cache=True, nogil=True)
def _with_room(pairs: Array, size: int) -> Array:
    """The same pairs, with room for so many."""
    if size <= len(pairs):
        return pairs
    out = np.empty((2 * size, 3), np.int32)
    out[: len(pairs)] = pairs
    return out
