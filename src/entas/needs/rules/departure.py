"""Who has left: they have no needs here, and are no part of any denominator."""

FAMILY_LEFT = ("moved", "moved_abroad", "dead", "duplicate", "not_found", "wrong_area")
PERSON_LEFT = ("dead", "moved", "listed_by_mistake", "not_found")


def here_sql(presence: str, left: tuple[str, ...]) -> str:
    """SQL that is true for those who have not left; an unknown presence is not leaving."""
    listed = ", ".join(f"'{code}'" for code in left)
    return f"coalesce({presence} NOT IN ({listed}), true)"
