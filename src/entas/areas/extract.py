"""Take one province out of the tables of the npm package ``idn-area-data`` (a step of the build).

    python -m entas.areas.extract SOURCE_FOLDER TARGET.csv [PROVINCE]

The package's code is MIT; its data are under the Open Database License: attribute them.
"""

import csv
import sys
from pathlib import Path

from entas.kernel.errors import Refused

TABLES = {"provinces.csv": 1, "regencies.csv": 2, "districts.csv": 3, "villages.csv": 4}
COLUMNS = ("code", "name", "level", "kind")
_URBAN_VILLAGE = "1"  # seventh digit of a kelurahan's code; a desa has 2


class NoAreaTables(Refused):
    """The package's tables are not where they should be."""


def extract(source: Path, target: Path, province: str = "33") -> int:
    """Write the areas of ``province`` (its two digits) to ``target``; return how many.

    Codes lose their dots, shouted names become names. Raises ``NoAreaTables``.
    """
    rows = []
    for table, level in TABLES.items():
        path = source / table
        if not path.is_file():
            raise NoAreaTables(f"{path} is missing: run `make setup`, which installs it.")
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                code = row["code"].replace(".", "")
                if code.startswith(province):
                    rows.append((code, _name(row["name"]), level, _kind(code, row["name"])))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows))
    return len(rows)


def _name(text: str) -> str:
    text = " ".join(text.split())
    return text.title() if text.isupper() else text


def _kind(code: str, name: str) -> str:
    match len(code):
        case 2:
            return "provinsi"
        case 4:
            return "kota" if name.upper().startswith("KOTA ") else "kabupaten"
        case 6:
            return "kecamatan"
        case _:
            return "kelurahan" if code[6] == _URBAN_VILLAGE else "desa"


if __name__ == "__main__":
    count = extract(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])
    sys.stdout.write(f"{count} areas in {sys.argv[2]}\n")
