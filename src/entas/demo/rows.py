"""The rows of one sheet before it is typed up, each with the truth of who it is about."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from entas.demo.figures import Ints

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Rows:
    """A frame whose columns are a list's headers, with the true family and person of each row.

    ``damage`` names what was done to a row; empty for none.
    """

    frame: pl.DataFrame
    family: Ints
    person: Ints
    damage: pl.Series

    def __len__(self) -> int:
        return len(self.frame)

    def take(self, places: Ints) -> "Rows":
        """These rows, in this order."""
        return Rows(
            self.frame[places], self.family[places], self.person[places], self.damage.gather(places)
        )

    def followed_by(self, other: "Rows") -> "Rows":
        """These rows, then others with the same columns."""
        return Rows(
            pl.concat([self.frame, other.frame]),
            np.concatenate([self.family, other.family]),
            np.concatenate([self.person, other.person]),
            self.damage.append(other.damage),
        )

    def damaged(self, frame: pl.DataFrame, *, where: Ints, how: str) -> "Rows":
        """The same rows with another frame, the damage noted at some places."""
        damage = self.damage.clone().scatter(where, how) if len(where) else self.damage
        return Rows(frame, self.family, self.person, damage)
