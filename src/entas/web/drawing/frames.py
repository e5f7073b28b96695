"""The frame of a map made of outlines."""

from collections.abc import Iterable, Sequence


def frame(boxes: Iterable[Sequence[float]], *, margin: float = 0.02) -> str:
    """The ``viewBox`` around boxes ``[min x, min y, max x, max y]`` with a margin, or empty."""
    known = list(boxes)
    if not known:
        return ""
    left, top = min(box[0] for box in known), min(box[1] for box in known)
    right, bottom = max(box[2] for box in known), max(box[3] for box in known)
    edge = margin * max(right - left, bottom - top)
    return (
        f"{left - edge:.2f} {top - edge:.2f} "
        f"{right - left + 2 * edge:.2f} {bottom - top + 2 * edge:.2f}"
    )
