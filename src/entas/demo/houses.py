"""What the lists say of each family's house: often right, sometimes not, never decisive by mistake.

A ``safe`` family is one whose house no field answer (or a late one) speaks of: its listed values
must not lead to a need by the rules, or the count of March would move. They may leave it unknown:
zinc or asbestos, a latrine of unsaid kind, electricity that is not the state company's.
"""

import numpy as np

from entas.demo.draws import Bools, Floats, Random, pick, pick_by_row
from entas.demo.figures import Ints

NOT_SAID = -1

ROOF = ("concrete", "tile", "asbestos_or_zinc", "bamboo", "wood_shingle", "thatch", "other")
WALL = ("brick", "wood", "zinc", "bamboo", "other")
FLOOR = ("finished", "cement", "wood", "bamboo", "earth", "other")
LIGHTING = ("pln_metered", "pln_unmetered", "non_pln", "none")
WATER = (
    "bottled_or_refill",
    "piped",
    "bore_well",
    "protected_well",
    "unprotected_well",
    "surface",
    "rain",
    "other",
)
TOILET = ("own", "shared_or_public", "other")
AT_RISK, NOT_AT_RISK, NOT_TARGET = range(3)

# Weights by column: [safe, no need, need], each over the codes above.
_WEIGHTS: dict[str, Floats] = {
    "roof": np.array(
        [
            [0.03, 0.88, 0.08, 0, 0.01, 0, 0],
            [0.03, 0.84, 0.10, 0.01, 0.01, 0.005, 0.005],
            [0.005, 0.70, 0.17, 0.05, 0.02, 0.04, 0.015],
        ]
    ),
    "wall": np.array(
        [[0.80, 0.20, 0, 0, 0], [0.74, 0.21, 0.005, 0.04, 0.005], [0.22, 0.39, 0.03, 0.34, 0.02]]
    ),
    "floor": np.array(
        [
            [0.45, 0.52, 0.03, 0, 0, 0],
            [0.42, 0.49, 0.03, 0.005, 0.05, 0.005],
            [0.06, 0.35, 0.04, 0.03, 0.50, 0.02],
        ]
    ),
    "lighting": np.array(
        [[0.97, 0, 0.03, 0], [0.93, 0.05, 0.015, 0.005], [0.22, 0.66, 0.04, 0.08]]
    ),
    "water": np.array(
        [
            [0.03, 0.22, 0.25, 0.48, 0, 0, 0.01, 0.01],
            [0.04, 0.22, 0.24, 0.44, 0.04, 0.005, 0.01, 0.005],
            [0.04, 0.05, 0.08, 0.20, 0.43, 0.16, 0.02, 0.02],
        ]
    ),
    "toilet": np.array([[0.97, 0, 0.03], [0.90, 0.08, 0.02], [0.20, 0.62, 0.18]]),
}
_MISSING = 0.012


def make(
    rng: Random, *, safe: Bools, needs: dict[str, Bools], target: Bools, refused: Bools
) -> dict[str, Ints]:
    """Codes of the house columns for each family (``NOT_SAID``: an empty cell).

    ``needs`` are those of March by indicator: a list more often shows what the field found.
    """
    count = len(safe)
    answers = {
        "roof": "housing",
        "wall": "housing",
        "floor": "housing",
        "lighting": "electricity",
        "water": "water",
        "toilet": "latrine",
    }
    out: dict[str, Ints] = {}
    for column, indicator in answers.items():
        row = np.where(safe, 0, np.where(needs[indicator], 2, 1)).astype(np.int64)
        codes = pick_by_row(rng, _WEIGHTS[column], row)
        out[column] = np.where(rng.random(count) < _MISSING, NOT_SAID, codes)
    poor = needs["housing"]
    for part in ("roof", "wall", "floor"):
        bad = rng.random(count) < np.where(poor, 0.75, 0.3)
        out[f"{part}_quality"] = np.where(rng.random(count) < 0.04, NOT_SAID, bad.astype(np.int64))
    metered = out["lighting"] == 0
    out["power"] = np.where(metered, pick(rng, (0.92, 0.08), count), NOT_SAID)
    out["fuel"] = pick(rng, (0.58, 0.01, 0.405, 0.005), count)
    out["ownership"] = pick(rng, (0.90, 0.015, 0.08, 0.002, 0.003), count)
    out["savings"] = np.where(rng.random(count) < 0.03, NOT_SAID, pick(rng, (0.3, 0.7), count))
    out["stunting"] = _listed_stunting(rng, needs["stunting"], target, refused)
    for name, share in (("bpnt", 0.5), ("bpum", 0.04), ("bst", 0.12), ("pkh", 0.36)):
        out[name] = (rng.random(count) >= share).astype(np.int64)  # 0 is yes
    out["sembako"] = np.where(rng.random(count) < 0.9, out["bpnt"], 1 - out["bpnt"])
    return out


def _listed_stunting(rng: Random, need: Bools, target: Bools, refused: Bools) -> Ints:
    """Risk of stunting as listed; whoever refused the visit is never listed at risk."""
    draw = rng.random(len(need))
    code = np.where(target, np.where(draw < 0.18, AT_RISK, NOT_AT_RISK), NOT_TARGET)
    code = np.where(need & (draw < 0.8), AT_RISK, code)
    return np.where(refused & (code == AT_RISK), NOT_AT_RISK, code).astype(np.int64)
