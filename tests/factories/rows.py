"""Cleaned rows of lists, as `sources` hands them on."""

from datetime import date
from typing import Any

import polars as pl

from tests.factories.areas import KLATEN_VILLAGE

DAY = date(2022, 12, 1)

_TEXTS = {"family_key", "person_key", "nik", "name", "roof"}


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
            "potential_on",
            "planned_on",
            "realised_on",
            "cancelled_on",
        )
        if name in filled[0]
    }
    texts: dict[str, type[pl.DataType]] = {name: pl.String for name in _TEXTS if name in filled[0]}
    return pl.DataFrame(filled, schema_overrides=dates | texts, infer_schema_length=None)


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


def tag_rows(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of a tag list: latrines of the kabupaten, planned on 1 March 2023 unless said."""
    return _rows(
        list(rows),
        {
            "village_code": KLATEN_VILLAGE,
            "programme": "jamban-stimulan",
            "indicator": None,
            "funding_source": None,
            "family_key": None,
            "person_key": None,
            "nik": None,
            "name": None,
            "head_name": None,
            "address": None,
            "rt": None,
            "rw": None,
            "state": "planned",
            "planned_on": date(2023, 3, 1),
            "potential_on": None,
            "realised_on": None,
            "cancelled_on": None,
            "year": 2023,
            "amount": None,
            "evidence": None,
            "cancel_reason": None,
        },
    )
