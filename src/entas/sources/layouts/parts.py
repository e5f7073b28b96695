"""Columns that several lists share, and short ways to write them."""

from collections.abc import Mapping
from types import ModuleType

from entas.sources.layouts import values
from entas.sources.layouts.layout import Column, ValueKind

PROVINCE = Column("Provinsi", kind=ValueKind.KEPT)
DISTRICT = Column(
    "Kabupaten", "district", ValueKind.DISTRICT,
    aliases=("Kabupaten/Kota", "Kab/Kota", "Nama Kabupaten", "Kab", "Kota/Kab"),
)  # fmt: skip
SUBDISTRICT = Column(
    "Kecamatan", "subdistrict", ValueKind.SUBDISTRICT, aliases=("Nama Kecamatan", "Kec")
)
VILLAGE = Column(
    "Desa", "village", ValueKind.VILLAGE,
    aliases=("Desa/Kelurahan", "Kelurahan", "Desa/Kel", "Kelurahan/Desa", "Nama Desa",
             "Nama Kelurahan", "Kel/Desa"),
)  # fmt: skip
AREA_CODE = Column(
    "Kode Kemdagri", "area_code", ValueKind.AREA_CODE,
    aliases=("Kode Kemendagri", "Kode Wilayah", "Kode Desa"),
)  # fmt: skip
AREA = (PROVINCE, DISTRICT, SUBDISTRICT, VILLAGE, AREA_CODE)

NAME = Column(
    "Nama", "name", ValueKind.NAME,
    aliases=("Nama Lengkap", "Nama Penerima", "Nama Peserta", "Nama Pemilik", "Nama ART",
             "Nama Anggota Keluarga", "Nama Individu"),
)  # fmt: skip
NIK = Column(
    "NIK", "nik", ValueKind.NIK, aliases=("nomor_nik", "No NIK", "No KTP", "Nomor KTP", "No. KTP")
)
KK_NUMBER = Column(
    "No KK", "kk_number", ValueKind.KK_NUMBER,
    aliases=("nomor_kk", "Nomor Kartu Keluarga", "No. KK", "NoKK", "Nomor KK", "KK"),
)  # fmt: skip
SEX = Column(
    "Jenis Kelamin", "sex", ValueKind.CODE, aliases=("JK", "L/P", "Kelamin", "Sex"),
    values=values.SEX,
)  # fmt: skip
BIRTH_DATE = Column(
    "Tanggal Lahir", "birth_date", ValueKind.DATE, aliases=("Tgl Lahir", "Tgl. Lahir")
)
BIRTH_PLACE = Column("Tempat Lahir", "birth_place", ValueKind.PLACE, aliases=("Tmp Lahir",))
MOTHER_NAME = Column(
    "Nama Ibu Kandung", "mother_name", ValueKind.NAME, aliases=("Nama Ibu", "Ibu Kandung")
)
ADDRESS = Column("Alamat", "address", ValueKind.ADDRESS, aliases=("Alamat Lengkap", "Alamat Rumah"))
HAMLET = Column("Dusun", "hamlet", ValueKind.PLACE, aliases=("Dukuh", "Dusun/Dukuh", "Lingkungan"))
RT = Column("RT", "rt", ValueKind.UNIT)
RW = Column("RW", "rw", ValueKind.UNIT)
UNITS = Column("RT/RW", "rt_rw", ValueKind.UNITS, aliases=("RT / RW", "RT RW", "RT-RW"))
WHERE = (*AREA, ADDRESS, HAMLET, RT, RW, UNITS)
"""Where a house is."""


def kept(*headers: str) -> tuple[Column, ...]:
    """Columns known and kept as received, which fill no field."""
    return tuple(Column(header, kind=ValueKind.KEPT) for header in headers)


def code(
    header: str,
    field: str,
    table: Mapping[str, str],
    *aliases: str,
    also: Mapping[str, Mapping[str, str]] | None = None,
) -> Column:
    """A column whose cells are translated with ``table``, and with the tables of ``also``."""
    return Column(header, field, ValueKind.CODE, aliases=aliases, values=table, also=also or {})


def questions(
    tables: ModuleType, *asked: tuple[str, str, str, tuple[str, ...]]
) -> tuple[Column, ...]:
    """Coded columns of an instrument: header, field, name of the table in ``tables``, aliases."""
    return tuple(
        code(header, field, getattr(tables, table), *aliases)
        for header, field, table, aliases in asked
    )
