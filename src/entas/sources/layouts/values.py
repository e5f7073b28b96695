"""Values as the lists write them, to the codes of ``kernel.vocabulary``.

P3KE's releases of 2022 and 2023 use different words for the same thing and never the same word for
different things, so one table a field serves both. A word that means "not said" (KOSONG, -) is not
listed: it becomes null without a finding (``NOT_SAID``).
"""

from collections.abc import Mapping

NOT_SAID = ("", "-", "--", "KOSONG", "NULL", "NA", "N/A", "#N/A", "TIDAK DIISI", "BELUM DIISI")

YES_NO: Mapping[str, str] = {
    "YA": "yes", "Y": "yes", "ADA": "yes", "SUDAH": "yes", "1": "yes", "TRUE": "yes",
    "TIDAK": "no", "T": "no", "TDK": "no", "TIDAK ADA": "no", "BELUM": "no", "BUKAN": "no",
    "0": "no", "FALSE": "no",
}  # fmt: skip

DECILE: Mapping[str, str] = {
    **{code: code for code in ("1", "2", "3", "4", "4+", "5", "6", "7", "8", "9", "10")},
    **{f"DESIL {code}": code for code in ("1", "2", "3", "4", "4+", "5", "6", "7", "8", "9", "10")},
}

HOME_OWNERSHIP: Mapping[str, str] = {
    "MILIK SENDIRI": "owned",
    "KONTRAK/SEWA": "rented", "KONTRAK": "rented", "SEWA": "rented",
    "BEBAS SEWA/MENUMPANG": "rent_free", "BEBAS SEWA": "rent_free", "MENUMPANG": "rent_free",
    "DINAS": "official", "RUMAH DINAS": "official",
    "LAINNYA": "other",
}  # fmt: skip

ROOF: Mapping[str, str] = {
    "BETON": "concrete", "GENTENG": "tile", "GENTENG METAL": "metal_tile",
    "ASBES/SENG": "asbestos_or_zinc", "ASBES": "asbestos", "SENG": "zinc", "BAMBU": "bamboo",
    "KAYU/SIRAP": "wood_shingle", "SIRAP": "wood_shingle",
    "JERAMI/IJUK/RUMBIA/ DAUN-DAUNAN": "thatch",
    "JERAMI/IJUK/DAUN-DAUNAN/RUMBIA": "thatch", "JERAMI/IJUK/DAUN/RUMBIA": "thatch",
    "LAINNYA": "other",
}  # fmt: skip

WALL: Mapping[str, str] = {
    "TEMBOK": "brick", "PLESTERAN ANYAMAN BAMBU/KAWAT": "plastered_bamboo",
    "KAYU/PAPAN": "wood", "KAYU": "wood", "PAPAN": "wood", "BATANG KAYU": "log", "SENG": "zinc",
    "ANYAMAN BAMBU": "bamboo_mat", "BAMBU": "bamboo", "LAINNYA": "other",
}  # fmt: skip

FLOOR: Mapping[str, str] = {
    "KERAMIK/GRANIT/MARMER/UBIN/TEGEL/TERASO": "finished",
    "MARMER/GRANIT": "marble", "MARMER": "marble", "GRANIT": "marble", "KERAMIK": "ceramic",
    "PARKET/VINIL/PERMADANI": "parquet", "UBIN/TEGEL/TERASO": "tile", "UBIN": "tile",
    "TEGEL": "tile", "SEMEN": "cement", "SEMEN/BATA MERAH": "cement", "KAYU/PAPAN": "wood",
    "BAMBU": "bamboo", "TANAH": "earth", "LAINNYA": "other",
}  # fmt: skip

QUALITY: Mapping[str, str] = {
    "BAGUS/KUALITAS TINGGI": "good", "BAGUS": "good",
    "JELEK/KUALITAS RENDAH": "poor", "JELEK": "poor",
}  # fmt: skip

LIGHTING: Mapping[str, str] = {
    "LISTRIK PLN METERAN": "pln_metered", "LISTRIK PLN DENGAN METERAN": "pln_metered",
    "LISTRIK PLN NON METERAN": "pln_unmetered", "LISTRIK PLN TANPA METERAN": "pln_unmetered",
    "LISTRIK NON-PLN": "non_pln", "BUKAN LISTRIK": "none",
    # 2022: a private supply rated in watts is a metered connection of PLN
    "LISTRIK PRIBADI S/D 900 WATT": "pln_metered", "LISTRIK PRIBADI > 900 WATT": "pln_metered",
    "GENSET/SOLAR CELL": "non_pln", "LISTRIK BERSAMA": "shared", "NON-LISTRIK": "none",
}  # fmt: skip

