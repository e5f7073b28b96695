"""Names and numbers as screens show them until somebody asks to see them, with a purpose."""

HIDDEN = "***"


def mask_name(name: str | None) -> str:
    """First letter of each word, at most three words; the length of the rest is not shown.

    >>> mask_name("Budi Santoso"), mask_name(None)
    ('B*** S***', '-')
    """
    words = (name or "").split()[:3]
    return " ".join(word[0].upper() + HIDDEN for word in words) or "-"


def mask_number(number: str | None) -> str:
    """A NIK or KK number with its kabupaten and last two digits: birth date and serial stay hidden.

    >>> mask_number("3310014107850000")
    '3310**********00'
    """
    text = (number or "").strip()
    if not text:
        return "-"
    if len(text) < 12:  # too short to be one: nothing of it is shown
        return "*" * len(text)
    return text[:4] + "*" * (len(text) - 6) + text[-2:]
