"""What was received: batches (a file), their rows with the outcome of each, and findings.

The cells of a row as received are in an immutable Parquet file beside the original
(``Batch.received_path``), with columns ``sheet``, ``number`` and one text column a header.
"""

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN, PERSONAL, SPECIFIC


def _text(length: int) -> "models.CharField[str | None, str | None]":
    return models.CharField(max_length=length, null=True)


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


class Listing(models.Model):
    """A row of a list without keys of its own (PLN, SIMPERUM, ATS, ...), to be linked to somebody.

    Who and where in columns; what the list says besides in ``values``: JSON by the names and codes
    of ``layouts.sector`` (dates as ISO text). Only rows that were registered; never changed.
    The day it speaks of is its batch's ``as_of``, unless a value says its own.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="listings")
    sheet = models.CharField(max_length=80)
    number = models.PositiveIntegerField()  # as the spreadsheet shows it, from 1
    village_code = models.CharField(max_length=10, db_index=True)
    reference = _text(40)  # the list's own number: IDPEL, NISN
    name = models.CharField(max_length=120)
    nik = _text(16)
    kk_number = _text(16)
    sex = _text(6)
    birth_date = models.DateField(null=True)
    mother_name = _text(120)
    address = _text(200)
    hamlet = _text(80)
    rt = _text(3)
    rw = _text(3)
    values = models.JSONField(default=dict)

    classification: ClassVar = {
        **dict.fromkeys(("id", "batch", "sheet", "number", "village_code"), OPEN),
        **dict.fromkeys(
            (
                "reference",
                "name",
                "nik",
                "kk_number",
                "sex",
                "birth_date",
                "mother_name",
                "address",
                "hamlet",
                "rt",
                "rw",
            ),
            PERSONAL,
        ),
        "values": SPECIFIC,  # it may hold health, disability and money
    }


class Profile(models.Model):
    """How an agency's own spreadsheet is read: saved at the mapping desk, a layout ever after.

    ``mapping`` is what ``mapping.saved`` writes. A version is never changed; a correction is the
    next one. A list imported with it has ``<key>@<version>`` as its layout.
    """

    key = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    agency = models.CharField(max_length=80)
    area_code = models.CharField(max_length=10)  # of the areas whose officers see it
    mapping = models.JSONField()
    saved_by = models.CharField(max_length=150)
    saved_at = models.DateTimeField()

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "key", "version", "title", "agency", "area_code", "mapping", "saved_at"), OPEN
        ),
        "saved_by": PERSONAL,
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "version"), name="profile_version"),)


class UploadState(models.TextChoices):
    LOOKING = "looking"  # a process reads its first rows and guesses its columns
    WAITING = "waiting"  # for somebody to say what its columns are
    QUEUED = "queued"  # a process is to import it
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"  # ``message`` says why


class Upload(models.Model):
    """A file brought over the web, and how far its import, a process of its own, has come."""

    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    path = models.CharField(max_length=255)  # relative to the home
    source = models.CharField(max_length=40, blank=True, default="")  # key of the layout or profile
    as_of = models.DateField(null=True)
    draft = models.JSONField(default=dict)  # what was seen (masked), guessed and chosen so far
    state = models.CharField(
        max_length=12, choices=UploadState.choices, default=UploadState.LOOKING
    )
    step = models.CharField(max_length=12, blank=True, default="")
    rows = models.PositiveIntegerField(default=0)  # read so far
    attempts = models.PositiveSmallIntegerField(default=0)  # processes begun for this state
    message = models.TextField(blank=True, default="")
    code = models.CharField(max_length=40, blank=True, default="")  # of a refusal
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="uploads")
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "size", "path", "source", "as_of", "state", "step", "rows",
             "attempts", "code", "batch", "uploaded_at"),
            OPEN,
        ),
        **dict.fromkeys(("file_name", "message", "draft", "uploaded_by"), PERSONAL),
    }  # fmt: skip
