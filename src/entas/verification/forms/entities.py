"""Families and persons as entities: the names they have on phones, and back.

OpenRosa wants a UUID as the name of an entity. Ours carry the registry's number in the last 48
bits, so that a submission names its family without a table of names.
"""

from uuid import UUID

_FAMILY, _PERSON = "e47a5000-0001-8000-8000", "e47a5000-0002-8000-8000"


def family_name(family_id: int) -> str:
    """The name of a family on phones.

    >>> family_name(255)
    'e47a5000-0001-8000-8000-0000000000ff'
    """
    return f"{_FAMILY}-{family_id:012x}"


def person_name(person_id: int) -> str:
    """The name of a person on phones."""
    return f"{_PERSON}-{person_id:012x}"


def family_id(name: str) -> int | None:
    """The family a name stands for; ``None`` for anything that is no such name."""
    return _number(name, _FAMILY)


def person_id(name: str) -> int | None:
    """The person a name stands for; ``None`` for anything that is no such name."""
    return _number(name, _PERSON)


def _number(name: str, prefix: str) -> int | None:
    try:
        written = str(UUID(name))
    except ValueError:
        return None
    return int(written[24:], 16) if written.startswith(f"{prefix}-") else None
