"""What each kind of agreement is worth, learnt from the two lists themselves; kept as JSON."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.premises.candidates import (
    HAMLETS,
    NAME_CELLS,
    PLACE_CELLS,
    UNITS,
    Candidates,
)
from entas.linkage.premises.comparing import BINS, RARITIES
from entas.linkage.premises.houses import CONNECTIONS, LIGHTINGS, POWERS, ROLES, Premises
from entas.linkage.premises.names import GRADES

FIELDS = ("lighting", "connection", "power", "place", "name")
SIZES = (len(LIGHTINGS), len(CONNECTIONS), len(POWERS), PLACE_CELLS, NAME_CELLS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of an explanation: a field, what was seen, and what it is worth in bits."""

    field: str
    grade: str
    bits: float


@dataclass(frozen=True, slots=True)
class Model:
    """``has_customer`` float64 (lightings,): the share of families with a customer who is named
    like one of them, by what they say of their electricity. ``name``, ``place``, ``power``,
    ``connection``: natural log of how much likelier a cell is of a pair than of two strangers.
    """

    has_customer: Array
    name: Array
    place: Array
    power: Array
    connection: Array

    def log_odds(self, premises: Premises, pairs: Candidates) -> Array:
        """Log of the odds of each pair alone against both of its ends being unmatched."""
        worth = (
            self.name[pairs.name]
            + self.place[pairs.place]
            + self.power[pairs.power]
            + self.connection[premises.customers.code[pairs.customer]]
        )
        odds: Array = self.priors(premises, pairs) + worth
        return odds

    def priors(self, premises: Premises, pairs: Candidates) -> Array:
        """Log of the odds before anything is compared."""
        here = premises.families.village[pairs.family]
        customers = np.bincount(premises.customers.village, minlength=len(premises.villages))
        share = self.has_customer[premises.families.code[pairs.family]]
        prior: Array = np.log(share / (1 - share)) - np.log(np.maximum(customers[here], 1))
        return prior

    def explain(self, levels: int, *, prior: float, rivals: float) -> list[Evidence]:
        """Why a pair has its probability: lines that sum to the log2 of its odds.

        ``levels``, ``prior`` and ``rivals`` are a row's of ``Linkage.pairs``.
        """
        grades = unpacked(levels)
        words = (
            ("power", POWERS[grades["power"]], self.power[grades["power"]]),
            (
                "connection",
                CONNECTIONS[grades["connection"]],
                self.connection[grades["connection"]],
            ),
            ("place", _place_words(grades["place"]), self.place[grades["place"]]),
            ("name", _name_words(grades["name"]), self.name[grades["name"]]),
        )
        return [
            Evidence("lighting", LIGHTINGS[grades["lighting"]], prior),
            *(
                Evidence(field, said, float(worth) / float(np.log(2)))
                for field, said, worth in words
            ),
            Evidence("rivals", "others like it" if rivals < -0.5 else "none like it", rivals),
        ]

    def to_json(self) -> str:
        """As text; ``from_json`` reads it again, to the last bit."""
        return json.dumps({name: getattr(self, name).tolist() for name in self.__slots__})

    @classmethod
    def from_json(cls, text: str) -> "Model":
        """Read what ``to_json`` made."""
        data: dict[str, Any] = json.loads(text)
        return cls(**{name: np.array(data[name]) for name in cls.__slots__})


def packed(premises: Premises, pairs: Candidates) -> Array:
    """What was seen of each pair in one number (uint64)."""
    cells = (
        premises.families.code[pairs.family],
        premises.customers.code[pairs.customer],
        pairs.power,
        pairs.place,
        pairs.name,
    )
    code = np.zeros(len(pairs), np.uint64)
    for size, cell in zip(SIZES, cells, strict=True):
        code = code * np.uint64(size) + cell.astype(np.uint64)
    return code


def unpacked(levels: int) -> dict[str, int]:
    """The cell of each of ``FIELDS``."""
    out = {}
    for field, size in zip(reversed(FIELDS), reversed(SIZES), strict=True):
        levels, out[field] = divmod(int(levels), size)
    return out


def _place_words(cell: int) -> str:
    unit, hamlet = divmod(cell, len(HAMLETS))
    return f"{UNITS[unit]}; {HAMLETS[hamlet]}"


def _name_words(cell: int) -> str:
    """As ``equal, 7.5 to 9 bits, head``."""
    person, rare = divmod(cell, BINS)
    role, kind = divmod(person, len(GRADES))
    low = RARITIES[rare - 1] if rare else 0
    high = f"to {RARITIES[rare]:g}" if rare < len(RARITIES) else "or more"
    return f"{GRADES[kind]}, {low:g} {high} bits, {ROLES[role]}"
