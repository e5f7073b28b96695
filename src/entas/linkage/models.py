"""Runs of the matcher, the pairs they found, and what was decided of each.

A decision is never changed and never deleted; it can be undone, which is written beside it. Who is
one with whom follows from the decisions in force alone: ``identity.py``.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from entas.kernel.classification import OPEN, PERSONAL


class Kind(models.TextChoices):
    """What a pair is a pair of."""

    PERSON = "person"
    FAMILY = "family"


LISTING = "listing"
"""Kind of the runs that link rows of a list without keys (``Listed``)."""


class RunState(models.TextChoices):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"  # its decisions no longer count; its pairs stay


class PairState(models.TextChoices):
    """What became of a pair. Follows from the decisions in force."""

    WAITING = "waiting"
    SECOND_OPINION = "second_opinion"  # somebody was unsure: another person is asked
    MERGED = "merged"
    APART = "apart"


class Verdict(models.TextChoices):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Run(models.Model):
    """One run of the matcher over an area. ``model`` explains the ``levels`` of its pairs."""

    kind = models.CharField(max_length=8, choices=Kind.choices)
    area_code = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=RunState.choices)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=150)
    finished_at = models.DateTimeField(null=True)
    model = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)  # compared, proposed, merged, review, seconds

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "kind", "area_code", "state", "started_at", "finished_at", "model", "counts"),
            OPEN,
        ),
        "started_by": PERSONAL,
    }


class Pair(models.Model):
    """Two subjects of the registry that the matcher found alike; ``first_id`` is the smaller id.

    It is seen by those whose scope covers both villages.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="pairs", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    village_code = models.CharField(max_length=10)
    other_village_code = models.CharField(max_length=10)
    probability = models.FloatField()  # that they are one, 0 to 1
    household = models.FloatField()  # that they are two of one household, 0 to 1
    levels = models.BigIntegerField()  # packed grades of agreement, for ``Model.explain``
    members = models.PositiveSmallIntegerField(default=0)  # of their families linked, if weighed in
    review = models.BooleanField()  # never merges by itself, whatever the probability
    state = models.CharField(max_length=14, choices=PairState.choices)

    classification: ClassVar = dict.fromkeys(
        (
            "id",
            "run",
            "kind",
            "first_id",
            "second_id",
            "village_code",
            "other_village_code",
            "probability",
            "household",
            "levels",
            "members",
            "review",
            "state",
        ),
        OPEN,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "first_id", "second_id"), name="pair_once"),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="pair_smaller_first"
            ),
        )
        indexes = (
            models.Index(fields=("kind", "second_id"), name="pair_second"),
            # The next pair of the desk: few are open, so only these are in the index.
            models.Index(
                fields=("state", "village_code", "probability"),
                condition=Q(state__in=("waiting", "second_opinion")),
                name="pair_open",
            ),
        )


class Decision(models.Model):
    """What somebody, or a run by itself (``machine``), decided of two subjects.

    In force are, of two subjects, the last not undone one of a person, else that of a machine.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    machine = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True, default="")
    pair = models.ForeignKey(
        Pair, null=True, on_delete=models.PROTECT, related_name="decisions", db_index=False
    )
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="decisions")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True, default="")

    classification: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "kind",
                "first_id",
                "second_id",
                "verdict",
                "at",
                "machine",
                "pair",
                "run",
                "undone_at",
            ),
            OPEN,
        ),
        **dict.fromkeys(("by", "undone_by", "reason"), PERSONAL),
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="decision_smaller_first"
            ),
        )
        indexes = (
            models.Index(fields=("kind", "first_id", "second_id"), name="decision_first"),
            models.Index(fields=("kind", "second_id"), name="decision_second"),
            models.Index(fields=("at",), condition=Q(machine=False), name="decision_of_persons"),
        )


class Threshold(models.Model):
    """From which probability pairs of an area merge by themselves; 2.0: none do."""

    area_code = models.CharField(max_length=10, primary_key=True)
    merges_at = models.FloatField()

    classification: ClassVar = dict.fromkeys(("area_code", "merges_at"), OPEN)


class ListedState(models.TextChoices):
    """What became of the link of a listing."""

    WAITING = "waiting"
    LINKED = "linked"
    APART = "apart"


class Listed(models.Model):
    """A row of a list without keys (``sources.Listing``) and the family it is likely of."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="listed")
    listing_id = models.BigIntegerField()
    source = models.CharField(max_length=40)  # key of the layout
    family_id = models.BigIntegerField(db_index=True)
    person_id = models.BigIntegerField(null=True)
    village_code = models.CharField(max_length=10)
    probability = models.FloatField()
    evidence = models.JSONField(default=list)  # [field, grade, bits]
    state = models.CharField(max_length=8, choices=ListedState.choices)
    decided_by = models.CharField(max_length=150, blank=True, default="")  # "": the run by itself
    decided_at = models.DateTimeField(null=True)

    classification: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "run",
                "listing_id",
                "source",
                "family_id",
                "person_id",
                "village_code",
                "probability",
                "evidence",
                "state",
                "decided_at",
            ),
            OPEN,
        ),
        "decided_by": PERSONAL,
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("listing_id", "family_id"), name="listed_once"),
        )
        indexes = (models.Index(fields=("state", "village_code"), name="listed_state_village"),)


class Reconciliation(models.Model):
    """Two lists compared as of a day; the result lies in Parquet at ``path`` in the home."""

    source_a = models.CharField(max_length=40)
    source_b = models.CharField(max_length=40)
    on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    path = models.CharField(max_length=200)
    rows = models.JSONField(default=dict)  # by unit
    definitions = models.JSONField(default=dict)  # version of the rules, by indicator

    classification: ClassVar = {
        **dict.fromkeys(
            ("id", "source_a", "source_b", "on", "made_at", "path", "rows", "definitions"), OPEN
        ),
        "made_by": PERSONAL,
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source_a", "source_b", "on"), name="reconciled_once"),
        )
