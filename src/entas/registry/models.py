"""Families, persons, memberships; observations of them; and the values resolved from these.

An observation is everything one row of one source, or one visit, said about one subject: a wide row
of canonical values (``FamilyValues``, ``PersonValues``), null where it said nothing. Profiles hold
the same fields, resolved field by field by the precedence of ``precedence.py``.

When two subjects turn out to be one, the smallest id of the group stands for it: ``same_as`` of the
others. Observations and keys keep the subject that they came with; profiles and memberships are of
the one that stands. Read through it with ``identity.py``.

Codes of each coded field are in ``entas.kernel.vocabulary``.
"""

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN, PERSONAL, SPECIFIC


def _code(length: int = 32) -> "models.CharField[str | None, str | None]":
    return models.CharField(max_length=length, null=True)


def _text(length: int) -> "models.CharField[str | None, str | None]":
    return models.CharField(max_length=length, null=True)


def _merged(name: str) -> models.Index:
    """Only of those that another stands for: few, so that imports do not pay for it."""
    return models.Index(fields=("same_as",), condition=models.Q(same_as__isnull=False), name=name)


class Family(models.Model):
    """A family (keluarga): the unit of P3KE and of aid."""

    first_batch_id = models.BigIntegerField()
    # The family that stands for this one; null: it stands for itself.
    same_as = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="others", db_index=False
    )
    classification: ClassVar = dict.fromkeys(("id", "first_batch_id", "same_as"), OPEN)

    class Meta:
        indexes = (_merged("family_same_as"),)


class Person(models.Model):
    """A person, whatever numbers and names the lists give."""

    first_batch_id = models.BigIntegerField()
    # The person that stands for this one; null: stands for itself.
    same_as = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="others", db_index=False
    )
    classification: ClassVar = dict.fromkeys(("id", "first_batch_id", "same_as"), OPEN)

    class Meta:
        indexes = (_merged("person_same_as"),)


