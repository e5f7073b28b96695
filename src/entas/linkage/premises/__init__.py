"""Address-level linkage: customers of a list without numbers, and families of the registry.

Comes in: frames of customers, families and members. Goes out: pairs with a probability, an outcome
and an explanation. Read first: ``linking.py``, then ``learning.py``. Pure.
"""

from entas.linkage.premises.learning import TooFewVillages
from entas.linkage.premises.linking import LINKED, NONE, REVIEW, Linkage, Settings, link
from entas.linkage.premises.model import Evidence, Model

__all__ = [
    "LINKED", "NONE", "REVIEW", "Evidence", "Linkage", "Model", "Settings", "TooFewVillages",
    "link",
]  # fmt: skip
