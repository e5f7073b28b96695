"""The peer of the ingest benchmark: pandas with openpyxl, and Django's bulk_create.

Written as one would without columnar tools: read a sheet into a frame, find the header, translate
codes with dictionaries, make objects, write them in bulk.
"""

import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from django.db import transaction

from entas.registry.models import (
    Family,
    FamilyKey,
    FamilyObservation,
    Membership,
    Person,
    PersonKey,
    PersonObservation,
)
from entas.sources.layouts import LAYOUTS
from entas.sources.layouts.layout import RecordKind, SheetLayout
from entas.sources.models import Batch, BatchState, Row

DAY = date(2023, 2, 1)
SIZE = 5_000
FIELDS = {
    RecordKind.FAMILY: {field.name for field in FamilyObservation._meta.fields},
    RecordKind.PERSON: {field.name for field in PersonObservation._meta.fields},
}


def import_file(path: Path) -> int:
    """Read a workbook and write its rows; returns how many."""
    batch = Batch.objects.create(
        layout="p3ke-2023",
        file_name=path.name,
        size=path.stat().st_size,
        file_hash=path.name,
        content_hash=path.name,
        as_of=DAY,
        received_at=datetime.now(UTC),
        received_by="benchmark",
        received_path="",
        state=BatchState.REGISTERED,
    )
    warnings.filterwarnings("ignore", "Workbook contains no default style")
    sheets = pd.read_excel(path, sheet_name=None, header=None, dtype=object, engine="openpyxl")
    frames = {_kind(frame): (name, frame) for name, frame in sheets.items()}
    count = 0
    with transaction.atomic():
        for kind in (RecordKind.FAMILY, RecordKind.PERSON):
            name, frame = frames[kind]
            layout = next(one for one in LAYOUTS["p3ke-2023"].sheets if one.kind is kind)
            count += _write(batch, name, _canonical(frame, layout), kind)
    return count


def _kind(frame: pd.DataFrame) -> RecordKind:
    top = frame.iloc[:20].to_numpy().ravel().tolist()
    return RecordKind.PERSON if "ID Individu" in top else RecordKind.FAMILY


def _canonical(frame: pd.DataFrame, layout: SheetLayout) -> pd.DataFrame:
    """Data rows with the columns that the models know, codes translated."""
    known = {column.header: column for column in layout.columns}
    known |= {alias: column for column in layout.columns for alias in column.aliases}
    hits = frame.apply(lambda row: sum(cell in known for cell in row), axis=1)
    at = int(hits.idxmax())
    headers = list(frame.loc[at])
    frame = frame.loc[at + 1 :]
    frame = frame[hits.loc[at + 1 :] < 3]
    found: dict[str, Any] = {"number": frame.index + 1}
    for index, header in enumerate(headers):
        column = known.get(header)
        if column is None or not column.field:
            continue
        cells = frame[index]
        if column.values:
            cells = cells.astype(str).str.strip().str.upper().map(column.values)
        elif column.field == "birth_date":
            cells = pd.to_datetime(cells, errors="coerce", format="mixed", dayfirst=True)
        else:
            cells = cells.astype("string").str.strip()
        found.setdefault(column.field, cells)
    return pd.DataFrame(found)


def _write(batch: Batch, sheet: str, frame: pd.DataFrame, kind: RecordKind) -> int:
    own = "family_key" if kind is RecordKind.FAMILY else "person_key"
    frame = frame[frame["number"].notna()]
    frame = frame.astype(object).where(frame.notna(), None)
    data = frame.to_dict("records")
    good = {}
    for row in data:
        row["good"] = bool(row[own] and row["family_key"] and _inside(row["area_code"]))
        row["good"] = row["good"] and row[own] not in good
        if row["good"]:
            good[row[own]] = row
    Row.objects.bulk_create(
        (
            Row(
                batch=batch,
                sheet=sheet,
                number=row["number"],
                outcome="registered" if row["good"] else "review",
                village_code=row["area_code"] or "",
            )
            for row in data
        ),
        batch_size=SIZE,
    )
    if kind is RecordKind.FAMILY:
        _families(batch, sheet, list(good.values()))
    else:
        _persons(batch, sheet, list(good.values()))
    return len(data)


def _inside(code: str | None) -> bool:
    return bool(code) and str(code).startswith("33") and len(str(code)) == 10


def _values(row: dict[str, Any], kind: RecordKind, batch: Batch, sheet: str) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if name in FIELDS[kind]}
    if values.get("percentile") is not None:
        values["percentile"] = int(values["percentile"])
    return values | {
        "village_code": row["area_code"],
        "origin": "list",
        "accepted": True,
        "observed_on": DAY,
        "source": "p3ke-2023",
        "batch_id": batch.pk,
        "sheet": sheet,
        "row_number": row["number"],
    }


def _families(batch: Batch, sheet: str, rows: list[dict[str, Any]]) -> None:
    families = _new_families(batch, [row["family_key"] for row in rows])
    FamilyObservation.objects.bulk_create(
        (
            FamilyObservation(
                family_id=families[row["family_key"]],
                **_values(row, RecordKind.FAMILY, batch, sheet),
            )
            for row in rows
        ),
        batch_size=SIZE,
    )


def _new_families(batch: Batch, keys: list[str]) -> dict[str, int]:
    """Families by key, those that are new made."""
    known: dict[str, int] = {}
    for start in range(0, len(keys), SIZE):
        known |= dict(
            FamilyKey.objects.filter(
                scheme="p3ke", value__in=keys[start : start + SIZE]
            ).values_list("value", "family_id")
        )
    new = [key for key in dict.fromkeys(keys) if key not in known]
    made = Family.objects.bulk_create(
        [Family(first_batch_id=batch.pk) for _ in new], batch_size=SIZE
    )
    known |= {key: family.pk for key, family in zip(new, made, strict=True)}
    FamilyKey.objects.bulk_create(
        (FamilyKey(family_id=known[key], scheme="p3ke", value=key) for key in new),
        batch_size=SIZE,
    )
    return known


def _persons(batch: Batch, sheet: str, rows: list[dict[str, Any]]) -> None:
    families = _new_families(batch, [row["family_key"] for row in rows])
    made = Person.objects.bulk_create(
        [Person(first_batch_id=batch.pk) for _ in rows], batch_size=SIZE
    )
    persons = {row["person_key"]: person.pk for row, person in zip(rows, made, strict=True)}
    PersonKey.objects.bulk_create(
        (PersonKey(person_id=pk, scheme="p3ke", value=key) for key, pk in persons.items()),
        batch_size=SIZE,
    )
    PersonObservation.objects.bulk_create(
        (
            PersonObservation(
                person_id=persons[row["person_key"]],
                family_id=families[row["family_key"]],
                **_values(row, RecordKind.PERSON, batch, sheet),
            )
            for row in rows
        ),
        batch_size=SIZE,
    )
    Membership.objects.bulk_create(
        (
            Membership(
                person_id=persons[row["person_key"]],
                family_id=families[row["family_key"]],
                since=DAY,
            )
            for row in rows
        ),
        batch_size=SIZE,
    )
