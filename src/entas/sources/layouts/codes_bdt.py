"""Codes of BDT and PBDT 2015, the household questionnaire and the roster of its members.

Where the questionnaire asks in two questions what the registry keeps in one field (toilet and where
it drains; school now and highest certificate; PLN and the rating of its meter), each is read into a
field of its own here and ``cleaning.combined`` brings them together.
"""

from entas.sources.layouts import values
from entas.sources.layouts.codes import coded_also, numbered

FLOOR = numbered(
    {
        1: ("marmer/granit", "marble"),
        2: ("keramik", "ceramic"),
        3: ("parket/vinil/permadani", "parquet"),
        4: ("ubin/tegel/teraso", "tile"),
        5: ("kayu/papan kualitas tinggi", "wood"),
        6: ("semen/bata merah", "cement"),
        7: ("bambu", "bamboo"),
        8: ("kayu/papan kualitas rendah", "wood"),
        9: ("tanah", "earth"),
        10: ("lainnya", "other"),
    },
    also=values.FLOOR,
)
FLOOR_QUALITY = numbered({5: ("kayu kualitas tinggi", "good"), 8: ("kayu kualitas rendah", "poor")})
"""The questionnaire says the quality of a wooden floor only."""

WALL = numbered(
    {
        1: ("tembok", "brick"),
        2: ("plesteran anyaman bambu/kawat", "plastered_bamboo"),
        3: ("kayu", "wood"),
        4: ("anyaman bambu", "bamboo_mat"),
        5: ("batang kayu", "log"),
        6: ("bambu", "bamboo"),
        7: ("lainnya", "other"),
    },
    also=values.WALL,
)
ROOF = numbered(
    {
        1: ("beton/genteng beton", "concrete"),
        2: ("genteng keramik", "tile"),
        3: ("genteng metal", "metal_tile"),
        4: ("genteng tanah liat", "tile"),
        5: ("asbes", "asbestos"),
        6: ("seng", "zinc"),
        7: ("sirap", "wood_shingle"),
        8: ("bambu", "bamboo"),
        9: ("jerami/ijuk/daun/rumbia", "thatch"),
        10: ("lainnya", "other"),
    },
    also=values.ROOF,
)
QUALITY = numbered({1: ("bagus", "good"), 2: ("jelek", "poor")}, also=values.QUALITY)
WATER = numbered(
    {
        1: ("air kemasan bermerek", "bottled"),
        2: ("air isi ulang", "refill"),
        3: ("leding meteran", "piped"),
        4: ("leding eceran", "piped"),
        5: ("sumur bor/pompa", "bore_well"),
        6: ("sumur terlindung", "protected_well"),
        7: ("sumur tak terlindung", "unprotected_well"),
        8: ("mata air terlindung", "protected_spring"),
        9: ("mata air tak terlindung", "unprotected_spring"),
        10: ("sungai/danau/waduk", "surface"),
        11: ("air hujan", "rain"),
        12: ("lainnya", "other"),
    },
    also=values.WATER,
)
SUPPLY = numbered(
    {1: ("listrik pln", "pln"), 2: ("listrik non-pln", "non_pln"), 3: ("bukan listrik", "none")}
)
"""PLN's meter is in the next question (``POWER``)."""

POWER = numbered(
    {
        1: ("450 watt", "450"),
        2: ("900 watt", "900"),
        3: ("1300 watt", "1300"),
        4: ("2200 watt", "2200"),
        5: ("> 2200 watt", "above_2200"),
        6: ("tanpa meteran", "unmetered"),
    },
    also=values.POWER,
)
TOILET = numbered(
    {
        1: ("sendiri", "own"),
        2: ("bersama", "shared"),
        3: ("umum", "public"),
        4: ("tidak ada", "none"),
    },
    also=values.TOILET,
)
DRAIN = numbered(
    {
        1: ("tangki", "septic"),
        2: ("spal", "septic"),
        3: ("lubang tanah", "other"),
        4: ("kolam/sawah/sungai", "other"),
        5: ("pantai/tanah lapang/kebun", "other"),
        6: ("lainnya", "other"),
    }
)
"""A sewer (SPAL) is as good as a tank for ``own_septic``."""

