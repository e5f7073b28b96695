"""Visits to families and how far each went: visited, submitted, checked, ratified, accepted."""

# ruff: noqa: DJ001  null is "not said"; an empty text would be an answer

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN, PERSONAL


class Visit(models.Model):
    """A visit to a family. A stage not reached has no date; only an accepted visit counts."""

    family_id = models.BigIntegerField(db_index=True)
    village_code = models.CharField(max_length=10, db_index=True)
    visited_on = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    checked_on = models.DateField(null=True)
    ratified_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    presence = models.CharField(max_length=24, null=True)  # kernel.vocabulary.FAMILY["presence"]
    meets_criteria = models.CharField(max_length=3, null=True)  # "yes", "no"
    reason = models.CharField(max_length=40, null=True)  # why the criteria are not met
    note = models.CharField(max_length=300, null=True)
    batch_id = models.BigIntegerField()
    sheet = models.CharField(max_length=80)
    row_number = models.PositiveIntegerField()

    classification: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "family_id",
                "village_code",
                "visited_on",
                "submitted_on",
                "checked_on",
                "ratified_on",
                "accepted_on",
                "presence",
                "meets_criteria",
                "reason",
                "batch_id",
                "sheet",
                "row_number",
            ),
            OPEN,
        ),
        "note": PERSONAL,
    }
