"""Reads: the layout of a source, be it one of ``LAYOUTS`` or a profile that an agency saved."""

import re

from django.db.models import Q, QuerySet

from entas.access.scope import Permission, Scope
from entas.kernel.errors import Refused
from entas.sources.layouts import LAYOUTS
from entas.sources.layouts.layout import Layout, ValueKind
from entas.sources.mapping import Mapping, as_layout
from entas.sources.models import Profile

_IMPERSONAL = frozenset(
    {
        ValueKind.CODE,
        ValueKind.DATE,
        ValueKind.UNIT,
        ValueKind.UNITS,
        ValueKind.INTEGER,
        ValueKind.DECIMAL,
        ValueKind.MONEY,
        ValueKind.AREA_CODE,
        ValueKind.DISTRICT,
        ValueKind.SUBDISTRICT,
        ValueKind.VILLAGE,
    }
)
_VERSIONED = re.compile(r"([a-z0-9-]+)@(\d{1,4})")


class UnknownSource(Refused):
    """No layout or profile has this key."""


def source_of(profile: Profile) -> str:
    """What a list imported with this version of a profile has as its layout."""
    return f"{profile.key}@{profile.version}"


def layout_of(source: str) -> Layout:
    """The layout of a source: a key of ``LAYOUTS``, or ``<profile>@<version>``.

    Raises ``UnknownSource``, or ``NotAMapping`` when the base of a profile has changed since.
    """
    if source in LAYOUTS:
        return LAYOUTS[source]
    profile = _versions(source).first() if _VERSIONED.fullmatch(source) else None
    if profile is None:
        raise UnknownSource(f"There is no source {source!r}: choose one of {', '.join(LAYOUTS)}.")
    home = profile.area_code if len(profile.area_code) > 2 else ""  # a province has no villages
    return as_layout(Mapping.from_json(profile.mapping), key=source, title=profile.title, home=home)


def shown_headers(source: str) -> frozenset[str] | None:
    """Headers of a profile under which no names, numbers or addresses of people stand.

    ``None`` for the sources of ``LAYOUTS``, whose headers are known words.
    """
    if source in LAYOUTS:
        return None
    try:
        layout = layout_of(source)
    except Refused:
        return frozenset()
    return frozenset(
        column.header
        for sheet in layout.sheets
        for column in sheet.columns
        if column.kind in _IMPERSONAL
    )


def named(name: str) -> Profile:
    """A profile by name, its newest version, or by name and version (``rtlh@2``).

    Raises ``UnknownSource`` with the names there are.
    """
    profile = _versions(name).order_by("-version").first()
    if profile is None:
        keys = sorted(set(Profile.objects.values_list("key", flat=True)))
        known = f"choose one of {', '.join(keys)}" if keys else "save one at the mapping desk first"
        raise UnknownSource(f"There is no profile {name!r}: {known}.")
    return profile


def _versions(name: str) -> QuerySet[Profile]:
    parts = _VERSIONED.fullmatch(name)
    if parts:
        return Profile.objects.filter(key=parts[1], version=int(parts[2]))
    return Profile.objects.filter(key=name)


def profiles(*, scope: Scope) -> list[Profile]:
    """Newest versions of the profiles that the caller may import with, by title.

    A profile is seen in the areas it was saved for, above them and below them.
    """
    seen = Q(pk__in=())
    for prefix in scope.prefixes(Permission.IMPORT):
        above = [prefix[:length] for length in range(2, len(prefix) + 1, 2)]
        seen |= Q(area_code__startswith=prefix) | Q(area_code__in=above)
    newest: dict[str, Profile] = {}
    for profile in Profile.objects.filter(seen).order_by("key", "-version"):
        newest.setdefault(profile.key, profile)
    return sorted(newest.values(), key=lambda profile: (profile.title.lower(), profile.key))


def titles(sources: set[str]) -> dict[str, str]:
    """Titles of the profiles among some sources, by source."""
    keys = {source.partition("@")[0] for source in sources if "@" in source}
    return {source_of(profile): profile.title for profile in Profile.objects.filter(key__in=keys)}