POWER_OF_LIGHTING: Mapping[str, str] = {
    "LISTRIK PRIBADI S/D 900 WATT": "up_to_900",
    "LISTRIK PRIBADI > 900 WATT": "above_900",
}

POWER: Mapping[str, str] = {
    "=< 900 WATT": "up_to_900", "<= 900 WATT": "up_to_900", "≤ 900 WATT": "up_to_900",
    "S/D 900 WATT": "up_to_900", "> 900 WATT": "above_900",
    "450 WATT": "450", "900 WATT": "900", "1300 WATT": "1300", "2200 WATT": "2200",
    "> 2200 WATT": "above_2200", "TANPA METERAN": "unmetered",
}  # fmt: skip

COOKING_FUEL: Mapping[str, str] = {
    "LISTRIK/GAS": "electricity_gas", "LISTRIK": "electricity_gas", "GAS": "electricity_gas",
    "MINYAK TANAH": "kerosene", "ARANG/KAYU": "wood_charcoal", "KAYU BAKAR": "wood_charcoal",
    "LAINNYA": "other",
}  # fmt: skip

WATER: Mapping[str, str] = {
    "AIR KEMASAN/ISI ULANG": "bottled_or_refill", "AIR KEMASAN": "bottled",
    "AIR ISI ULANG": "refill", "LEDENG/PAM": "piped", "LEDENG": "piped", "SUMUR BOR": "bore_well",
    "SUMUR BOR/POMPA": "bore_well", "SUMUR TERLINDUNG": "protected_well",
    "SUMUR TIDAK TERLINDUNG": "unprotected_well", "MATA AIR TERLINDUNG": "protected_spring",
    "MATA AIR TIDAK TERLINDUNG": "unprotected_spring",
    "AIR PERMUKAAN (SUNGAI, DANAU, DLL)": "surface", "AIR PERMUKAAN": "surface",
    "AIR HUJAN": "rain", "LAINNYA": "other",
}  # fmt: skip

TOILET: Mapping[str, str] = {
    "MILIK SENDIRI": "own", "UMUM/BERSAMA": "shared_or_public",
    "YA, DENGAN SEPTIC TANK": "own_septic", "YA, TANPA SEPTIC TANK": "own_no_septic",
    "TIDAK, JAMBAN UMUM/BERSAMA": "shared_or_public", "TIDAK ADA": "none", "LAINNYA": "other",
}  # fmt: skip

LISTED_STUNTING_RISK: Mapping[str, str] = {
    "BERESIKO STUNTING": "at_risk", "BERISIKO STUNTING": "at_risk",
    "TIDAK BERESIKO STUNTING": "not_at_risk", "TIDAK BERISIKO STUNTING": "not_at_risk",
    "BUKAN TARGET SASARAN": "not_target",
}  # fmt: skip

SEX: Mapping[str, str] = {
    "LAKI-LAKI": "male", "LAKI": "male", "L": "male", "LK": "male", "PRIA": "male", "1": "male",
    "PEREMPUAN": "female", "P": "female", "PR": "female", "WANITA": "female", "2": "female",
}  # fmt: skip

RELATIONSHIP: Mapping[str, str] = {
    "KEPALA KELUARGA": "head", "ISTRI/SUAMI": "spouse", "SUAMI/ISTRI": "spouse", "ISTRI": "spouse",
    "SUAMI": "spouse", "ANAK": "child", "MENANTU": "child_in_law", "CUCU": "grandchild",
    "ORANG TUA": "parent", "MERTUA": "parent", "ORANG TUA/MERTUA": "parent",
    "PEMBANTU": "servant", "LAINNYA": "other", "FAMILI LAIN": "other",
}  # fmt: skip

MARITAL_STATUS: Mapping[str, str] = {
    "BELUM KAWIN": "single", "KAWIN": "married", "CERAI HIDUP": "divorced", "CERAI MATI": "widowed",
    "BELUM MENIKAH": "single", "MENIKAH": "married",
}  # fmt: skip

