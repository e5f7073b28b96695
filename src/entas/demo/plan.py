"""How many of what, where: whole numbers only, decided before a single person is made.

Everything published holds here exactly at scale 1; other scales keep the proportions by largest
remainder. What follows only has to choose that many.
"""

from dataclasses import dataclass

import numpy as np

from entas.demo import figures
from entas.demo.figures import KABUPATEN, Ints, apportion, scaled, scaled_parts
from entas.kernel.errors import Refused

SMALLEST, LARGEST = 0.005, 2.0

FAMILY_INDICATORS = ("housing", "electricity", "water", "latrine", "stunting")
PERSON_INDICATORS = ("schooling", "disability", "employment")


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts by kabupaten, in the order of ``figures.KABUPATEN``."""

    scale: float
    seed: int
    villages: Ints
    families: Ints
    persons: Ints
    realised: dict[str, Ints]  # needs that a realised tag answers by the August cut-off
    remaining: dict[str, Ints]  # needs that none answers by then
    left: dict[str, Ints]  # needs of March that are no longer counted in August

    def need(self, indicator: str) -> Ints:
        """The denominator at the August cut-off by kabupaten."""
        return self.realised[indicator] + self.remaining[indicator]


def make(*, scale: float, seed: int) -> Plan:
    """The plan of a province at a scale (1: the published size). Raises ``Refused``."""
    if not SMALLEST <= scale <= LARGEST:
        raise Refused(
            f"A demo province of scale {scale} cannot be made: choose {SMALLEST} to {LARGEST:g}."
        )
    families = apportion(scaled(figures.FAMILIES, scale), _full_families())
    parts = {name: _by_kabupaten(name, scale, families) for name in figures.PARTS}
    return Plan(
        scale=scale,
        seed=seed,
        villages=_villages(scale),
        families=families,
        persons=apportion(scaled(figures.PERSONS, scale), _full_persons()),
        realised={name: part[0] for name, part in parts.items()},
        remaining={name: part[1] for name, part in parts.items()},
        left={name: part[2] for name, part in parts.items()},
    )


def _complete(known: dict[str, int], total: int, weights: dict[str, float]) -> Ints:
    """Known counts by kabupaten, the others sharing what these leave of the total."""
    others = [code for code in KABUPATEN if code not in known]
    rest = apportion(total - sum(known.values()), [weights[code] for code in others])
    shares = known | dict(zip(others, rest.tolist(), strict=True))
    return np.array([shares[code] for code in KABUPATEN], dtype=np.int64)


def _full_families() -> Ints:
    weights = {code: float(weight) for code, weight in figures.FAMILY_WEIGHTS.items()}
    return _complete(figures.FAMILIES_OF, figures.FAMILIES, weights)


def _full_persons() -> Ints:
    families = dict(zip(KABUPATEN, _full_families().astype(float).tolist(), strict=True))
    return _complete(figures.PERSONS_OF, figures.PERSONS, families)


def _villages(scale: float) -> Ints:
    """Villages by kabupaten: at least one each, whatever the scale."""
    families = dict(zip(KABUPATEN, _full_families().astype(float).tolist(), strict=True))
    full = _complete(figures.VILLAGES_OF, figures.VILLAGES, families)
    total = max(scaled(figures.VILLAGES, scale), len(KABUPATEN))
    least = np.ones(len(KABUPATEN), dtype=np.int64)
    counts = np.maximum(apportion(total, full), least)
    while counts.sum() > total:
        excess = np.where(counts > 1, counts - total * full / full.sum(), -np.inf)
        counts[np.argmax(excess)] -= 1
    return counts


def _by_kabupaten(indicator: str, scale: float, families: Ints) -> tuple[Ints, Ints, Ints]:
    """(realised, remaining, left) of one indicator by kabupaten."""
    realised, remaining, left = (int(part) for part in scaled_parts(indicator, scale))
    if indicator == "housing":
        need = apportion(realised + remaining, list(figures.HOUSING_OF.values()))
        done = np.minimum(apportion(realised, need), need)
        return done, need - done, np.zeros_like(need)
    incidence = figures.INCIDENCE[indicator]
    weights = families * np.array([incidence.get(code, 1.0) for code in KABUPATEN])
    # Where a backlog is unusually large, it is because little was realised there.
    slow = np.array([0.2 if incidence.get(code, 1.0) > 3 else 1.0 for code in KABUPATEN])
    return (
        apportion(realised, weights * slow),
        apportion(remaining, weights),
        apportion(left, weights * slow),
    )
