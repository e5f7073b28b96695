"""Grades the agreement of two records, field by field, in compiled code.

A grade is a small integer, 0 where a value is missing; the grades of all fields make one pattern
(mixed radix, first field most significant). What a grade is worth is learnt elsewhere.
"""

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.compiled import compiled, inlined
from entas.linkage.matching.fields import Field, Role
from entas.linkage.matching.names import name_grade, rarity_of
from entas.linkage.matching.records import Records, slots

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
_NONE, _ONE = np.uint64(0), np.uint64(1)
_DIGITS = np.uint64(0x1111111111111111)


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
            grades[field] = name_grade(
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
            possible += most[field, rarity_of(values, row, shape[field, 1], bits)]
        else:
            reached += gains[field, grades[field]]
    for field in range(shape.shape[0]):
        role, at = shape[field, 0], shape[field, 1]
        if role in (_NAME, _TEXT):
            if reached + possible < least:
                return -1
            possible -= most[field, rarity_of(values, row, at, bits)]
            grade = name_grade(values, row, others, other, at, letters, lengths, masks, bits)
            grades[field] = grade
            reached += gains[field, grade]
    if reached < least:
        return -1
    code = 0
    for field in range(shape.shape[0]):
        code = code * shape[field, 2] + grades[field]
    return code


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