OCCUPATION: Mapping[str, str] = {
    "TIDAK/BELUM BEKERJA": "not_working", "BELUM/TIDAK BEKERJA": "not_working",
    "TIDAK BEKERJA": "not_working", "PETANI": "farmer", "NELAYAN": "fisher",
    "PEDAGANG": "trader", "PEJABAT NEGARA": "state_official",
    "PNS/TNI/POLRI": "civil_servant_or_security", "PEGAWAI SWASTA": "private_employee",
    "WIRASWASTA": "entrepreneur", "PENSIUNAN": "pensioner", "PEKERJA LEPAS": "casual",
    "MENGURUS RUMAH TANGGA": "homemaker", "IBU RUMAH TANGGA": "homemaker",
    "PELAJAR/MAHASISWA": "student", "PELAJAR": "student", "MAHASISWA": "student",
    "LAINNYA": "other",
}  # fmt: skip

EMPLOYMENT_STATUS: Mapping[str, str] = {
    "BERUSAHA SENDIRI": "own_account",
    "BERUSAHA DIBANTU BURUH TIDAK TETAP/BURUH TIDAK DIBAYAR": "employer_casual",
    "BERUSAHA DIBANTU BURUH TIDAK TETAP/TIDAK DIBAYAR": "employer_casual",
    "BERUSAHA DIBANTU BURUH TETAP/DIBAYAR": "employer_permanent",
    "BURUH/KARYAWAN/PEGAWAI": "employee", "PEKERJA BEBAS": "casual",
    "PEKERJA KELUARGA/TIDAK DIBAYAR": "family_worker",
}  # fmt: skip

EDUCATION: Mapping[str, str] = {
    "TIDAK/BELUM SEKOLAH": "none",
    **{
        f"{words} {school}": code
        for school, level in (("SD", "primary"), ("SLTP", "lower_secondary"),
                              ("SMP", "lower_secondary"), ("SLTA", "upper_secondary"),
                              ("SMA", "upper_secondary"))
        for words, code in (("TAMAT", level), ("MASIH", level + "_attending"),
                            ("SISWA", level + "_attending"))
    },
    **{
        f"{words} {school}/SEDERAJAT": code
        for school, level in (("SD", "primary"), ("SLTP", "lower_secondary"),
                              ("SMP", "lower_secondary"), ("SLTA", "upper_secondary"),
                              ("SMA", "upper_secondary"))
        for words, code in (("TAMAT", level), ("MASIH", level + "_attending"),
                            ("SISWA", level + "_attending"))
    },
    "TDK TAMAT SD/SEDERAJAT": "primary_incomplete",
    "TIDAK TAMAT SD/SEDERAJAT": "primary_incomplete",
    "MASIH PT/AKADEMI": "tertiary_attending", "TAMAT PT/AKADEMI": "tertiary",
    "MAHASISWA PERGURUAN TINGGI": "tertiary_attending", "TAMAT PERGURUAN TINGGI": "tertiary",
}  # fmt: skip

CIVIL_MATCH: Mapping[str, str] = {
    "PADAN": "matched", "YA": "matched", "TIDAK PADAN": "unmatched", "TIDAK": "unmatched",
}  # fmt: skip

LIST_PRIORITY: Mapping[str, str] = {
    "NORMAL": "normal", "NIK DUPLIKAT": "duplicate_nik",
    "KELUARGA DUPLIKAT (NIK & NAMA)": "duplicate_family",
    "KELUARGA NIK KOSONG": "family_without_nik",
    "KELUARGA TIDAK ADA USIA 17+ TAHUN": "family_without_adult",
}  # fmt: skip

DISABILITY_KIND: Mapping[str, str] = {
    "TIDAK": "none", "TIDAK ADA": "none", "BUKAN DISABILITAS": "none", "FISIK": "physical",
    "INTELEKTUAL": "intellectual", "MENTAL": "mental", "SENSORIK": "sensory", "GANDA": "multiple",
}  # fmt: skip

FAMILY_PRESENCE: Mapping[str, str] = {
    "DITEMUKAN": "found", "PINDAH": "moved", "PINDAH KE LUAR NEGERI": "moved_abroad",
    "MENINGGAL": "dead", "DUPLIKAT": "duplicate", "TIDAK DITEMUKAN": "not_found",
    "MENOLAK": "refused", "SALAH WILAYAH": "wrong_area",
}  # fmt: skip

