"""Codes of Regsosek 2022 (questionnaire K), and of DTSEN, whose field list is not public.

The same thing has other numbers than in BDT 2015 (a zinc roof is 3 here and 6 there). Questions
that belong together are brought together in ``cleaning.combined``.
"""

from entas.sources.layouts import codes_bdt, values
from entas.sources.layouts.codes import numbered

FLOOR = numbered(
    {
        1: ("marmer/granit", "marble"),
        2: ("keramik", "ceramic"),
        3: ("parket/vinil/karpet", "parquet"),
        4: ("ubin/tegel/teraso", "tile"),
        5: ("kayu/papan", "wood"),
        6: ("semen/bata merah", "cement"),
        7: ("bambu", "bamboo"),
        8: ("tanah", "earth"),
        9: ("lainnya", "other"),
    },
    also=values.FLOOR,
)
WALL = codes_bdt.WALL
ROOF = numbered(
    {
        1: ("beton", "concrete"),
        2: ("genteng", "tile"),
        3: ("seng", "zinc"),
        4: ("asbes", "asbestos"),
        5: ("kayu/sirap", "wood_shingle"),
        6: ("bambu", "bamboo"),
        7: ("jerami/ijuk/daun/rumbia", "thatch"),
        8: ("lainnya", "other"),
    },
    also=values.ROOF,
)
WATER = numbered(
    {
        1: ("air kemasan bermerek", "bottled"),
        2: ("air isi ulang", "refill"),
        3: ("leding", "piped"),
        4: ("sumur bor/pompa", "bore_well"),
        5: ("sumur terlindung", "protected_well"),
        6: ("sumur tak terlindung", "unprotected_well"),
        7: ("mata air terlindung", "protected_spring"),
        8: ("mata air tak terlindung", "unprotected_spring"),
        9: ("air permukaan", "surface"),
        10: ("air hujan", "rain"),
        11: ("lainnya", "other"),
    },
    also=values.WATER,
)
LIGHTING = numbered(
    {
        1: ("listrik PLN dengan meteran", "pln_metered"),
        2: ("listrik PLN tanpa meteran", "pln_unmetered"),
        3: ("listrik non-PLN", "non_pln"),
        4: ("bukan listrik", "none"),
    },
    also=values.LIGHTING,
)
POWER = numbered(
    {
        1: ("450 watt", "450"),
        2: ("900 watt", "900"),
        3: ("1300 watt", "1300"),
        4: ("2200 watt", "2200"),
        5: ("> 2200 watt", "above_2200"),
    },
    also=values.POWER,
)
TOILET = numbered(
    {
        1: ("sendiri", "own"),
        2: ("bersama rumah tangga tertentu", "shared"),
        3: ("MCK komunal", "public"),
        4: ("MCK umum", "public"),
        5: ("ada, tidak digunakan", "none"),
        6: ("tidak ada", "none"),
    },
    also=values.TOILET,
)
DRAIN = numbered(
    {
        1: ("tangki septik", "septic"),
        2: ("IPAL", "septic"),
        3: ("kolam/sawah/sungai", "other"),
        4: ("lubang tanah", "other"),
        5: ("pantai/tanah lapang/kebun", "other"),
        6: ("lainnya", "other"),
    }
)
HOME_OWNERSHIP = codes_bdt.HOME_OWNERSHIP
COOKING_FUEL = values.COOKING_FUEL
RELATIONSHIP = codes_bdt.RELATIONSHIP
MARITAL_STATUS = codes_bdt.MARITAL_STATUS
SEX = values.SEX
ATTENDANCE = numbered(
    {1: ("belum pernah", "never"), 2: ("masih sekolah", "attending"), 3: ("tidak lagi", "left")},
    also={"tidak/belum pernah sekolah": "never", "tidak bersekolah lagi": "left"},
)
CERTIFICATE = codes_bdt.CERTIFICATE
WORKS = codes_bdt.WORKS
PRESENCE = numbered(
    {
        1: ("tinggal bersama keluarga", "present"),
        2: ("meninggal", "dead"),
        3: ("pindah dalam negeri", "moved"),
        4: ("pindah luar negeri", "moved"),
        5: ("anggota baru", "new"),
        6: ("tidak ditemukan", "not_found"),
    },
    also=values.PERSON_PRESENCE,
)
FAMILY_PRESENCE = numbered(
    {
        1: ("lengkap", "found"),
        2: ("tidak lengkap", "found"),
        3: ("tidak ada responden", ""),
        4: ("menolak", "refused"),
        5: ("pindah", "moved"),
    },
    also=values.FAMILY_PRESENCE,
)
"""205, the result of the visit. That nobody answered says nothing of where the family is."""

DIFFICULTY = numbered(
    {
        1: ("sama sekali tidak bisa", "cannot"),
        2: ("banyak kesulitan", "much"),
        3: ("sedikit kesulitan", "some"),
        4: ("tidak ada kesulitan", "none"),
    },
    also={"tidak mengalami kesulitan": "none"},
)
"""428a to 428i (Washington Group). 1 and 2 are a disability."""
