"""Learns what each grade is worth, without labels, for three kinds of pairs (see ``Model``).

Strangers are counted on random pairs; relatives on pairs of one household that clearly differ
elsewhere; matches on likely pairs, where each field is learnt from those that the *other* fields
call a match and that were found without its help, else its agreement would seem certain
(conditional independence as in Fellegi and Sunter 1969; a third kind as in Larsen and Rubin 2001).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.comparison import (
    CONDITIONS,
    EQUAL_NAMES,
    NUMBER_GRADES,
    grades_of,
    sizes_of,
)
from entas.linkage.matching.fields import Field, Role
from entas.linkage.matching.model import MATCH, RELATIVE, STRANGER, agrees, contradicts
from entas.linkage.matching.names import name_rarity
from entas.linkage.matching.training import Drawn, Likely

_SMOOTHING = 0.5
_ROUNDS = 4
_FEWEST = 30.0
_LIKELY = 0.5
_BACKING = 20.0  # pairs' worth of belief that a condition changes nothing
_STRONG = (Role.IDENTIFIER, Role.NAME, Role.DATE)


@dataclass(slots=True)
class Learnt:
    """``worth`` as in ``Model``; the expected number of matches and of relatives."""

    worth: Array
    matches: float
    relatives: float


def learn(fields: tuple[Field, ...], drawn: Drawn, name_bits: Sequence[Array]) -> Learnt:
    """Fit the three kinds. ``name_bits``: for each name or text field, the bits of its records'
    values (float, a sample; rows as the fields), from which chance agreement of rare names follows.
    """
    sizes = sizes_of(fields)
    patterns, found_by, weight = _distinct(drawn.likely)
    grades = grades_of(patterns, sizes)
    worth = np.full((3, len(fields), int(sizes.max())), -np.inf)
    _strangers(fields, drawn, name_bits, grades, weight, worth)
    _relatives(fields, drawn, worth)
    pairs = drawn.pairs
    relatives = drawn.relatives * drawn.records
    matches = 0.1 * drawn.records
    for round_ in range(_ROUNDS):
        logs = [worth[:, number, grade] for number, grade in enumerate(grades)]
        total = np.sum(logs, axis=0) if round_ else None
        for number in range(len(fields)):
            if total is None:
                chosen = _seeds(fields, grades, number) * weight
            else:
                rest = _posterior(total - logs[number], matches, relatives, pairs)[0]
                chosen = np.where(rest >= _LIKELY, rest, 0) * weight
                if chosen.sum() < _FEWEST:  # the other fields alone call hardly anything a match
                    chosen = _posterior(total, matches, relatives, pairs)[0] * weight
            free = chosen * ((found_by & _keys_without(number, drawn)) != 0)
            counted = free if free.sum() >= _FEWEST else chosen
            _set(worth, MATCH, fields, number, grades[number], counted)
            _same_household_number(worth, fields, number)
        total = np.sum([worth[:, n, grade] for n, grade in enumerate(grades)], axis=0)
        matches = _prior(total, weight, matches, relatives, pairs)
        shared = drawn.relatives * drawn.records
        relatives = max(shared - matches * _shares_household(worth, fields), 0.05 * shared)
    return Learnt(worth, matches, relatives)


def _distinct(likely: Likely) -> tuple[Array, Array, Array]:
    """Distinct patterns with the keys that found them, and the weight of each."""
    pairs = pl.DataFrame(
        {"pattern": likely.patterns, "found_by": likely.found_by, "weight": likely.weight}
    )
    distinct = pairs.group_by("pattern", "found_by").agg(pl.col("weight").sum())
    distinct = distinct.sort("pattern", "found_by")
    pattern, found_by, weight = (distinct[name].to_numpy() for name in distinct.columns)
    return pattern, found_by, weight


def _prior(total: Array, weight: Array, matches: float, relatives: float, pairs: float) -> float:
    """The number of matches that agrees with itself."""
    for _ in range(30):
        probability = _posterior(total, matches, relatives, pairs)[0]
        before, matches = matches, max(float((probability * weight).sum()), 1.0)
        if abs(matches - before) < 1e-3 * before:
            break
    return matches


def _posterior(logs: Array, matches: float, relatives: float, strangers: float) -> Array:
    """Probability of each kind: (3, patterns)."""
    with np.errstate(divide="ignore"):
        priors = np.log(np.array([matches, relatives, strangers]))
    sums = logs + priors[:, None]
    sums -= sums.max(axis=0)
    shares: Array = np.exp(sums)
    shares /= shares.sum(axis=0)
    return shares


def _seeds(fields: tuple[Field, ...], grades: list[Array], without: int) -> Array:
    """First guess (0 or 1): the strong fields but ``without`` agree, at least two where there are,
    and none contradicts.
    """
    agree = np.zeros(len(grades[0]), int)
    strong = 0
    contradicted = np.zeros(len(grades[0]), bool)
    for number, (field, grade) in enumerate(zip(fields, grades, strict=True)):
        if number == without or field.role not in (*_STRONG, Role.TEXT):
            continue
        if field.role is not Role.TEXT:
            strong += 1
        agree += agrees(field.role, grade)
        contradicted |= contradicts(field.role, grade)
    return ((agree >= min(2, max(strong, 1))) & ~contradicted).astype(np.float64)


def _keys_without(field: int, drawn: Drawn) -> int:
    return sum(
        1 << number
        for number, key in enumerate(drawn.keys)
        if all(atom[0] != field for atom in key)
    )


def _set(
    worth: Array,
    kind: int,
    fields: tuple[Field, ...],
    field: int,
    grade: Array,
    weight: Array | None,
) -> None:
    """Write the log shares of a field's grades; those of a number by condition.

    A missing value says nothing about anybody: it is worth the same in all kinds.
    """
    size = int(sizes_of(fields)[field])
    counts = np.bincount(grade, weights=weight, minlength=size).astype(np.float64)
    if fields[field].role is not Role.IDENTIFIER:
        worth[kind, field, :size] = _log_shares(counts + _SMOOTHING)
        return
    tables = counts.reshape(len(CONDITIONS), NUMBER_GRADES)
    overall = tables.sum(axis=0) + _SMOOTHING
    if kind == MATCH:
        # One person's numbers differ by slips, whatever the dates do. Told apart by condition,
        # namesakes with other dates and other numbers would hold each other up as matches.
        worth[kind, field, :size] = np.tile(_log_shares(overall), len(CONDITIONS))
        return
    backed = tables + _BACKING * overall / overall[1:].sum()
    worth[kind, field, :size] = np.concatenate([_log_shares(table) for table in backed])


def _log_shares(counts: Array) -> Array:
    """Log shares of the grades among those that have both values; 0 for missing."""
    out = np.zeros(len(counts))
    out[1:] = np.log(counts[1:] / counts[1:].sum())
    return out


def _same_household_number(worth: Array, fields: tuple[Field, ...], field: int) -> None:
    """A relative's household number is mistyped or missing as often as one's own."""
    if fields[field].role is Role.HOUSEHOLD:
        worth[RELATIVE, field] = worth[MATCH, field]


def _shares_household(worth: Array, fields: tuple[Field, ...]) -> float:
    for number, field in enumerate(fields):
        if field.role is Role.HOUSEHOLD:
            return float(np.exp(worth[MATCH, number, 1]))
    return 0.0


def _relatives(fields: tuple[Field, ...], drawn: Drawn, worth: Array) -> None:
    """Grades among pairs of a household whose names clearly differ; those of the name itself among
    pairs whose number and date do.
    """
    grades = grades_of(drawn.household, sizes_of(fields))
    name = next((n for n, field in enumerate(fields) if field.role is Role.NAME), None)
    for number in range(len(fields)):
        if name is not None and number != name:
            chosen = contradicts(Role.NAME, grades[name])
        else:
            voters = [
                contradicts(field.role, grades[other])
                for other, field in enumerate(fields)
                if other != number and field.role in (Role.IDENTIFIER, Role.DATE)
            ]
            chosen = np.sum([*voters, np.zeros(len(drawn.household), int)], axis=0) >= len(voters)
        _set(worth, RELATIVE, fields, number, grades[number][chosen], None)


def _strangers(
    fields: tuple[Field, ...], drawn: Drawn, name_bits: Sequence[Array], likely: list[Array],
    weight: Array, worth: Array,
) -> None:  # fmt: skip
    sizes = sizes_of(fields)
    grades = grades_of(drawn.strangers, sizes)
    texts = [n for n, field in enumerate(fields) if field.role in (Role.NAME, Role.TEXT)]
    for number, field in enumerate(fields):
        _set(worth, STRANGER, fields, number, grades[number], None)
        if number in texts:
            _chance_of_equal_names(worth, number, name_bits[texts.index(number)])
        if field.role is Role.IDENTIFIER:
            _numbers_of_strangers(fields, drawn, number, worth)
            _chance_of_equal_numbers(fields, drawn, number, likely, weight, worth)


def _chance_of_equal_names(worth: Array, field: int, bits: Array) -> None:
    """Rare equal names do not occur among a few random pairs: their chance follows from how
    common their tokens are.
    """
    rarity = name_rarity(bits)
    chance = np.where(bits > 0, np.exp2(-bits), 0)
    for grade in range(4):
        expected = float(chance[rarity == grade].sum() / max(len(bits), 1))
        sampled = np.exp(worth[STRANGER, field, EQUAL_NAMES + grade])
        if grade >= 2 or expected > sampled:
            worth[STRANGER, field, EQUAL_NAMES + grade] = np.log(max(expected, 1e-12))


def _numbers_of_strangers(
    fields: tuple[Field, ...], drawn: Drawn, field: int, worth: Array
) -> None:
    """Grades of a number given how far date and area agree, on pairs whose names differ."""
    sizes = sizes_of(fields)
    grades = grades_of(drawn.same_date, sizes)
    differs = np.ones(len(drawn.same_date), bool)
    for number, other in enumerate(fields):
        if other.role is Role.NAME:
            differs &= (grades[number] >= 1) & (grades[number] <= 3)
            break
    counts = np.bincount(grades[field][differs], minlength=int(sizes[field])).astype(np.float64)
    tables = counts.reshape(len(CONDITIONS), NUMBER_GRADES)
    for condition in range(1, len(CONDITIONS)):
        at = condition * NUMBER_GRADES
        before = np.exp(worth[STRANGER, field, :NUMBER_GRADES])
        backed = tables[condition] + _BACKING * before / before[1:].sum()
        worth[STRANGER, field, at : at + NUMBER_GRADES] = _log_shares(backed)


def _chance_of_equal_numbers(
    fields: tuple[Field, ...], drawn: Drawn, field: int, likely: list[Array], weight: Array,
    worth: Array,
) -> None:  # fmt: skip
    """How often two strangers carry one number: pairs that do and clearly differ elsewhere."""
    equal = likely[field] % NUMBER_GRADES == 1
    votes = np.zeros(len(equal), int)
    voters = 0
    for number, other in enumerate(fields):
        if number != field and other.role in (Role.NAME, Role.DATE):
            votes += contradicts(other.role, likely[number])
            voters += 1
    clearly = equal & (votes >= min(2, max(voters, 1)))
    pairs = drawn.pairs
    chance = max(float(weight[clearly].sum()), _SMOOTHING) / pairs
    for condition in range(len(CONDITIONS)):
        worth[STRANGER, field, condition * NUMBER_GRADES + 1] = np.log(min(chance, 1e-3))
