"""Pairs of a customer and a family of one village whose names agree somehow, and their grades."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np

from entas.linkage.matching.arrays import Array
from entas.linkage.premises.comparing import BINS, find_pairs, places_of_pairs
from entas.linkage.premises.houses import POWERS, ROLES, Premises, Side
from entas.linkage.premises.names import GRADES

NAME_CELLS = len(ROLES) * len(GRADES) * BINS
UNITS = (
    "RT and RW not said",
    "same RT and RW",
    "same RT number in another RW",
    "another RT of the same RW",
    "another RT and RW",
    "same RT number, RW not said",
    "another RT, RW not said",
    "same RW, RT not said",
    "another RW, RT not said",
    "RT and RW swapped",
)
HAMLETS = ("hamlet not said", "same hamlet", "hamlet spelt close", "another hamlet")
PLACE_CELLS = len(UNITS) * len(HAMLETS)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs as places among the families and the customers, with a cell of names and of places."""

    family: Array
    customer: Array
    name: Array
    place: Array
    power: Array

    def __len__(self) -> int:
        return len(self.family)


def find(premises: Premises, *, apart: int = 0, villages: Array | None = None) -> Candidates:
    """All pairs of ``villages`` (default: all) in which names agree somehow.

    ``apart``: take the customers of the village so many places on instead of a family's own, which
    shows how often names agree by chance.
    """
    count = len(premises.villages)
    chosen = np.arange(count) if villages is None else villages
    edges = np.arange(count + 1)
    of_names = premises.customers.village[premises.customer_names.house]
    customers = np.searchsorted(of_names, edges)
    families = np.searchsorted(premises.families.village, edges)
    members = np.searchsorted(premises.members.house, families)
    other = (chosen + apart) % count
    ranges = np.stack(
        [customers[other], customers[other + 1], members[chosen], members[chosen + 1]], axis=1
    ).astype(np.int64)
    one, inside = premises.customer_names, premises.members
    common = (
        (one.tokens, one.written, one.joined, one.house),
        (inside.tokens, inside.written, inside.joined, inside.house, inside.role),
        (premises.letters, premises.lengths, premises.masks, premises.bits),
    )
    workers = min(cpu_count() or 1, 8)
    parts = [part for part in np.array_split(ranges, workers * 4) if len(part)]
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda part: find_pairs(part, *common), parts))
    pairs = np.concatenate([np.zeros((0, 3), np.int32), *found])
    family, customer, name = (np.ascontiguousarray(pairs[:, i]) for i in range(3))
    place = places_of(premises, family, customer)
    return Candidates(family, customer, name, place, _power(premises, family, customer))


def places_of(premises: Premises, family: Array, customer: Array) -> Array:
    """Cells of places (uint8) of any pairs."""
    one, other = premises.families, premises.customers
    return places_of_pairs(
        family, customer, *_where(one), *_where(other),
        premises.letters, premises.lengths, premises.masks, premises.bits,
    )  # fmt: skip


def _where(side: Side) -> tuple[Array, Array, Array, Array]:
    return side.rt, side.rw, side.hamlet, side.hamlet_tokens


def _power(premises: Premises, family: Array, customer: Array) -> Array:
    """Places in ``POWERS`` (int8)."""
    left, right = premises.families.power[family], premises.customers.power[customer]
    said = (left > 0) & (right > 0)
    return np.where(said, np.where(left == right, 1, len(POWERS) - 1), 0).astype(np.int8)