HOME_OWNERSHIP = numbered(
    {
        1: ("milik sendiri", "owned"),
        2: ("kontrak/sewa", "rented"),
        3: ("bebas sewa", "rent_free"),
        4: ("dinas", "official"),
        5: ("lainnya", "other"),
    },
    also=values.HOME_OWNERSHIP,
)
COOKING_FUEL = numbered(
    {
        1: ("listrik", "electricity_gas"),
        2: ("gas > 3 kg", "electricity_gas"),
        3: ("gas 3 kg", "electricity_gas"),
        4: ("gas kota/biogas", "electricity_gas"),
        5: ("minyak tanah", "kerosene"),
        6: ("briket", "wood_charcoal"),
        7: ("arang", "wood_charcoal"),
        8: ("kayu bakar", "wood_charcoal"),
        9: ("tidak memasak di rumah", "other"),
    },
    also=values.COOKING_FUEL,
)
RELATIONSHIP = numbered(
    {
        1: ("kepala rumah tangga", "head"),
        2: ("istri/suami", "spouse"),
        3: ("anak", "child"),
        4: ("menantu", "child_in_law"),
        5: ("cucu", "grandchild"),
        6: ("orang tua/mertua", "parent"),
        7: ("pembantu", "servant"),
        8: ("lainnya", "other"),
    },
    also=values.RELATIONSHIP,
)
MARITAL_STATUS = numbered(
    {
        1: ("belum kawin", "single"),
        2: ("kawin", "married"),
        3: ("cerai hidup", "divorced"),
        4: ("cerai mati", "widowed"),
    },
    also=values.MARITAL_STATUS,
)
_DISABILITIES = {
    0: ("tidak cacat", "none"),
    1: ("tuna daksa", "physical"),
    2: ("tuna netra", "sensory"),
    3: ("tuna rungu", "sensory"),
    4: ("tuna wicara", "sensory"),
    5: ("tuna rungu dan wicara", "multiple"),
    6: ("tuna netra dan daksa", "multiple"),
    7: ("tuna netra, rungu, wicara", "multiple"),
    8: ("tuna rungu, wicara, daksa", "multiple"),
    9: ("tuna rungu, wicara, netra, daksa", "multiple"),
    10: ("mental retardasi", "intellectual"),
    11: ("mantan gangguan jiwa", "mental"),
    12: ("cacat fisik dan mental", "multiple"),
}
"""UU 8/2016 counts deaf and mute together as a multiple disability (explanation of article 4)."""

DISABILITY_KIND = numbered(_DISABILITIES, also=values.DISABILITY_KIND)
HAS_DISABILITY = coded_also(
    _DISABILITIES,
    {"none": "no"}
    | dict.fromkeys(("physical", "sensory", "intellectual", "mental", "multiple"), "yes"),
)
ATTENDANCE = numbered(
    {0: ("belum pernah", "never"), 1: ("masih sekolah", "attending"), 2: ("tidak lagi", "left")},
    also={"tidak/belum pernah sekolah": "never", "tidak bersekolah lagi": "left"},
)
CERTIFICATE = numbered(
    {
        0: ("tidak punya ijazah", "none"),
        1: ("SD/sederajat", "primary"),
        2: ("SMP/sederajat", "lower_secondary"),
        3: ("SMA/sederajat", "upper_secondary"),
        4: ("D1-D3", "tertiary"),
        5: ("D4/S1", "tertiary"),
        6: ("S2/S3", "tertiary"),
    }
)
WORKS = numbered({1: ("ya", "yes"), 2: ("tidak", "no")})
PRESENCE = numbered(
    {
        1: ("tinggal di ruta", "present"),
        2: ("meninggal", "dead"),
        3: ("pindah", "moved"),
        4: ("anggota baru", "new"),
        5: ("kesalahan prelist", "listed_by_mistake"),
        6: ("tidak ditemukan", "not_found"),
    },
    also=values.PERSON_PRESENCE,
)
SEX = values.SEX
