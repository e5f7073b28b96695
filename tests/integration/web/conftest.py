"""People at their screens, and the work the screens show."""

import pytest


@pytest.fixture(autouse=True)
def _nothing_remembered():
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def work(cast):
    """See ``tests.factories.work.Work``."""
    from tests.factories.work import make_work

    return make_work()


@pytest.fixture
def at():
    """`at(cast.planner)`: the browser of somebody who has signed in."""
    from django.test import Client

    def _at(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return _at
