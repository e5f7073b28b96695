"""Areas as the Ministry of Home Affairs codes them (Kepmendagri), digits without dots."""

from typing import ClassVar

from django.db import models

from entas.kernel.classification import OPEN


class Level(models.IntegerChoices):
    """Depth of an area in the tree."""

    PROVINCE = 1, "province"
    DISTRICT = 2, "district"
    SUBDISTRICT = 3, "subdistrict"
    VILLAGE = 4, "village"


CODE_LENGTH = {Level.PROVINCE: 2, Level.DISTRICT: 4, Level.SUBDISTRICT: 6, Level.VILLAGE: 10}


class Area(models.Model):
    """A province, kabupaten/kota, kecamatan or desa/kelurahan.

    The code of a parent is a prefix of its children's: 33 > 3310 > 331001 > 3310012005.
    """

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    kind = models.CharField(max_length=12)  # provinsi, kabupaten, kota, kecamatan, desa, kelurahan
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    bps_code = models.CharField(max_length=10, blank=True, default="", db_index=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    classification: ClassVar = dict.fromkeys(
        ("code", "name", "level", "kind", "parent", "bps_code", "valid_from", "valid_until"), OPEN
    )

    class Meta:
        ordering = ("code",)
        indexes = (models.Index(fields=("level", "name"), name="area_level_name"),)

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """The outline of an area, ready to draw: an SVG path in the province's map frame."""

    area = models.OneToOneField(Area, primary_key=True, on_delete=models.CASCADE)
    path = models.TextField()
    box = models.JSONField()  # [min x, min y, max x, max y] in the same frame
    source = models.CharField(max_length=200)

    classification: ClassVar = dict.fromkeys(("area", "path", "box", "source"), OPEN)
