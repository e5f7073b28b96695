"""Families and members as entity lists (CSV), as both the field app and ODK Collect read them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from entas.registry.unmasked import Known
from entas.verification.forms.entities import family_name, person_name

_ENTITY = ("name", "label", "__version")
FAMILY_COLUMNS = (*_ENTITY, "head_name", "kk_number", "address", "hamlet", "rt", "rw", "returned")
PERSON_COLUMNS = (*_ENTITY, "family", "number", "person_name", "nik", "sex", "birth_date",
                  "relationship")  # fmt: skip


def families_csv(families: Sequence[Known], returned: Mapping[int, str]) -> bytes:
    """One line a family; ``returned`` says why it came back, by family id."""
    return _csv(FAMILY_COLUMNS, family_rows(families, returned))


def persons_csv(families: Sequence[Known]) -> bytes:
    """One line a member; ``number`` counts within the family, as the form's repeat does."""
    return _csv(PERSON_COLUMNS, person_rows(families))


def family_rows(families: Sequence[Known], returned: Mapping[int, str]) -> list[tuple[Any, ...]]:
    """The lines of ``families.csv``: ``FAMILY_COLUMNS``."""
    return [_family(row, returned.get(row.family_id, "")) for row in families]


def person_rows(families: Sequence[Known]) -> list[tuple[Any, ...]]:
    """The lines of ``persons.csv``: ``PERSON_COLUMNS``."""
    return list(_persons(families))


def _family(row: Known, returned: str) -> tuple[Any, ...]:
    values = row.values
    place = " ".join(filter(None, (values["address"], values["rt"] and f"RT {values['rt']}")))
    label = ", ".join(filter(None, (values["head_name"], place))) or str(row.family_id)
    kept = (values[name] for name in FAMILY_COLUMNS[3:-1])
    return (family_name(row.family_id), label, 1, *kept, returned)


def _persons(families: Sequence[Known]) -> Iterator[tuple[Any, ...]]:
    for family in families:
        for number, (person_id, values) in enumerate(family.members, start=1):
            name = values["name"] or f"#{number}"
            kept = (values[field] for field in PERSON_COLUMNS[6:])
            yield (person_name(person_id), name, 1, family_name(family.family_id), number, name,
                   *kept)  # fmt: skip


def _csv(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode()
