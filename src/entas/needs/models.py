"""Needs that stand now: one row for each indicator that a family or person needs."""

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN, SPECIFIC


class Need(models.Model):
    """One unmet indicator of one family or person, as the rules last decided it.

    Rebuilt as a whole by ``actions.derive``; tags therefore name the subject and the indicator,
    not this row. ``person_id`` is null for indicators whose unit is the family.
    """

    indicator = models.CharField(max_length=16)
    family_id = models.BigIntegerField(db_index=True)
    person_id = models.BigIntegerField(null=True)
    village_code = models.CharField(max_length=10)
    definition = models.CharField(max_length=40)  # version of the rule that decided

    classification: ClassVar = {
        **dict.fromkeys(("id", "family_id", "person_id", "village_code", "definition"), OPEN),
        "indicator": SPECIFIC,
    }

    class Meta:
        indexes = (
            models.Index(fields=("indicator", "village_code"), name="need_indicator_village"),
        )
