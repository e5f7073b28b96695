"""Which village a row belongs to: by its code, or by names that leave one village only.

A code that the tree does not know is never guessed from names, and names that fit several villages
or none send the row to review. A village named without kecamatan and kabupaten is looked for in the
area of whoever keeps the list, if that is known.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import polars as pl

VILLAGE, SUBDISTRICT, DISTRICT = 4, 3, 2

_KIND_OF_AREA = re.compile(
    r"^(?:KABUPATEN|KAB|KECAMATAN|KEC|DESA|DS|KELURAHAN|KEL|PROVINSI|PROV)\b[. ]*"
)


def area_key(name: str | None) -> str:
    """What of an area's name counts: letters and digits, without the word for its kind.

    "Kota" stays: Kota Magelang and Kabupaten Magelang are two areas. So does a word for a kind that
    is the whole name: Klaten has a kelurahan Kabupaten.

    >>> area_key("Kec. Kebon Dalem"), area_key("Kota Magelang"), area_key("Kel. Kabupaten")
    ('KEBONDALEM', 'KOTAMAGELANG', 'KABUPATEN')
    """
    upper = (name or "").strip().upper()
    return re.sub(r"[^A-Z0-9]", "", _KIND_OF_AREA.sub("", upper) or upper)


@dataclass(frozen=True)
class Tree:
    """The areas a list may name. ``villages`` has ``code`` and the keys of the names above it."""

    villages: pl.DataFrame
    installation: str

    @cached_property
    def by_code(self) -> dict[str, str]:
        """The key of each village's name."""
        codes, names = (self.villages.get_column(each) for each in ("code", "village_name"))
        return dict(zip(codes, names, strict=True))

    @cached_property
    def by_name(self) -> dict[tuple[str, str, str], list[str]]:
        """Codes by (village, sub-district, district), the latter two possibly empty."""
        found: dict[tuple[str, str, str], list[str]] = {}
        for code, village, subdistrict, district in self.villages.iter_rows():
            for names in (
                (village, subdistrict, district),
                (village, subdistrict, ""),
                (village, "", district),
                (village, "", ""),
            ):
                found.setdefault(names, []).append(code)
        return found

    @classmethod
    def of(cls, areas: pl.DataFrame, *, installation: str) -> "Tree":
        """Build from rows of ``code``, ``name`` and ``level`` (2 district, 3, 4 village).

        ``installation`` is the code of the area the installation serves.
        """
        keyed = areas.select(
            "code",
            "level",
            pl.col("name").map_elements(area_key, return_dtype=pl.String).alias("key"),
        )
        villages = keyed.filter(pl.col("level") == VILLAGE).select(
            "code",
            pl.col("key").alias("village_name"),
            pl.col("code").str.slice(0, 6).alias("subdistrict_code"),
            pl.col("code").str.slice(0, 4).alias("district_code"),
        )
        for level, name in ((SUBDISTRICT, "subdistrict"), (DISTRICT, "district")):
            above = keyed.filter(pl.col("level") == level).select(
                pl.col("code").alias(f"{name}_code"), pl.col("key").alias(f"{name}_name")
            )
            villages = villages.join(above, on=f"{name}_code", how="left")
        return cls(
            villages.select("code", "village_name", "subdistrict_name", "district_name"),
            installation,
        )


def resolve(rows: pl.DataFrame, tree: Tree, *, home: str = "") -> pl.DataFrame:
    """The village of each row; ``home`` is the code of the area of a row that names only a village.

    ``rows`` may have ``area_code``, ``district``, ``subdistrict`` and ``village`` as received.
    Gives ``village_code`` (null unless sure), ``reason`` ("" when sure) and ``differs`` (the name
    of the village is another than that of the code). Each different place is looked up once.
    """
    names = [
        name for name in ("area_code", "district", "subdistrict", "village") if name in rows.columns
    ]
    if not names:
        return rows.select(
            pl.lit(None, pl.String).alias("village_code"),
            pl.lit("area_missing").alias("reason"),
            pl.lit(value=False).alias("differs"),
        )
    places = rows.select(names).unique()
    answers = [
        _resolve_one(dict(zip(names, place, strict=True)), tree, home)
        for place in places.iter_rows()
    ]
    resolved = places.with_columns(
        pl.Series("village_code", [answer[0] for answer in answers], pl.String),
        pl.Series("reason", [answer[1] for answer in answers], pl.String),
        pl.Series("differs", [answer[2] for answer in answers], pl.Boolean),
    )
    return (
        rows.select(names)
        .join(resolved, on=names, how="left", nulls_equal=True, maintain_order="left")
        .select("village_code", "reason", "differs")
    )


def _resolve_one(
    place: dict[str, str | None], tree: Tree, home: str
) -> tuple[str | None, str, bool]:
    code = re.sub(r"[\s.']", "", (place.get("area_code") or "").removesuffix(".0"))
    district, subdistrict, village = (
        area_key(place.get(name)) for name in ("district", "subdistrict", "village")
    )
    if code and code not in {"-", "0", "KOSONG"}:
        if len(code) != 10 or not code.isdigit():
            return None, "area_code_malformed", False
        if not code.startswith(tree.installation):
            return None, "outside_installation", False
        if code not in tree.by_code:
            return None, "area_code_unknown", False
        return code, "", bool(village) and tree.by_code[code] != village
    if not village or not (subdistrict or district or home):
        return None, "area_missing", False
    found = tree.by_name.get((village, subdistrict, district), [])
    if not (subdistrict or district):
        found = [code for code in found if code.startswith(home)]
    if len(found) == 1:
        return found[0], "", False
    return None, "area_ambiguous" if found else "area_name_unknown", False
