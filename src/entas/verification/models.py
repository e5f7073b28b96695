"""Work given to officers, visits to families, and what phones sent of them with how far it went."""

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


class Submission(models.Model):
    """A filled-in form as a phone sent it, and where it stands (``workflow.State``).

    The XML lies in the vault under its checksum, byte for byte, and never changes. A correction is
    a submission of its own that names the ``earlier`` one.
    """

    instance_id = models.CharField(max_length=80, unique=True)  # made on the phone
    form_id = models.CharField(max_length=64)
    form_version = models.CharField(max_length=32)
    device = models.CharField(max_length=120, blank=True, default="")
    officer = models.CharField(max_length=150)  # user name
    received_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)  # SHA-256 of the XML
    # The registry's family; null: the form names none that the registry knows.
    family_id = models.BigIntegerField(null=True, db_index=True)
    # Of the family when it came in; of the officer's area when there is no family.
    village_code = models.CharField(max_length=10)
    # The officer had no work in that village any more, and went all the same.
    elsewhere = models.BooleanField(default=False)
    visited_on = models.DateField(null=True)
    presence = models.CharField(max_length=24, null=True)
    earlier = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="correction"
    )
    state = models.CharField(max_length=10, db_index=True)
    visit = models.OneToOneField(
        Visit, null=True, on_delete=models.PROTECT, related_name="submission"
    )

    classification: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "instance_id",
                "form_id",
                "form_version",
                "received_at",
                "content_hash",
                "family_id",
                "village_code",
                "elsewhere",
                "visited_on",
                "presence",
                "earlier",
                "state",
                "visit",
            ),
            OPEN,
        ),
        **dict.fromkeys(("device", "officer"), PERSONAL),
    }

    class Meta:
        indexes = (models.Index(fields=("village_code", "state"), name="submission_village_state"),)


class Attachment(models.Model):
    """A photo that the form names. Without a hash it is still on the phone."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    question = models.CharField(max_length=40, blank=True, default="")
    photo_name = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField(null=True)

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "submission", "question", "content_hash", "size", "received_at"), OPEN
        ),
        "photo_name": PERSONAL,
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("submission", "photo_name"), name="attachment_once"),
        )


class Minutes(models.Model):
    """Signed minutes of a village deliberation: what ratifies a list."""

    village_code = models.CharField(max_length=10, db_index=True)
    held_on = models.DateField()
    attendance = models.PositiveIntegerField()
    document_hash = models.CharField(max_length=64)  # the signed document in the vault
    document_name = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "village_code", "held_on", "attendance", "document_hash", "recorded_at"), OPEN
        ),
        **dict.fromkeys(("document_name", "recorded_by"), PERSONAL),
    }


class Step(models.Model):
    """One decision on a submission: what was done, by whom, why. Append-only."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=10)  # workflow.Action
    source = models.CharField(max_length=10)  # workflow.State before
    target = models.CharField(max_length=10)  # and after
    taken_by = models.CharField(max_length=150)
    taken_at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True, default="")
    minutes = models.ForeignKey(Minutes, null=True, on_delete=models.PROTECT)

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "submission", "action", "source", "target", "taken_at", "minutes"), OPEN
        ),
        **dict.fromkeys(("taken_by", "why"), PERSONAL),
    }


class Device(models.Model):
    """A phone with ODK Collect, allowed to send in an officer's name until it is revoked.

    Its secret is shown once. ``digest`` is what HTTP Digest compares with (RFC 7616, HA1 of a
    random secret): whoever steals it can send forms in this name, and nothing else.
    """

    officer = models.CharField(max_length=150, db_index=True)
    login = models.CharField(max_length=40, unique=True)
    phone = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    classification: ClassVar = {
        **dict.fromkeys(("id", "made_at", "revoked_at"), OPEN),
        **dict.fromkeys(("officer", "login", "phone", "digest"), PERSONAL),
    }
