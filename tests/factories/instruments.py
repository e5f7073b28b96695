"""One true row of every list beside P3KE's, in the headers and codes of its instrument."""

from typing import Any

PLACE: dict[str, Any] = {
    "Kabupaten": "KLATEN",
    "Kecamatan": "PRAMBANAN",
    "Desa": "KEBONDALEM KIDUL",
    "Alamat": "Dk. Krajan RT 002/RW 005",
}
NIK, CHILD_NIK, KK = "3310014504830000", "3310011708180000", "3310011203100000"

DTKS: dict[str, Any] = {
    "iddtks": "D-0001", "provinsi": "JAWA TENGAH", "kabupaten_kota": "KLATEN",
    "kecamatan": "PRAMBANAN", "desa_kelurahan": "KEBONDALEM KIDUL", "alamat": "Krajan",
    "dusun": "Krajan", "rt": "2", "rw": "5", "nomor_kk": KK, "nomor_nik": NIK,
    "nama": "Siti Aminah", "tanggal_lahir": "1983-04-05", "tempat_lahir": "Klaten",
    "jenis_kelamin": "PEREMPUAN", "nama_ibu_kandung": "Ngatinem",
    "hubungan_keluarga": "KEPALA KELUARGA", "tahun_data": "2022", "jenis_pmks": "",
    "pekerjaan": "MENGURUS RUMAH TANGGA", "keterangan_padan": "PADAN", "bansos_bpnt": "YA",
    "bansos_pkh": "TIDAK", "bansos_bpnt_ppkm": "TIDAK", "pbi_jkn": "YA",
}  # fmt: skip
BDT_HOUSEHOLD: dict[str, Any] = {
    "id_bdt": "R-1", **PLACE, "nama_krt": "Sutrisno", "lantai": "09", "dinding": "4",
    "kondisi_dinding": "2", "atap": "06", "sumber_airminum": "07", "sumber_penerangan": "1",
    "daya": "6", "fasbab": "1", "kloset": "1", "buang_tinja": "3", "luas_lantai": "36",
}  # fmt: skip
BDT_MEMBER: dict[str, Any] = {
    "id_bdt": "R-1", "id_art": "R-1-01", **PLACE, "nama": "Siti Aminah", "nik": NIK,
    "jenis_kelamin": "2", "tanggal_lahir": "05/04/1983", "hubungan": "2", "kawin": "2",
    "jenis_cacat": "05", "partisipasi_sekolah": "2", "ijazah": "1", "bekerja": "2",
    "keberadaan_art": "1",
}  # fmt: skip
REGSOSEK_FAMILY: dict[str, Any] = {
    "id_keluarga": "G-1", **PLACE, "nama_kepala_keluarga": "Sutrisno", "r205": "1",
    "r303_lantai": "8", "r304": "4", "305": "3", "306a": "6", "307a": "2", "307b": "",
    "309a": "1", "309b": "1", "310": "1",
}  # fmt: skip
REGSOSEK_PERSON: dict[str, Any] = {
    "id_keluarga": "G-1", "id_anggota": "G-1-01", **PLACE, "nama": "Siti Aminah", "r403": NIK,
    "r405": "2", "r406": "5-4-1983", "404": "1", "409": "2", "408": "2", "412": "3", "415": "1",
    "416a": "1", **dict.fromkeys(("428a", "428b", "428c", "428d", "428e", "428f"), "4"),
    "428g": "2", "428h": "4", "428i": "4",
}  # fmt: skip
DTSEN_FAMILY: dict[str, Any] = REGSOSEK_FAMILY | {
    "id_keluarga": "N-1", "desil_nasional": "2", "tanggal_versi": "2025-06-30",
}  # fmt: skip
PLN: dict[str, Any] = {
    "IDPEL": "523010123456", "Nama Pelanggan": "SUTRISNO", **PLACE, "Tarif": "R1",
    "Daya": "450 VA", "Status": "AKTIF",
}  # fmt: skip
SIMPERUM: dict[str, Any] = {
    "NIK": NIK, "Nama": "Siti Aminah", **PLACE, "Atap": "Genteng", "Lantai": "Tanah",
    "Dinding": "Bambu", "Luas": "36,5", "Status Usulan": "Diusulkan", "Tahun": 2023,
}  # fmt: skip
ATS: dict[str, Any] = {
    "NISN": "0112345678", "Nama": "Joko Susilo", "Tanggal Lahir": "17 Agustus 2012",
    "Nama Ibu": "Siti Aminah", **PLACE, "Kategori": "DO", "Alasan": "Membantu orang tua",
    "Status Tindak Lanjut": "Kembali sekolah",
}  # fmt: skip
EPPGBM: dict[str, Any] = {
    "NIK": CHILD_NIK, "Nama": "Budi", "JK": "L", "Tgl Lahir": "2018-08-17",
    "Nama Orang Tua": "Siti Aminah", **PLACE, "Tanggal Pengukuran": "2023-02-10",
    "TB/U": "Sangat Pendek",
}  # fmt: skip
TRAINING: dict[str, Any] = {
    "NIK": NIK, "Nama": "Siti Aminah", **PLACE, "Pendidikan": "SMP", "Pelatihan": "Menjahit",
    "Tahun": 2022, "Status": "Lulus", "Setelah Pelatihan": "Wirausaha",
}  # fmt: skip
SEEKER: dict[str, Any] = {
    "No AK1": "AK-7", "NIK": NIK, "Nama": "Siti Aminah", "Tanggal Lahir": "1983-04-05", **PLACE,
    "Pendidikan": "SMK", "Keahlian": "Menjahit", "Status": "Belum ditempatkan",
}  # fmt: skip
BAZNAS: dict[str, Any] = {
    "NIK": NIK, "Nama": "Siti Aminah", **PLACE, "Program": "Bedah rumah", "Lembaga": "Baznas",
    "Nilai": "Rp19.000.000,00", "Tanggal": "2023-05-01", "Status": "Tersalur",
}  # fmt: skip
DEVICE: dict[str, Any] = {
    "NIK": NIK, "Nama": "Siti Aminah", **PLACE, "Jenis Disabilitas": "Tuna daksa",
    "Jenis Alat": "Kursi roda", "Tahun": 2023, "Status": "Sudah diterima",
}  # fmt: skip

FAMILIES = {
    "bdt-2015": BDT_HOUSEHOLD, "regsosek-2022": REGSOSEK_FAMILY, "dtsen": DTSEN_FAMILY,
}  # fmt: skip
PERSONS = {"dtks": DTKS, "bdt-2015": BDT_MEMBER, "regsosek-2022": REGSOSEK_PERSON}
LISTINGS = {
    "pln": PLN, "simperum": SIMPERUM, "ats": ATS, "eppgbm": EPPGBM, "pelatihan": TRAINING,
    "pencari-kerja": SEEKER, "baznas": BAZNAS, "alat-bantu": DEVICE,
}  # fmt: skip
