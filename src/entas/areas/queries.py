"""Reading the tree of areas. What a caller's scope does not cover is as if it did not exist.

Prefixes of codes become ranges, which the primary key serves; no query walks the tree.
"""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl
from django.db.models import Q, QuerySet

from entas.areas.frame import CENTRAL_JAVA, WIDTH
from entas.areas.models import CODE_LENGTH, Area, Boundary, Level
from entas.kernel.errors import Refused
from entas.kernel.permissions import Permission, Reach

MAP_SIZE = (WIDTH, round(CENTRAL_JAVA.height, 1))
"""Width and height of the map frame that boundaries are drawn in."""


class UnknownArea(Refused):
    """No area the caller may see has this code."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as a map draws it."""

    code: str
    name: str
    path: str
    """SVG path in the map frame; fill it with the even-odd rule."""
    box: tuple[float, float, float, float]
    """Smallest x and y, largest x and y."""


def tree(scope: Reach, *, level: Level | None = None, of: str = "") -> QuerySet[Area]:
    """The areas the caller sees figures of, by code; of one ``level``, and inside ``of``, if given.

    ``of`` itself is included.
    """
    condition = Q(pk__in=())
    for prefix in scope.prefixes(Permission.SEE_FIGURES):
        condition |= _below("code", prefix)
    found = Area.objects.filter(condition)
    if of:
        found = found.filter(_below("code", of))
    if level is not None:
        found = found.filter(level=level)
    return found.order_by("code")


def _below(field: str, prefix: str) -> Q:
    """The area ``prefix`` and all below it: a range of codes."""
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": str(int(prefix) + 1)})


def area(scope: Reach, code: str) -> Area:
    """One area. Raises ``UnknownArea`` when there is none or the caller may not see it."""
    found = tree(scope).filter(code=code).first()
    if found is None:
        raise UnknownArea(f"There is no area {code!r} that you may see: check the code.")
    return found


def children(scope: Reach, code: str) -> QuerySet[Area]:
    """The areas directly below, as far as the caller sees them."""
    return tree(scope).filter(parent_id=code)


def path(code: str) -> list[Area]:
    """The area and those above it, province first. Names only: anyone may know where a place is."""
    codes = [code[:length] for length in CODE_LENGTH.values() if length <= len(code)]
    return list(Area.objects.filter(code__in=codes).order_by("level"))


def exists(code: str) -> bool:
    """Whether the installation has such an area."""
    return Area.objects.filter(code=code).exists()


def named(codes: Collection[str]) -> list[Area]:
    """The areas of these codes. Names only: anyone may know where a place is."""
    return list(Area.objects.filter(code__in=codes))


def starting_points(scope: Reach) -> list[Area]:
    """The outermost areas of the caller: where the work begins."""
    return list(Area.objects.filter(code__in=scope.prefixes(Permission.SEE_FIGURES)))


def search(scope: Reach, text: str, *, limit: int = 20) -> list[Area]:
    """Areas whose name holds ``text`` or whose code begins with it, larger areas first."""
    wanted = " ".join(text.split())
    if not wanted:
        return []
    digits = wanted.replace(".", "")
    condition = Q(name__icontains=wanted)
    if digits.isdigit():
        condition |= Q(code__startswith=digits)
    return list(tree(scope).filter(condition).order_by("level", "name", "code")[:limit])


def boundaries(scope: Reach, *, of: str, by: Level) -> list[Shape]:
    """The outlines of the areas of level ``by`` inside ``of``; empty where none were loaded."""
    areas = tree(scope, level=by, of=of)
    found = Boundary.objects.filter(area__in=areas).select_related("area").order_by("area_id")
    return [Shape(item.area_id, item.area.name, item.path, tuple(item.box)) for item in found]


def boundary_credits() -> list[str]:
    """Whom to credit for the outlines that are loaded."""
    return sorted(Boundary.objects.values_list("source", flat=True).distinct())


def counts() -> dict[str, int]:
    """How many areas of each kind the installation has."""
    kinds = Area.objects.order_by().values_list("kind", flat=True)
    return {kind: Area.objects.filter(kind=kind).count() for kind in sorted(set(kinds.distinct()))}


def as_frame() -> pl.DataFrame:
    """All areas, for cleaning lists; ``bps_code`` is null where it is not known."""
    columns = ("code", "name", "level", "kind", "parent_id", "bps_code")
    return pl.DataFrame(
        list(Area.objects.order_by("code").values_list(*columns)),
        schema={
            "code": pl.String,
            "name": pl.String,
            "level": pl.Int8,
            "kind": pl.String,
            "parent": pl.String,
            "bps_code": pl.String,
        },
        orient="row",
    ).with_columns(pl.col("bps_code").replace("", None))