PERSON_PRESENCE: Mapping[str, str] = {
    "ADA": "present", "DITEMUKAN": "present", "MENINGGAL": "dead", "PINDAH": "moved",
    "ANGGOTA BARU": "new", "SALAH DAFTAR": "listed_by_mistake", "TIDAK DITEMUKAN": "not_found",
}  # fmt: skip

VERDICT_REASON: Mapping[str, str] = {
    "SUDAH MAMPU": "well_off", "MAMPU": "well_off",
    "ASN/TNI/POLRI/PENSIUNAN": "civil_servant_or_security",
    "PNS/TNI/POLRI": "civil_servant_or_security", "PERANGKAT DESA": "village_official",
    "DUPLIKAT": "duplicate", "MENINGGAL": "dead", "PINDAH": "moved",
    "NIK TIDAK PADAN": "nik_unmatched", "LAINNYA": "other",
}  # fmt: skip

STAGES = ("visited_on", "submitted_on", "checked_on", "ratified_on", "accepted_on")
"""Dates of the stages of a verification, in order."""

STAGE: Mapping[str, str] = {
    "BELUM": "0", "BELUM DIKUNJUNGI": "0", "SUDAH DIKUNJUNGI": "1", "DIKIRIM": "2",
    "DIPERIKSA KECAMATAN": "3", "DISAHKAN MUSDES": "4", "DITERIMA KABUPATEN": "5",
}  # fmt: skip
"""``status_verifikasi``: how many stages a row has passed."""

INDICATOR: Mapping[str, str] = {
    "RTLH": "housing", "LISTRIK": "electricity", "AIR BERSIH": "water", "JAMBAN": "latrine",
    "STUNTING": "stunting", "ATS": "schooling", "DISABILITAS": "disability",
    "TIDAK BEKERJA": "employment",
}  # fmt: skip

TAG_STATE: Mapping[str, str] = {
    "POTENSI": "potential", "USULAN": "potential", "RENCANA": "planned",
    "DIRENCANAKAN": "planned", "REALISASI": "realised", "TEREALISASI": "realised",
    "YA": "realised", "SUDAH": "realised", "BATAL": "cancelled", "DIBATALKAN": "cancelled",
}  # fmt: skip

FUNDING_SOURCE: Mapping[str, str] = {
    "APBN": "APBN", "APBD PROVINSI": "APBD_PROV", "APBD_PROV": "APBD_PROV",
    "APBD KABUPATEN": "APBD_KAB", "APBD_KAB": "APBD_KAB", "APBD KAB": "APBD_KAB",
    "APBDES": "APBDES", "DANA DESA": "APBDES", "DAK": "DAK", "DBHCHT": "DBHCHT", "DID": "DID",
    "BAZNAS": "BAZNAS", "CSR": "CSR", "FILANTROPI": "PHILANTHROPY", "PHILANTHROPY": "PHILANTHROPY",
    "SWADAYA": "SELF_HELP", "SELF_HELP": "SELF_HELP",
}  # fmt: skip

PROGRAMMES = (
    "rtlh-provinsi", "rtlh-baznas", "rtlh-kabupaten", "bsps", "rtlh-desa", "bpbl",
    "listrik-provinsi", "listrik-csr", "listrik-kabupaten", "jamban-dak", "jamban-stimulan",
    "jamban-baznas", "air-spam", "air-pamsimas", "air-csr", "kerja-pelatihan",
    "kerja-padat-karya", "kerja-modal-baznas", "sekolah-pip", "sekolah-kejar-paket",
    "sekolah-beasiswa", "disabilitas-kjs", "disabilitas-alat-bantu", "disabilitas-atensi",
    "stunting-pmt", "stunting-orang-tua-asuh", "stunting-bkkbn", "pkh", "sembako", "pip",
    "jkn-kis", "blt-dd", "blt-dbhcht", "blt-did", "serasi-kasih", "yatim-piatu", "bpjs-pbi",
)  # fmt: skip
"""Keys of the programme catalogue that lists name."""

PROGRAMME: Mapping[str, str] = {key: key for key in PROGRAMMES}
