"""Why a pair has its probability: the grades that its run packed, weighed by the run's model."""

from functools import lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast

from entas.linkage.matching import Evidence, Model
from entas.linkage.models import Kind, Run

__all__ = ["Evidence", "explain"]


def explain(kind: str, run_id: int, levels: int) -> tuple[Evidence, ...]:
    """The prior, then each field, in bits for "they are one"."""
    if kind == Kind.FAMILY:
        return ()
    text = Run.objects.annotate(text=Cast("model", TextField())).values_list("text", flat=True)
    return tuple(_model(text.get(pk=run_id)).explain(levels))


@lru_cache(maxsize=16)
def _model(text: str) -> Model:
    """A desk asks for the same model at every pair."""
    return Model.from_json(text)
