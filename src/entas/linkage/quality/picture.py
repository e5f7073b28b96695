"""The threshold curve and the calibration curve as one SVG, drawn here: no chart library needed."""

from collections.abc import Callable, Iterable, Sequence
from math import log

from entas.linkage.quality.curve import Point
from entas.linkage.quality.evaluation import Evaluation

WIDTH, HEIGHT = 1040, 470
_SIDE, _TOP, _LEFT, _BETWEEN = 360, 64, 70, 200
_MARKS = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999)
_LINES: tuple[tuple[str, str, Callable[[Point], float]], ...] = (
    ("precision", "#0b6bcb", lambda point: point.clusters.precision),
    ("recall", "#b35900", lambda point: point.clusters.recall),
    ("F1", "#1f7a3d", lambda point: point.clusters.f1),
)
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.title{font-size:16px;font-weight:600}"
    ".faint{stroke:#ddd}.frame{fill:none;stroke:#888}.curve{fill:none;stroke-width:2.5}"
    ".note{fill:#555}.bar{stroke:#0b6bcb;stroke-width:1.5}"
    ".default{stroke:#222;stroke-dasharray:5 4}"
)

Place = Callable[[float], float]


def picture(evaluation: Evaluation, *, title: str) -> str:
    """An SVG document: scores of clusters by threshold, and what probabilities meant."""
    body = [
        _words(_LEFT, 26, _escape(title), "title"),
        *_threshold_panel(evaluation, _LEFT),
        *_calibration_panel(evaluation, _LEFT + _SIDE + _BETWEEN),
    ]
    about = (
        f"At threshold {evaluation.threshold:g} the F1 of clusters is "
        f"{evaluation.clusters.f1:.4f}; the best threshold would add at most "
        f"{evaluation.lost:.4f}. Expected calibration error: "
        f"{evaluation.calibration.error:.4f}."
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="title about"><title id="title">{_escape(title)}</title>'
        f'<desc id="about">{about}</desc><style>{_STYLE}</style>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(body)}</svg>\n'
    )


def _threshold_panel(evaluation: Evaluation, left: float) -> list[str]:
    """Precision, recall and F1 of clusters; thresholds by their log-odds, where they differ."""
    across = _logit_scale(left)
    drawn = [point for point in evaluation.curve if _MARKS[0] <= point.threshold <= _MARKS[-1]]
    lowest = min((value(point) for point in drawn for _, _, value in _LINES), default=0.0)
    bottom = next(limit for limit in (0.98, 0.95, 0.9, 0.8, 0.5, 0.0) if limit <= lowest)
    up = _scale(bottom, 1.0, _TOP + _SIDE, _TOP)
    parts = _axes(left, across, _MARKS, up, _steps(bottom), below="threshold", above="clusters")
    ends: list[tuple[float, str, str]] = []
    for name, colour, value in _LINES:
        parts.append(_curve([(across(p.threshold), up(value(p))) for p in drawn], colour))
        ends.append((up(value(drawn[-1])) + 4, name, colour))
    at = 0.0
    for end, name, colour in sorted(ends):
        at = max(end, at + 16)  # names of lines that end together stand below each other
        parts.append(_words(left + _SIDE + 8, at, name, fill=colour))
    parts += _mark(across(evaluation.threshold), f"default {evaluation.threshold:g}", 48)
    if evaluation.best_clusters.threshold != evaluation.threshold:
        best = evaluation.best_clusters.threshold
        parts += _mark(across(min(max(best, _MARKS[0]), _MARKS[-1])), f"best {best:g}", 60)
    return parts


def _calibration_panel(evaluation: Evaluation, left: float) -> list[str]:
    """Share of the same person by probability told, with 95 % intervals; the diagonal is honest."""
    across, up = _scale(0, 1, left, left + _SIDE), _scale(0, 1, _TOP + _SIDE, _TOP)
    marks = _steps(0.0)
    parts = _axes(left, across, marks, up, marks, below="probability told", above="same person")
    parts.append(_line(across(0), up(0), across(1), up(1), "default"))
    for each in evaluation.calibration.classes:
        x = across(each.told)
        about = f"{each.pairs:,} pairs told {each.told:.3f}: {each.seen:.3f} the same person"
        parts.append(_line(x, up(each.least), x, up(each.most), "bar"))
        parts.append(
            f'<circle cx="{x:.1f}" cy="{up(each.seen):.1f}" r="4" fill="#0b6bcb">'
            f"<title>{about}</title></circle>"
        )
    error = f"expected calibration error {evaluation.calibration.error:.4f}"
    return [*parts, _words(left, _TOP - 14, error, "note")]


def _axes(
    left: float,
    across: Place,
    marks: Iterable[float],
    up: Place,
    levels: Iterable[float],
    *,
    below: str,
    above: str,
) -> list[str]:
    bottom = _TOP + _SIDE
    parts = []
    for mark in marks:
        parts.append(_line(across(mark), _TOP, across(mark), bottom, "faint"))
        parts.append(_words(across(mark), bottom + 18, f"{mark:g}", anchor="middle"))
    for level in levels:
        parts.append(_line(left, up(level), left + _SIDE, up(level), "faint"))
        parts.append(_words(left - 8, up(level) + 4, f"{level:g}", anchor="end"))
    parts.append(f'<rect class="frame" x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}"/>')
    parts.append(_words(left + _SIDE / 2, bottom + 36, below, "note", anchor="middle"))
    parts.append(
        f'<text class="note" text-anchor="middle" transform="translate({left - 48} '
        f'{_TOP + _SIDE / 2}) rotate(-90)">{above}</text>'
    )
    return parts


def _steps(bottom: float) -> list[float]:
    """Five or so round levels from ``bottom`` to 1."""
    step = (1 - bottom) / 5
    return [round(bottom + i * step, 4) for i in range(6)]


def _scale(low: float, high: float, start: float, end: float) -> Place:
    return lambda value: start + (end - start) * (value - low) / (high - low)


def _logit_scale(left: float) -> Place:
    def odds(share: float) -> float:
        return log(share / (1 - share))

    place = _scale(odds(_MARKS[0]), odds(_MARKS[-1]), left, left + _SIDE)
    return lambda share: place(odds(share))


def _mark(x: float, words: str, y: float) -> list[str]:
    return [
        _line(x, _TOP, x, _TOP + _SIDE, "default"),
        _words(x, y, words, "note", anchor="middle"),
    ]


def _curve(points: Sequence[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="curve" stroke="{colour}" points="{path}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _words(
    x: float, y: float, words: str, style: str = "", *, anchor: str = "start", fill: str = ""
) -> str:
    colour = f' style="fill:{fill}"' if fill else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{style}" {place}{colour}>{words}</text>'


def _escape(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
