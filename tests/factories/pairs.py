"""Pairs for the review desk: two rows of one person, or of two, spelt as lists spell them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from entas.linkage.matching import PERSONS, Model, Role
from entas.linkage.matching.comparison import GRADES, sizes_of
from entas.linkage.models import Kind, Pair, PairState, Run, RunState
from entas.registry.models import (
    Family,
    FamilyObservation,
    FamilyProfile,
    Membership,
    Person,
    PersonObservation,
    PersonProfile,
)
from tests.factories.areas import KLATEN, KLATEN_OTHER_VILLAGE, KLATEN_VILLAGE

MOMENT = datetime(2023, 8, 13, 11, 0, tzinfo=UTC)
LISTS = (("p3ke-2022", date(2022, 12, 1)), ("p3ke-2023", date(2023, 2, 1)))
FIRST = ("Siti", "Sri", "Budi", "Agus", "Dwi", "Tri", "Nur", "Wahyu", "Eko", "Endang")
LAST = ("Aminah", "Lestari", "Santoso", "Widodo", "Handayani", "Rahayu", "Prasetyo", "Utami")
_BEST = {Role.IDENTIFIER: "equal", Role.HOUSEHOLD: "equal", Role.NAME: "equal",
         Role.DATE: "equal", Role.CATEGORY: "equal", Role.AREA: "same village",
         Role.NUMBER: "equal"}  # fmt: skip
_WORST = {Role.AREA: "elsewhere"}


@dataclass(frozen=True)
class Queue:
    """What was made."""

    run: Run
    pairs: list[Pair]


def make_model() -> Model:
    """A model as it is learnt: equal values speak for one person, different ones against it."""
    sizes = sizes_of(PERSONS)
    worth = np.full((3, len(PERSONS), int(sizes.max())), -np.inf)
    for number, field in enumerate(PERSONS):
        names = GRADES[field.role]
        match = np.full(len(names), 0.02)
        match[names.index(_BEST[field.role])] = 0.8
        other = np.full(len(names), 0.05)
        other[names.index(_WORST.get(field.role, "different"))] = 0.7
        relative = np.full(len(names), 0.04)
        for kind, weights in enumerate((match, relative, other)):
            weights[0] = 0
            shares = 0.95 * weights / weights.sum()
            shares[0] = 0.05  # to say nothing is worth nothing
            worth[kind, number, : len(names)] = np.log(shares)
    return Model(
        fields=PERSONS, worth=worth, per_record=(0.2, 3.0), keys=(), stopped=(), defaults=(101,),
        records=20_000,
    )  # fmt: skip


def pack(grades: Sequence[int]) -> int:
    """A pattern of grades as ``Pair.levels`` keeps it."""
    code = 0
    for grade, size in zip(grades, sizes_of(PERSONS), strict=True):
        code = code * int(size) + grade
    return code


def make_run(model: Model | None = None) -> Run:
    return Run.objects.create(
        kind=Kind.PERSON, area_code=KLATEN, state=RunState.DONE, started_at=MOMENT,
        started_by="system", finished_at=MOMENT, model=(model or make_model()).to_json(),
    )  # fmt: skip


def make_pairs(count: int, *, seed: int = 1) -> Queue:
    """``count`` waiting pairs of persons in two villages of Klaten, each with a household.

    In bulk, so that a queue as long as a kabupaten's takes seconds. Every tenth is a NIK borrowed
    by somebody with another name. NIK have the serial 0000.
    """
    draw, model = random.Random(seed), make_model()
    run = make_run(model)
    wide = [_couple(draw, number, model) for number in range(count)]
    families = Family.objects.bulk_create([Family(first_batch_id=1) for _ in range(2 * count)])
    sides = (side["home"] for two in wide for side in two)
    homes = list(zip(families, sides, strict=True))
    FamilyProfile.objects.bulk_create(
        [
            FamilyProfile(family=family, village_code=home["village_code"], **home["values"])
            for family, home in homes
        ],
        batch_size=500,
    )
    FamilyObservation.objects.bulk_create(
        [
            FamilyObservation(
                family=family, village_code=home["village_code"], **_said(number), **home["values"]
            )
            for number, (family, home) in enumerate(homes)
        ],
        batch_size=500,
    )
    people = [
        (families[2 * number + at], side["home"]["village_code"], values)
        for number, two in enumerate(wide)
        for at, side in enumerate(two)
        for values in side["people"]
    ]
    persons = _make_people(people)
    heads = [persons[at] for at in range(0, len(persons), 3)]
    pairs = [
        Pair(
            run=run, kind=Kind.PERSON, first_id=first.pk, second_id=second.pk,
            village_code=two[0]["home"]["village_code"],
            other_village_code=two[1]["home"]["village_code"],
            probability=two[0]["probability"], household=two[0]["household"],
            levels=two[0]["levels"], review=two[0]["review"], state=PairState.WAITING,
        )
        for (first, second), two in zip(list(pairwise(heads))[::2], wide, strict=True)
    ]  # fmt: skip
    return Queue(run, Pair.objects.bulk_create(pairs, batch_size=500))


def _make_people(people: list[tuple[Family, str, dict[str, Any]]]) -> list[Person]:
    persons = Person.objects.bulk_create([Person(first_batch_id=1) for _ in people])
    placed = list(zip(persons, people, strict=True))
    PersonProfile.objects.bulk_create(
        [
            PersonProfile(person=person, family=family, village_code=village, **values)
            for person, (family, village, values) in placed
        ],
        batch_size=500,
    )
    PersonObservation.objects.bulk_create(
        [
            PersonObservation(
                person=person, family=family, village_code=village, **_said(number // 3), **values
            )
            for number, (person, (family, village, values)) in enumerate(placed)
        ],
        batch_size=500,
    )
    Membership.objects.bulk_create(
        [
            Membership(person=person, family=family, since=LISTS[0][1])
            for person, (family, _, _) in placed
        ]
    )
    return persons


def _said(number: int) -> dict[str, Any]:
    source, day = LISTS[number % 2]
    return {
        "origin": "list", "accepted": True, "observed_on": day, "source": source, "batch_id": 1,
        "sheet": "Individu", "row_number": number + 2,
    }  # fmt: skip


def _couple(
    draw: random.Random, number: int, model: Model
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two rows about one person, the second with a slip or two; every tenth borrows its NIK."""
    first = _side(draw, number)
    head = first["people"][0]
    borrowed = number % 10 == 9
    values = dict(head)
    grades = {"nik": "equal", "name": "equal", "birth_date": "equal"}
    if borrowed:
        values |= {"name": "Wagiyem", "sex": "female", "mother_name": "Painem"}
        grades |= {"name": "different", "sex": "different"}
    else:
        slip = draw.choice(("nik", "name", "birth_date"))
        values[slip] = _slip(draw, slip, values[slip])
        grades[slip] = {
            "nik": "one digit differs", "name": "spelled close", "birth_date": "one part differs"
        }[slip]  # fmt: skip
        values["mother_name"] = draw.choice([None, head["mother_name"], "Painem"])
        grades["sex"] = "equal"
    mother = values["mother_name"]
    grades["mother_name"] = (
        "missing" if mother is None else "equal" if mother == head["mother_name"] else "different"
    )
    grades["kk_number"] = draw.choice(["equal", "different", "different"])
    if grades["kk_number"] == "different":
        values["kk_number"] = values["kk_number"][:6] + "3112190000"
    second: dict[str, Any] = {
        "home": {
            "village_code": draw.choice([KLATEN_VILLAGE, KLATEN_OTHER_VILLAGE]),
            "values": {**first["home"]["values"], "rt": f"{draw.randint(1, 9):03d}"},
        },
        "people": [values, *first["people"][1:2], _person(draw, number, "child")],
    }
    village = second["home"]["village_code"]
    grades["village_code"] = "same village" if village == KLATEN_VILLAGE else "same sub-district"
    packed = [GRADES[field.role].index(grades.get(field.name, "missing")) for field in PERSONS]
    sums = model.log_priors + model.worth[:, np.arange(len(PERSONS)), packed].sum(axis=1)
    shares = np.exp(sums - sums.max())
    first |= {
        "levels": pack(packed), "review": borrowed,
        "probability": float(shares[0] / shares.sum()),
        "household": float(shares[1] / shares.sum()),
    }  # fmt: skip
    return first, second


