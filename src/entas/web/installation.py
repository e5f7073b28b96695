"""What every page says of the installation, asked of the database once a minute."""

from django.core.cache import BaseCache

from entas.access.queries import installation

_KEY, _SECONDS = "web.is_demo", 60


def is_demo(cache: BaseCache) -> bool:
    """Whether the data are made up."""
    known: bool | None = cache.get(_KEY)
    if known is None:
        known = installation().is_demo
        cache.set(_KEY, known, _SECONDS)
    return known
