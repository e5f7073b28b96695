"""How good linkage is against a known truth: scores, threshold curve, calibration, picture. Pure.

Comes in: pairs with probabilities, clusters, the true person of each row. Goes out: figures and one
SVG. Read first: ``scores.py``, then ``evaluation.py``.
"""

from entas.linkage.quality.evaluation import Evaluation, evaluate
from entas.linkage.quality.scores import Score

__all__ = ["Evaluation", "Score", "evaluate"]
