"""What the cells of a column look like, whatever stands above them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from entas.kernel import addresses, nik
from entas.sources.cleaning.cells import day_of, value_key
from entas.sources.cleaning.places import Tree, area_key
from entas.sources.layouts.values import YES_NO

_LONG = re.compile(r"\d{16}")
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+?1[45]", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][A-Za-z .,'`’\"()/-]{2,60}")
_STREET = re.compile(
    r"\b(?:R\.?[TW]\.?\s*[.:/]?\s*\d|RT|RW|DK|DKH|DUKUH|DSN|DUSUN|JL|JLN|JALAN|KP|LINGK|GG|GANG|DS)\b",
    re.IGNORECASE,
)
_UNITS = re.compile(r"(?:RT\W*)?\d{1,3}\s*(?:/|RW|/\s*RW)\W*\d{1,3}", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?62|0)8[\d -]{7,13}")
_MONEY = re.compile(
    r"(?:Rp\.?\s*)?\d{1,3}(?:[.,]\d{3})+(?:,(?:\d{2}|-))?|Rp\.?\s*\d+", re.IGNORECASE
)
_ANSWERS = frozenset(map(value_key, YES_NO))
_DECIMAL = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")


@dataclass(frozen=True)
class Places:
    """Keys of the names of areas, to know a column of places by its cells."""

    villages: frozenset[str] = frozenset()
    subdistricts: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tree: Tree) -> "Places":
        """From the tree that cleaning uses."""
        code, village, subdistrict, district = (
            frozenset(tree.villages.get_column(name).drop_nulls())
            for name in ("code", "village_name", "subdistrict_name", "district_name")
        )
        return cls(village, subdistrict, district, code)


@dataclass(frozen=True)
class Cells:
    """The filled cells of a column, as text; at most a few hundred are enough."""

    texts: Sequence[str]
    places: Places
    this_year: int

    def share(self, holds: "re.Pattern[str]") -> float:
        """Share of the cells that a pattern matches whole."""
        return self._share([bool(holds.fullmatch(text)) for text in self.texts])

    @staticmethod
    def _share(marks: Sequence[bool]) -> float:
        return sum(marks) / len(marks) if marks else 0.0

    @cached_property
    def distinct(self) -> float:
        """Different cells among all."""
        return len(set(self.texts)) / len(self.texts) if self.texts else 0.0

    @cached_property
    def scores(self) -> dict[str, float]:
        """How much the cells look like each field, from 0 to 1; fields without a look are absent.

        Coded fields: see ``codes``.

        Scores of one column do not add up to 1: RT and RW look alike.
        """
        if not self.texts:
            return {}
        return {
            **self._numbers(),
            **self._dates(),
            **self._places(),
            **self._words(),
            **self._figures(),
        }

    def _numbers(self) -> dict[str, float]:
        """NIK and card numbers: both 16 digits, but no card is recorded on day 41 to 71."""
        digits = [re.sub(r"[\s'.-]", "", text) for text in self.texts]
        long = [text for text in digits if text.isascii() and _LONG.fullmatch(text)]
        share = (len(long) + sum(bool(_SCIENTIFIC.search(text)) for text in self.texts)) / len(
            digits
        )
        if share < 0.4:
            return {"nik": 0.0, "kk_number": 0.0}
        women = self._share([40 < int(text[6:8]) <= 71 for text in long])
        days = self._share([nik.read_nik(text).number is not None for text in long])
        sure = 0.95 if women > 0.1 else 0.55
        return {
            "nik": share * (sure if days > 0.5 else 0.5),
            "kk_number": share * (0.1 if women > 0.1 else 0.9 if self.distinct < 0.9 else 0.6),
        }

    def _dates(self) -> dict[str, float]:
        read = [day_of(text) for text in self.texts if not text.isdigit()]
        known = [day for day in read if day]
        share = len(known) / len(self.texts)
        if share < 0.4:
            return dict.fromkeys(("birth_date", "given_on", "measured_on"), 0.0)
        recent = median(day.year for day in known) >= self.this_year - 3
        spread = max(day.year for day in known) - min(day.year for day in known)
        born = 0.3 if recent and spread <= 2 else 0.6 if recent else 0.95
        return {"birth_date": share * born, "given_on": share * 0.4, "measured_on": share * 0.4}

    def _places(self) -> dict[str, float]:
        keys = [area_key(text) for text in self.texts]
        found = {
            "village": self._share([key in self.places.villages for key in keys]),
            "subdistrict": self._share([key in self.places.subdistricts for key in keys]),
            "district": self._share(
                [{key, f"KABUPATEN{key}"} & self.places.districts != set() for key in keys]
            ),
            "area_code": self._share(
                [re.sub(r"\D", "", text) in self.places.codes for text in self.texts]
            ),
        }
        # a kecamatan is often named as one of its villages: the column with more names is villages
        return {name: share * 0.95 for name, share in found.items()}

    def _words(self) -> dict[str, float]:
        street = self._share([bool(_STREET.search(text)) for text in self.texts])
        named = self.share(_NAME) * min(1.0, self.distinct * 1.3)
        place = max(self._places()[name] for name in ("village", "subdistrict", "district"))
        person = named * (1 - place) * (1 - street)
        return {
            "name": person * 0.7,
            "mother_name": person * 0.5,
            "parent_name": person * 0.45,
            "head_name": person * 0.6,
            "address": max(street * 0.9, named * 0.2),
            "phone": self.share(_PHONE) * 0.95,
        }

    def _figures(self) -> dict[str, float]:
        whole = [
            int(text) for text in self.texts if text.isascii() and text.isdigit() and len(text) < 10
        ]
        share = len(whole) / len(self.texts)
        small = self._share([addresses.unit_number(text) is not None for text in self.texts])
        few = small if all(number <= 60 for number in whole) else 0.0
        years = (
            share if whole and all(2000 <= number <= self.this_year + 2 for number in whole) else 0
        )
        money = max(
            self.share(_MONEY),
            share if whole and min(whole) >= 50_000 and self.distinct < 0.9 else 0,
        )
        return {
            "rt_rw": self.share(_UNITS) * 0.9,
            "rt": few * 0.5,
            "rw": few * 0.5,
            "year": years * 0.85,
            "amount": money * 0.7,
            "floor_area_m2": self.share(_DECIMAL) * 0.35 * (not years),
            "reference": self.distinct * 0.4 * self._share([_coded_like(t) for t in self.texts]),
            "family_key": 0.3 * self._share([_coded_like(t) for t in self.texts]),
            "person_key": self.distinct * 0.3 * self._share([_coded_like(t) for t in self.texts]),
        }

    @cached_property
    def _keys(self) -> Counter[str]:
        return Counter(map(value_key, self.texts))

    def codes(self, tables: Mapping[str, frozenset[str]]) -> dict[str, float]:
        """How much the cells look like each coded field: the share that its table knows.

        ``tables`` hold keys (``value_key``) by field. Figures tell little, and so do yes and no:
        many fields know them.
        """
        total = len(self.texts) or 1
        found = {}
        for name, known in tables.items():
            hits = {key: count for key, count in self._keys.items() if key in known}
            figures = sum(count for key, count in hits.items() if key.isdigit())
            words = (sum(hits.values()) - figures) / total
            weight = 0.3 if hits.keys() <= _ANSWERS else 0.9 if len(hits) > 1 else 0.7
            found[name] = max(words * weight, figures / total * 0.25)
        return found


def _coded_like(text: str) -> bool:
    """Whether a cell looks like a number that a list gives: digits, or letters with digits."""
    return bool(re.fullmatch(r"(?=.*\d)[A-Za-z0-9./-]{4,15}", text))
