"""Users, and grants of a role in an area."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from entas.kernel.classification import OPEN, PERSONAL


class Role(models.TextChoices):
    """What a person does in the system; see ``permissions.py`` for what each may do."""

    PROVINCE_ADMIN = "province_admin"
    PLANNER = "planner"  # Bappeda
    SOCIAL_OFFICE = "social_office"  # Dinsos
    SUBDISTRICT_OFFICER = "subdistrict_officer"  # TKSK, Kasi Kesos
    VILLAGE_OPERATOR = "village_operator"
    AUDITOR = "auditor"


class User(AbstractUser):
    """A person who signs in. One account a person: shared accounts hid improper deletions."""

    language = models.CharField(max_length=2, default="id")

    classification: ClassVar = {
        **dict.fromkeys(
            (
                "id",
                "is_superuser",
                "is_staff",
                "is_active",
                "date_joined",
                "language",
                "groups",
                "user_permissions",
            ),
            OPEN,
        ),
        **dict.fromkeys(
            ("username", "first_name", "last_name", "email", "password", "last_login"), PERSONAL
        ),
    }


class Grant(models.Model):
    """A role in an area (and everything below it)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=Role.choices)
    area_code = models.CharField(max_length=10)  # "33", "3310", "331001", "3310012005"

    classification: ClassVar = dict.fromkeys(("id", "user", "role", "area_code"), OPEN)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "area_code"), name="grant_once"),
        )


class Installation(models.Model):
    """This installation: the area it serves, and whether its data are made up. One row."""

    area_code = models.CharField(max_length=10, default="33")
    is_demo = models.BooleanField(default=False)

    classification: ClassVar = dict.fromkeys(("id", "area_code", "is_demo"), OPEN)
