"""Grades the agreement of two records, field by field, in compiled code.

A grade is a small integer, 0 where a value is missing; the grades of all fields make one pattern
(mixed radix, first field most significant). What a grade is worth is learnt elsewhere.
"""

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.compiled import compiled, inlined
from entas.linkage.matching.fields import Field, Role
from entas.linkage.matching.records import Records, slots
from entas.linkage.matching.tokens import MAX_TOKENS

_NAMES = (
    "missing",
    "different",
    "faintly alike",
    "weakly alike",
    "partly equal",
    "part of it, common",
    "part of it",
    "spelled close, common",
    "spelled close",
    "equal, very common",
    "equal, common",
    "equal",
    "equal, rare",
)
_NUMBERS = ("missing", "equal", "one digit differs", "two digits differ", "same start", "different")
CONDITIONS = (
    "",
    ", same area",
    ", dates near",
    ", dates near, same area",
    ", same date",
    ", same date and area",
)
"""A number such as the NIK holds a date and an area: what its digits tell depends on how far those
are known to agree already."""

GRADES: dict[Role, tuple[str, ...]] = {
    Role.IDENTIFIER: tuple(grade + condition for condition in CONDITIONS for grade in _NUMBERS),
    Role.HOUSEHOLD: ("missing", "equal", "near", "different"),
    Role.NAME: _NAMES,
    Role.TEXT: _NAMES,
    Role.DATE: (
        "missing",
        "equal",
        "equal, a default day",
        "day and month swapped",
        "a default day in the year",
        "one part differs",
        "same year",
        "a year apart",
        "different",
    ),
    Role.CATEGORY: ("missing", "equal", "different"),
    Role.AREA: ("missing", "elsewhere", "same district", "same sub-district", "same village"),
    Role.NUMBER: ("missing", "equal", "near", "different"),
}
NUMBER_GRADES = len(_NUMBERS)
EQUAL_NAMES = 9
"""Grades of names from here on are equal ones, by rarity."""

_ROLES = tuple(Role)
_IDENTIFIER, _HOUSEHOLD, _NAME, _TEXT, _DATE, _CATEGORY, _AREA, _NUMBER = range(len(_ROLES))
_COMMON_PART, _COMMON_CLOSE = 9.0, 12.0  # bits
_VERY_COMMON, _COMMON, _RARE = 8.0, 13.0, 19.0  # bits
_CLOSE = 0.9
_NONE, _ONE, _BYTE = np.uint64(0), np.uint64(1), np.uint64(0xFF)
_EACH = np.uint64(0x0101010101010101)
_LOW_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)
_DIGITS = np.uint64(0x1111111111111111)
_ALIKE = 0.7


def sizes_of(fields: tuple[Field, ...]) -> Array:
    """How many grades each field has (int64)."""
    return np.array([len(GRADES[field.role]) for field in fields], np.int64)


class Comparison:
    """How the records of one set of fields are compared: arrays for the compiled code.

    ``defaults`` bool (512,), by month * 32 + day: days that stand for "not known".
    """

    def __init__(self, records: Records, defaults: Array) -> None:
        fields = records.fields
        roles = np.array([_ROLES.index(field.role) for field in fields], np.int64)
        self.sizes = sizes_of(fields)
        self.shape = np.stack([roles, np.array(slots(fields), np.int64), self.sizes], axis=1)
        self.letters = records.dictionary.letters
        self.lengths = records.dictionary.lengths
        self.masks = records.dictionary.masks
        self.bits = records.dictionary.bits
        self.defaults = defaults

    @property
    def compiled(self) -> tuple[Array, Array, Array, Array, Array, Array]:
        """What ``pattern`` takes after the two records."""
        return self.shape, self.letters, self.lengths, self.masks, self.bits, self.defaults

    def patterns(self, values: Array, other: Array, left: Array, right: Array) -> Array:
        """Patterns (int64) of the pairs ``values[left[i]]``, ``other[right[i]]``."""
        return _patterns(values, other, left, right, *self.compiled)

    def grades(self, patterns: Array) -> list[Array]:
        """The grade of each field (int64), taken apart again."""
        return grades_of(patterns, self.sizes)


