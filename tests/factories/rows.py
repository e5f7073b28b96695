"""Cleaned rows of lists, as `sources` hands them on."""

from datetime import date
from typing import Any

import polars as pl

from tests.factories.areas import KLATEN_VILLAGE

DAY = date(2022, 12, 1)


def _rows(rows: list[dict[str, Any]], defaults: dict[str, Any]) -> pl.DataFrame:
    filled = [
        {"sheet": "Sheet1", "number": at, "outcome": "registered", "reason": ""} | defaults | row
        for at, row in enumerate(rows, start=2)
    ]
    dates: dict[str, type[pl.DataType]] = {
        name: pl.Date
        for name in (
            "observed_on",
            "birth_date",
            "visited_on",
            "submitted_on",
            "checked_on",
            "ratified_on",
            "accepted_on",
        )
        if name in filled[0]
    }
    return pl.DataFrame(filled, schema_overrides=dates, infer_schema_length=None)


def family_rows(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of a family sheet; name what matters: `family_rows({"family_key": "K1", ...})`."""
    return _rows(
        list(rows),
        {
            "village_code": KLATEN_VILLAGE,
            "family_key": None,
            "person_key": None,
            "observed_on": DAY,
            "accepted": True,
            "head_name": "SUTRISNO",
            "roof": None,
        },
    )


def person_rows(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of an individual sheet."""
    return _rows(
        list(rows),
        {
            "village_code": KLATEN_VILLAGE,
            "family_key": None,
            "person_key": None,
            "observed_on": DAY,
            "accepted": True,
            "name": "SITI AMINAH",
            "nik": None,
            "birth_date": None,
        },
    )
