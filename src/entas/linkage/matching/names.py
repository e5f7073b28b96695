"""Grades the agreement of two names or other words, token by token, in compiled code."""

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.compiled import inlined
from entas.linkage.matching.tokens import MAX_TOKENS

_COMMON_PART, _COMMON_CLOSE = 9.0, 12.0  # bits
_VERY_COMMON, _COMMON, _RARE = 8.0, 13.0, 19.0  # bits
_CLOSE = 0.9
_ALIKE = 0.7
_NONE, _ONE, _BYTE = np.uint64(0), np.uint64(1), np.uint64(0xFF)
_EACH = np.uint64(0x0101010101010101)
_LOW_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)


def name_rarity(bits: Array) -> Array:
    """0 very common to 3 rare, as the grades of equal names tell them apart; ``bits`` of names."""
    rarity: Array = (bits >= _VERY_COMMON).astype(np.int64) + (bits >= _COMMON) + (bits >= _RARE)
    return rarity


@inlined
def jaro_winkler(token: int, other: int, letters: Array, lengths: Array) -> float:
    """Similarity of two tokens of at most 16 letters, 0 to 1 (Winkler 1990).

    A token is two words of eight letters: one letter is looked for in a whole word at once.
    """
    left_length, right_length = lengths[token], lengths[other]
    if left_length == 0 or right_length == 0:
        return 0.0
    window = max(max(left_length, right_length) // 2 - 1, 0)
    low_word, high_word = letters[other, 0], letters[other, 1]
    taken_low, taken_high = _NONE, _NONE
    taken = 0  # a bit for each letter of the left token that found its like
    matches = 0
    for i in range(left_length):
        letter = _letter(letters, token, i)
        low = _places(low_word, letter) & _between(i - window, i + window) & ~taken_low
        if low != _NONE:
            taken_low |= low & (~low + _ONE)
        elif right_length > 8:
            high = _places(high_word, letter) & _between(i - window - 8, i + window - 8)
            high &= ~taken_high
            if high == _NONE:
                continue
            taken_high |= high & (~high + _ONE)
        else:
            continue
        taken |= 1 << i
        matches += 1
    if matches == 0:
        return 0.0
    moved = 0
    for i in range(left_length):
        if (taken >> i) & 1:
            letter = _letter(letters, token, i)
            if taken_low != _NONE:
                first = taken_low & (~taken_low + _ONE)
                moved += _places(low_word, letter) & first == _NONE
                taken_low ^= first
            else:
                first = taken_high & (~taken_high + _ONE)
                moved += _places(high_word, letter) & first == _NONE
                taken_high ^= first
    score = (matches / left_length + matches / right_length + (matches - moved // 2) / matches) / 3
    differing = letters[token, 0] ^ low_word
    prefix = 0
    shorter = min(left_length, right_length, 4)
    while prefix < shorter and (differing >> np.uint64(8 * prefix)) & _BYTE == _NONE:
        prefix += 1
    return float(score + prefix * 0.1 * (1 - score))


@inlined
def _letter(letters: Array, token: int, place: int) -> np.uint64:
    letter: np.uint64 = (letters[token, place >> 3] >> np.uint64(8 * (place & 7))) & _BYTE
    return letter


@inlined
def _places(word: np.uint64, letter: np.uint64) -> np.uint64:
    """The high bit of every byte of the word that is the letter."""
    differing = word ^ (letter * _EACH)
    return ~(((differing & _LOW_BITS) + _LOW_BITS) | differing | _LOW_BITS)


@inlined
def _between(first: int, last: int) -> np.uint64:
    """All bits of the bytes from ``first`` to ``last``, as far as they lie in a word."""
    if last < 0 or first > 7:
        return _NONE
    mask = ~_NONE if last >= 7 else (_ONE << np.uint64(8 * (last + 1))) - _ONE
    return mask if first <= 0 else mask & ~((_ONE << np.uint64(8 * first)) - _ONE)


@inlined
def _ones(mask: np.uint32) -> int:
    """How many bits are set."""
    mask = mask - ((mask >> np.uint32(1)) & np.uint32(0x55555555))
    mask = (mask & np.uint32(0x33333333)) + ((mask >> np.uint32(2)) & np.uint32(0x33333333))
    mask = (mask + (mask >> np.uint32(4))) & np.uint32(0x0F0F0F0F)
    return int(np.uint32(mask * np.uint32(0x01010101)) >> np.uint32(24))


@inlined
def _alike(token: int, other: int, letters: Array, lengths: Array, masks: Array) -> float:
    """Similarity of two different tokens, 0 below ``_ALIKE``; an initial is like any token that
    begins with it.
    """
    if lengths[token] == 1 or lengths[other] == 1:
        return 0.93 if (letters[token, 0] ^ letters[other, 0]) & _BYTE == _NONE else 0.0
    most = min(
        lengths[token] - _ones(masks[token] & ~masks[other]),
        lengths[other] - _ones(masks[other] & ~masks[token]),
    )
    bound = (most / lengths[token] + most / lengths[other] + 1) / 3
    if (letters[token, 0] ^ letters[other, 0]) & _BYTE == _NONE:
        bound += 0.4 * (1 - bound)
    if most <= 0 or bound < _ALIKE:
        return 0.0
    alike = jaro_winkler(token, other, letters, lengths)
    return alike if alike >= _ALIKE else 0.0


@inlined
def _count(values: Array, row: int, at: int) -> int:
    size = 0
    while size < MAX_TOKENS and values[row, at + size] > 0:
        size += 1
    return size


@inlined
def name_grade(
    values: Array, row: int, others: Array, other: int, at: int,
    letters: Array, lengths: Array, masks: Array, bits: Array,
) -> int:  # fmt: skip
    """Grade (of ``comparison.GRADES``) of two names: the tokens of the shorter in the longer."""
    shorter, longer = _count(values, row, at), _count(others, other, at)
    if shorter == 0 or longer == 0:
        return 0
    if shorter > longer:
        values, row, others, other = others, other, values, row
        shorter, longer = longer, shorter
    used = 0
    total = 0.0
    worst = 1.0
    told = 0.0
    for i in range(shorter):
        token = values[row, at + i]
        best = 0.0
        place = -1
        for j in range(longer):
            if not (used >> j) & 1 and others[other, at + j] == token:
                best = 1.0
                place = j
                break
        if place < 0:
            for j in range(longer):
                if not (used >> j) & 1:
                    alike = _alike(token, others[other, at + j], letters, lengths, masks)
                    if alike > best:
                        best = alike
                        place = j
        if place >= 0:
            used |= 1 << place
            if best >= _CLOSE:
                told += min(bits[token], bits[others[other, at + place]])
        total += best
        worst = min(worst, best)
    if shorter == longer and worst == 1.0:
        return 9 + (told >= _VERY_COMMON) + (told >= _COMMON) + (told >= _RARE)
    if worst >= _CLOSE:
        if shorter == longer:
            return 7 + (told >= _COMMON_CLOSE)
        return 5 + (told >= _COMMON_PART)
    mean = total / shorter
    if mean >= 0.85 and shorter == longer:
        return 4
    if mean >= 0.75:
        return 3
    return 2 if mean >= 0.6 else 1


@inlined
def rarity_of(values: Array, row: int, at: int, bits: Array) -> int:
    """The rarity (0 to 3) of a name: the most that it can have in common with another."""
    told = 0.0
    for place in range(at, at + MAX_TOKENS):
        told += bits[values[row, place]]
    return (told >= _VERY_COMMON) + (told >= _COMMON) + (told >= _RARE)
