"""Counts the meeting's figures from the rows of the demo's lists, knowing nothing of the system.

Reads headers and words as they stand, in plain Polars, by the written rules: an accepted visit
before a list, the newer before the older; field answers before derived values; a met need stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

TEXT = pl.String
LABELS = {
    "RTLH": "housing", "LISTRIK": "electricity", "AIR BERSIH": "water", "JAMBAN": "latrine",
    "STUNTING": "stunting", "ATS": "schooling", "DISABILITAS": "disability",
    "TIDAK BEKERJA": "employment",
}  # fmt: skip
COLUMN_PROGRAMMES = {
    "APBN_BSPS": "housing", "APBD_RTLH_desa": "housing", "RTLH_bantuan_kabupaten": "housing",
    "dana_desa_RTLH_desa": "housing", "bansos_APBD_bantuan_jambanisasi": "latrine",
    "bansos_APBD_bantuan_akses_air_bersih": "water",
    "bansos_APBD_bantuan_jaringan_listrik": "electricity",
}  # fmt: skip
GONE = ("PINDAH", "PINDAH KE LUAR NEGERI", "MENINGGAL", "DUPLIKAT", "TIDAK DITEMUKAN",
        "SALAH WILAYAH")  # fmt: skip
PERSON_GONE = ("PINDAH", "MENINGGAL", "SALAH DAFTAR", "TIDAK DITEMUKAN")

FAMILY_FIELDS = {
    "Kode Kemdagri": "village", "Jenis Atap": "roof", "Jenis Dinding": "wall",
    "Jenis Lantai": "floor", "Sumber Penerangan": "lighting", "Sumber Air Minum": "drinking",
    "Memiliki Fasilitas Buang Air Besar": "toilet", "Resiko Stunting": "listed_risk",
    "SIKS_DJ_memiliki_rumah_layak_huni": "house", "SIKS_DJ_memiliki_akses_air_bersih": "clean",
    "SIKS_DJ_memiliki_jamban": "own_latrine", "SIKS_DJ_memiliki_listrik_sendiri": "own_light",
    "SIKS_DJ_berisiko_stunting": "at_risk", "status_keberadaan_target": "presence",
    "RT": "rt", "RW": "rw",
}  # fmt: skip
PERSON_FIELDS = {
    "Tanggal Lahir": "born", "Pekerjaan": "occupation", "Pendidikan": "education", "Nama": "name",
    "SIKS_DJ_apakah_bekerja": "works", "SIKS_DJ_anak_tidak_sekolah": "out_of_school",
    "SIKS_DJ_disabilitas": "disabled", "jenis_disabilitas": "kind",
    "status_keberadaan_target": "presence", "NIK": "nik", "NIK_perbaikan": "better_nik",
    "nama_perbaikan": "better_name", "Hubungan dengan Kepala Keluarga": "relationship",
    "Jenis Kelamin": "sex",
}  # fmt: skip


@dataclass
class Lists:
    """All rows received, as text, in order."""

    families: pl.DataFrame
    persons: pl.DataFrame
    tags: pl.DataFrame


def read_files(paths: Iterable[tuple[Path, str, date]]) -> Lists:
    """The rows of files, found below their title rows."""
    sheets: list[tuple[str, date, list[list]]] = []
    for path, source, as_of in paths:
        if path.suffix == ".csv":
            lines = [line.split(";") for line in path.read_text().splitlines()]
            sheets.append((source, as_of, lines))
            continue
        book = CalamineWorkbook.from_path(path)
        sheets += [
            (source, as_of, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names
        ]
    return _sorted((source, as_of, _below_titles(rows)) for source, as_of, rows in sheets)


def read_blocks(lists: Iterable) -> Lists:
    """The rows of lists typed up and not written."""
    return _sorted(
        (one.source, one.as_of, pl.concat(
            [block.rows.select(pl.all().cast(TEXT)) for block in sheet.blocks
             if isinstance(block.rows, pl.DataFrame)]))
        for one in lists
        for sheet in one.sheets
    )  # fmt: skip


def _below_titles(rows: list[list]) -> pl.DataFrame:
    top = next(i for i, row in enumerate(rows) if sum(cell not in ("", None) for cell in row) > 5)
    header = [str(cell) for cell in rows[top]]
    body = [
        [_text(cell) for cell in row[: len(header)]] + [None] * (len(header) - len(row))
        for row in rows[top + 1 :]
        if [str(cell) for cell in row] != header
    ]
    return pl.DataFrame(body, schema=dict.fromkeys(header, TEXT), orient="row")


def _text(cell: object) -> str | None:
    if isinstance(cell, float):
        return f"{cell:.0f}"
    return None if cell in ("", None) else str(cell)


def _sorted(sheets: Iterable[tuple[str, date, pl.DataFrame]]) -> Lists:
    families, persons, tags = [], [], []
    for order, (source, as_of, frame) in enumerate(sheets):
        code = pl.col("Kode Kemdagri")
        kept = frame.filter(code.str.starts_with("33") & ~code.str.ends_with("999999"))
        kept = kept.with_columns(
            source=pl.lit(source), as_of=pl.lit(as_of), order=pl.lit(order)
        ).rename({"Penerima BNPT": "Penerima BPNT"}, strict=False)
        if source == "tags":
            tags.append(kept)
        elif "ID Individu" in frame.columns:
            persons.append(kept)
        else:
            families.append(kept.rename({"ID Keluarga": "ID Keluarga P3KE"}, strict=False))
    together = [pl.concat(some, how="diagonal") for some in (families, persons, tags)]
    return Lists(*together)


def day_of(column: str) -> pl.Expr:
    text = pl.col(column)
    return pl.coalesce(
        text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
        text.str.to_date("%d/%m/%Y", strict=False),
    )


def _observed(frame: pl.DataFrame, on: date, key: str, fields: dict[str, str]) -> pl.DataFrame:
    """The value of each field that holds on a day, and the day of the last accepted visit."""
    visit = pl.col("source") == "siks-dj"
    seen = frame.with_columns(
        visit=visit, seen=pl.when(visit).then(day_of("Tanggal Verval")).otherwise("as_of")
    ).filter(
        (pl.col("seen") <= on)
        & (
            ~pl.col("visit")
            | (pl.col("status_verifikasi").str.to_uppercase() == "DITERIMA KABUPATEN")
        )
    )
    seen = seen.sort("visit", "seen", "order", maintain_order=True)
    present = {header: name for header, name in fields.items() if header in seen.columns}
    return seen.group_by(key).agg(
        *(
            pl.col(header).str.to_uppercase().str.strip_chars().replace("KOSONG", None)
            .drop_nulls().last().alias(name)
            for header, name in present.items()
        ),
        last_visit=pl.col("seen").filter("visit").max(),
    )  # fmt: skip


def _answered(column: str, need: str) -> pl.Expr:
    no_need = "TIDAK" if need == "YA" else "YA"
    return (
        pl.when(pl.col(column) == need).then(pl.lit("need"))
        .when(pl.col(column) == no_need).then(pl.lit("no_need"))
    )  # fmt: skip


def _else(*steps: pl.Expr, otherwise: str = "unknown") -> pl.Expr:
    return pl.coalesce(*steps, pl.lit(otherwise))


def _is(column: str, words: tuple[str, ...], status: str) -> pl.Expr:
    return pl.when(pl.col(column).is_in(words)).then(pl.lit(status))


def families_on(lists: Lists, on: date) -> pl.DataFrame:
    """One row a listed family with the status of each of its indicators; null where it left."""
    now = _observed(lists.families, on, "ID Keluarga P3KE", FAMILY_FIELDS)
    if "house" not in now.columns:
        now = now.with_columns(presence=pl.lit(None, TEXT))
    durable = (
        pl.col("roof").is_in(["BETON", "GENTENG", "KAYU/SIRAP"])
        & pl.col("wall").is_in(["TEMBOK", "KAYU/PAPAN"])
        & pl.col("floor").is_in(["KERAMIK/GRANIT/MARMER/UBIN/TEGEL/TERASO", "SEMEN", "KAYU/PAPAN"])
    )
    statuses = {
        "housing": _else(
            _answered("house", "TIDAK"),
            _is("roof", ("BAMBU", "JERAMI/IJUK/RUMBIA/ DAUN-DAUNAN", "LAINNYA"), "need"),
            _is("wall", ("SENG", "BAMBU", "LAINNYA"), "need"),
            _is("floor", ("BAMBU", "TANAH", "LAINNYA"), "need"),
            pl.when(durable).then(pl.lit("no_need")),
        ),
        "electricity": _else(
            _answered("own_light", "TIDAK"),
            pl.when(pl.col("lighting").str.contains("^LISTRIK PRIBADI|^LISTRIK PLN METERAN"))
            .then(pl.lit("no_need")),
            _is("lighting", ("LISTRIK PLN NON METERAN", "LISTRIK BERSAMA", "NON-LISTRIK",
                             "BUKAN LISTRIK"), "need"),
        ),
        "water": _else(
            _answered("clean", "TIDAK"),
            _is("drinking", ("LEDENG/PAM", "SUMUR BOR", "SUMUR TERLINDUNG", "AIR HUJAN"),
                "no_need"),
            _is("drinking", ("SUMUR TIDAK TERLINDUNG", "AIR PERMUKAAN (SUNGAI, DANAU, DLL)"),
                "need"),
        ),
        "latrine": _else(
            _answered("own_latrine", "TIDAK"),
            _is("toilet", ("YA, DENGAN SEPTIC TANK",), "no_need"),
            _is("toilet", ("UMUM/BERSAMA", "TIDAK, JAMBAN UMUM/BERSAMA"), "need"),
        ),
        "stunting": _else(
            _answered("at_risk", "YA"),
            _is("listed_risk", ("BERESIKO STUNTING",), "need"),
            _is("listed_risk", ("TIDAK BERESIKO STUNTING",), "no_need"),
            _is("listed_risk", ("BUKAN TARGET SASARAN",), "not_applicable"),
        ),
    }  # fmt: skip
    gone = pl.col("presence").is_in(GONE).fill_null(value=False)
    return now.with_columns(
        *(pl.when(~gone).then(status).alias(name) for name, status in statuses.items()), gone=gone
    )


def persons_on(lists: Lists, on: date, families: pl.DataFrame) -> pl.DataFrame:
    """One row a listed person with the status of each indicator; null where one has left."""
    now = _observed(lists.persons, on, "ID Individu", PERSON_FIELDS)
    home = lists.persons.group_by("ID Individu").agg(pl.col("ID Keluarga P3KE").last())
    now = now.join(home, on="ID Individu").join(
        families.select("ID Keluarga P3KE", "village", "rt", "rw", family_gone="gone"),
        on="ID Keluarga P3KE",
    )
    born = day_of("born")
    before = pl.struct(born.dt.month() * 100 + born.dt.day()).struct[0] > on.month * 100 + on.day
    age = on.year - born.dt.year() - before.cast(pl.Int32)
    attending = pl.col("education").str.contains("^MASIH|^SISWA|^MAHASISWA").fill_null(value=False)
    finished = pl.col("education").str.contains("^TAMAT (SLTA|SMA|PT|PERGURUAN)")
    idle = ("TIDAK/BELUM BEKERJA",)
    outside = attending | pl.col("occupation").is_in(
        ["PENSIUNAN", "MENGURUS RUMAH TANGGA", "PELAJAR/MAHASISWA"]
    ).fill_null(value=False)
    statuses = {
        "schooling": _else(
            pl.when((age < 7) | (age > 18)).then(pl.lit("not_applicable")),
            _answered("out_of_school", "YA"),
            pl.when(age.is_null()).then(pl.lit("unknown")),
            pl.when(attending | finished).then(pl.lit("no_need")),
            pl.when(pl.col("education").is_not_null()).then(pl.lit("need")),
        ),
        "disability": _else(
            _answered("disabled", "YA"), pl.when(pl.col("kind").is_not_null()).then(pl.lit("need"))
        ),
        "employment": _else(
            pl.when((age < 15) | (age > 64)).then(pl.lit("not_applicable")),
            pl.when(age.is_null()).then(pl.lit("unknown")),
            pl.when(outside).then(pl.lit("not_applicable")),
            _answered("works", "TIDAK"),
            pl.when(pl.col("occupation").is_not_null() & ~pl.col("occupation").is_in(idle))
            .then(pl.lit("no_need")),
        ),
    }  # fmt: skip
    gone = pl.col("family_gone") | pl.col("presence").is_in(PERSON_GONE).fill_null(value=False)
    return now.with_columns(
        *(pl.when(~gone).then(status).alias(name) for name, status in statuses.items()),
        gone=gone,
        age=age,
    )


def tags_on(lists: Lists, on: date, persons: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(family, person, indicator, realised) of the tags that match one subject; and the others."""
    rows = lists.tags.with_row_index("tag")
    nik = pl.coalesce("better_nik", pl.col("nik").str.strip_chars("'"))
    known = persons.with_columns(
        number=pl.when(nik.str.contains(r"^\d{16}$") & (nik != "9" * 16)).then(nik),
        shown=pl.coalesce("better_name", "name").str.replace(r"^(H|HJ|KH|R|RR|NY)\. ", ""),
    )
    known = known.select(
        "ID Individu", "ID Keluarga P3KE", "number", "shown", "village", "rt", "rw", "relationship"
    )
    heads = known.filter(pl.col("relationship") == "KEPALA KELUARGA")
    by_person = rows.filter(pl.col("ID Individu").is_not_null()).join(
        known, on=["ID Individu", "ID Keluarga P3KE"]
    )
    by_family = rows.filter(
        pl.col("ID Individu").is_null() & pl.col("ID Keluarga P3KE").is_not_null()
    ).join(heads, on="ID Keluarga P3KE", suffix="_known")
    keyless = rows.filter(pl.col("ID Keluarga P3KE").is_null()).drop(
        "ID Keluarga P3KE", "ID Individu"
    )
    by_nik = keyless.filter(pl.col("NIK").is_not_null()).join(
        known, left_on=["NIK", "Kode Kemdagri"], right_on=["number", "village"]
    )
    by_name = keyless.filter(pl.col("NIK").is_null()).join(
        known, left_on=["Nama", "Kode Kemdagri", "RT", "RW"],
        right_on=["shown", "village", "rt", "rw"],
    )  # fmt: skip
    matches = pl.concat(
        [part.select("tag", "ID Keluarga P3KE", "ID Individu")
         for part in (by_person, by_family, by_nik, by_name)]
    )  # fmt: skip
    once = matches.filter(pl.len().over("tag") == 1)
    matched = rows.drop("ID Keluarga P3KE", "ID Individu").join(once, on="tag")
    listed = matched.select(
        "ID Keluarga P3KE",
        "ID Individu",
        indicator=pl.col("Indikator").str.to_uppercase().replace_strict(LABELS),
        realised=pl.when(day_of("Tanggal Batal").is_null() | (day_of("Tanggal Batal") > on)).then(
            day_of("Tanggal Realisasi")
        ),
    )
    of_family = pl.col("indicator").is_in(["schooling", "disability", "employment"]).not_()
    listed = listed.with_columns(pl.when(~of_family).then("ID Individu").alias("ID Individu"))
    return (
        pl.concat([listed, _columns(lists)]).filter(pl.col("realised") <= on),
        rows.join(once, on="tag", how="anti"),
    )


