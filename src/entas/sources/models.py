"""What was received: batches (a file), their rows with the outcome of each, and findings.

The cells of a row as received are in an immutable Parquet file beside the original
(``Batch.received_path``), with columns ``sheet``, ``number`` and one text column a header.
"""

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN, PERSONAL


class BatchState(models.TextChoices):
    RECEIVED = "received"  # on disk, nothing in the registry yet
    REGISTERED = "registered"
    FAILED = "failed"


class Batch(models.Model):
    """One file, received once: the same bytes, or the same cells in another file, are refused."""

    layout = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    file_hash = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    as_of = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=150)
    received_path = models.CharField(max_length=255)  # folder, relative to the home
    state = models.CharField(max_length=12, choices=BatchState.choices)
    assumptions = models.JSONField(default=list)  # what was assumed of sheets and headers
    counts = models.JSONField(default=dict)  # rows by outcome

    classification: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "layout",
                "size",
                "file_hash",
                "content_hash",
                "as_of",
                "received_at",
                "received_path",
                "state",
                "assumptions",
                "counts",
            ),
            OPEN,
        ),
        "file_name": PERSONAL,
        "received_by": PERSONAL,
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("layout", "file_hash"), name="batch_file_once"),
        )


class Outcome(models.TextChoices):
    """Where a received row ended."""

    REGISTERED = "registered"
    REVIEW = "review"  # kept; a person decides before it touches the registry
    REFUSED = "refused"  # kept; cannot be used as it is


class Row(models.Model):
    """A row of a list and what became of it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, db_index=False)
    sheet = models.CharField(max_length=80)
    number = models.PositiveIntegerField()  # as the spreadsheet shows it, from 1
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField(max_length=40, blank=True, default="")
    village_code = models.CharField(max_length=10, blank=True, default="")

    classification: ClassVar = dict.fromkeys(
        ("id", "batch", "sheet", "number", "outcome", "reason", "village_code"), OPEN
    )

    class Meta:
        indexes = (models.Index(fields=("batch", "outcome"), name="row_batch_outcome"),)


class Severity(models.TextChoices):
    NOTE = "note"  # assumed or normalised; nothing lost
    WARNING = "warning"  # doubtful, but registered as received
    ERROR = "error"  # sent the row to review or refused it


class Finding(models.Model):
    """Something a person should know about a cell, row or file, with its place."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="findings")
    sheet = models.CharField(max_length=80, blank=True, default="")
    number = models.PositiveIntegerField(null=True)
    column = models.CharField(max_length=120, blank=True, default="")
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    received = models.CharField(max_length=200, blank=True, default="")  # the cell as it came
    village_code = models.CharField(max_length=10, blank=True, default="")  # of its row

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "batch", "sheet", "number", "column", "code", "severity", "village_code"), OPEN
        ),
        "received": PERSONAL,
    }
