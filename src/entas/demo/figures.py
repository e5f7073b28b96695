"""Figures that coordination meetings published, and how they shrink to a smaller province.

Sources, as published for the coordination meetings (rapat koordinasi) on extreme poverty of Central
Java: 27 March 2023 (needs of housing by kabupaten; latrine, electricity, water), June 2023 (listed
villages, families and members), 14 August 2023 with cut-off 13 August 18:00 (realised and
remaining). Only the generator knows them: everything downstream of the files counts rows.

Left out on purpose: what Grobogan and Demak published for 25 January 2023. It counts persons at
risk of stunting where the indicator counts families, and was collected before the P3KE release that
all other figures rest on (in Grobogan 40 unfit houses then, 7,144 two months later).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

KABUPATEN: dict[str, str] = {
    "3301": "Cilacap",
    "3302": "Banyumas",
    "3303": "Purbalingga",
    "3304": "Banjarnegara",
    "3305": "Kebumen",
    "3306": "Purworejo",
    "3307": "Wonosobo",
    "3308": "Magelang",
    "3310": "Klaten",
    "3312": "Wonogiri",
    "3314": "Sragen",
    "3315": "Grobogan",
    "3316": "Blora",
    "3317": "Rembang",
    "3321": "Demak",
    "3327": "Pemalang",
    "3329": "Brebes",
}
"""The 17 priority kabupaten of 2023, by the ministry's code."""

VILLAGES, FAMILIES, PERSONS = 923, 194_281, 620_258  # published for June 2023

VILLAGES_OF = {"3315": 51, "3321": 48}  # published for January 2023
FAMILIES_OF = {"3302": 20_445, "3305": 15_863, "3308": 14_698}  # June 2023
PERSONS_OF = {"3302": 65_270, "3305": 55_320, "3308": 48_762}  # June 2023

HOUSING_OF = {
    "3301": 1837,
    "3302": 4073,
    "3303": 1094,
    "3304": 482,
    "3305": 530,
    "3306": 434,
    "3307": 2248,
    "3308": 1063,
    "3310": 51,
    "3312": 516,
    "3314": 1312,
    "3315": 7144,
    "3316": 4180,
    "3317": 1888,
    "3321": 1790,
    "3327": 1800,
    "3329": 402,
}
"""Families in need of a decent house by kabupaten, published for March 2023 (sum 30,844)."""

PARTS: dict[str, tuple[int, int, int]] = {
    "housing": (5_214, 25_630, 0),
    "electricity": (3_283, 12_596, 200),
    "water": (11_870, 24_269, 0),
    "latrine": (13_993, 15_574, 74),
    "stunting": (24_318, 0, 0),
    "schooling": (10_948, 4_242, 0),
    "disability": (9_287, 0, 0),
    "employment": (23_589, 40_089, 0),
}
"""Need of each indicator in March as (realised by August, remaining in August, left by August).

Published: all of electricity, latrine, schooling and employment; the sums of housing (30,844) and
water (36,139); that nothing remained of stunting and disability. Chosen here, as no list says them:
the split of housing and water, the size of stunting and disability.
"""

# Families where nothing was published: plausible shares, apportioned to what the published leave.
FAMILY_WEIGHTS = {
    "3301": 12_500,
    "3303": 9_500,
    "3304": 10_500,
    "3306": 7_000,
    "3307": 10_500,
    "3310": 6_800,
    "3312": 7_200,
    "3314": 9_000,
    "3315": 13_800,
    "3316": 11_500,
    "3317": 8_700,
    "3321": 10_200,
    "3327": 13_000,
    "3329": 16_000,
}

# How much more or less often than elsewhere a need occurs; Klaten's backlog is electricity.
INCIDENCE: dict[str, dict[str, float]] = {
    "electricity": {"3310": 5.2, "3315": 0.5, "3321": 0.6, "3307": 1.3, "3316": 1.4},
    "water": {"3310": 0.5, "3315": 1.3, "3316": 1.5, "3312": 1.5, "3321": 0.9},
    "latrine": {"3310": 0.5, "3315": 2.0, "3329": 1.4, "3304": 1.3, "3307": 1.3},
    "stunting": {"3310": 0.7, "3329": 1.3, "3321": 1.2},
    "schooling": {"3310": 0.5, "3329": 1.4, "3315": 1.3, "3321": 1.5},
    "disability": {"3310": 1.0},
    "employment": {"3310": 0.45, "3327": 1.2, "3301": 1.2},
}


def apportion(total: int, weights: Sequence[float] | Ints) -> Ints:
    """Split ``total`` into whole parts proportional to ``weights`` by largest remainder.

    Ties go to the earlier part. The parts sum to ``total`` exactly.
    """
    share = np.asarray(weights, dtype=np.float64)
    exact = total * share / share.sum()
    parts: Ints = np.floor(exact + 1e-9).astype(np.int64)
    missing = total - int(parts.sum())
    order = np.argsort(parts - exact, kind="stable")
    parts[order[:missing]] += 1
    return parts


def scaled(value: int, scale: float) -> int:
    """A published total at a scale, rounded half up."""
    return int(value * scale + 0.5)


def scaled_parts(indicator: str, scale: float) -> Ints:
    """(realised, remaining, left) of an indicator at a scale; their sum is the scaled total."""
    parts = PARTS[indicator]
    return apportion(scaled(sum(parts), scale), parts)
