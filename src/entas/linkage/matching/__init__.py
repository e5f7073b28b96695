"""The matcher, pure: a table in; pairs with their probability, and clusters, out.

``fields`` says what a column is evidence of; ``tokens`` and ``phonetics`` spell names alike;
``records`` packs values; ``comparison`` grades two records; ``training`` draws pairs to learn from,
``learning`` weighs the grades, ``choosing`` picks the keys; ``blocking`` proposes pairs;
``clustering`` joins what belongs together; ``link`` walks through all of it, ``index`` keeps it.
"""

from entas.linkage.matching.fields import PERSONS, Field, NoSuchColumn, Role
from entas.linkage.matching.index import Index
from entas.linkage.matching.link import Linkage, Settings, link, train
from entas.linkage.matching.model import Evidence, Model

__all__ = [
    "PERSONS",
    "Evidence",
    "Field",
    "Index",
    "Linkage",
    "Model",
    "NoSuchColumn",
    "Role",
    "Settings",
    "link",
    "train",
]
