"""Work given to officers, and visits to families with how far each went."""

# ruff: noqa: DJ001  null is "not said"; an empty text would be an answer

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN, PERSONAL, SPECIFIC


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


class AssignmentState(models.TextChoices):
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Assignment(models.Model):
    """A family that somebody is to visit, and what the visit is to find out.

    Assignments made together share their ``order``. A family has one open assignment a ``cause``.
    Without an ``officer`` it is the village's: whoever works there may take it.
    """

    family_id = models.BigIntegerField(db_index=True)
    village_code = models.CharField(max_length=10)
    officer = models.CharField(max_length=150, blank=True, default="")  # user name
    question = models.CharField(max_length=300)  # what to find out, in words
    cause = models.CharField(max_length=120)  # where it comes from: "prelist", "reconciliation:..."
    order = models.UUIDField(db_index=True)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=AssignmentState.choices)
    closed_by = models.CharField(max_length=150, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    classification: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "family_id",
                "village_code",
                "order",
                "asked_at",
                "due_on",
                "state",
                "closed_at",
            ),
            OPEN,
        ),
        **dict.fromkeys(("officer", "asked_by", "closed_by"), PERSONAL),
        # Both may tell what a list says of health or children of this family.
        **dict.fromkeys(("question", "cause"), SPECIFIC),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("family_id", "cause"),
                condition=models.Q(state="open"),
                name="assignment_open_once",
            ),
        )
        indexes = (
            models.Index(fields=("village_code", "state"), name="assignment_village_state"),
            models.Index(fields=("officer", "state"), name="assignment_officer_state"),
        )
