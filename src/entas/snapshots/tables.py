"""The published schema of a snapshot: four Parquet tables, no name, NIK, address or position.

=============  ==================================================================================
``needs``      one row a subject and indicator; families and persons who left have none
``families``   one row a listed family
``persons``    one row a listed person
``areas``      one row an area of the installation, with its name
=============  ==================================================================================

Village codes are integers, so that an ancestor is a division: ``village // 10**4`` is the
sub-district, ``// 10**6`` the kabupaten, ``// 10**8`` the province. Small codes are unsigned bytes;
their meaning is in the enumerations below and is written into ``manifest.json``.

What a reader may rely on (``parquet.check`` holds every new snapshot to it):

- columns are not null, except where a comment below says what null means;
- a family is listed once, and so is a person;
- a row of ``needs`` is of a listed family that has not left, and names that family's village;
- rows are in the order of ``ORDER``: the rows of one village lie together, and in ``needs`` those
  of one status, so that readers of an area or of the needs proper skip the rest of the file.
"""

from enum import IntEnum

import pyarrow as pa

SCHEMA_VERSION = 1


class Indicator(IntEnum):
    """The eight indicators, in the order meetings show them."""

    HOUSING = 1
    ELECTRICITY = 2
    WATER = 3
    LATRINE = 4
    STUNTING = 5
    SCHOOLING = 6
    DISABILITY = 7
    EMPLOYMENT = 8

    @property
    def key(self) -> str:
        """Lower-case name, as definitions and files use it."""
        return self.name.lower()


class Status(IntEnum):
    """What the rules say of a subject. A met need stays ``NEED`` with ``met`` true."""

    UNKNOWN = 0
    NEED = 1
    NO_NEED = 2
    NOT_APPLICABLE = 3


class Funding(IntEnum):
    """The furthest state of the tags that answer a need."""

    NONE = 0
    POTENTIAL = 1
    PLANNED = 2
    REALISED = 3


class Stage(IntEnum):
    """How far verification of a family went."""

    LISTED = 0
    VISITED = 1
    SUBMITTED = 2
    CHECKED = 3
    RATIFIED = 4
    ACCEPTED = 5


class Presence(IntEnum):
    """Whether the family was there; those above ``FOUND`` up to ``WRONG_AREA`` have left."""

    NOT_VISITED = 0
    FOUND = 1
    MOVED = 2
    DEAD = 3
    DUPLICATE = 4
    NOT_FOUND = 5
    WRONG_AREA = 6
    REFUSED = 7


LEFT = (
    Presence.MOVED,
    Presence.DEAD,
    Presence.DUPLICATE,
    Presence.NOT_FOUND,
    Presence.WRONG_AREA,
)
"""The presences of families that have left."""


def _always(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


NEEDS = pa.schema(
    [
        _always("village", pa.int64()),
        _always("family_id", pa.int64()),
        ("person_id", pa.int64()),  # null for indicators whose unit is the family
        _always("indicator", pa.uint8()),
        _always("status", pa.uint8()),
        _always("funding", pa.uint8()),
        _always("met", pa.bool_()),
    ]
)

FAMILIES = pa.schema(
    [
        _always("village", pa.int64()),
        _always("family_id", pa.int64()),
        ("decile", pa.string()),  # "1" .. "10", "4+"; null: not known
        _always("stage", pa.uint8()),
        _always("presence", pa.uint8()),
        _always("members", pa.int16()),
    ]
)

PERSONS = pa.schema(
    [
        _always("village", pa.int64()),
        _always("person_id", pa.int64()),
        ("family_id", pa.int64()),  # null: in no family
        ("female", pa.bool_()),  # null: not known
        ("age", pa.int16()),  # whole years at the cut-off; null: not known
    ]
)

AREAS = pa.schema(
    [
        _always("code", pa.int64()),
        ("parent", pa.int64()),  # null: the topmost of the installation
        _always("level", pa.uint8()),  # 1 province .. 4 village
        _always("name", pa.string()),
    ]
)

TABLES = {"needs": NEEDS, "families": FAMILIES, "persons": PERSONS, "areas": AREAS}
ORDER = {
    "needs": ("status", "village", "indicator", "family_id", "person_id"),
    "families": ("village", "family_id"),
    "persons": ("village", "person_id"),
    "areas": ("code",),
}
"""By table, the columns by which its rows are sorted."""
