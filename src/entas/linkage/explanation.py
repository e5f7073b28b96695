"""Why a pair has its probability: the grades that its run packed, weighed by the run's model."""

import json
from functools import lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast

from entas.linkage.families import explain_families
from entas.linkage.matching import Evidence, Model
from entas.linkage.models import Kind, Run

__all__ = ["Evidence", "explain"]


def explain(kind: str, run_id: int, levels: int, members: int = 0) -> tuple[Evidence, ...]:
    """The prior, then each field, in bits for "they are one".

    ``members``: how many other members of their families are linked, where that was weighed in.
    """
    if kind == Kind.FAMILY:
        return explain_families(levels)
    text = Run.objects.annotate(text=Cast("model", TextField())).values_list("text", flat=True)
    model, bits = _model(text.get(pk=run_id))
    lines = tuple(model.explain(levels))
    return (*lines, Evidence("family", "members_linked", bits)) if members else lines


@lru_cache(maxsize=16)
def _model(text: str) -> tuple[Model, float]:
    """A desk asks for the same model at every pair."""
    return Model.from_json(text), float(json.loads(text).get("members_bits", 0))
