"""What somebody said the columns of a list are, as JSON and as a layout."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from dataclasses import field as default_of
from typing import Any

from entas.kernel.errors import Refused
from entas.sources.layouts.layout import Column, Layout, SheetLayout, ValueKind
from entas.sources.mapping.targets import BASES, sheet_of, targets


class NotAMapping(Refused):
    """The mapping names something that there is not, or lacks what rows cannot do without."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column of the agency: its header, the field it fills ("" for none), and its own codes.

    ``values`` are written forms that the base does not know, with their canonical codes; "" says
    that the form means "not said".
    """

    header: str
    field: str = ""
    values: Table[str, str] = default_of(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a sheet are. ``base`` is a key of ``BASES``, ``kind`` one of its rows."""

    base: str
    kind: str
    columns: tuple[Mapped, ...]

    def as_json(self) -> dict[str, Any]:
        """What is saved."""
        return {
            "base": self.base,
            "kind": self.kind,
            "columns": [
                {"header": one.header, "field": one.field, "values": dict(one.values)}
                for one in self.columns
            ],
        }

    @classmethod
    def from_json(cls, saved: Table[str, Any]) -> "Mapping":
        """The reverse of ``as_json``. Raises ``NotAMapping``."""
        try:
            return cls(
                base=str(saved["base"]),
                kind=str(saved["kind"]),
                columns=tuple(
                    Mapped(str(one["header"]), str(one["field"]), dict(one.get("values") or {}))
                    for one in saved["columns"]
                ),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise NotAMapping(
                "The saved columns cannot be read: map the list again at the mapping desk."
            ) from error

    def missing(self) -> tuple[str, ...]:
        """Fields without which no row can be used and that no column fills."""
        filled = {one.field for one in self.columns}
        lacking = [name for name in self._sheet().required if name not in filled]
        if not filled & {"village", "area_code"}:
            lacking.append("village")
        return tuple(dict.fromkeys(lacking))

    def _sheet(self) -> SheetLayout:
        try:
            return sheet_of(self.base, self.kind)
        except KeyError as error:
            raise NotAMapping(f"There is no list {self.base} with rows {self.kind}.") from error


def as_layout(mapping: Mapping, *, key: str, title: str, home: str = "") -> Layout:
    """The layout that a mapping makes: the base with the agency's headers, and nothing guessed.

    ``home`` is the code of the kabupaten or kecamatan whose agency it is, or empty.

    Raises ``NotAMapping`` where a field is not the base's, is filled twice, or is missing.
    """
    sheet, known = mapping._sheet(), targets(mapping.base, mapping.kind)
    filled: dict[str, str] = {}
    for one in mapping.columns:
        if one.field and one.field not in known:
            raise NotAMapping(f"{one.header}: a list like this has no field {one.field}.")
        if one.field and one.field in filled:
            raise NotAMapping(
                f"{filled[one.field]} and {one.header} are both {one.field}: choose one of them."
            )
        filled[one.field] = one.header
    if missing := mapping.missing():
        raise NotAMapping(
            f"No column is {', '.join(missing)}: rows cannot be used without. Choose its column."
        )
    columns = tuple(_column(one, known[one.field].column if one.field else None)
                    for one in mapping.columns)  # fmt: skip
    made = replace(sheet, columns=columns, lettered=True)
    return replace(BASES[mapping.base], key=key, title=title, home=home, sheets=(made,))


def _column(one: Mapped, base: Column | None) -> Column:
    if base is None:
        return Column(one.header, kind=ValueKind.KEPT)
    codes = {**base.values, **{form: code for form, code in one.values.items() if code}}
    silent = {form for form, code in one.values.items() if not code}
    return replace(
        base, header=one.header, aliases=(), values=codes, silent=frozenset(silent), corrects=False
    )
