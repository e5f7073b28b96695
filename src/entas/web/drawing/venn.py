"""Two circles that overlap, each part to scale where two circles can show it."""

from dataclasses import dataclass
from math import acos, pi, sqrt

RADIUS = 90.0
"""Radius of the larger circle, in units of the frame."""
_LEAST = 10.0


@dataclass(frozen=True, slots=True)
class Venn:
    """Geometry as strings that SVG reads anywhere; the frame fits the circles."""

    frame: str
    ax: str
    ar: str
    bx: str
    br: str
    y: str


def venn(only_a: int, both: int, only_b: int) -> Venn:
    """Circles with the areas of two sets, as far apart as makes their overlap ``both``.

    A set that is not empty is seen, however small.
    """
    a, b = only_a + both, only_b + both
    most = max(a, b, 1)
    ra, rb = (max(_LEAST, RADIUS * sqrt(size / most)) if size else 0.0 for size in (a, b))
    overlap = both / most * pi * RADIUS**2
    apart = _apart(ra, rb, overlap) if a and b else ra + rb
    left = min(-ra, apart - rb)
    width = max(ra, apart + rb) - left
    tall = max(ra, rb, _LEAST)
    return Venn(
        frame=f"0 0 {width + 4:.1f} {2 * tall + 4:.1f}",
        ax=f"{-left + 2:.1f}",
        ar=f"{ra:.1f}",
        bx=f"{apart - left + 2:.1f}",
        br=f"{rb:.1f}",
        y=f"{tall + 2:.1f}",
    )


def _apart(ra: float, rb: float, overlap: float) -> float:
    """Distance of the middles at which the circles share an area; found by halving."""
    if overlap <= 0:
        return ra + rb + 4
    near, far = abs(ra - rb), ra + rb
    if overlap >= pi * min(ra, rb) ** 2:
        return near
    for _ in range(40):
        middle = (near + far) / 2
        if _shared(ra, rb, middle) > overlap:
            near = middle
        else:
            far = middle
    return (near + far) / 2


def _shared(ra: float, rb: float, apart: float) -> float:
    """Area that two circles share whose middles are ``apart``."""
    if apart >= ra + rb:
        return 0.0
    if apart <= abs(ra - rb):
        return pi * min(ra, rb) ** 2
    at_a = acos((apart**2 + ra**2 - rb**2) / (2 * apart * ra))
    at_b = acos((apart**2 + rb**2 - ra**2) / (2 * apart * rb))
    kite = (-apart + ra + rb) * (apart + ra - rb) * (apart - ra + rb) * (apart + ra + rb)
    return ra**2 * at_a + rb**2 * at_b - sqrt(kite) / 2
