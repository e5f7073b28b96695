"""A small true piece of Central Java."""

from entas.areas.models import Area, Level

PROVINCE = "33"
KLATEN = "3310"
KLATEN_SUBDISTRICT = "331001"
KLATEN_VILLAGE = "3310012005"
KLATEN_OTHER_VILLAGE = "3310012008"
GROBOGAN = "3315"
GROBOGAN_SUBDISTRICT = "331501"
GROBOGAN_VILLAGE = "3315012001"
GROBOGAN_OTHER_VILLAGE = "3315012002"

_TREE = (
    (PROVINCE, "Jawa Tengah", Level.PROVINCE, "provinsi"),
    (KLATEN, "Kabupaten Klaten", Level.DISTRICT, "kabupaten"),
    (KLATEN_SUBDISTRICT, "Prambanan", Level.SUBDISTRICT, "kecamatan"),
    (KLATEN_VILLAGE, "Kebondalem Kidul", Level.VILLAGE, "desa"),
    (KLATEN_OTHER_VILLAGE, "Sanggrahan", Level.VILLAGE, "desa"),
    (GROBOGAN, "Kabupaten Grobogan", Level.DISTRICT, "kabupaten"),
    (GROBOGAN_SUBDISTRICT, "Kedungjati", Level.SUBDISTRICT, "kecamatan"),
    (GROBOGAN_VILLAGE, "Karanglangu", Level.VILLAGE, "desa"),
    (GROBOGAN_OTHER_VILLAGE, "Panimbo", Level.VILLAGE, "desa"),
)
_PARENT_LENGTH = {Level.PROVINCE: 0, Level.DISTRICT: 2, Level.SUBDISTRICT: 4, Level.VILLAGE: 6}


def make_area(code: str, name: str, level: Level, kind: str) -> Area:
    return Area.objects.create(
        code=code,
        name=name,
        level=level,
        kind=kind,
        parent_id=code[: _PARENT_LENGTH[level]] or None,
    )


def make_tree() -> list[Area]:
    """Province, two kabupaten, a kecamatan in each, two villages in each kecamatan."""
    return [make_area(*row) for row in _TREE]
