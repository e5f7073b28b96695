"""The form in its editions: the XLSForm as written, and the XForm that phones download.

Each file of ``definitions/`` is one edition, an XLSForm in Markdown named by its version. An
edition that was ever served stays, so that what was filled in with it can be read.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import md5
from pathlib import Path

FORM_ID = "entas_verification"
FAMILIES = "families"
"""Entity list of the families to visit: ``families.csv``."""
PERSONS = "persons"
"""Entity list of their members: ``persons.csv``."""
ATTACHMENTS = (FAMILIES, PERSONS)

_DEFINITIONS = Path(__file__).parent / "definitions"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the form as phones get it."""

    version: str
    title: str
    xform: bytes

    @property
    def hash(self) -> str:
        """As OpenRosa writes it: ``md5:`` and 32 hexadecimal digits. No secret hangs on it."""
        return f"md5:{md5(self.xform, usedforsecurity=False).hexdigest()}"


def versions() -> tuple[str, ...]:
    """All versions, oldest first."""
    return tuple(sorted(path.stem for path in _DEFINITIONS.glob("*.md")))


def definition(version: str) -> Path:
    """The XLSForm of a version."""
    return _DEFINITIONS / f"{version}.md"


@cache
def edition(version: str) -> Edition:
    """An edition, converted once a process (half a second)."""
    from pyxform.xls2xform import convert

    found = convert(definition(version), file_type=".md", form_name="data")
    title = found.xform.partition("<h:title>")[2].partition("</h:title>")[0]
    return Edition(version, title, found.xform.encode())


def current() -> Edition:
    """The edition that phones should use."""
    return edition(versions()[-1])
