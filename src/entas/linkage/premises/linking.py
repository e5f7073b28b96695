"""Links customers without a number to families: linked, for a person to decide, or nobody."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.linkage.premises import candidates, learning
from entas.linkage.premises.houses import prepare
from entas.linkage.premises.model import Model, packed

LINKED, REVIEW, NONE = "linked", "review", "none"
Outcome = pl.Enum([LINKED, REVIEW, NONE])


@dataclass(frozen=True, slots=True)
class Settings:
    """``threshold``: the probability from which a pair is linked by itself; above a half, so that
    nobody is linked twice. ``review``: from which one is shown to a person, where neither of its
    ends is linked.
    """

    threshold: float = 0.6
    review: float = 0.2


@dataclass(frozen=True, slots=True)
class Linkage:
    """``pairs``: customer and family (UInt32, row numbers of the frames given), probability
    (Float32), outcome (``linked`` or ``review``), levels (UInt64), prior and rivals (Float32,
    bits): see ``Model.explain``. ``customers`` and ``families``: the outcome of each row.
    ``twins``: keys of families that are one listed twice (``first``, ``second``); only the first
    was compared.
    """

    pairs: pl.DataFrame
    customers: pl.Series
    families: pl.Series
    twins: pl.DataFrame
    model: Model


def link(
    customers: pl.DataFrame,
    families: pl.DataFrame,
    members: pl.DataFrame,
    *,
    settings: Settings = Settings(),
    model: Model | None = None,
) -> Linkage:
    """Link customers to families of their village. One customer has at most one family, and one
    family at most one customer.

    ``customers``: name, address, village_code, and where known village (name), rt, rw, hamlet,
    power, tariff, customer_status. ``families``: family (any key), address, village_code, and where
    known village, rt, rw, hamlet, lighting, own_electricity, power. ``members``: family, name,
    relationship, and where known age. Codes are those of ``kernel.vocabulary`` and ``sector``.

    Without a ``model`` one is learnt from the lists. Raises ``learning.TooFewVillages``.
    """
    premises = prepare(customers, families, members)
    pairs = candidates.find(premises)
    model = model or learning.learn(premises, pairs)
    probability = learning.probabilities(model, premises, pairs)
    kept = np.flatnonzero(probability >= settings.review)
    linked = probability >= settings.threshold
    taken_family = np.zeros(len(premises.families), np.bool_)
    taken_customer = np.zeros(len(premises.customers), np.bool_)
    taken_family[pairs.family[linked]] = True
    taken_customer[pairs.customer[linked]] = True
    free = ~(taken_family[pairs.family[kept]] | taken_customer[pairs.customer[kept]])
    kept = kept[linked[kept] | free]
    chosen = candidates.Candidates(
        pairs.family[kept], pairs.customer[kept], pairs.name[kept], pairs.place[kept],
        pairs.power[kept],
    )  # fmt: skip
    prior = model.priors(premises, chosen)
    alone = model.log_odds(premises, chosen)
    p = np.clip(probability[kept], 1e-12, 1 - 1e-12)
    frame = pl.DataFrame(
        {
            "customer": premises.customers.row[chosen.customer].astype(np.uint32),
            "family": premises.families.row[chosen.family].astype(np.uint32),
            "probability": p.astype(np.float32),
            "outcome": pl.Series(np.where(linked[kept], LINKED, REVIEW), dtype=Outcome),
            "levels": packed(premises, chosen),
            "prior": (prior / np.log(2)).astype(np.float32),
            "rivals": ((np.log(p / (1 - p)) - alone) / np.log(2)).astype(np.float32),
        }
    )
    return Linkage(
        frame,
        _outcomes(frame, "customer", len(customers)),
        _outcomes(frame, "family", len(families)),
        premises.twins,
        model,
    )


def _outcomes(pairs: pl.DataFrame, side: str, count: int) -> pl.Series:
    """What became of each row of one side."""
    out = np.full(count, NONE, dtype=object)
    for outcome in (REVIEW, LINKED):
        out[pairs.filter(pl.col("outcome") == outcome)[side].to_numpy()] = outcome
    return pl.Series(side, out.tolist(), dtype=Outcome)
