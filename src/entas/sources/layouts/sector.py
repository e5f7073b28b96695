"""What the lists of sector offices say of one row, besides who it is and where: codes and texts.

A row of such a list has no number that another list knows. It is kept as a listing, to be linked.
Fields that the registry has too (roof, power, education, ...) keep the registry's name and codes.
"""

from collections.abc import Mapping

from entas.kernel.vocabulary import FAMILY, PERSON, YES_NO

IDENTITY = (
    "reference", "name", "nik", "kk_number", "sex", "birth_date", "mother_name", "address",
    "hamlet", "rt", "rw",
)  # fmt: skip
"""Fields of a listing that say who and where; ``reference`` is the list's own number (IDPEL)."""

_OF_FAMILIES = (
    "roof", "wall", "floor", "lighting", "power", "drinking_water", "toilet", "home_ownership",
    "decent_house", "clean_water", "own_latrine", "own_electricity",
)  # fmt: skip
_OF_PERSONS = (
    "education", "occupation", "works", "out_of_school", "has_disability", "disability_kind",
    "relationship", "marital_status",
)  # fmt: skip
CODES: Mapping[str, tuple[str, ...]] = {
    **{name: FAMILY[name] for name in _OF_FAMILIES},
    **{name: PERSON[name] for name in _OF_PERSONS},
    "decile": FAMILY["decile"],
    "customer_status": ("active", "inactive"),
    "proposal_status": ("proposed", "verified", "approved", "rejected", "realised"),
    "schooling_kind": ("never", "dropped_out", "not_continued"),
    "follow_up": ("none", "in_progress", "back_in_school", "refused", "not_found"),
    "height_for_age": ("severely_stunted", "stunted", "normal", "tall"),
    "stunted": YES_NO,
    "training_status": ("registered", "attending", "graduated", "not_finished"),
    "job_status": ("seeking", "placed", "self_employed"),
    "aid_status": ("proposed", "approved", "received", "rejected"),
}
"""Canonical codes of the coded values of a listing."""

TEXTS: Mapping[str, int] = {
    "parent_name": 120, "tariff": 20, "cause": 200, "programme_name": 120, "provider": 120,
    "device": 120, "skill": 120, "school": 120, "phone": 20, "note": 300,
}  # fmt: skip
"""Free texts of a listing with their greatest length."""

NUMBERS = ("floor_area_m2", "year", "amount")
DATES = ("measured_on", "given_on")
VALUES = (*CODES, *TEXTS, *NUMBERS, *DATES)
"""Every field of a listing that is not identity."""

POWER: Mapping[str, str] = {
    f"{tariff}{watt}{unit}": code
    for watt, code in (
        ("450", "450"), ("900", "900"), ("1300", "1300"), ("1.300", "1300"), ("2200", "2200"),
        ("2.200", "2200"), ("3500", "above_2200"), ("3.500", "above_2200"), ("4400", "above_2200"),
        ("4.400", "above_2200"), ("5500", "above_2200"), ("5.500", "above_2200"),
        ("6600", "above_2200"), ("6.600", "above_2200"), ("7700", "above_2200"),
        ("11000", "above_2200"), ("13200", "above_2200"), ("16500", "above_2200"),
    )
    for unit in ("", " VA", " WATT", " W")
    for tariff in ("", "R1/", "R1M/", "R1T/")
}  # fmt: skip
"""What PLN writes for the rating of a connection."""