class FamilyKey(models.Model):
    """The number a source knows a family by, for example scheme ``p3ke``."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="keys")
    scheme = models.CharField(max_length=16)
    value = models.CharField(max_length=40)
    classification: ClassVar = {
        **dict.fromkeys(("id", "family", "scheme"), OPEN),
        "value": PERSONAL,
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scheme", "value"), name="family_key_once"),)


class PersonKey(models.Model):
    """The number a source knows a person by, for example scheme ``p3ke``."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keys")
    scheme = models.CharField(max_length=16)
    value = models.CharField(max_length=40)
    classification: ClassVar = {
        **dict.fromkeys(("id", "person", "scheme"), OPEN),
        "value": PERSONAL,
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scheme", "value"), name="person_key_once"),)


class Membership(models.Model):
    """A person belongs to a family from a day until another.

    Rebuildable: the family that held on each day by the precedence of ``precedence.py``.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True)
    classification: ClassVar = dict.fromkeys(("id", "person", "family", "since", "until"), OPEN)


class FamilyValues(models.Model):
    """What can be said of a family. Codes: ``kernel.vocabulary.FAMILY``."""

    village_code = models.CharField(max_length=10)
    address = _text(200)
    hamlet = _text(80)
    rt = _text(3)
    rw = _text(3)
    head_name = _text(120)
    head_nik = _text(16)
    kk_number = _text(16)
    decile = _text(3)  # "1" .. "10", or "4+"
    percentile = models.PositiveSmallIntegerField(null=True)
    home_ownership = _code()
    savings = _code()
    floor_area_m2 = models.FloatField(null=True)
    roof = _code()
    roof_quality = _code()
    wall = _code()
    wall_quality = _code()
    floor = _code()
    floor_quality = _code()
    lighting = _code()
    power = _code()
    cooking_fuel = _code()
    drinking_water = _code()
    washing_water = _code()
    toilet = _code()
    listed_stunting_risk = _code()
    decent_house = _code(3)  # field answers: "yes" or "no"
    clean_water = _code(3)
    own_latrine = _code(3)
    own_electricity = _code(3)
    stunting_risk = _code(3)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    presence = _code()
    receives_bpnt = _code(3)
    receives_bpum = _code(3)
    receives_bst = _code(3)
    receives_pkh = _code(3)
    receives_sembako = _code(3)

    value_classification: ClassVar = {
        **dict.fromkeys(("village_code", "presence"), OPEN),
        **dict.fromkeys(
            (
                "address",
                "hamlet",
                "rt",
                "rw",
                "head_name",
                "head_nik",
                "kk_number",
                "home_ownership",
                "floor_area_m2",
                "roof",
                "roof_quality",
                "wall",
                "wall_quality",
                "floor",
                "floor_quality",
                "lighting",
                "power",
                "cooking_fuel",
                "drinking_water",
                "washing_water",
                "toilet",
                "decent_house",
                "clean_water",
                "own_latrine",
                "own_electricity",
                "latitude",
                "longitude",
            ),
            PERSONAL,
        ),
        **dict.fromkeys(
            (
                "decile",
                "percentile",
                "savings",
                "listed_stunting_risk",
                "stunting_risk",
                "receives_bpnt",
                "receives_bpum",
                "receives_bst",
                "receives_pkh",
                "receives_sembako",
            ),
            SPECIFIC,
        ),
    }

    class Meta:
        abstract = True


class PersonValues(models.Model):
    """What can be said of a person. Codes: ``kernel.vocabulary.PERSON``."""

    village_code = models.CharField(max_length=10)
    name = _text(120)
    nik = _text(16)
    kk_number = _text(16)
    sex = _code(6)  # "male", "female"
    birth_date = models.DateField(null=True)
    birth_place = _text(60)
    mother_name = _text(120)
    relationship = _code()
    marital_status = _code()
    occupation = _code()
    employment_status = _code()
    education = _code()
    civil_match = _code()
    list_priority = _code(40)
    disability_kind = _code()
    works = _code(3)  # field answers: "yes" or "no"
    out_of_school = _code(3)
    has_disability = _code(3)
    listed_stunting_risk = _code()
    presence = _code()
    receives_bpnt = _code(3)
    receives_bpum = _code(3)
    receives_bst = _code(3)
    receives_pkh = _code(3)
    receives_sembako = _code(3)
    receives_prakerja = _code(3)
    receives_kur = _code(3)

    value_classification: ClassVar = {
        **dict.fromkeys(("village_code", "civil_match", "list_priority", "presence"), OPEN),
        **dict.fromkeys(
            (
                "name",
                "nik",
                "kk_number",
                "sex",
                "birth_date",
                "birth_place",
                "mother_name",
                "relationship",
                "marital_status",
                "occupation",
                "employment_status",
                "education",
                "works",
            ),
            PERSONAL,
        ),
        **dict.fromkeys(
            (
                "disability_kind",
                "out_of_school",
                "has_disability",
                "listed_stunting_risk",
                "receives_bpnt",
                "receives_bpum",
                "receives_bst",
                "receives_pkh",
                "receives_sembako",
                "receives_prakerja",
                "receives_kur",
            ),
            SPECIFIC,
        ),
    }

    class Meta:
        abstract = True


class Origin(models.TextChoices):
    """How an observation came about."""

    LIST = "list"
    VERIFICATION = "verification"


class Provenance(models.Model):
    """Who said it, when, and where it stands in what was received."""

    origin = models.CharField(max_length=12, choices=Origin.choices)
    accepted = models.BooleanField()  # lists: always; verification: accepted by the kabupaten
    observed_on = models.DateField()
    source = models.CharField(max_length=40)  # key of the layout
    batch_id = models.BigIntegerField()
    sheet = models.CharField(max_length=80)
    row_number = models.PositiveIntegerField()

    provenance_classification: ClassVar = dict.fromkeys(
        (
            "id",
            "origin",
            "accepted",
            "observed_on",
            "source",
            "batch_id",
            "sheet",
            "row_number",
        ),
        OPEN,
    )

    class Meta:
        abstract = True


class FamilyObservation(FamilyValues, Provenance):
    """What one row or visit said about a family."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="observations")
    classification: ClassVar = {
        **FamilyValues.value_classification,
        **Provenance.provenance_classification,
        "family": OPEN,
    }


class PersonObservation(PersonValues, Provenance):
    """What one row or visit said about a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="observations")
    # The family that the row puts the person in; null: it does not say.
    family = models.ForeignKey(
        Family, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    classification: ClassVar = {
        **PersonValues.value_classification,
        **Provenance.provenance_classification,
        "person": OPEN,
        "family": OPEN,
    }


class FamilyProfile(FamilyValues):
    """The values of a family that hold now, resolved from its observations. Rebuildable."""

    family = models.OneToOneField(
        Family, primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    classification: ClassVar = {**FamilyValues.value_classification, "family": OPEN}

    class Meta:
        indexes = (models.Index(fields=("village_code", "head_name"), name="family_village"),)


class PersonProfile(PersonValues):
    """The values of a person that hold now, resolved from observations. Rebuildable."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    family = models.ForeignKey(
        Family, null=True, on_delete=models.CASCADE, related_name="member_profiles"
    )
    classification: ClassVar = {
        **PersonValues.value_classification,
        "person": OPEN,
        "family": OPEN,
    }

    class Meta:
        indexes = (
            models.Index(fields=("village_code", "name"), name="person_village"),
            models.Index(fields=("nik",), name="person_nik"),
        )
