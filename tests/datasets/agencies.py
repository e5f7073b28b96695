"""Sheets as agencies bring them, each of another shape, and what each column is.

Written before the guesser was tuned, from the words that offices use; the people are made up, and
their NIK have the serial 0000. ``truth`` holds a field a header ("" for none).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

NAMES = ("SUTRISNO", "Siti Aminah", "Ngatinem", "Joko Susilo", "Sri Wahyuni", "M. Khoirul Anam",
         "Parjo Wiyono", "Tukiyem", "Agus Setiawan", "Dwi Lestari", "Suparman",
         "Endang S.")  # fmt: skip
MOTHERS = ("Ngatini", "Paijem", "Suminah", "Tumirah", "Kasiyem", "Warsiti", "Juminten", "Poniyem",
           "Sukini", "Mursinah", "Rubiyem", "Lasmi")  # fmt: skip
VILLAGES = ("Kebondalem Kidul", "Sanggrahan", "KEBONDALEM KIDUL", "SANGGRAHAN")
HAMLETS = ("Krajan", "Ngaglik", "Beji", "Karangwuni")
COUNT = 12


@dataclass(frozen=True)
class Agency:
    """A sheet: title rows, headers with their truth, and cells by header."""

    name: str
    truth: dict[str, str]
    cells: dict[str, list[Any]]
    title: tuple[str, ...] = ()
    base: tuple[str, ...] = ()  # bases that would do; empty: general

    @property
    def rows(self) -> list[list[Any]]:
        """All rows of the sheet, title and header first."""
        headers = list(self.truth)
        body = [[self.cells[header][at] for header in headers] for at in range(COUNT)]
        return [*([line] for line in self.title), headers, *body]


def niks(*, start: int = 1) -> list[str]:
    """NIK of men and women in turn."""
    return [
        f"331001{at % 27 + start + at % 2 * 40:02d}{at % 12 + 1:02d}{50 + at * 3:02d}0000"
        for at in range(COUNT)
    ]


def kks() -> list[str]:
    """Card numbers, some shared by two."""
    return [f"331001{at // 2 % 28 + 1:02d}031{at // 4}0000" for at in range(COUNT)]


def days(first: date, step: int, pattern: str = "%Y-%m-%d") -> list[str]:
    """Dates, one every ``step`` days."""
    return [(first + timedelta(days=at * step)).strftime(pattern) for at in range(COUNT)]


def cycle(*values: Any) -> list[Any]:
    """Values in turn."""
    return [values[at % len(values)] for at in range(COUNT)]


def numbered() -> list[int]:
    """1, 2, 3, ..."""
    return list(range(1, COUNT + 1))


def sheet(name: str, *columns: tuple[str, str, list[Any]], **more: Any) -> Agency:
    """A sheet from columns of header, truth and cells."""
    return Agency(
        name,
        {header: field for header, field, _ in columns},
        {header: cells for header, _, cells in columns},
        **more,
    )


RT, RW = cycle("001", "002", "3"), cycle("01", "05", "4")
ADDRESSES = [f"Dk. {HAMLETS[at % 4]} RT {at % 5 + 1:02d}/RW 0{at % 3 + 1}" for at in range(COUNT)]
BORN = days(date(1951, 3, 2), 700, "%d-%m-%Y")
CHILDREN = days(date(2019, 1, 5), 80, "%d/%m/%Y")

AGENCIES = (
    sheet(
        "pln-ulp",
        ("NO", "", numbered()),
        ("ID PELANGGAN", "reference", [f"52301{at:07d}" for at in range(COUNT)]),
        ("NAMA", "name", list(NAMES)),
        ("ALAMAT", "address", ADDRESSES),
        ("DESA/KEL", "village", cycle(*VILLAGES)),
        ("KEC", "subdistrict", cycle("Prambanan")),
        ("DAYA (VA)", "power", cycle(450, 900, 1300)),
        ("GOL TARIF", "tariff", cycle("R1", "R1M", "R1T")),
        ("STATUS", "customer_status", cycle("AKTIF", "AKTIF", "PUTUS")),
        title=("DAFTAR PELANGGAN RUMAH TANGGA", "ULP PRAMBANAN", ""),
        base=("pln",),
    ),
    sheet(
        "rtlh-perkim",
        ("No.", "", numbered()),
        ("Nama Calon Penerima", "name", list(NAMES)),
        ("No. KTP", "nik", niks()),
        ("No. KK", "kk_number", kks()),
        ("Alamat (Dukuh, RT/RW)", "address", ADDRESSES),
        ("Desa", "village", cycle(*VILLAGES)),
        ("Kecamatan", "subdistrict", cycle("PRAMBANAN")),
        ("Kondisi Atap", "roof", cycle("Genteng", "Seng", "Asbes")),
        ("Kondisi Lantai", "floor", cycle("Tanah", "Semen")),
        ("Kondisi Dinding", "wall", cycle("Bambu", "Kayu", "Tembok")),
        ("Luas m2", "floor_area_m2", cycle("36", "24,5", "48")),
        ("Tahun Usulan", "year", cycle(2022, 2023)),
        ("Ket.", "note", cycle("", "rumah warisan")),
        base=("simperum", "general"),
    ),
    sheet(
        "ats-dinas-pendidikan",
        ("NISN", "reference", [f"01{at:08d}" for at in range(COUNT)]),
        ("NIK Anak", "nik", niks()),
        ("Nama Anak", "name", list(NAMES)),
        ("L/P", "sex", cycle("L", "P")),
        ("Tgl Lahir", "birth_date", days(date(2008, 1, 5), 120, "%d/%m/%Y")),
        ("Nama Ibu", "mother_name", list(MOTHERS)),
        ("Kelurahan/Desa", "village", cycle(*VILLAGES)),
        ("Kecamatan", "subdistrict", cycle("Prambanan")),
        ("Status ATS", "schooling_kind", cycle("DO", "LTM", "BPB")),
        ("Alasan Putus Sekolah", "cause", cycle("Biaya", "Bekerja", "Menikah")),
        ("Sekolah Terakhir", "school", cycle("SDN 1 Prambanan", "SMPN 2 Prambanan")),
        ("Tindak Lanjut", "follow_up", cycle("Belum", "Kembali sekolah")),
        base=("ats",),
    ),
    sheet(
        "posyandu",
        ("no", "", numbered()),
        ("nama_balita", "name", list(NAMES)),
        ("nik_balita", "nik", niks()),
        ("jk", "sex", cycle("L", "P")),
        ("tgl_lahir", "birth_date", CHILDREN),
        ("nama_ortu", "parent_name", list(MOTHERS)),
        ("desa", "village", cycle(*VILLAGES)),
        ("kec", "subdistrict", cycle("PRAMBANAN")),
        ("rt", "rt", RT),
        ("rw", "rw", RW),
        ("tgl_ukur", "measured_on", days(date(2023, 2, 1), 1)),
        ("berat", "", cycle("9,5", "11", "10.2")),
        ("tinggi", "", cycle("78", "84,5", "80")),
        ("tb_u", "height_for_age", cycle("Pendek", "Normal", "Sangat Pendek")),
        base=("eppgbm",),
    ),
    sheet(
        "alumni-blk",
        ("Nama Alumni", "name", list(NAMES)),
        ("Nomor Induk Kependudukan", "nik", niks()),
        ("Tempat, Tanggal Lahir", "birth_date", [f"Klaten, {day}" for day in BORN]),
        ("Jenis Kel.", "sex", cycle("Laki-laki", "Perempuan")),
        ("Pendidikan Terakhir", "education", cycle("SMP", "SMA", "SMK")),
        ("Alamat Lengkap", "address", ADDRESSES),
        ("Desa / Kelurahan", "village", cycle(*VILLAGES)),
        ("Kab/Kota", "district", cycle("Klaten")),
        ("Kejuruan", "programme_name", cycle("Menjahit", "Las", "Tata Boga")),
        ("Thn", "year", cycle(2021, 2022)),
        ("No HP", "phone", [f"0812345678{at:02d}" for at in range(COUNT)]),
        ("Kelulusan", "training_status", cycle("Lulus", "Tidak lulus")),
        base=("pelatihan",),
    ),
    sheet(
        "pencaker",
        ("No. Pendaftaran", "reference", [f"AK-{at:04d}" for at in range(COUNT)]),
        ("Tgl. Daftar", "given_on", days(date(2023, 1, 2), 3)),
        ("Nama Pencaker", "name", list(NAMES)),
        ("NIK", "nik", niks()),
        ("Tanggal Lahir", "birth_date", BORN),
        ("Lulusan", "education", cycle("SMK", "SMA", "S1")),
        ("Jurusan", "skill", cycle("Mesin", "Akuntansi")),
        ("Desa", "village", cycle(*VILLAGES)),
        ("Kecamatan", "subdistrict", cycle("Prambanan")),
        ("Status", "job_status", cycle("Belum bekerja", "Ditempatkan")),
        base=("pencari-kerja",),
    ),
    sheet(
        "mustahik-baznas",
        ("No", "", numbered()),
        ("Nama Mustahik", "name", list(NAMES)),
        ("NIK KTP", "nik", niks()),
        ("Alamat", "address", ADDRESSES),
        ("Desa", "village", cycle(*VILLAGES)),
        ("Kec.", "subdistrict", cycle("Prambanan")),
        ("Jenis Bantuan", "programme_name", cycle("Bedah rumah", "Modal usaha")),
        ("Nominal (Rp)", "amount", cycle("19.000.000", "2.500.000")),
        ("Tgl Penyaluran", "given_on", days(date(2023, 3, 1), 2)),
        title=("BAZNAS KABUPATEN KLATEN",),
        base=("baznas",),
    ),
    sheet(
        "csr-bank",
        ("PENERIMA MANFAAT", "name", list(NAMES)),
        ("NO IDENTITAS", "nik", niks()),
        ("DUSUN", "hamlet", cycle(*HAMLETS)),
        ("RT", "rt", RT),
        ("RW", "rw", RW),
        ("DESA", "village", cycle(*VILLAGES)),
        ("KECAMATAN", "subdistrict", cycle("PRAMBANAN")),
        ("BENTUK BANTUAN", "programme_name", cycle("Jamban", "Sambungan listrik")),
        ("NILAI BANTUAN", "amount", cycle("Rp1.225.000", "Rp3.000.000")),
        ("PERUSAHAAN", "provider", cycle("Bank Jateng", "PT Sari")),
        ("TAHUN", "year", cycle(2022, 2023)),
        base=("baznas",),
    ),
    sheet(
        "alat-bantu-dinsos",
        ("Nama Penyandang", "name", list(NAMES)),
        ("NIK", "nik", niks()),
        ("Umur", "", cycle(34, 51, 12)),
        ("Ragam Disabilitas", "disability_kind", cycle("Tuna daksa", "Tuna netra", "ODGJ")),
        ("Alat yang Dibutuhkan", "device", cycle("Kursi roda", "Tongkat")),
        ("Alamat", "address", ADDRESSES),
        ("Kel/Desa", "village", cycle(*VILLAGES)),
        ("Kecamatan", "subdistrict", cycle("Prambanan")),
        ("Realisasi", "aid_status", cycle("Sudah", "Belum")),
        base=("alat-bantu",),
    ),
    sheet(
        "without-useful-headers",
        ("Kolom1", "nik", niks()),
        ("Kolom2", "name", list(NAMES)),
        ("Kolom3", "sex", cycle("LAKI-LAKI", "PEREMPUAN")),
        ("Kolom4", "birth_date", BORN),
        ("Kolom5", "village", cycle(*VILLAGES)),
        ("Kolom6", "subdistrict", cycle("Prambanan")),
        ("Kolom7", "address", ADDRESSES),
        ("Kolom8", "phone", [f"0857123456{at:02d}" for at in range(COUNT)]),
    ),
    sheet(
        "jamban-puskesmas",
        ("NAMA KK", "name", list(NAMES)),
        ("NKK", "kk_number", kks()),
        ("NIK KK", "nik", niks()),
        ("ALAMAT", "address", ADDRESSES),
        ("DESA", "village", cycle(*VILLAGES)),
        ("KEC", "subdistrict", cycle("PRAMBANAN")),
        ("SUMBER AIR", "drinking_water", cycle("Sumur bor", "Air hujan", "Ledeng")),
        ("KEPEMILIKAN JAMBAN", "own_latrine", cycle("Ya", "Tidak")),
        ("JUMLAH JIWA", "", cycle(4, 3, 5)),
    ),
    sheet(
        "dtks-of-a-village",
        ("IDDTKS", "person_key", [f"D{at:05d}" for at in range(COUNT)]),
        ("NO_KK", "kk_number", kks()),
        ("NIK", "nik", niks()),
        ("NAMA LENGKAP", "name", list(NAMES)),
        ("TGL_LAHIR", "birth_date", BORN),
        ("IBU_KANDUNG", "mother_name", list(MOTHERS)),
        ("SHDK", "relationship", cycle("Kepala Keluarga", "Istri", "Anak")),
        ("ALAMAT", "address", ADDRESSES),
        ("DESA", "village", cycle(*VILLAGES)),
        ("KECAMATAN", "subdistrict", cycle("PRAMBANAN")),
        ("PKH", "receives_pkh", cycle("YA", "TIDAK")),
        ("BPNT", "receives_bpnt", cycle("YA", "YA", "TIDAK")),
        base=("dtks",),
    ),
    sheet(
        "listrik-desa",
        ("Nomor", "", numbered()),
        ("Nama Kepala Keluarga", "name", list(NAMES)),
        ("Nomor Kartu Keluarga", "kk_number", kks()),
        ("Dukuh", "hamlet", cycle(*HAMLETS)),
        ("Kode Desa", "area_code", cycle("3310012005", "3310012008")),
        ("Penerangan", "lighting", cycle("Bukan listrik", "Listrik PLN tanpa meteran")),
        ("Listrik Mandiri", "own_electricity", cycle("Tidak", "Tidak", "Ya")),
        ("Foto", "", cycle("IMG_001.jpg", "IMG_002.jpg")),
    ),
    sheet(
        "english-ngo",
        ("Beneficiary", "name", list(NAMES)),
        ("National ID", "nik", niks()),
        ("Sex", "sex", cycle("L", "P")),
        ("DOB", "birth_date", BORN),
        ("Village", "village", cycle(*VILLAGES)),
        ("Sub-district", "subdistrict", cycle("Prambanan")),
        ("Mobile", "phone", [f"+62812345678{at:02d}" for at in range(COUNT)]),
        ("Assistance", "programme_name", cycle("Water filter", "Latrine")),
    ),
)  # fmt: skip

HELD_OUT = (
    sheet(
        "lansia-kesra",
        ("No", "", numbered()),
        ("NAMA LANSIA", "name", list(NAMES)),
        ("N I K", "nik", niks()),
        ("TEMPAT LAHIR", "", cycle("Klaten", "Sleman", "Boyolali")),
        ("TGL. LAHIR", "birth_date", BORN),
        ("ALAMAT RUMAH", "address", ADDRESSES),
        ("DESA/KELURAHAN", "village", cycle(*VILLAGES)),
        ("KECAMATAN", "subdistrict", cycle("Prambanan")),
        ("PEKERJAAN SEBELUMNYA", "occupation", cycle("Petani", "Pedagang")),
        ("PENGHASILAN", "", cycle("500.000", "750.000")),
    ),
    sheet(
        "umkm-koperasi",
        ("Nama Pemilik Usaha", "name", list(NAMES)),
        ("NIK Pemilik", "nik", niks()),
        ("Nama Usaha", "", cycle("Warung Barokah", "Jahit Rapi", "Bakso Mas Joko")),
        ("Alamat Usaha", "address", ADDRESSES),
        ("Desa", "village", cycle(*VILLAGES)),
        ("Kec", "subdistrict", cycle("Prambanan")),
        ("No. WA", "phone", [f"0819345678{at:02d}" for at in range(COUNT)]),
        ("Omzet per Bulan", "", cycle("1.500.000", "3.000.000")),
        ("Tahun Berdiri", "", cycle(2015, 2019)),
    ),
    sheet(
        "sambungan-esdm",
        ("NO", "", numbered()),
        ("NAMA CALON PENERIMA SAMBUNGAN", "name", list(NAMES)),
        ("NIK", "nik", niks()),
        ("NO.KK", "kk_number", kks()),
        ("DUSUN/RT/RW", "address", ADDRESSES),
        ("DESA", "village", cycle(*VILLAGES)),
        ("KECAMATAN", "subdistrict", cycle("PRAMBANAN")),
        ("SUMBER LISTRIK SAAT INI", "lighting", cycle("Bukan listrik", "Listrik bersama")),
        ("JARAK KE TIANG (M)", "", cycle(30, 120, 75)),
    ),
    sheet(
        "pip-sekolah",
        ("Nama Siswa", "name", list(NAMES)),
        ("NISN", "reference", [f"01{at:08d}" for at in range(COUNT)]),
        ("NIK Siswa", "nik", niks()),
        ("Nama Ayah", "", list(reversed(NAMES))),
        ("Nama Ibu Kandung", "mother_name", list(MOTHERS)),
        ("Tgl. Lahir", "birth_date", days(date(2010, 1, 5), 90, "%d/%m/%Y")),
        ("Jenis Kelamin Siswa", "sex", cycle("L", "P")),
        ("Nama Sekolah", "school", cycle("SDN 1 Prambanan", "SMPN 2 Prambanan")),
        ("Kelas", "", cycle(4, 7, 9)),
        ("Desa Siswa", "village", cycle(*VILLAGES)),
        ("Kecamatan Siswa", "subdistrict", cycle("Prambanan")),
        ("Nominal", "amount", cycle("450.000", "750.000")),
    ),
)  # fmt: skip
"""Written after the guesser, and never used to tune it."""
