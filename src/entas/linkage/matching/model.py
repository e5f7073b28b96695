"""What was learnt: the worth of every grade, the keys, and what they rest on. Kept as JSON."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.blocking import Key
from entas.linkage.matching.comparison import (
    EQUAL_NAMES,
    GRADES,
    NUMBER_GRADES,
    grades_of,
    sizes_of,
)
from entas.linkage.matching.compiled import compiled, inlined
from entas.linkage.matching.fields import Field, Role

MATCH, RELATIVE, STRANGER = 0, 1, 2
NOT_CERTAIN = 0.998
"""The most that may be said of a pair who could be kin under one number."""
_ALIKE, _RARE_NAME = 6, 12  # grades of names: a part of it, or better; equal and rare
_YEARS_APART = 8  # the grade of dates that have nothing in common
_OVER_RELATIVE = 99.0
"""Odds over a relative that the rest of a pair must give for an equal number on unequal names to be
believed: it is within a household that numbers are borrowed.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of an explanation: a field, its grade in words, and what it is worth in bits."""

    field: str
    grade: str
    bits: float


@dataclass(frozen=True, slots=True)
class Model:
    """Three kinds of pairs: *match* (one person twice), *relative* (another member of the same
    household, who shares its number and address, and would wreck a model of two kinds), *stranger*.

    ``worth`` float64 (3, fields, grades): natural log of the probability of a grade by kind.
    ``per_record``: how many matches and relatives a record has in the population.
    ``keys`` and ``stopped``: what to block on, and the values of each that too many share.
    ``defaults``: days of the year (month * 32 + day) that stand for "not known".
    ``records``: the size of the population it was learnt on.
    """

    fields: tuple[Field, ...]
    worth: Array
    per_record: tuple[float, float]
    keys: tuple[Key, ...]
    stopped: tuple[Array, ...]
    defaults: tuple[int, ...]
    records: int

    @property
    def sizes(self) -> Array:
        """How many grades each field has."""
        return sizes_of(self.fields)

    @property
    def log_priors(self) -> Array:
        """Log of the number of pairs of each kind in the population it was learnt on."""
        records = max(self.records, 2)
        return np.log(
            [
                max(self.per_record[MATCH] * records, 1e-6),
                max(self.per_record[RELATIVE] * records, 1e-6),
                records * (records - 1) / 2,
            ]
        )

    @property
    def is_default_day(self) -> Array:
        """``defaults`` as a table: bool (512,)."""
        out = np.zeros(512, bool)
        out[list(self.defaults)] = True
        return out

    def probabilities(self, levels: Array) -> tuple[Array, Array]:
        """Probability of a match and of a relative (float32) for each pattern (int64)."""
        levels = np.asarray(levels).astype(np.int64)
        return _probabilities(levels, self.sizes, self.worth, self.log_priors)

    def to_review(self, levels: Array) -> Array:
        """Pairs (bool) that only a person may join, whatever their probability.

        An equal identifier (or one digit beside it) may be a borrowed number, or a family that uses
        one number for all: it says that one of two records is wrong, not that they are one person,
        unless the rest makes a relative unlikely without it, and, where the names are not equal, a
        stranger too. In one household it never joins those of clearly different birth dates.
        """
        levels = np.asarray(levels).astype(np.int64)
        grades = grades_of(levels, self.sizes)
        equal = np.zeros(len(levels), bool)
        near = np.zeros(len(levels), bool)
        born_apart = np.zeros(len(levels), bool)
        housed = np.zeros(len(levels), bool)
        name = next((n for n, field in enumerate(self.fields) if field.role is Role.NAME), None)
        without: Array = np.repeat(self.log_priors[:, None], len(levels), axis=1)
        for number, (field, grade) in enumerate(zip(self.fields, grades, strict=True)):
            if field.role is Role.IDENTIFIER:
                equal |= grade % NUMBER_GRADES == 1
                near |= grade % NUMBER_GRADES == 2
                continue
            if field.role is Role.DATE:
                born_apart |= grade >= _YEARS_APART
            if field.role is Role.HOUSEHOLD:
                housed |= grade == 1
            without += self.worth[:, number, grade]
        if name is None:
            return np.zeros(len(levels), bool)
        differs = (grades[name] >= 1) & (grades[name] < EQUAL_NAMES)
        relative = without[MATCH] - without[RELATIVE] < np.log(_OVER_RELATIVE)
        stranger = without[MATCH] < without[STRANGER]
        doubtful = (born_apart & housed) | (differs & stranger)
        review: Array = ((equal | near) & relative) | (equal & doubtful)
        return review

    def may_be_kin(self, levels: Array) -> Array:
        """Pairs (bool) of one number that brothers or sisters could be who share it: they are
        likely one person, but never certain.

        Either what is known of their birth differs and their names are not equal, in one household
        or under one mother's name; or nothing is known of it in one household, and no mother or
        rare name speaks for one person.
        """
        grades = grades_of(np.asarray(levels).astype(np.int64), self.sizes)
        by_role: dict[Role, list[Array]] = {role: [] for role in Role}
        for field, grade in zip(self.fields, grades, strict=True):
            by_role[field.role].append(grade)
        none: Array = np.zeros(len(grades[0]), np.int64)
        names = [*by_role[Role.NAME], none, none]
        name, mother = names[0], names[1]
        number, house, born = (
            (by_role[role] or [none])[0] for role in (Role.IDENTIFIER, Role.HOUSEHOLD, Role.DATE)
        )
        other_birth = (name < EQUAL_NAMES) & ((born == 0) | (born >= 3))
        unknown = (born == 0) & (house == 1) & ((mother == 0) | (name < _RARE_NAME))
        kin: Array = (number % NUMBER_GRADES == 1) & (
            (other_birth & ((house == 1) | (mother >= _ALIKE))) | unknown
        )
        return kin

    def explain(self, levels: int) -> list[Evidence]:
        """What decides on a pair: the prior, then each field, in bits for "one person".

        Against the likelier of the two other kinds (relative or stranger); the sum is the log2 of
        the odds against that one.
        """
        grades = [int(grade[0]) for grade in grades_of(np.array([levels], np.int64), self.sizes)]
        places = np.arange(len(self.fields))
        sums = self.worth[:, places, grades].sum(axis=1) + self.log_priors
        other = RELATIVE if sums[RELATIVE] > sums[STRANGER] else STRANGER
        priors = self.log_priors
        lines = [Evidence("", "prior", float((priors[MATCH] - priors[other]) / np.log(2)))]
        for number, (field, grade) in enumerate(zip(self.fields, grades, strict=True)):
            worth = self.worth[MATCH, number, grade] - self.worth[other, number, grade]
            name = GRADES[field.role][grade]
            lines.append(Evidence(field.name, name, float(worth / np.log(2))))
        return lines

    def to_json(self) -> dict[str, Any]:
        """As plain values; ``from_json`` reads them again, to the last bit."""
        return {
            "fields": [[field.name, field.role.value, field.columns] for field in self.fields],
            "worth": [
                [list(map(float, self.worth[kind, number, :size])) for kind in range(3)]
                for number, size in enumerate(self.sizes)
            ],
            "per_record": list(self.per_record),
            "keys": [[list(atom) for atom in key] for key in self.keys],
            "stopped": [values.tolist() for values in self.stopped],
            "defaults": list(self.defaults),
            "records": self.records,
        }

    @classmethod
    def from_json(cls, saved: dict[str, Any] | str) -> "Model":
        """Read what ``to_json`` made (or its text)."""
        data = json.loads(saved) if isinstance(saved, str) else saved
        fields = tuple(Field(name, Role(role), tuple(cols)) for name, role, cols in data["fields"])
        worth = np.full((3, len(fields), int(sizes_of(fields).max())), -np.inf)
        for number, kinds in enumerate(data["worth"]):
            worth[:, number, : len(kinds[0])] = kinds
        return cls(
            fields=fields,
            worth=worth,
            per_record=(data["per_record"][0], data["per_record"][1]),
            keys=tuple(tuple((field, part) for field, part in key) for key in data["keys"]),
            stopped=tuple(np.array(values, np.uint32) for values in data["stopped"]),
            defaults=tuple(data["defaults"]),
            records=data["records"],
        )


def agrees(role: Role, grade: Array) -> Array:
    """Where a strong field agrees (bool)."""
    found: Array = np.zeros(len(grade), bool)
    if role is Role.IDENTIFIER:
        found = grade % NUMBER_GRADES == 1
    elif role in (Role.NAME, Role.TEXT):
        found = grade >= EQUAL_NAMES - 2
    elif role is Role.DATE:
        found = (grade == 1) | (grade == 2)
    return found


def contradicts(role: Role, grade: Array) -> Array:
    """Where a strong field says "clearly another person" (bool)."""
    found: Array = np.zeros(len(grade), bool)
    if role is Role.IDENTIFIER:
        found = grade % NUMBER_GRADES >= 4
    elif role is Role.NAME:
        found = (grade >= 1) & (grade <= 2)
    elif role is Role.DATE:
        found = grade >= 6
    return found


@inlined
def probability_of(code: int, sizes: Array, worth: Array, priors: Array) -> tuple[float, float]:
    """Probability of a match and of a relative for one pattern."""
    match, relative, stranger = priors[0], priors[1], priors[2]
    for field in range(len(sizes) - 1, -1, -1):
        grade = code % sizes[field]
        code //= sizes[field]
        match += worth[0, field, grade]
        relative += worth[1, field, grade]
        stranger += worth[2, field, grade]
    top = max(match, relative, stranger)
    match, relative, stranger = np.exp(match - top), np.exp(relative - top), np.exp(stranger - top)
    total = match + relative + stranger
    return match / total, relative / total


@compiled
def _probabilities(levels: Array, sizes: Array, worth: Array, priors: Array) -> tuple[Array, Array]:
    match = np.empty(len(levels), np.float32)
    relative = np.empty(len(levels), np.float32)
    for i in range(len(levels)):
        match[i], relative[i] = probability_of(levels[i], sizes, worth, priors)
    return match, relative
