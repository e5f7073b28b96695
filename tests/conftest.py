"""What every test may ask for: a home of its own, a few areas, and the fixed cast of users."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

# Django reads its settings from the environment, once: each test process gets a home of its own
# before that, and forgets what the developer's shell says about an installation.
_HOME = tempfile.mkdtemp(prefix="entas-test-")
os.environ["ENTAS_HOME"] = _HOME
os.environ["DJANGO_SETTINGS_MODULE"] = "entas.config.settings"
for _name in ("ENTAS_DEBUG", "ENTAS_TLS", "ENTAS_HOSTS", "ENTAS_SECRET_KEY"):
    os.environ.pop(_name, None)


def pytest_configure(config: pytest.Config) -> None:
    import django
    from hypothesis import settings

    django.setup()
    settings.register_profile("entas", deadline=None)  # nothing is timed in a test
    settings.load_profile("entas")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, settings) -> Iterator[None]:
    """Snapshots, received files and the language of a test are its own, as the records are."""
    from django.utils import translation

    settings.HOME = tmp_path
    yield
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    """The moment at which tests act: 2023-08-14 09:00 in Jakarta."""
    return datetime(2023, 8, 14, 2, 0, tzinfo=UTC)


@pytest.fixture
def areas(db: None) -> None:
    """Central Java with two kabupaten, Klaten (3310) and Grobogan (3315), and two villages each."""
    from tests.factories.areas import make_tree

    make_tree()


@pytest.fixture
def cast(areas: None):
    """The fixed cast of users; see ``tests.factories.users.Cast``."""
    from tests.factories.users import make_cast

    return make_cast()
