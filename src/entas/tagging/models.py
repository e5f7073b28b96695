"""Programmes, and tags: a need tied by name and address to the intervention that answers it."""

# ruff: noqa: DJ001  null is "not said"; an empty text would be an answer

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN, PERSONAL, SPECIFIC


class FundingSource(models.TextChoices):
    APBN = "APBN"
    APBD_PROV = "APBD_PROV"
    APBD_KAB = "APBD_KAB"
    APBDES = "APBDES"
    DAK = "DAK"
    DBHCHT = "DBHCHT"
    DID = "DID"
    BAZNAS = "BAZNAS"
    CSR = "CSR"
    PHILANTHROPY = "PHILANTHROPY"
    SELF_HELP = "SELF_HELP"


class Programme(models.Model):
    """An intervention, who provides it, the need it answers and what one costs."""

    key = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    provider = models.CharField(max_length=120)
    indicator = models.CharField(max_length=16, blank=True, default="")  # "": income support
    funding_source = models.CharField(max_length=16, choices=FundingSource.choices)
    unit_cost = models.BigIntegerField(null=True)  # rupiah; null: not known
    reference = models.CharField(max_length=200, blank=True, default="")

    classification: ClassVar = dict.fromkeys(
        ("key", "name", "provider", "indicator", "funding_source", "unit_cost", "reference"), OPEN
    )


class Tag(models.Model):
    """A programme answers an indicator of a family or person. Its state on a day follows from the
    dates: cancelled, else realised, else planned, else potential, whichever was reached by then.

    A realised tag does not close the need: only evidence from the field does.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="tags")
    funding_source = models.CharField(max_length=16, choices=FundingSource.choices)
    indicator = models.CharField(max_length=16, blank=True, default="")
    family_id = models.BigIntegerField(db_index=True)
    person_id = models.BigIntegerField(null=True)
    village_code = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField(null=True)
    amount = models.BigIntegerField(null=True)  # rupiah
    potential_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    realised_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    cancel_reason = models.CharField(max_length=200, null=True)
    evidence = models.CharField(max_length=200, null=True)
    batch_id = models.BigIntegerField()
    sheet = models.CharField(max_length=80)
    row_number = models.PositiveIntegerField()

    classification: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "programme",
                "funding_source",
                "family_id",
                "person_id",
                "village_code",
                "year",
                "amount",
                "potential_on",
                "planned_on",
                "realised_on",
                "cancelled_on",
                "batch_id",
                "sheet",
                "row_number",
            ),
            OPEN,
        ),
        "indicator": SPECIFIC,
        "cancel_reason": PERSONAL,
        "evidence": PERSONAL,
    }

    class Meta:
        indexes = (
            models.Index(fields=("indicator", "village_code"), name="tag_indicator_village"),
        )
