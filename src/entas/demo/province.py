"""The demo province as files: what offices would send, in the order they would send it.

1. P3KE 2022 of a few kabupaten, 2. P3KE 2023 of all 17, 3. verification lists as of 27 March of
all, 4. of 7 June and 5. of 13 August from the province, 6. tagging lists of all. If asked for, also
what other offices hold (``elsewhere``). Nobody in them is real: every number of a person has a
serial that is never issued.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from entas.demo import dirt, districts, p3ke, siksdj, society, taglist, typed
from entas.demo.districts import ISO, District, Hand
from entas.demo.draws import random
from entas.demo.elsewhere import lists as elsewhere
from entas.demo.elsewhere import population
from entas.demo.elsewhere.habits import Habits
from entas.demo.figures import KABUPATEN
from entas.demo.rows import Rows
from entas.demo.society import Society
from entas.demo.typed import ListFile, TypedList

NOTICE = elsewhere.NOTICE
OLDER_RELEASE = ("3302", "3310", "3321")  # kabupaten that also send the 2022 release
AS_CSV = ("3302", "3305", "3308", "3315", "3329")  # kabupaten that export verification as CSV
SHARE_IN_2022 = 0.6
USUAL = Habits()

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DemoManifest:
    """What was written. ``truth`` is a Parquet file: one row a data row of the files, with the true
    family and person (numbers of the made-up society, -1 for none) and what was done to the row.
    ``truth_elsewhere`` is the same of the lists of other offices, where they were asked for, with
    who is dead and who is in the list twice; see ``_write_truth_of_people`` for what stands beside.
    """

    files: tuple[ListFile, ...]
    truth: Path
    families: int
    persons: int
    villages: int
    truth_elsewhere: Path | None = None


def write_lists(
    folder: Path,
    *,
    scale: float,
    seed: int,
    areas: pl.DataFrame,
    lists: Literal["meeting", "all"] = "meeting",
    habits: Habits = USUAL,
    progress: Progress | None = None,
) -> DemoManifest:
    """Write the lists of a demo province into a folder, which is made if need be.

    ``scale`` 1 is the published size; ``areas`` (code, name, level) is the official tree: the
    villages are real ones. ``lists``: those of the meeting, or after them also those of other
    offices, who behave as ``habits`` says. ``progress(what, done, total)`` is called after each
    file. The same arguments give the same bytes. Raises ``Refused`` for a scale that cannot be
    made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = society.make(scale=scale, seed=seed, areas=areas)
    meeting = len(OLDER_RELEASE) + 3 * len(KABUPATEN) + len(AS_CSV) + 2
    everything = lists == "all"
    tell = _Teller(folder, meeting + everything * elsewhere.COUNT, progress)
    truth_path = folder / "truth.parquet"
    tell.write(typed_lists(made)).select(*_TRUTH).write_parquet(truth_path)
    other_path = None
    if everything:
        around = population.make(made, habits, areas)
        other_path = folder / "truth_elsewhere.parquet"
        truth = tell.write(elsewhere.typed_lists(around, habits))
        truth.select(*_TRUTH, "dead", "duplicate", "relation").write_parquet(other_path)
        _write_truth_of_people(folder, around)
    return DemoManifest(
        tuple(tell.files),
        truth_path,
        len(made.families),
        len(made.persons),
        len(made.villages),
        other_path,
    )


_TRUTH = ("file", "sheet", "number", "family", "person", "damage")


class _Teller:
    """Writes lists one after another and says how far it is."""

    def __init__(self, folder: Path, total: int, progress: Progress | None) -> None:
        self.files: list[ListFile] = []
        self._folder = folder
        self._total = total
        self._progress = progress

    def write(self, lists: Iterator[TypedList]) -> pl.DataFrame:
        """Write them; the truth of their rows."""
        truths: list[pl.DataFrame] = []
        for one in lists:
            entry, truth = one.write(self._folder)
            self.files.append(entry)
            truths.append(truth.with_columns(file=pl.lit(one.name).cast(pl.Categorical)))
            if self._progress:
                self._progress(one.name, len(self.files), self._total)
        return pl.concat(truths)


def _write_truth_of_people(folder: Path, around: population.Population) -> None:
    """Of all families (P3KE's first): ``true``, the family it really is, where P3KE has one twice;
    ``listed`` by P3KE; ``metered``: a connection of its own. Of all persons: ``family``, ``true``
    and ``dead``. By the numbers that the truth of rows uses.
    """
    around.families.select("true", "listed", "metered").with_row_index("family").write_parquet(
        folder / "truth_families.parquet"
    )
    around.persons.select("family", "true", "dead").with_row_index("person").write_parquet(
        folder / "truth_persons.parquet"
    )


def typed_lists(made: Society) -> Iterator[TypedList]:
    """Every list in the order of sending, one at a time."""
    views = [districts.view(made, place) for place in range(len(KABUPATEN))]
    for view in views:
        if view.code in OLDER_RELEASE:
            yield _p3ke_2022(made, view)
    for view in views:
        yield _p3ke_2023(made, view)
    for view in views:
        yield from _verification_of_march(made, view)
    yield _verification(made, views, siksdj.JUNE, date(2023, 6, 7))
    yield _verification(made, views, siksdj.AUGUST, date(2023, 8, 13))
    for view in views:
        yield _tags(made, view)


def _hand(made: Society, view: District, rows: int, purpose: str, *, text: bool = False) -> Hand:
    return districts.hand(view, made.plan.seed, rows, purpose=purpose, text_only=text)


def _file_name(view: District, what: str, ending: str) -> str:
    return f"{view.code}_{view.name.lower()}_{what}.{ending}"


