"""How numbered instruments write their answers: the number, the number and the words, the words."""

from collections.abc import Mapping


def numbered(
    answers: Mapping[int, tuple[str, str]], *, also: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A table of values from a question's answers: number to (words, canonical code).

    Offices send the number (``6``, ``06``), the number with its words (``6. Semen``) or the words
    alone; words that two answers share, and an answer without a canonical code (""), are left out
    as words. ``also`` adds words of other hands.

    >>> numbered({1: ("ya", "yes"), 2: ("tidak", "no")})["01 ya"]
    'yes'
    """
    words = [said for said, _ in answers.values()]
    table: dict[str, str] = dict(also or {})
    for number, (said, code) in answers.items():
        if not code:
            continue
        for written in (f"{number}", f"{number:02d}"):
            table[written] = code
            table[f"{written} {said}"] = code
        if words.count(said) == 1:
            table[said] = code
    return table


def coded_also(
    answers: Mapping[int, tuple[str, str]], meanings: Mapping[str, str]
) -> dict[str, str]:
    """The same answers for a second field: ``meanings`` turns the first code into the second."""
    return numbered(
        {number: (said, meanings.get(code, "")) for number, (said, code) in answers.items()}
    )
