"""Learns a model from two lists without a single labelled pair.

How often strangers agree is counted: names against the customers of another village, places on
pairs of one village drawn at random. How often pairs agree is found by turns: with a model the
probabilities of pairs in a one-to-one matching, and with these a better model.
"""

import numpy as np

from entas.kernel.errors import Refused
from entas.linkage.matching.arrays import Array
from entas.linkage.premises.candidates import (
    HAMLETS,
    NAME_CELLS,
    PLACE_CELLS,
    UNITS,
    Candidates,
    find,
    places_of,
)
from entas.linkage.premises.comparing import BINS
from entas.linkage.premises.houses import CONNECTIONS, LIGHTINGS, POWERS, ROLES, Premises
from entas.linkage.premises.marginals import marginals
from entas.linkage.premises.model import Model
from entas.linkage.premises.names import GRADES

TURNS = 8
SAMPLED_VILLAGES = 160
STRANGERS = 60_000_000
"""Pairs of strangers looked at for names, about; as many villages on as that takes, at most 12."""
PLACES_A_FAMILY = 20
SMOOTH = 40.0
MOST = 0.98
NEGLIGIBLE = -9.0
"""Log-odds below which a pair alone does not take part."""

_FIRST_SHARES = (0.6, 0.85, 0.1, 0.2)
_ROLE, _GRADE = (0.8, 0.1, 0.05, 0.05), (
    0.01, 0.01, 0.01, 0.02, 0.05, 0.02, 0.07, 0.01, 0.1, 0.7,
)  # fmt: skip
_UNIT = (0.1, 0.6, 0.02, 0.04, 0.02, 0.05, 0.01, 0.05, 0.01, 0.01)
_HAMLET = (0.4, 0.5, 0.02, 0.08)


class TooFewVillages(Refused):
    """Names cannot be learnt from a single village."""


def learn(premises: Premises, pairs: Candidates) -> Model:
    """Learn from candidates of all villages. Raises ``TooFewVillages``."""
    if len(premises.villages) < 2:
        raise TooFewVillages(
            "How often strangers share a name cannot be seen in fewer than two villages that are "
            "in both lists. Bring the lists of a whole sub-district, or give a model learnt before."
        )
    rng = np.random.default_rng(7)
    count = len(premises.villages)
    chosen = np.sort(rng.permutation(count)[:SAMPLED_VILLAGES])
    sample = _of_villages(premises, pairs, chosen)
    strangers = _strangers(premises, chosen)
    families = np.isin(premises.families.village, chosen)
    listed = np.bincount(premises.families.code[families], minlength=len(LIGHTINGS))
    model = _first(sample, strangers)
    for _ in range(TURNS):
        probability = probabilities(model, premises, sample)
        model = _better(premises, sample, probability, strangers, listed)
    return model


def probabilities(model: Model, premises: Premises, pairs: Candidates) -> Array:
    """Probability (float64) of each pair in a one-to-one matching."""
    log_odds = model.log_odds(premises, pairs)
    out = np.zeros(len(pairs))
    part = np.flatnonzero(log_odds > NEGLIGIBLE)
    out[part] = marginals(
        np.exp(np.minimum(log_odds[part], 25.0)),
        pairs.family[part],
        pairs.customer[part],
        len(premises.families),
        len(premises.customers),
    )
    return out


def _of_villages(premises: Premises, pairs: Candidates, chosen: Array) -> Candidates:
    kept = np.flatnonzero(np.isin(premises.families.village[pairs.family], chosen))
    return Candidates(
        pairs.family[kept], pairs.customer[kept], pairs.name[kept], pairs.place[kept],
        pairs.power[kept],
    )  # fmt: skip


class _Strangers:
    """How often two strangers agree: shares of each cell among all pairs of strangers."""

    def __init__(self, name: Array, place: Array, power: Array, connection: Array) -> None:
        self.name = name
        self.place = place
        self.power = power
        self.connection = connection


