"""Where two values differ, to the character. Pure.

Each comparison gives the two values cut into pieces that, put together again, are the values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_ALIKE = 0.5
"""From this similarity on, two words are shown as spellings of one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a value, and whether the other value has something else there."""

    text: str
    differs: bool


Pieces = tuple[Piece, ...]
Both = tuple[Pieces, Pieces]


def whole(first: str, second: str) -> Both:
    """Coded values: the same or not, case aside; nothing in between is worth showing."""
    differs = first.casefold() != second.casefold()
    return _of(first, differs), _of(second, differs)


def unmarked(text: str) -> Pieces:
    """A value that nothing is compared with."""
    return _of(text, differs=False)


def digits(first: str, second: str) -> Both:
    """Numbers: digit by digit at the same place; by insertions where their lengths differ.

    >>> [piece.text for piece in digits("3310014107850000", "3310014107580000")[1]]
    ['3310014107', '58', '0000']
    """
    if len(first) != len(second):
        return _letters(first, second)
    marks = [one != other for one, other in zip(first, second, strict=True)]
    return _marked(first, marks), _marked(second, marks)


def parts(first: str, second: str) -> Both:
    """Dates as written (13 Agu 2023): day with day, month with month, year with year."""
    ours, theirs = first.split(" "), second.split(" ")
    if len(ours) != len(theirs):
        return whole(first, second)
    marks = [one != other for one, other in zip(ours, theirs, strict=True)]
    return _spaced([_of(word, mark) for word, mark in zip(ours, marks, strict=True)]), _spaced(
        [_of(word, mark) for word, mark in zip(theirs, marks, strict=True)]
    )


def words(first: str, second: str) -> Both:
    """Names and addresses: word with the word most like it, wherever it stands; then letters.

    A word without a partner differs as a whole. Case is no difference.

    >>> [piece.text for piece in words("Siti Aminah", "AMINA SITI")[0] if piece.differs]
    ['h']
    """
    ours, theirs = first.split(), second.split()
    partner = _partners(ours, theirs)
    back = {there: here for here, there in partner.items()}
    left = [
        _letters(word, theirs[partner[at]])[0] if at in partner else _of(word, differs=True)
        for at, word in enumerate(ours)
    ]
    right = [
        _letters(ours[back[at]], word)[1] if at in back else _of(word, differs=True)
        for at, word in enumerate(theirs)
    ]
    return _spaced(left), _spaced(right)


def likeness(first: str, second: str) -> float:
    """How alike two texts are, 0 to 1, case aside."""
    return SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False).ratio()


def _partners(ours: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    """Place of each word of ours -> place of its partner among theirs; the most alike first."""
    ranked = sorted(
        (
            (-likeness(one, other), abs(here - there), here, there)
            for here, one in enumerate(ours)
            for there, other in enumerate(theirs)
        ),
    )
    found: dict[int, int] = {}
    for unlike, _, here, there in ranked:
        if -unlike < _ALIKE:
            break
        if here not in found and there not in found.values():
            found[here] = there
    return found


def _letters(first: str, second: str) -> Both:
    """Letters that only one of two spellings has."""
    ours, theirs = [True] * len(first), [True] * len(second)
    # Letter by letter: case folding may change lengths.
    matcher = SequenceMatcher(
        None, [c.casefold() for c in first], [c.casefold() for c in second], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        ours[block.a : block.a + block.size] = [False] * block.size
        theirs[block.b : block.b + block.size] = [False] * block.size
    return _marked(first, ours), _marked(second, theirs)


def _marked(text: str, marks: Iterable[bool]) -> Pieces:
    """The text cut where the marks change."""
    runs = groupby(zip(text, marks, strict=True), key=lambda pair: pair[1])
    return tuple(Piece("".join(letter for letter, _ in run), differs) for differs, run in runs)


def _of(text: str, differs: bool) -> Pieces:
    return (Piece(text, differs),) if text else ()


def _spaced(parts: Sequence[Pieces]) -> Pieces:
    """Parts with a space between them, equal neighbours joined."""
    flat: list[Piece] = []
    for number, pieces in enumerate(parts):
        between = (Piece(" ", differs=False),) if number else ()
        for piece in (*between, *pieces):
            if flat and flat[-1].differs == piece.differs:
                flat[-1] = Piece(flat[-1].text + piece.text, piece.differs)
            else:
                flat.append(piece)
    return tuple(flat)