def grades_of(patterns: Array, sizes: Array) -> list[Array]:
    """Take patterns apart: for each field the grades, int64."""
    rest = np.asarray(patterns, np.int64).copy()
    out: list[Array] = []
    for size in sizes[::-1]:
        out.append(rest % size)
        rest //= size
    return out[::-1]


def default_days(values: Array, fields: tuple[Field, ...]) -> Array:
    """Days that far more records carry than chance allows: registries' defaults (1 July, 31
    December, ...). Bool (512,) by month * 32 + day.
    """
    counts = np.zeros(512, np.int64)
    for field, at in zip(fields, slots(fields), strict=True):
        if field.role is Role.DATE:
            days = values[:, at]
            counts += np.bincount(days[days > 0] & 511, minlength=512)
    expected = counts.sum() / 365
    often: Array = counts > expected * 2 + 6 * np.sqrt(expected) + 3
    return often


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
def _names(
    values: Array, row: int, others: Array, other: int, at: int,
    letters: Array, lengths: Array, masks: Array, bits: Array,
) -> int:  # fmt: skip
    """Grade of two names: the tokens of the shorter are looked for in the longer."""
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
def _digits_apart(left: int, right: int) -> int:
    """Digits that differ between two numbers of four bits a digit; two neighbours that changed
    places count once.
    """
    differing = np.uint64(left) ^ np.uint64(right)
    differing |= differing >> np.uint64(2)
    differing = (differing | (differing >> np.uint64(1))) & _DIGITS
    apart = 0
    rest = differing
    while rest != _NONE and apart < 3:
        rest &= rest - _ONE
        apart += 1
    if apart == 2:
        low = differing & (~differing + _ONE)
        if differing == low | (low << np.uint64(4)):
            mask = low * np.uint64(0xFF)
            a, b = np.uint64(left) & mask, np.uint64(right) & mask
            swapped = ((a << np.uint64(4)) | (a >> np.uint64(4))) & mask
            if swapped == b:
                return 1
    return apart


@inlined
def _dates(left: int, right: int, defaults: Array) -> int:
    if left == right:
        return 2 if defaults[left & 511] else 1
    month_left, month_right = (left >> 5) & 15, (right >> 5) & 15
    day_left, day_right = left & 31, right & 31
    years = abs((left >> 9) - (right >> 9))
    if years == 0:
        if defaults[left & 511] or defaults[right & 511]:
            return 4
        if month_left == day_right and day_left == month_right:
            return 3
        return 5 if month_left == month_right or day_left == day_right else 6
    if month_left == month_right and day_left == day_right:
        return 5 if years in (1, 10, 20, 30) else 7
    return 7 if years == 1 else 8


@inlined
def _areas(left: int, right: int) -> int:
    if left == right:
        return 4
    if left >> 16 == right >> 16:
        return 3
    return 2 if left >> 24 == right >> 24 else 1


@inlined
def _grade(role: int, a: int, b: int, defaults: Array) -> int:
    """Grade of two values that are one integer each."""
    if a == 0 or b == 0:
        return 0
    if role == _DATE:
        return _dates(a, b, defaults)
    if role == _AREA:
        return _areas(a, b)
    if a == b:
        return 1
    return 2 if role == _CATEGORY else _numbers(role, a, b)


@inlined
def _numbers(role: int, a: int, b: int) -> int:
    """Grade of two different numbers, by the digits that differ."""
    apart = _digits_apart(a, b)
    if role == _IDENTIFIER:
        if apart == 1:
            return 2
        if a >> 16 == b >> 16:
            return 4
        return 3 if apart == 2 else 5
    if role == _HOUSEHOLD:
        return 2 if apart <= 2 else 3
    return 2 if apart == 1 else 3


@inlined
def _single(
    values: Array, row: int, others: Array, other: int, shape: Array, defaults: Array,
    grades: Array,
) -> None:  # fmt: skip
    """Set the grades of all fields but names; numbers by what dates and areas agree."""
    date = 0
    near = 0
    for field in range(shape.shape[0]):
        role, at = shape[field, 0], shape[field, 1]
        if role in (_NAME, _TEXT):
            continue
        grade = _grade(role, values[row, at], others[other, at], defaults)
        grades[field] = grade
        if role == _DATE and grade > 0:
            date = max(date, 2 if grade <= 2 else int(grade <= 6))
        elif role == _AREA:
            near |= int(grade >= 3)
    for field in range(shape.shape[0]):
        if shape[field, 0] == _IDENTIFIER:
            grades[field] += (date * 2 + near) * NUMBER_GRADES