def _side(draw: random.Random, number: int) -> dict[str, Any]:
    people = [_person(draw, number, kind) for kind in ("head", "spouse", "child")]
    home = {
        "head_name": people[0]["name"], "head_nik": people[0]["nik"],
        "kk_number": people[0]["kk_number"], "address": f"Dk. Krajan {number}",
        "rt": f"{draw.randint(1, 9):03d}", "rw": f"{draw.randint(1, 9):03d}", "decile": "1",
    }  # fmt: skip
    return {"home": {"village_code": KLATEN_VILLAGE, "values": home}, "people": people}


def _person(draw: random.Random, number: int, relationship: str) -> dict[str, Any]:
    born = date(1950, 1, 1) + timedelta(days=draw.randint(0, 20_000))
    female = relationship == "spouse" or (relationship == "child" and draw.random() < 0.5)
    day = born.day + (40 if female else 0)
    return {
        "name": f"{draw.choice(FIRST)} {draw.choice(LAST)}",
        "nik": f"331001{day:02d}{born:%m%y}0000",
        "kk_number": f"331001{number % 28 + 1:02d}01200000",
        "birth_date": born,
        "birth_place": "Klaten",
        "sex": "female" if female else "male",
        "mother_name": f"{draw.choice(FIRST)} {draw.choice(LAST)}",
        "relationship": relationship,
        "marital_status": "married",
        "occupation": "farmer",
        "education": "primary",
    }


def _slip(draw: random.Random, field: str, value: Any) -> Any:
    """A digit misread, a letter changed, another month."""
    if field == "birth_date":
        return value.replace(day=1, month=value.month % 12 + 1)
    at = draw.randrange(6, 12) if field == "nik" else draw.randrange(1, len(value))
    letters = "0123456789" if field == "nik" else "aiueo"
    return value[:at] + draw.choice([one for one in letters if one != value[at]]) + value[at + 1 :]
