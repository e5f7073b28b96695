"""A pair as the desk shows it: the two sides, the evidence, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from entas.areas import queries as areas
from entas.linkage.queries import DecisionDetail, PairDetail
from entas.registry.subjects import Subject
from entas.web.fields import SOURCES
from entas.web.review.beside import FAMILY, PERSON, Compared, Lists, Members, compared, lists_on
from entas.web.review.beside import members_beside as beside
from entas.web.review.evidence import Picture, picture
from entas.web.review.wording import QUESTIONS, STATES


@dataclass(frozen=True, slots=True)
class Side:
    """The head of a column: A or B, where it lives, which lists speak of it."""

    letter: str
    place: str
    sources: Sequence[Promise | str]
    family_id: int | None


@dataclass(frozen=True, slots=True)
class PairPage:
    """All that the page of a pair shows."""

    pair_id: int
    kind: str
    question: Promise
    reasons: list[str]
    unsure: DecisionDetail | None
    settled: Promise | None
    may_decide: bool
    sides: list[Side]
    rows: list[Compared]
    members: list[Members]
    lists: Lists
    picture: Picture


def pair_page(pair: PairDetail, *, actor: str) -> PairPage:
    """Lay a disclosed pair out for ``actor``."""
    villages = _villages(pair)
    fields = PERSON if pair.kind == "person" else FAMILY
    places = [villages.get(side.village_code, side.village_code) for side in _both(pair)]
    values = [
        {**side.values, "village": place} for side, place in zip(_both(pair), places, strict=True)
    ]
    unsure = _unsure(pair)
    open_ = pair.state in {"waiting", "second_opinion"}
    return PairPage(
        pair_id=pair.pair_id,
        kind=pair.kind,
        question=QUESTIONS[pair.kind],
        reasons=_reasons(pair),
        unsure=unsure if pair.state == "second_opinion" else None,
        settled=None if open_ else STATES[pair.state],
        may_decide=not (pair.state == "second_opinion" and _was_unsure(pair, actor)),
        sides=[
            Side(letter, place, _sources(side), side.family_id)
            for letter, place, side in zip("AB", places, _both(pair), strict=True)
        ],
        rows=compared(values[0], values[1], fields),
        members=beside(pair.first.household, pair.second.household),
        lists=lists_on(pair.first.said, pair.second.said, fields),
        picture=picture(pair.evidence, probability=pair.probability, household=pair.household),
    )


def _both(pair: PairDetail) -> tuple[Subject, Subject]:
    return pair.first, pair.second


def _asking(pair: PairDetail) -> list[DecisionDetail]:
    return [one for one in pair.decisions if one.verdict == "unsure" and one.undone_at is None]


def _unsure(pair: PairDetail) -> DecisionDetail | None:
    """The last decision in force that asked for a second opinion."""
    return next(iter(reversed(_asking(pair))), None)


def _was_unsure(pair: PairDetail, actor: str) -> bool:
    return any(one.by == actor for one in _asking(pair))


def _reasons(pair: PairDetail) -> list[str]:
    """Why a person is asked, in words."""
    if not pair.review:
        return []
    if pair.kind == "person":
        return [_("same NIK, clearly different names: likely borrowed")]
    return [_("only a person may join these")]


def _sources(side: Subject) -> list[Promise | str]:
    named = dict.fromkeys(source for source, _day in side.sources)
    return [SOURCES.get(source, source) for source in named]


def _villages(pair: PairDetail) -> dict[str, str]:
    """Names of the villages with their sub-district, by code."""
    codes = {side.village_code for side in _both(pair)}
    names = {area.code: area.name for area in areas.named(codes | {code[:6] for code in codes})}
    return {
        code: ", ".join(names[part] for part in (code, code[:6]) if part in names) for code in codes
    }