def _strangers(premises: Premises, chosen: Array) -> _Strangers:
    count = len(premises.villages)
    families = np.bincount(premises.families.village, minlength=count)
    customers = np.bincount(premises.customers.village, minlength=count)
    seen, looked = np.zeros(NAME_CELLS), 0
    for apart in range(1, min(count - 1, 12) + 1):
        found = find(premises, apart=apart, villages=chosen)
        seen += np.bincount(found.name, minlength=NAME_CELLS)
        looked += int((families[chosen] * customers[(chosen + apart) % count]).sum())
        if looked > STRANGERS:
            break
    family, customer = _drawn(premises, chosen)
    place = np.bincount(places_of(premises, family, customer), minlength=PLACE_CELLS)
    left, right = premises.families.power[family], premises.customers.power[customer]
    agree = np.where((left > 0) & (right > 0), np.where(left == right, 1, 2), 0)
    connection = np.bincount(premises.customers.code, minlength=len(CONNECTIONS))
    return _Strangers(
        _smoothed(seen, (len(ROLES), len(GRADES), BINS), 10.0) / max(looked, 1),
        _shares(_smoothed(place, (len(UNITS), len(HAMLETS)), 10.0)),
        _shares(np.bincount(agree, minlength=len(POWERS)) + 1.0),
        _shares(connection + 1.0),
    )


def _drawn(premises: Premises, chosen: Array) -> tuple[Array, Array]:
    """Pairs of one village at random, places among the families and the customers."""
    rng = np.random.default_rng(11)
    edges = np.searchsorted(premises.customers.village, np.arange(len(premises.villages) + 1))
    family = np.flatnonzero(np.isin(premises.families.village, chosen))
    family = np.repeat(family, PLACES_A_FAMILY)
    village = premises.families.village[family]
    size = edges[village + 1] - edges[village]
    family, village, size = (values[size > 0] for values in (family, village, size))
    customer = edges[village] + np.floor(rng.random(len(size)) * size).astype(np.int64)
    return family, customer


def _smoothed(counts: Array, shape: tuple[int, ...], strength: float) -> Array:
    """Counts with ``strength`` more, spread as if the dimensions of the cells were independent."""
    cube = counts.reshape(shape).astype(np.float64)
    total = cube.sum()
    spread = np.full(shape, strength)
    for axis in range(len(shape)):
        others = tuple(other for other in range(len(shape)) if other != axis)
        share = (cube.sum(axis=others) + 0.5) / (total + 0.5 * shape[axis])
        spread = spread * np.expand_dims(share, others)
    out: Array = (cube + spread).ravel()
    return out


def _shares(counts: Array) -> Array:
    out: Array = counts / counts.sum()
    return out


def _where_said(counts: Array, strangers: Array) -> Array:
    """Log ratios of shares among pairs where both sides say something; 0 where one does not: that
    goes with what a family says of its electricity, which has a say of its own.
    """
    out = np.zeros(len(counts))
    out[1:] = np.log(_shares(counts[1:]) / _shares(strangers[1:]))
    return out


def _first(pairs: Candidates, strangers: _Strangers) -> Model:
    """A model to begin with: mostly heads, mostly equal names and places."""
    rare = np.bincount(pairs.name[pairs.place // len(HAMLETS) == 1] % BINS, minlength=BINS) + 1.0
    name = np.multiply.outer(np.multiply.outer(_ROLE, _GRADE), _shares(rare)).ravel()
    place = np.multiply.outer(_UNIT, _HAMLET).ravel()
    return Model(
        has_customer=np.array(_FIRST_SHARES),
        name=np.log(name / strangers.name),
        place=np.log(_shares(place) / strangers.place),
        power=np.zeros(len(POWERS)),
        connection=np.zeros(len(CONNECTIONS)),
    )


def _better(
    premises: Premises, pairs: Candidates, probability: Array, strangers: _Strangers, listed: Array
) -> Model:
    """The model that these probabilities imply."""

    def counted(cells: Array, size: int) -> Array:
        return np.bincount(cells, weights=probability, minlength=size)

    lighting = counted(premises.families.code[pairs.family], len(LIGHTINGS))
    expected = np.array(_FIRST_SHARES)
    share = (lighting + SMOOTH * expected) / (listed + SMOOTH)
    name = _smoothed(counted(pairs.name, NAME_CELLS), (len(ROLES), len(GRADES), BINS), SMOOTH)
    place = _smoothed(counted(pairs.place, PLACE_CELLS), (len(UNITS), len(HAMLETS)), SMOOTH)
    power = counted(pairs.power, len(POWERS)) + SMOOTH * strangers.power
    codes = premises.customers.code[pairs.customer]
    connection = counted(codes, len(CONNECTIONS)) + SMOOTH * strangers.connection
    return Model(
        has_customer=np.clip(share, 0.01, MOST),
        name=np.log(_shares(name) / strangers.name),
        place=np.log(_shares(place) / strangers.place),
        power=_where_said(power, strangers.power),
        connection=np.log(_shares(connection) / strangers.connection),
    )
