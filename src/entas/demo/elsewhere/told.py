"""A list of one office: its rows, and more of their truth than a list of P3KE's has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from entas.demo import typed
from entas.demo.draws import Bools
from entas.demo.figures import Ints
from entas.demo.rows import Rows
from entas.demo.typed import Typed


@dataclass(frozen=True, slots=True)
class Told:
    """Rows, with who is dead, who is in the list twice, and how a row's name relates to the family
    (``relation``: of a customer of PLN; empty elsewhere).
    """

    rows: Rows
    dead: Bools
    duplicate: Bools
    relation: pl.Series

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, places: Ints) -> "Told":
        """These rows, in this order."""
        return Told(
            self.rows.take(places),
            self.dead[places],
            self.duplicate[places],
            self.relation.gather(places),
        )

    def sheet(self, name: str, *, titles: Sequence[str] = ()) -> Typed:
        """Typed up, the truth with ``dead``, ``duplicate`` and ``relation`` beside the rest."""
        made = typed.sheet(name, self.rows, titles=titles)
        truth = made.truth.with_columns(
            pl.Series("dead", self.dead),
            pl.Series("duplicate", self.duplicate),
            relation=self.relation.cast(pl.Categorical),
        )
        return replace(made, truth=truth)


def tell(
    columns: dict[str, pl.Series],
    *,
    family: Ints,
    person: Ints,
    damage: pl.Series | None = None,
    dead: Bools | None = None,
    duplicate: Bools | None = None,
    relation: pl.Series | None = None,
) -> Told:
    """Rows from columns by header; what is not given is nothing."""
    frame = pl.DataFrame(columns)
    nothing = pl.Series([""]).new_from_index(0, len(frame))
    no = np.zeros(len(frame), dtype=np.bool_)
    rows = Rows(frame, family, person, nothing if damage is None else damage)
    return Told(
        rows,
        no if dead is None else dead,
        no if duplicate is None else duplicate,
        nothing if relation is None else relation,
    )
