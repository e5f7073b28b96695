"""An area tree of the right shape for a demo province, with names that are not real ones."""

from collections.abc import Mapping

import polars as pl

SUBDISTRICTS, VILLAGES = 20, 8


def area_tree(kabupaten: Mapping[str, str]) -> pl.DataFrame:
    """code, name, level: the kabupaten given, each with 20 kecamatan of 8 desa."""
    rows = [("33", "Jawa Tengah", 1)]
    for code, name in kabupaten.items():
        rows.append((code, f"Kabupaten {name}", 2))
        for subdistrict in range(1, SUBDISTRICTS + 1):
            inner = f"{code}{subdistrict:02d}"
            rows.append((inner, f"Kecamatan {subdistrict} {name}", 3))
            rows += [
                (f"{inner}{2000 + village}", f"Desa {village} {name} {subdistrict}", 4)
                for village in range(1, VILLAGES + 1)
            ]
    return pl.DataFrame(rows, schema=["code", "name", "level"], orient="row")
