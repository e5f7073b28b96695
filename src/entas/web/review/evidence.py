"""The evidence on a pair as a waterfall: from what is usual, field by field, to a probability."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import Protocol

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from entas.web.drawing.waterfall import Step, waterfall
from entas.web.formats import percent
from entas.web.review.wording import EVIDENCE_FIELDS, bits, grade_in_words

_LINE = '<line class="{}" x1="{}%" x2="{}%" y1="0" y2="40"/>'
_NOTHING = 0.05
"""Bits below which evidence is none."""


class Weighed(Protocol):
    """A line of ``Model.explain``."""

    @property
    def field(self) -> str:
        """Name of the field; empty: the prior."""

    @property
    def grade(self) -> str:
        """The grade of agreement in the matcher's words."""

    @property
    def bits(self) -> float:
        """What it is worth."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A line of the waterfall."""

    name: Promise | str
    says: str
    bits: str
    step: Step


@dataclass(frozen=True, slots=True)
class Picture:
    """The waterfall with its words."""

    weights: list[Weight]
    total: Step
    total_bits: str
    probability: str
    household: str
    marks: list[tuple[str, str, bool]]
    """(label, place, whether it is zero) of each mark of the scale."""
    grid: SafeString
    """The lines of the marks, behind every bar."""
    silent: list[Promise | str]
    """Fields that could not be compared."""


def picture(evidence: Sequence[Weighed], *, probability: float, household: float) -> Picture:
    """Draw the evidence: the prior first, then fields from the weightiest to the lightest."""
    told = [line for line in evidence if not _is_silent(line)]
    told.sort(key=lambda line: (line.field != "", -abs(line.bits)))
    drawn = waterfall([line.bits for line in told])
    lines = (("mark zero" if mark == 0 else "mark", place, place) for mark, place in drawn.marks)
    return Picture(
        weights=[
            Weight(_name(line), grade_in_words(line.grade), bits(line.bits), step)
            for line, step in zip(told, drawn.steps, strict=True)
        ],
        total=drawn.total,
        total_bits=bits(drawn.total.value),
        probability=percent(100 * probability),
        household=percent(100 * household),
        grid=format_html_join("", _LINE, lines),
        marks=[(_whole(mark), place, mark == 0) for mark, place in drawn.marks],
        silent=[_name(line) for line in evidence if _is_silent(line)],
    )


def odds_in_bits(probability: float) -> float:
    """Log2 of the odds of a probability, at most 40 either way."""
    kept = min(max(probability, 1e-12), 1 - 1e-12)
    return log2(kept / (1 - kept))


def _is_silent(line: Weighed) -> bool:
    silent = line.grade.partition(", ")[0] in {"missing", "unknown"}
    return silent and abs(line.bits) < _NOTHING


def _name(line: Weighed) -> Promise | str:
    return EVIDENCE_FIELDS.get(line.field, line.field)


def _whole(mark: int) -> str:
    return f"+{mark}" if mark > 0 else f"−{-mark}" if mark < 0 else "0"
