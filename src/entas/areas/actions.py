"""Loading the tree of areas, the BPS crosswalk and the boundaries. Each may be loaded again."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from entas.areas.frame import CENTRAL_JAVA
from entas.areas.models import CODE_LENGTH, Area, Boundary, Level
from entas.areas.shapes import Feature, read_shapes
from entas.areas.shapes import draw as draw_outline
from entas.audit.actions import record
from entas.kernel.errors import Refused

TREE = Path(__file__).parent / "data" / "areas.csv"
"""Made by the build from the npm package idn-area-data; see ``extract.py``."""
_PARENT_LENGTH = {Level.PROVINCE: 0, Level.DISTRICT: 2, Level.SUBDISTRICT: 4, Level.VILLAGE: 6}
_BPS_LENGTHS = {Level.PROVINCE: 2, Level.DISTRICT: 4, Level.SUBDISTRICT: 7, Level.VILLAGE: 10}
_DECIMALS = {Level.PROVINCE: 1, Level.DISTRICT: 1, Level.SUBDISTRICT: 2, Level.VILLAGE: 2}
_BATCH = 400  # rows a statement: SQLite binds at most 32,766 values


class NoTree(Refused):
    """The table of areas is not there, or not what it should be."""


class BadCrosswalk(Refused):
    """The file of BPS codes cannot be used."""


class NothingMatched(Refused):
    """Nothing in the file belongs to an area of this installation."""


class Loaded(NamedTuple):
    """What became of a file's rows or features."""

    stored: int
    unknown: tuple[str, ...]
    """Codes in the file that no area has."""
    skipped: int
    """Rows or features without a usable code or outline."""


@transaction.atomic
def load_tree(*, by: str, now: datetime, path: Path = TREE) -> dict[str, int]:
    """Create or correct the areas; return how many there are of each kind.

    Areas that are no longer in the table stay: lists still name them. Raises ``NoTree``.
    """
    if not path.is_file():
        raise NoTree(f"{path} is missing: run `make setup`, which makes it.")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    areas = [_area(row) for row in rows]
    if not areas:
        raise NoTree(f"{path} is empty: delete it and run `make setup`.")
    fields = ("code", "name", "level", "kind", "parent_id")
    known = set(Area.objects.values_list(*fields))
    changed = [area for area in areas if tuple(getattr(area, name) for name in fields) not in known]
    if changed:
        Area.objects.bulk_create(
            sorted(changed, key=lambda area: (area.level, area.code)),
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "kind", "parent"],
        )
        record(
            action="areas.tree_loaded",
            subject="areas:tree",
            by=by,
            now=now,
            details={"changed": len(changed)},
        )
    return dict(Counter(area.kind for area in areas))


def _area(row: dict[str, str]) -> Area:
    try:
        level = Level(int(row["level"]))
    except (KeyError, ValueError) as error:
        raise NoTree(f"The table of areas has a row without a level: {row}.") from error
    code = row["code"]
    if not code.isdigit() or len(code) != CODE_LENGTH[level]:
        raise NoTree(f"The table of areas has a code of the wrong length: {code!r}.")
    return Area(
        code=code,
        name=row["name"],
        level=level,
        kind=row["kind"],
        parent_id=code[: _PARENT_LENGTH[level]] or None,
    )


@transaction.atomic
def load_crosswalk(*, path: Path, by: str, now: datetime) -> Loaded:
    """Set the BPS codes from a CSV file with the columns ``code`` and ``bps_code``.

    Other columns are ignored; codes may have dots; an empty ``bps_code`` means not known.
    Raises ``BadCrosswalk`` or ``NothingMatched``.
    """
    wanted, skipped = _crosswalk(path)
    areas = {area.code: area for area in Area.objects.all()}
    unknown = tuple(sorted(wanted.keys() - areas.keys()))
    changed = []
    for code in wanted.keys() & areas.keys():
        area, bps_code = areas[code], wanted[code]
        if len(bps_code) != _BPS_LENGTHS[Level(area.level)]:
            raise BadCrosswalk(
                f"{path.name}: {code} ({area.name}) has the BPS code {bps_code}, which should have "
                f"{_BPS_LENGTHS[Level(area.level)]} digits."
            )
        if area.bps_code != bps_code:
            area.bps_code = bps_code
            changed.append(area)
    stored = len(wanted) - len(unknown)
    if not stored:
        raise NothingMatched(f"{path.name}: none of its codes is an area here. Run `entas init`?")
    Area.objects.bulk_update(changed, ["bps_code"], batch_size=_BATCH)
    record(
        action="areas.crosswalk_loaded",
        subject="areas:crosswalk",
        by=by,
        now=now,
        details={"stored": stored, "changed": len(changed), "unknown": len(unknown)},
    )
    return Loaded(stored, unknown, skipped)


def _crosswalk(path: Path) -> tuple[dict[str, str], int]:
    """BPS code by code, and how many rows give none."""
    if not path.is_file():
        raise BadCrosswalk(f"There is no file {path}.")
    wanted: dict[str, str] = {}
    skipped = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if not {"code", "bps_code"} <= set(reader.fieldnames or ()):
                raise BadCrosswalk(f"{path.name} needs the columns `code` and `bps_code`.")
            for row in reader:
                code = (row["code"] or "").replace(".", "").strip()
                bps_code = (row["bps_code"] or "").replace(".", "").strip()
                if code.isdigit() and bps_code.isdigit():
                    wanted[code] = bps_code
                else:
                    skipped += 1
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadCrosswalk(f"{path.name} is not a CSV file in UTF-8: {error}.") from error
    return wanted, skipped


@transaction.atomic
def load_boundaries(*, path: Path, by: str, now: datetime, source: str = "") -> Loaded:
    """Store the outlines of a GeoJSON or TopoJSON file, drawn in the province's map frame.

    ``source`` names whom to credit; without it the file's own ``source``, else its name. Replaces
    the outlines of the areas that the file has. Raises ``BadShapes`` or ``NothingMatched``.
    """
    shapes = read_shapes(path)
    levels = dict(Area.objects.values_list("code", "level"))
    credit = (source or shapes.source or path.name)[:200]
    boundaries: dict[str, Boundary] = {}
    for feature in shapes.features:
        if feature.code in levels:
            boundary = _boundary(feature, Level(levels[feature.code]), credit)
            if boundary is not None:
                boundaries[feature.code] = boundary
    if not boundaries:
        raise NothingMatched(
            f"{path.name}: none of its {len(shapes.features)} outlines names an area here by a "
            "property `code` with the Ministry's code."
        )
    Boundary.objects.bulk_create(
        boundaries.values(),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["path", "box", "source"],
    )
    coded = [feature.code for feature in shapes.features if feature.code]
    unknown = tuple(sorted({code for code in coded if code not in levels}))
    record(
        action="areas.boundaries_loaded",
        subject="areas:boundaries",
        by=by,
        now=now,
        details={"stored": len(boundaries), "unknown": len(unknown)},
    )
    skipped = len(shapes.features) - len(boundaries) - len(unknown)
    return Loaded(len(boundaries), unknown, skipped)


def _boundary(feature: Feature, level: Level, credit: str) -> Boundary | None:
    drawing = draw_outline(feature.rings, CENTRAL_JAVA, decimals=_DECIMALS[level])
    if drawing is None:
        return None
    return Boundary(area_id=feature.code, path=drawing.path, box=list(drawing.box), source=credit)