def _columns(lists: Lists) -> pl.DataFrame:
    parts = []
    for header, indicator in COLUMN_PROGRAMMES.items():
        word = pl.col(header).str.to_uppercase()
        given = lists.families.filter(word.str.contains("^(YA|SUDAH|REALISASI)"))
        parts.append(
            given.select(
                "ID Keluarga P3KE",
                pl.lit(None, TEXT).alias("ID Individu"),
                indicator=pl.lit(indicator),
                realised=pl.coalesce(
                    word.str.extract(r"(\d{4}-\d\d-\d\d)").str.to_date("%Y-%m-%d"),
                    day_of("Tanggal Verval"),
                ),
            )
        )
    return pl.concat(parts)


def figures(lists: Lists, on: date) -> pl.DataFrame:
    """district, indicator, need, realised, met, remaining of every kabupaten on a day."""
    families = families_on(lists, on)
    persons = persons_on(lists, on, families)
    tags, _ = tags_on(lists, on, persons)
    first = tags.group_by("ID Keluarga P3KE", "ID Individu", "indicator").agg(
        pl.col("realised").min()
    )
    of_families = ("housing", "electricity", "water", "latrine", "stunting")
    of_persons = ("schooling", "disability", "employment")
    return pl.concat(
        [
            *(_counted(families, name, first, ["ID Keluarga P3KE"]) for name in of_families),
            *(_counted(persons, name, first, ["ID Individu"]) for name in of_persons),
        ]
    )


def _counted(subjects: pl.DataFrame, name: str, tags: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    realised = tags.filter(pl.col("indicator") == name).select(*key, "realised")
    joined = subjects.join(realised, on=key, how="left", validate="1:1")
    met = (
        (pl.col(name) == "no_need")
        & pl.col("realised").is_not_null()
        & (pl.col("last_visit") > pl.col("realised"))
    ).fill_null(value=False)
    need = ((pl.col(name) == "need").fill_null(value=False)) | met
    return (
        joined.group_by(district=pl.col("village").str.slice(0, 4))
        .agg(
            need=need.sum(),
            realised=(need & pl.col("realised").is_not_null()).sum(),
            met=met.sum(),
            unknown=(pl.col(name) == "unknown").sum(),
        )
        .with_columns(
            indicator=pl.lit(name),
            remaining=pl.col("need").cast(pl.Int64) - pl.col("realised").cast(pl.Int64),
        )
        .sort("district")
    )
