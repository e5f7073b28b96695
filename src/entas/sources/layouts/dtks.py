"""DTKS as SIKS-NG exports it: one row a person, with the family card's number.

A person's key is ``iddtks``. DTKS gives its families no number of their own: the key of a family is
its card number *as DTKS has it*, in the scheme of DTKS, so that a card number never makes two
lists' families one by itself; that is for linkage to say, with evidence. A row without a card
number is a person in no family.
"""

from entas.sources.layouts import parts, values
from entas.sources.layouts.layout import Column, Layout, RecordKind, SheetLayout, ValueKind

PERSON = (
    Column(
        "iddtks", "person_key", ValueKind.KEY,
        aliases=("ID DTKS", "id_dtks", "IDARTBDT", "No ID DTKS"),
    ),
    *parts.WHERE,
    Column("nomor_kk", "kk_number", ValueKind.KK_NUMBER, aliases=parts.KK_NUMBER.aliases),
    Column("nomor_nik", "nik", ValueKind.NIK, aliases=("NIK", *parts.NIK.aliases)),
    parts.NAME,
    parts.BIRTH_DATE,
    parts.BIRTH_PLACE,
    parts.SEX,
    parts.MOTHER_NAME,
    parts.code(
        "hubungan_keluarga", "relationship", values.RELATIONSHIP, "Hubungan dengan Kepala Keluarga",
        "SHDK", "Hubungan",
    ),
    *parts.kept("tahun_data", "jenis_pmks", "bansos_bpnt_ppkm", "pbi_jkn"),
    parts.code("pekerjaan", "occupation", values.OCCUPATION),
    parts.code("keterangan_padan", "civil_match", values.CIVIL_MATCH, "Padan Dukcapil"),
    parts.code("bansos_bpnt", "receives_bpnt", values.YES_NO, "BPNT"),
    parts.code("bansos_pkh", "receives_pkh", values.YES_NO, "PKH"),
)  # fmt: skip

LAYOUT = Layout(
    key="dtks",
    title="DTKS (SIKS-NG)",
    scheme="dtks",
    is_compared=True,
    sheets=(
        SheetLayout(
            RecordKind.PERSON, PERSON, required=("person_key", "name"), anchor="person_key",
            family_key_from="kk_number",
        ),
    ),
)  # fmt: skip
