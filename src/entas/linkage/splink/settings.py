"""A learnt model as settings of Splink: the grades of each field as SQL, their worth as m and u."""

from enum import IntEnum
from typing import Any

import numpy as np

from entas.linkage.matching.comparison import GRADES, NUMBER_GRADES
from entas.linkage.matching.fields import Field, Role
from entas.linkage.matching.model import MATCH, RELATIVE, STRANGER, Model
from entas.linkage.splink.columns import DIGITS, DIGITS_A_WORD

NAME_GRADE = "entas_name_grade"
"""The function that both engines must know: grade of two names, given their token numbers."""
_LEAST = 1e-290  # Splink refuses smaller probabilities

Level = tuple[str, int]
"""SQL over the two records' columns (``_l``, ``_r``), and the grade it stands for."""


class Against(IntEnum):
    """The kind of pair that a match is weighed against."""

    STRANGER = STRANGER
    RELATIVE = RELATIVE


def settings(model: Model, against: Against) -> dict[str, Any]:
    """Settings for a Splink linker over ``columns``: match against one of the other kinds.

    The engine must know ``NAME_GRADE`` (``engines`` registers it).
    """
    odds = float(np.exp(model.log_priors[MATCH] - model.log_priors[against]))
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [
            f"l.key{number} = r.key{number}" for number in range(len(model.keys))
        ],
        "comparisons": [
            _comparison(model, number, field, against) for number, field in enumerate(model.fields)
        ],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
    }


def _comparison(model: Model, number: int, field: Field, against: Against) -> dict[str, Any]:
    name = f"f{number}"
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": f"{name}_l IS NULL OR {name}_r IS NULL",
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    for sql, grade in levels_of(model.fields, number):
        levels.append(
            {
                "sql_condition": sql,
                "label_for_charts": f"{grade} {GRADES[field.role][grade]}",
                "m_probability": max(float(np.exp(model.worth[MATCH, number, grade])), _LEAST),
                "u_probability": max(float(np.exp(model.worth[against, number, grade])), _LEAST),
            }
        )
    return {"output_column_name": name, "comparison_levels": levels}


def levels_of(fields: tuple[Field, ...], number: int) -> list[Level]:
    """The grades of a field but "missing", as SQL to be tried in this order; ``ELSE`` is last."""
    name, role = f"f{number}", fields[number].role
    if role in (Role.NAME, Role.TEXT):
        return _names(name)
    if role is Role.DATE:
        return _dates(name)
    if role is Role.AREA:
        return _areas(name)
    if role is Role.CATEGORY:
        return [(f"{name}_l = {name}_r", 1), ("ELSE", 2)]
    if role is Role.IDENTIFIER:
        return _identifiers(name, fields)
    near = 2 if role is Role.HOUSEHOLD else 1
    return [(f"{name}_l = {name}_r", 1), (apart(name, 1, near), 2), ("ELSE", 3)]


def _names(name: str) -> list[Level]:
    grades = range(len(GRADES[Role.NAME]) - 1, 1, -1)
    call = f"{NAME_GRADE}({name}_l, {name}_r)"
    return [*((f"{call} = {grade}", grade) for grade in grades), ("ELSE", 1)]


def _dates(name: str) -> list[Level]:
    equal = f"{name}_l = {name}_r"
    year = f"{name}_year_l = {name}_year_r"
    month = f"{name}_month_l = {name}_month_r"
    day = f"{name}_day_l = {name}_day_r"
    default = f"({name}_default_l OR {name}_default_r)"
    swapped = f"{name}_month_l = {name}_day_r AND {name}_day_l = {name}_month_r"
    beside = f"abs({name}_year_l - {name}_year_r) <= 1"
    return [
        (f"{equal} AND {name}_default_l", 2),
        (equal, 1),
        (f"{year} AND {default}", 4),
        (f"{year} AND {swapped}", 3),
        (f"({year} AND ({month} OR {day})) OR ({_other_year(name)})", 5),
        (year, 6),
        (f"{beside} OR ({month} AND {day})", 7),
        ("ELSE", 8),
    ]


def _other_year(name: str) -> str:
    """SQL for: the same day of a year beside, or of one whose tens are another."""
    same_day = f"{name}_month_l = {name}_month_r AND {name}_day_l = {name}_day_r"
    return f"{same_day} AND abs({name}_year_l - {name}_year_r) IN (1, 10, 20, 30)"


def _areas(name: str) -> list[Level]:
    return [
        (f"{name}_l = {name}_r", 4),
        (f"{name}_sub_l = {name}_sub_r", 3),
        (f"{name}_district_l = {name}_district_r", 2),
        ("ELSE", 1),
    ]


def _identifiers(name: str, fields: tuple[Field, ...]) -> list[Level]:
    """Grades of a number under each condition (``comparison.CONDITIONS``), the strictest first."""
    same_date, near_date, same_area = _conditions(fields)
    conditions = (
        (f"({same_date}) AND ({same_area})", 5),
        (same_date, 4),
        (f"({near_date}) AND ({same_area})", 3),
        (near_date, 2),
        (same_area, 1),
        ("1 = 1", 0),
    )
    grades = (
        (f"{name}_l = {name}_r", 1),
        (apart(name, 1, 1), 2),
        (f"substr({name}_l, 1, {DIGITS - 4}) = substr({name}_r, 1, {DIGITS - 4})", 4),
        (apart(name, 2, 2), 3),
        ("1 = 1", 5),
    )
    levels = [
        (f"({when}) AND ({what})", condition * NUMBER_GRADES + grade)
        for when, condition in conditions
        for what, grade in grades
    ]
    return [*levels[:-1], ("ELSE", levels[-1][1])]


def _conditions(fields: tuple[Field, ...]) -> tuple[str, str, str]:
    """SQL for: a date is the same, is near, an area is the same; never null."""
    dates = [f"f{number}" for number, field in enumerate(fields) if field.role is Role.DATE]
    areas = [f"f{number}" for number, field in enumerate(fields) if field.role is Role.AREA]
    same = [f"coalesce({name}_l = {name}_r, 1 = 0)" for name in dates]
    near = [
        f"coalesce({name}_year_l = {name}_year_r OR ({_other_year(name)}), 1 = 0)" for name in dates
    ]
    place = [f"coalesce({name}_sub_l = {name}_sub_r, 1 = 0)" for name in areas]
    return tuple(" OR ".join(parts) or "1 = 0" for parts in (same, near, place))  # type: ignore[return-value]


def apart(name: str, at_least: int, at_most: int) -> str:
    """SQL for: so many digits differ (1 or 2), two neighbours that changed places counting once.

    Places that differ are counted in the digits' bits, which is cheap; only of numbers that differ
    in few places is the distance with swaps asked.
    """
    bits = range(-(-DIGITS // DIGITS_A_WORD))
    same = " + ".join(f"bit_count({name}_bits{word}_l & {name}_bits{word}_r)" for word in bits)
    distance = f"damerau_levenshtein({name}_l, {name}_r)"
    return (
        f"({DIGITS} - ({same}) BETWEEN {at_least} AND 2 "
        f"AND {distance} BETWEEN {at_least} AND {at_most})"
    )
