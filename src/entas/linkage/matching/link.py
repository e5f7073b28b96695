"""Walks through linkage: pack, learn, choose keys, propose and weigh pairs, join."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from entas.linkage.matching.arrays import Array
from entas.linkage.matching.blocking import Keys, clear, group
from entas.linkage.matching.choosing import choose
from entas.linkage.matching.clustering import clusters
from entas.linkage.matching.comparison import Comparison, default_days, most_gained, pattern_if
from entas.linkage.matching.compiled import compiled
from entas.linkage.matching.fields import Field, Role
from entas.linkage.matching.learning import learn
from entas.linkage.matching.model import MATCH, NOT_CERTAIN, STRANGER, Model, probability_of
from entas.linkage.matching.records import Records, pack, slots, width
from entas.linkage.matching.tokens import Dictionary
from entas.linkage.matching.training import draw

Progress = Callable[[str, float], None]
"""Told what is done now, and the share of all that is done (0 to 1)."""

PAIRS = {
    "first": pl.UInt32,
    "second": pl.UInt32,
    "probability": pl.Float32,
    "household": pl.Float32,
    "levels": pl.Int64,
    "review": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """``threshold``: pairs at or above it are joined in the proposed clusters; ``merges_at``: those
    that need no person; ``keep``: pairs below it are not worth showing.
    """

    threshold: float = 0.5
    merges_at: float = 0.999
    keep: float = 0.01


@dataclass(frozen=True, slots=True)
class Linkage:
    """What linkage proposes.

    ``pairs``: columns as ``PAIRS``; ``first`` < ``second`` are row numbers, ``levels`` the pattern.
    ``clusters``: int64, the smallest row number of each row's cluster. ``compared``: pairs looked
    at. ``records``: the packed rows, for an ``Index``.
    """

    pairs: pl.DataFrame
    clusters: Array
    model: Model
    compared: int
    records: Records


def link(
    table: pl.DataFrame,
    fields: Sequence[Field],
    settings: Settings | None = None,
    model: Model | None = None,
    dictionary: Dictionary | None = None,
    progress: Progress | None = None,
) -> Linkage:
    """Link the rows of a table with each other; learns a model unless one is given.

    ``dictionary``: of the records that the model was learnt on, so that tokens weigh as then.
    Raises ``NoSuchColumn``.
    """
    settings = settings or Settings()
    told = progress or (lambda _what, _share: None)
    told("pack", 0.0)
    records = pack(table, tuple(fields), dictionary)
    told("learn", 0.2)
    model = model or train(records)
    told("compare", 0.4)
    pairs, compared, stopped = propose(records, model, settings)
    model = replace(model, stopped=stopped)
    told("join", 0.95)
    joined = pairs.filter((pl.col("probability") >= settings.threshold) & ~pl.col("review"))
    joined = joined.sort("probability", descending=True)
    found = clusters(joined["first"].to_numpy(), joined["second"].to_numpy(), len(records))
    return Linkage(pairs, found, model, compared, records)


def train(records: Records) -> Model:
    """Learn a model from the records themselves: worth of grades, keys, stopped values."""
    defaults = default_days(records.values, records.fields)
    comparison = Comparison(records, defaults)
    drawn = draw(records, comparison)
    learnt = learn(records.fields, drawn, _name_bits(records))
    count = max(len(records), 1)
    model = Model(
        fields=records.fields,
        worth=learnt.worth,
        per_record=(learnt.matches / count, learnt.relatives / count),
        keys=(),
        stopped=(),
        defaults=tuple(int(day) for day in np.flatnonzero(defaults)),
        records=len(records),
    )
    likely = drawn.likely
    probability, _ = model.probabilities(likely.patterns)
    sure = (probability >= 0.5) & ~model.to_review(likely.patterns)
    worth = (probability * likely.weight)[sure]
    keys = choose(records, likely.left[sure], likely.right[sure], worth)
    return replace(model, keys=keys)


def _name_bits(records: Records) -> list[Array]:
    """Bits of the names of a sample of records, for each name or text field."""
    sample = records.values[:: max(1, len(records) // 100_000)]
    return [
        records.dictionary.bits[sample[:, at : at + width(field.role)]].sum(axis=1)
        for field, at in zip(records.fields, slots(records.fields), strict=True)
        if field.role in (Role.NAME, Role.TEXT)
    ]


def propose(
    records: Records, model: Model, settings: Settings
) -> tuple[pl.DataFrame, int, tuple[Array, ...]]:
    """Pairs that share a key of the model and are likely enough to keep; how many were
    compared; and the values of each key that were stopped. Each pair is compared once.
    """
    comparison = Comparison(records, model.is_default_day)
    weighing = weights(model, settings)
    columns = np.empty((len(records), len(model.keys)), np.uint32)
    found: list[tuple[Array, ...]] = []
    compared = 0
    stopped = []
    keys = Keys(records)
    for number, key in enumerate(model.keys):
        column = keys.column(key)
        blocks = group(column, model.stopped[number] if model.stopped else None)
        stopped.append(blocks.stopped)
        if len(blocks.stopped):
            clear(column, blocks.stopped)
        columns[:, number] = column
        first, second = _candidates(
            blocks.order, blocks.starts, blocks.ends, columns, number, blocks.pairs
        )
        values = records.values
        found.append(likely_pairs(values, first, values, second, *comparison.compiled, *weighing))
        compared += len(first)
    return table(found, model), compared, tuple(stopped)


def weights(model: Model, settings: Settings) -> tuple[Array, Array, Array, Array, Array]:
    """For the compiled code: worth, priors, gains and most gained; and the bounds: log-odds to go
    on for, probability to keep.
    """
    finite = np.where(np.isfinite(model.worth), model.worth, 0.0)
    gains = finite[MATCH] - finite[STRANGER]
    priors = model.log_priors
    odds = np.log(settings.keep / (1 - settings.keep)) if settings.keep > 0 else -np.inf
    least = odds - (priors[MATCH] - priors[STRANGER])
    return (
        model.worth,
        priors,
        gains,
        most_gained(gains, model.fields),
        np.array([least, settings.keep]),
    )


def table(found: Sequence[tuple[Array, ...]], model: Model) -> pl.DataFrame:
    """Kept pairs of each key (first, second, probability, household, levels) as one table."""
    if not found:
        return pl.DataFrame(schema=PAIRS)
    first, second, probability, household, levels = (
        np.concatenate(column) for column in zip(*found, strict=True)
    )
    kin = model.may_be_kin(levels)
    return pl.DataFrame(
        {
            "first": first,
            "second": second,
            "probability": np.where(kin, np.minimum(probability, NOT_CERTAIN), probability),
            "household": household,
            "levels": levels,
            "review": model.to_review(levels),
        },
        schema=PAIRS,
    )


@compiled
def _candidates(
    order: Array, starts: Array, ends: Array, columns: Array, number: int, most: int
) -> tuple[Array, Array]:
    """The pairs of one key (at most ``most``) that no earlier key has made, the smaller first."""
    first, second = np.empty(most, np.uint32), np.empty(most, np.uint32)
    at = 0
    for block in range(len(starts)):
        for x in range(starts[block], ends[block]):
            for y in range(x + 1, ends[block]):
                a, b = order[x], order[y]
                earlier = False
                for other in range(number):
                    if columns[a, other] != 0 and columns[a, other] == columns[b, other]:
                        earlier = True
                        break
                if not earlier:
                    first[at], second[at] = min(a, b), max(a, b)
                    at += 1
    return first[:at], second[:at]


@compiled
def likely_pairs(
    values: Array, first: Array, others: Array, second: Array,
    shape: Array, letters: Array, lengths: Array, masks: Array, bits: Array, defaults: Array,
    worth: Array, priors: Array, gains: Array, most: Array, bounds: Array,
) -> tuple[Array, Array, Array, Array, Array]:  # fmt: skip
    """Grade and weigh the pairs ``values[first[i]]``, ``others[second[i]]``; keep the likely.

    After the second come what ``Comparison.compiled`` and ``weights`` give. Returns both row
    numbers, the probability of a match and of a relative, and the pattern of each pair kept.
    """
    kept = np.empty(len(first), np.int64)
    match, relative = np.empty(len(first), np.float32), np.empty(len(first), np.float32)
    levels = np.empty(len(first), np.int64)
    grades = np.zeros(shape.shape[0], np.int64)
    at = 0
    for pair in range(len(first)):
        code = pattern_if(
            values, first[pair], others, second[pair],
            shape, letters, lengths, masks, bits, defaults, gains, most, bounds[0], grades,
        )  # fmt: skip
        if code < 0:
            continue
        likely, related = probability_of(code, shape[:, 2], worth, priors)
        if likely >= bounds[1]:
            kept[at], levels[at] = pair, code
            match[at], relative[at] = likely, related
            at += 1
    kept = kept[:at]
    return first[kept], second[kept], match[:at].copy(), relative[:at].copy(), levels[:at].copy()
