"""The tile map: one equal tile a kabupaten, placed so that the whole resembles Central Java.

Every kabupaten has the same size, so that a small city is seen as well as a large regency; the grid
is made by hand, neighbours kept beside each other where it could be done.
"""

from dataclasses import dataclass

STEP_X, STEP_Y, GAP = 106, 84, 6
COLUMNS, ROWS = 10, 6

_GRID: dict[str, tuple[int, int, str, str]] = {
    "3320": (8, 0, "JPA", "Jepara"),
    "3376": (1, 1, "TGL", "Kota Tegal"),
    "3375": (3, 1, "PKL", "K. Pekalongan"),
    "3319": (8, 1, "KDS", "Kudus"),
    "3318": (9, 1, "PTI", "Pati"),
    "3317": (10, 1, "RBG", "Rembang"),
    "3329": (0, 2, "BBS", "Brebes"),
    "3328": (1, 2, "SLW", "Tegal"),
    "3327": (2, 2, "PML", "Pemalang"),
    "3326": (3, 2, "KJN", "Pekalongan"),
    "3325": (4, 2, "BTG", "Batang"),
    "3324": (5, 2, "KDL", "Kendal"),
    "3374": (6, 2, "SMG", "K. Semarang"),
    "3321": (7, 2, "DMK", "Demak"),
    "3315": (8, 2, "GBG", "Grobogan"),
    "3316": (9, 2, "BLA", "Blora"),
    "3301": (0, 3, "CLP", "Cilacap"),
    "3302": (1, 3, "BMS", "Banyumas"),
    "3303": (2, 3, "PBG", "Purbalingga"),
    "3304": (3, 3, "BNA", "Banjarnegara"),
    "3307": (4, 3, "WSB", "Wonosobo"),
    "3323": (5, 3, "TMG", "Temanggung"),
    "3322": (6, 3, "UNG", "Semarang"),
    "3373": (7, 3, "SLT", "K. Salatiga"),
    "3309": (8, 3, "BYL", "Boyolali"),
    "3314": (9, 3, "SGN", "Sragen"),
    "3305": (3, 4, "KBM", "Kebumen"),
    "3306": (4, 4, "PWR", "Purworejo"),
    "3308": (5, 4, "MKD", "Magelang"),
    "3371": (6, 4, "MGG", "K. Magelang"),
    "3310": (7, 4, "KLN", "Klaten"),
    "3372": (8, 4, "SKT", "K. Surakarta"),
    "3313": (9, 4, "KRG", "Karanganyar"),
    "3311": (8, 5, "SKH", "Sukoharjo"),
    "3312": (9, 5, "WNG", "Wonogiri"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a kabupaten stands, in units of the map's frame (numbers as SVG wants them)."""

    code: str
    name: str
    short: str
    x: int
    y: int
    width: int = STEP_X - GAP
    height: int = STEP_Y - GAP

    @property
    def middle(self) -> int:
        """Horizontal middle, where its words are centred."""
        return self.x + self.width // 2

    @property
    def name_y(self) -> int:
        """Base line of the name."""
        return self.y + 27

    @property
    def value_y(self) -> int:
        """Base line of the figure."""
        return self.y + 57


TILES: tuple[Tile, ...] = tuple(
    Tile(code=code, name=name, short=short, x=column * STEP_X + 3, y=row * STEP_Y + 3)
    for code, (column, row, short, name) in sorted(_GRID.items())
)
FRAME = f"0 0 {(COLUMNS + 1) * STEP_X} {ROWS * STEP_Y}"
