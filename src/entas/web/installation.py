"""What every page says of the installation, asked of the database once a minute."""

from django.core.cache import BaseCache

from entas.access.queries import installation

_KEY, _SECONDS = "web.is_demo", 60


def is_demo(cache: BaseCache) -> bool:
    """Whether the data are made up. A "yes" is remembered for a minute, a "no" is asked again."""
    if cache.get(_KEY):
        return True
    answer = installation().is_demo
    if answer:
        cache.set(_KEY, True, _SECONDS)
    return answer
