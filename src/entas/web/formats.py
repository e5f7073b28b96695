"""Numbers and days in the reader's language."""

from datetime import date, datetime

from django.utils import formats, timezone

_NO_BREAK = "\N{NO-BREAK SPACE}"
NOTHING = "–"


def count(value: float | None) -> str:
    """A whole number with the reader's separator: 12.596 or 12,596."""
    if value is None:
        return NOTHING
    return str(formats.number_format(value, decimal_pos=0, force_grouping=True))


def signed(value: int) -> str:
    """A difference: +12, −1.203, 0."""
    mark = "+" if value > 0 else "−" if value < 0 else ""
    return f"{mark}{count(abs(value))}"


def percent(value: float | None) -> str:
    """One decimal: 72,1 %. Never rounds to 100 or 0 what is not quite so."""
    if value is None:
        return NOTHING
    if 99.9 < value < 100:
        value = 99.9
    elif 0 < value < 0.1:
        value = 0.1
    # Rounded first: the formatter of numbers cuts off what does not fit.
    shown = formats.number_format(round(value, 1), decimal_pos=0 if value in {0, 100} else 1)
    return f"{shown}{_NO_BREAK}%"


def day(value: date | datetime | None) -> str:
    """A day: 13 Agu 2023, in local time."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return str(formats.date_format(value, "j M Y"))


def moment(value: datetime | None) -> str:
    """A day and hour: 13 Agu 2023 18.00 WIB."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return f"{day(value)} {local:%H.%M}{_NO_BREAK}WIB"


def rupiah(value: int | None) -> str:
    """An amount: Rp20.000.000."""
    return NOTHING if value is None else f"Rp{count(value)}"
