"""The verification list with the columns of SIKS-DJ, as a kabupaten of Central Java exports it.

The polarity of its eight answers is mixed: "Tidak" is the need for house, water, latrine,
electricity and work; "Ya" for school, stunting and disability. Fields keep the answer, not the
need.
"""

from entas.sources.layouts import p3ke_2023
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind
from entas.sources.layouts.p3ke_2022 import coded, kept

PROGRAMME_COLUMNS: dict[str, str] = {
    "APBN_PKH": "pkh",
    "APBN_sembako": "sembako",
    "APBN_PIP": "sekolah-pip",
    "APBN_KIP": "sekolah-pip",
    "APBN_JKN_KIS": "jkn-kis",
    "APBN_BSPS": "bsps",
    "APBD_beasiswa_miskin": "sekolah-beasiswa",
    "APBD_serasi_kasih": "serasi-kasih",
    "APBD_yatim_piatu": "yatim-piatu",
    "APBD_alat_bantu_disabilitas": "disabilitas-alat-bantu",
    "APBD_RTLH_desa": "rtlh-provinsi",  # the province's grant goes through the village
    "APBD_RTLH_kelurahan": "rtlh-provinsi",
    "APBD_BPJS_PBI": "bpjs-pbi",
    "RTLH_bantuan_kabupaten": "rtlh-kabupaten",
    "BLT_DBHCHT": "blt-dbhcht",
    "BLT_DID": "blt-did",
    "dana_desa_BLT_DD": "blt-dd",
    "dana_desa_RTLH_desa": "rtlh-desa",
    "bansos_APBD_bantuan_jambanisasi": "jamban-stimulan",
    "bansos_APBD_bantuan_akses_air_bersih": "air-spam",
    "bansos_APBD_bantuan_jaringan_listrik": "listrik-kabupaten",
    "bansos_APBD_bantuan_padat_karya": "kerja-padat-karya",
    "bansos_APBD_bantuan_pelatihan": "kerja-pelatihan",
}


def together(*groups: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns of several layouts; a header that an earlier group has is not taken again."""
    seen: dict[str, Column] = {}
    for column in (column for group in groups for column in group):
        seen.setdefault(column.header.lower(), column)
    return tuple(seen.values())


PROGRAMMES = tuple(
    Column(header, kind=ValueKind.PROGRAMME, programme=key)
    for header, key in PROGRAMME_COLUMNS.items()
)
STAGES = (
    coded("status_verifikasi", "stage", "STAGE"),
    Column("Tanggal Verval", "visited_on", ValueKind.DATE),
    Column("Tanggal Kirim", "submitted_on", ValueKind.DATE),
    Column("Tanggal Periksa", "checked_on", ValueKind.DATE),
    Column("Tanggal Musdes", "ratified_on", ValueKind.DATE),
    Column("Tanggal Terima", "accepted_on", ValueKind.DATE),
)
ADMINISTRATION = kept(
    "Id_kec", "Id_des_kel", "foto_KK", "foto_rumah_tampak_depan", "foto_atap", "foto_lantai",
    "foto_dinding", "foto_jamban", "DTKS_BERIRISAN_DTKS", "DTKS_ID_DTKS", "DTKS_KK_DTKS",
    "DTKS_keterangan_DTKS", "sumber_data", "tahun_data",
)  # fmt: skip
KK_NUMBER = Column("nomor_KK", "kk_number", ValueKind.KK_NUMBER)

FAMILY = together(
    (
        Column("RT", "rt", ValueKind.UNIT),
        Column("RW", "rw", ValueKind.UNIT),
        Column("Koordinat_X", "longitude", ValueKind.DECIMAL),
        Column("Koordinat_Y", "latitude", ValueKind.DECIMAL),
        Column("nama_perbaikan", "head_name", ValueKind.NAME, corrects=True),
        Column("NIK_perbaikan", "head_nik", ValueKind.NIK, corrects=True),
        KK_NUMBER,
        coded("VERVAL_memenuhi_kriteria_P3KE", "meets_criteria", "YES_NO"),
        coded("VERVAL_alasan_tidak_memenuhi_kriteria_P3KE", "verdict_reason", "VERDICT_REASON"),
        Column("VERVAL_keterangan", "note"),
        *kept("VERVAL_keterangan_tambahan"),
        coded("SIKS_DJ_memiliki_rumah_layak_huni", "decent_house", "YES_NO"),
        coded("SIKS_DJ_memiliki_akses_air_bersih", "clean_water", "YES_NO"),
        coded("SIKS_DJ_memiliki_jamban", "own_latrine", "YES_NO"),
        coded("SIKS_DJ_memiliki_listrik_sendiri", "own_electricity", "YES_NO"),
        coded("SIKS_DJ_berisiko_stunting", "stunting_risk", "YES_NO"),
        *kept("SIKS_DJ_apakah_bekerja", "SIKS_DJ_anak_tidak_sekolah", "SIKS_DJ_disabilitas"),
        *kept("jenis_disabilitas"),
        coded("status_keberadaan_target", "presence", "FAMILY_PRESENCE"),
    ),
    STAGES,
    PROGRAMMES,
    ADMINISTRATION,
    p3ke_2023.FAMILY,
)

PERSON = together(
    (
        *kept("RT", "RW", "Koordinat_X", "Koordinat_Y"),
        Column("nama_perbaikan", "name", ValueKind.NAME, corrects=True),
        Column("NIK_perbaikan", "nik", ValueKind.NIK, corrects=True),
        KK_NUMBER,
        coded("SIKS_DJ_apakah_bekerja", "works", "YES_NO"),
        coded("SIKS_DJ_anak_tidak_sekolah", "out_of_school", "YES_NO"),
        coded("SIKS_DJ_disabilitas", "has_disability", "YES_NO"),
        coded("jenis_disabilitas", "disability_kind", "DISABILITY_KIND"),
        coded("status_keberadaan_target", "presence", "PERSON_PRESENCE"),
    ),
    STAGES,
    PROGRAMMES,
    ADMINISTRATION,
    p3ke_2023.PERSON,
)

LAYOUT = Layout(
    key="siks-dj",
    title="SIKS-DJ",
    scheme="p3ke",
    is_verification=True,
    sheets=(
        SheetLayout(
            RecordKind.PERSON, PERSON, required=("family_key", "person_key", "name", "stage"),
            anchor="person_key",
        ),
        SheetLayout(
            RecordKind.FAMILY, FAMILY, required=("family_key", "head_name", "stage"),
            anchor="family_key",
        ),
    ),
)  # fmt: skip
