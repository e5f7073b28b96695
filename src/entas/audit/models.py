"""The audit trail: append-only events, each holding the hash of the one before it."""

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN, PERSONAL


class Event(models.Model):
    """Somebody did something to something. No foreign keys, so that nothing deletes it."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)  # "batch.received", "family.revealed", ...
    subject = models.CharField(max_length=120)  # "family:123"
    area_code = models.CharField(max_length=10, blank=True, default="")
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "at", "action", "subject", "area_code", "details", "previous_hash", "hash"), OPEN
        ),
        "actor": PERSONAL,
    }

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("subject", "id"), name="event_subject"),
            models.Index(fields=("area_code", "id"), name="event_area"),
        )