@inlined
def pattern(
    values: Array, row: int, others: Array, other: int,
    shape: Array, letters: Array, lengths: Array, masks: Array, bits: Array, defaults: Array,
    grades: Array,
) -> int:  # fmt: skip
    """The pattern of one pair of packed records; ``shape`` is role, slot and size a field,
    ``grades`` room for one grade a field.
    """
    _single(values, row, others, other, shape, defaults, grades)
    code = 0
    for field in range(shape.shape[0]):
        role, at = shape[field, 0], shape[field, 1]
        if role in (_NAME, _TEXT):
            grades[field] = _names(
                values, row, others, other, at, letters, lengths, masks, bits
            )  # fmt: skip
        code = code * shape[field, 2] + grades[field]
    return code


@inlined
def pattern_if(
    values: Array, row: int, others: Array, other: int,
    shape: Array, letters: Array, lengths: Array, masks: Array, bits: Array, defaults: Array,
    gains: Array, most: Array, least: float, grades: Array,
) -> int:  # fmt: skip
    """As ``pattern``, but -1 as soon as the pair cannot reach ``least`` any more.

    ``gains`` float64 (fields, grades): log-odds of a match against a stranger; ``most`` float64
    (fields, 4): the most that a name of a rarity can gain; names, which cost the most, come last.
    ``grades``: room for one grade a field.
    """
    _single(values, row, others, other, shape, defaults, grades)
    reached = 0.0
    possible = 0.0
    for field in range(shape.shape[0]):
        if shape[field, 0] in (_NAME, _TEXT):
            possible += most[field, _rarity(values, row, shape[field, 1], bits)]
        else:
            reached += gains[field, grades[field]]
    for field in range(shape.shape[0]):
        role, at = shape[field, 0], shape[field, 1]
        if role in (_NAME, _TEXT):
            if reached + possible < least:
                return -1
            possible -= most[field, _rarity(values, row, at, bits)]
            grade = _names(values, row, others, other, at, letters, lengths, masks, bits)
            grades[field] = grade
            reached += gains[field, grade]
    if reached < least:
        return -1
    code = 0
    for field in range(shape.shape[0]):
        code = code * shape[field, 2] + grades[field]
    return code


@inlined
def _rarity(values: Array, row: int, at: int, bits: Array) -> int:
    """The rarity (0 to 3) of a name: the most that it can have in common with another."""
    told = 0.0
    for place in range(at, at + MAX_TOKENS):
        told += bits[values[row, place]]
    return (told >= _VERY_COMMON) + (told >= _COMMON) + (told >= _RARE)


def most_gained(gains: Array, fields: tuple[Field, ...]) -> Array:
    """The most that a name of each rarity can gain: float64 (fields, 4); 0 for other fields."""
    most = np.zeros((len(fields), 4))
    for number, field in enumerate(fields):
        if field.role in (Role.NAME, Role.TEXT):
            below = max(float(gains[number, :EQUAL_NAMES].max()), 0.0)
            for rarity in range(4):
                equal = gains[number, EQUAL_NAMES : EQUAL_NAMES + rarity + 1].max()
                most[number, rarity] = max(below, float(equal))
            common = gains[number, [0, 1, 2, 3, 4, 5, 7, EQUAL_NAMES]].max()
            most[number, 0] = max(float(common), 0.0)
    return most


@compiled
def _patterns(
    values: Array, others: Array, left: Array, right: Array,
    shape: Array, letters: Array, lengths: Array, masks: Array, bits: Array, defaults: Array,
) -> Array:  # fmt: skip
    out = np.empty(len(left), np.int64)
    grades = np.zeros(shape.shape[0], np.int64)
    for i in range(len(left)):
        out[i] = pattern(
            values, left[i], others, right[i], shape, letters, lengths, masks, bits, defaults,
            grades,
        )  # fmt: skip
    return out