def _p3ke_2022(made: Society, view: District) -> TypedList:
    """The older release: fewer families, some numbers spoilt, the header below a tall title."""
    rng = view.rng("p3ke 2022", made.plan.seed)
    listed = rng.random(len(view.families)) < SHARE_IN_2022
    sheets = []
    for name, build, rows in (
        ("Keluarga", p3ke.families_2022, len(view.families)),
        ("Individu", p3ke.persons_2022, len(view.persons)),
    ):
        full = build(view, _hand(made, view, rows, f"2022 {name}"), rng)
        part = dirt.only(full, families=listed, first_family=view.first_family)
        part = dirt.with_spoilt_numbers(dirt.with_repeated_rows(part, rng), rng)
        titles = (
            "KEMENTERIAN KOORDINATOR BIDANG PEMBANGUNAN MANUSIA DAN KEBUDAYAAN",
            "DATA PENSASARAN PERCEPATAN PENGHAPUSAN KEMISKINAN EKSTREM (P3KE) TAHUN 2022",
            f"KABUPATEN {view.name} - {name.upper()}",
            *("",) * 7,
            NOTICE,
            "",
        )
        again = dirt.header_places(rng, len(part), every=800)
        sheets.append(typed.sheet(name, part, titles=titles, header_after=again, numeric=("NIK",)))
    name = _file_name(view, "p3ke_2022", "xlsx")
    return TypedList(name, "p3ke-2022", date(2022, 12, 1), tuple(sheets))


def _p3ke_2023(made: Society, view: District) -> TypedList:
    rng = view.rng("p3ke 2023", made.plan.seed)
    sheets = []
    for name, build, rows, key in (
        ("KELUARGA", p3ke.families_2023, len(view.families), "ID Keluarga"),
        ("INDIVIDU", p3ke.persons_2023, len(view.persons), "ID Keluarga P3KE"),
    ):
        full = build(view, _hand(made, view, rows, f"2023 {name}"), rng)
        part = dirt.with_foreign_rows(dirt.with_repeated_rows(full, rng), rng, key=key)
        titles = (f"DATA P3KE 2023 KABUPATEN {view.name}", NOTICE, "") if view.place % 4 else ()
        again = dirt.header_places(rng, len(part), every=5_000) if view.place % 3 == 0 else []
        sheets.append(
            typed.sheet(name, part, titles=titles, header_after=again, total=view.place % 2 == 0)
        )
    name = _file_name(view, "p3ke_2023", "xlsx")
    return TypedList(name, "p3ke-2023", date(2023, 2, 1), tuple(sheets))


def _verification_of_march(made: Society, view: District) -> Iterator[TypedList]:
    """The list of 27 March: a workbook of two sheets, or two CSV files."""
    day = date(2023, 3, 27)
    rng = view.rng("verification", made.plan.seed)
    told = siksdj.export(made, view, siksdj.MARCH)
    as_csv = view.code in AS_CSV
    hand = _hand(made, view, len(told.family), "verval", text=as_csv)
    families = siksdj.families(made, view, told, hand, rng)
    hand = _hand(made, view, len(view.persons), "verval anggota", text=as_csv)
    persons = siksdj.persons(made, view, told, hand)
    titles = (f"HASIL VERVAL P3KE KABUPATEN {view.name} PER 27 MARET 2023", NOTICE)
    sheets = [
        typed.sheet("KELUARGA", families, titles=titles),
        typed.sheet("ANGGOTA", persons, titles=titles),
    ]
    if not as_csv:
        yield TypedList(
            _file_name(view, "verval_2023-03-27", "xlsx"), "siks-dj", day, tuple(sheets)
        )
        return
    for one in sheets:
        name = _file_name(view, f"verval_2023-03-27_{one.name.lower()}", "csv")
        yield TypedList(name, "siks-dj", day, (one,))


def _verification(made: Society, views: list[District], kind: int, day: date) -> TypedList:
    """A list that the province put together from all kabupaten."""
    families: list[Rows] = []
    persons: list[Rows] = []
    for view in views:
        rng = view.rng(f"verification {kind}", made.plan.seed)
        told = siksdj.export(made, view, kind)
        case = np.zeros(max(len(told.family), len(view.persons)), dtype=np.int64)
        hand = Hand(case[: len(told.family)], ISO)
        families.append(siksdj.families(made, view, told, hand, rng))
        persons.append(siksdj.persons(made, view, told, Hand(case[: len(view.persons)], ISO)))
    titles = (f"REKAP VERVAL P3KE JAWA TENGAH PER {day:%d-%m-%Y}", NOTICE, "")
    sheets = [
        typed.sheet("Keluarga", _together(families), titles=titles, total=True),
        typed.sheet("Anggota", _together(persons), titles=titles),
    ]
    return TypedList(f"33_rekap_verval_{day:%Y-%m-%d}.xlsx", "siks-dj", day, tuple(sheets))


def _together(parts: list[Rows]) -> Rows:
    return Rows(
        pl.concat([part.frame for part in parts]),
        np.concatenate([part.family for part in parts]),
        np.concatenate([part.person for part in parts]),
        pl.concat([part.damage for part in parts]),
    )


def _tags(made: Society, view: District) -> TypedList:
    rng = random(made.plan.seed, f"taglist {view.code}")
    rows = taglist.rows(made, view, view.place % 3, rng)
    titles = (f"DAFTAR TAGGING INTERVENSI KABUPATEN {view.name} PER 13 AGUSTUS 2023", NOTICE, "")
    name = _file_name(view, "tagging_2023-08-13", "xlsx")
    sheet = typed.sheet("TAGGING", rows, titles=titles, total=view.place % 5 == 0)
    return TypedList(name, "tags", date(2023, 8, 13), (sheet,))
