"""Numbered snapshots. Their tables are Parquet files; see ``tables.py``."""

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN


class Snapshot(models.Model):
    """The state of the work at a cut-off, frozen."""

    number = models.BigAutoField(primary_key=True)
    cutoff = models.DateTimeField()
    frozen_at = models.DateTimeField()
    schema_version = models.PositiveSmallIntegerField()
    definitions = models.JSONField()  # indicator -> version of its definition
    checksum = models.CharField(max_length=64)
    path = models.CharField(max_length=255)  # folder, relative to the home
    counts = models.JSONField(default=dict)  # rows by table
    is_demo = models.BooleanField(default=False)

    classification: ClassVar = dict.fromkeys(
        (
            "number",
            "cutoff",
            "frozen_at",
            "schema_version",
            "definitions",
            "checksum",
            "path",
            "counts",
            "is_demo",
        ),
        OPEN,
    )

    class Meta:
        ordering = ("-number",)