CUSTOMER_STATUS: Mapping[str, str] = {
    "AKTIF": "active", "1": "active", "HIDUP": "active", "NYALA": "active",
    "TIDAK AKTIF": "inactive", "NONAKTIF": "inactive", "NON AKTIF": "inactive", "0": "inactive",
    "PUTUS": "inactive", "PUTUS SEMENTARA": "inactive", "BONGKAR": "inactive",
    "BONGKAR RAMPUNG": "inactive",
}  # fmt: skip
LIGHTING_OF_CUSTOMER: Mapping[str, str] = {
    word: "pln_metered" for word, code in CUSTOMER_STATUS.items() if code == "active"
}
PROPOSAL_STATUS: Mapping[str, str] = {
    "USULAN": "proposed", "DIUSULKAN": "proposed", "BELUM DITANGANI": "proposed",
    "VERIFIKASI": "verified", "TERVERIFIKASI": "verified", "DIVERIFIKASI": "verified",
    "LOLOS VERIFIKASI": "verified", "DISETUJUI": "approved", "DITETAPKAN": "approved",
    "PENETAPAN": "approved", "DITOLAK": "rejected", "TIDAK LOLOS": "rejected",
    "TIDAK LAYAK": "rejected", "REALISASI": "realised", "TEREALISASI": "realised",
    "SELESAI": "realised", "SUDAH DITANGANI": "realised",
}  # fmt: skip
SCHOOLING_KIND: Mapping[str, str] = {
    "BPB": "never", "BELUM PERNAH BERSEKOLAH": "never", "BELUM PERNAH SEKOLAH": "never",
    "DO": "dropped_out", "PUTUS SEKOLAH": "dropped_out", "DROP OUT": "dropped_out",
    "LTM": "not_continued", "LULUS TIDAK MELANJUTKAN": "not_continued",
    "TIDAK MELANJUTKAN": "not_continued",
}  # fmt: skip
OUT_OF_SCHOOL = dict.fromkeys(SCHOOLING_KIND, "yes")
FOLLOW_UP: Mapping[str, str] = {
    "BELUM": "none", "BELUM DITINDAKLANJUTI": "none", "BELUM ADA": "none", "PROSES": "in_progress",
    "DALAM PROSES": "in_progress", "SEDANG DITINDAKLANJUTI": "in_progress",
    "KEMBALI SEKOLAH": "back_in_school", "KEMBALI BERSEKOLAH": "back_in_school",
    "SUDAH SEKOLAH": "back_in_school", "SUDAH KEMBALI SEKOLAH": "back_in_school",
    "KEJAR PAKET": "back_in_school", "MENOLAK": "refused", "TIDAK BERSEDIA": "refused",
    "TIDAK MAU": "refused", "TIDAK DITEMUKAN": "not_found",
}  # fmt: skip
HEIGHT_FOR_AGE: Mapping[str, str] = {
    "SANGAT PENDEK": "severely_stunted", "SEVERELY STUNTED": "severely_stunted",
    "PENDEK": "stunted", "STUNTED": "stunted", "STUNTING": "stunted", "NORMAL": "normal",
    "TINGGI": "tall",
}  # fmt: skip
STUNTED: Mapping[str, str] = {
    word: "yes" if code in {"stunted", "severely_stunted"} else "no"
    for word, code in HEIGHT_FOR_AGE.items()
}
TRAINING_STATUS: Mapping[str, str] = {
    "TERDAFTAR": "registered", "MENDAFTAR": "registered", "CALON PESERTA": "registered",
    "PESERTA": "attending", "SEDANG MENGIKUTI": "attending", "AKTIF": "attending",
    "LULUS": "graduated", "ALUMNI": "graduated", "SELESAI": "graduated", "KOMPETEN": "graduated",
    "TIDAK LULUS": "not_finished", "MENGUNDURKAN DIRI": "not_finished",
    "TIDAK SELESAI": "not_finished",
}  # fmt: skip
JOB_STATUS: Mapping[str, str] = {
    "MENCARI KERJA": "seeking", "BELUM BEKERJA": "seeking", "BELUM DITEMPATKAN": "seeking",
    "PENCARI KERJA": "seeking", "TERDAFTAR": "seeking", "TIDAK BEKERJA": "seeking",
    "DITEMPATKAN": "placed", "SUDAH BEKERJA": "placed", "BEKERJA": "placed",
    "PENEMPATAN": "placed", "WIRAUSAHA": "self_employed", "USAHA SENDIRI": "self_employed",
}  # fmt: skip
WORKS_OF_JOB: Mapping[str, str] = {
    word: "no" if code == "seeking" else "yes"
    for word, code in JOB_STATUS.items()
    if word != "TERDAFTAR"
}
AID_STATUS: Mapping[str, str] = {
    "USULAN": "proposed", "DIUSULKAN": "proposed", "RENCANA": "proposed", "DISETUJUI": "approved",
    "DITETAPKAN": "approved", "DITERIMA": "received", "SUDAH DITERIMA": "received",
    "TERSALUR": "received", "DISALURKAN": "received", "REALISASI": "received", "SUDAH": "received",
    "DITOLAK": "rejected", "BATAL": "rejected", "BELUM": "proposed",
}  # fmt: skip
DISABILITY: Mapping[str, str] = {
    "TUNA DAKSA": "physical", "DAKSA": "physical", "DISABILITAS FISIK": "physical",
    "TUNA NETRA": "sensory", "NETRA": "sensory", "TUNA RUNGU": "sensory", "RUNGU": "sensory",
    "TUNA WICARA": "sensory", "WICARA": "sensory", "DISABILITAS SENSORIK": "sensory",
    "TUNA RUNGU WICARA": "multiple", "RUNGU WICARA": "multiple", "TUNA GANDA": "multiple",
    "DISABILITAS GANDA": "multiple", "TUNA GRAHITA": "intellectual", "GRAHITA": "intellectual",
    "DISABILITAS INTELEKTUAL": "intellectual", "DISABILITAS MENTAL": "mental", "ODGJ": "mental",
    "FISIK": "physical", "INTELEKTUAL": "intellectual", "MENTAL": "mental",
    "SENSORIK": "sensory", "GANDA": "multiple", "TIDAK": "none", "TIDAK ADA": "none",
    "BUKAN DISABILITAS": "none",
}  # fmt: skip
HAS_DISABILITY: Mapping[str, str] = {
    word: "no" if code == "none" else "yes" for word, code in DISABILITY.items()
}
EDUCATION: Mapping[str, str] = {
    "SD": "primary", "SD/SEDERAJAT": "primary", "SD/MI": "primary", "SMP": "lower_secondary",
    "SMP/SEDERAJAT": "lower_secondary", "SMP/MTS": "lower_secondary", "SLTP": "lower_secondary",
    "MTS": "lower_secondary", "SMA": "upper_secondary", "SMK": "upper_secondary",
    "SMA/SEDERAJAT": "upper_secondary", "SMA/SMK": "upper_secondary", "SLTA": "upper_secondary",
    "SMA/SMK/MA": "upper_secondary", "MA": "upper_secondary", "D1": "tertiary", "D2": "tertiary",
    "D3": "tertiary", "D4": "tertiary", "S1": "tertiary", "S2": "tertiary", "DIPLOMA": "tertiary",
    "SARJANA": "tertiary", "TIDAK SEKOLAH": "none", "TIDAK TAMAT SD": "primary_incomplete",
}  # fmt: skip
"""The last school of somebody who has left it, as job offices write it."""
