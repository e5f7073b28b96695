"""Numbers as Indonesian offices write them: 12.596 and 72,1 %."""


def count(number: int) -> str:
    """A count with dots between thousands."""
    return f"{number:,}".replace(",", ".")


def percent(value: float | None) -> str:
    """A percentage with one decimal after a comma; a dash where there is none."""
    return "–" if value is None else f"{value:.1f} %".replace(".", ",")
