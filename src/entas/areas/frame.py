"""The map frame of the province: where a position on the globe falls in an SVG of fixed size.

Equirectangular with the longitude shrunk by the cosine of the middle latitude, which at the size of
a province differs from a conformal map by less than a line's width. All levels share one frame, so
that villages fit into their kecamatan whichever file came first.
"""

import math
from typing import NamedTuple

WIDTH = 1000.0
"""Width of the frame in its own units; about 360 m each."""


class Frame(NamedTuple):
    """A rectangle on the globe, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Units a degree of latitude."""
        return WIDTH / ((self.east - self.west) * self._shrink)

    @property
    def height(self) -> float:
        """Height in units."""
        return (self.north - self.south) * self.scale

    @property
    def _shrink(self) -> float:
        return math.cos(math.radians((self.north + self.south) / 2))

    def project(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Position in units: x from the west, y from the north."""
        return (
            (longitude - self.west) * self._shrink * self.scale,
            (self.north - latitude) * self.scale,
        )

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether the position lies in the rectangle."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


CENTRAL_JAVA = Frame(west=108.5, south=-8.25, east=111.75, north=-5.65)
"""Java's part and, in the north, the islands of Karimunjawa."""
