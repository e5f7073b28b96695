"""Days and moments as typed on the command line."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import typer

LOCAL = ZoneInfo("Asia/Jakarta")


def moment(text: str) -> datetime:
    """An ISO moment; without zone it is in western Indonesian time, without a time its midnight."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a moment: write it like 2023-08-13T18:00+07:00."
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)


def day(text: str) -> date:
    """An ISO day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day: write it like 2023-08-13.") from None
