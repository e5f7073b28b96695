"""The tagging list of a kabupaten: interventions by name and address.

Most rows carry a NIK, some P3KE's number, some only a name and an address: these are written only
where nobody else in the same RT could be meant. A few rows at the end match nobody, or several.
"""

import numpy as np
import polars as pl

from entas.demo import answers, houses, p3ke, visits
from entas.demo.districts import District, Hand
from entas.demo.draws import Bools, Random, between, pick
from entas.demo.figures import Ints
from entas.demo.programmes import FLAT, INDICATORS, LABELS
from entas.demo.rows import NOBODY, Rows
from entas.demo.society import Society
from entas.demo.tags import BY_LIST, CANCELLED, PLANNED, POTENTIAL, REALISED, REASONS, STATES
from entas.demo.visits import NEVER

BY_NIK, BY_KEY, BY_NAME = range(3)
GONE = len(REASONS)
_REASONS = (*REASONS, "KELUARGA SUDAH TIDAK ADA")
_STRANGERS = ("ZULKARNAIN PANGESTU", "YOSAFAT TANDIONO", "WILHELMINA", "XAVERIUS BUDIASA")


def rows(society: Society, district: District, dates: int, rng: Random) -> Rows:
    """The rows of the list, with the true subject of each. ``dates``: how this office writes."""
    told = _told(society, district, rng)
    who, mode = _subjects(district, told, rng)
    certain = _written(district, _capitals(len(told), dates), told, who, mode)
    odd = _unmatched(district, rng)
    return certain.followed_by(_written_strangers(district, _capitals(len(odd), dates), odd))


def _capitals(count: int, dates: int) -> Hand:
    return Hand(np.zeros(count, dtype=np.int64), dates)


def _told(society: Society, district: District, rng: Random) -> pl.DataFrame:
    """Tags told by the list: those of no other channel, second sources, and what was cancelled."""
    first, count = district.first_family, len(district.families)
    here = society.tags.filter(pl.col("family").is_between(first, first + count - 1))
    listed = here.filter(pl.col("channel") == BY_LIST)
    second = listed.filter(pl.Series(rng.random(len(listed)) < 0.03)).with_columns(
        state=pl.lit(POTENTIAL, dtype=pl.Int64),
        potential_on=pl.max_horizontal("planned_on", "potential_on"),
        planned_on=pl.lit(NEVER, dtype=pl.Int64),
        realised_on=pl.lit(NEVER, dtype=pl.Int64),
        cancelled_on=pl.lit(NEVER, dtype=pl.Int64),
        met=pl.lit(value=False),
    )
    second = second.filter(pl.col("potential_on") > 0)
    tags = pl.concat([listed, second, _cancelled(society, district, here)])
    return tags.sort("indicator", "family", "person", "state", maintain_order=True)


def _cancelled(society: Society, district: District, like: pl.DataFrame) -> pl.DataFrame:
    """Plans for families that the second visit did not find any more."""
    again = society.again
    family = again.family[again.presence != visits.FOUND]
    day = again.days[0][again.presence != visits.FOUND]
    inside = (family >= district.first_family) & (
        family < district.first_family + len(district.families)
    )
    family, day = family[inside], day[inside]
    electricity = society.needs.left["electricity"][family]
    count = len(family)
    programmes = [one.key for one in FLAT]
    place = np.where(electricity, programmes.index("bpbl"), programmes.index("jamban-stimulan"))
    indicator = np.where(electricity, INDICATORS.index("electricity"), INDICATORS.index("latrine"))
    return pl.DataFrame(
        {
            "indicator": indicator,
            "family": family,
            "person": np.full(count, NOBODY),
            "programme": place,
            "state": np.full(count, CANCELLED),
            "potential_on": np.full(count, NEVER),
            "planned_on": day - 8,
            "realised_on": np.full(count, NEVER),
            "cancelled_on": day + 4,
            "met": np.zeros(count, dtype=np.bool_),
            "channel": np.full(count, BY_LIST),
            "reason": np.full(count, GONE),
        },
        schema=like.schema,
    )


def _subjects(district: District, told: pl.DataFrame, rng: Random) -> tuple[Ints, Ints]:
    """Row of ``District.persons`` that each tag names (the head for a family's), and how."""
    persons = district.persons
    position = persons["position"].to_numpy()
    head = np.flatnonzero(position == 0)
    family = told["family"].to_numpy() - district.first_family
    person = told["person"].to_numpy() - district.first_person
    who = np.where(told["person"].to_numpy() == NOBODY, head[family], person)
    numbered = ~answers.writes_nik(persons["nik_written"].to_numpy())[who]
    numbered &= (persons["nik_written"].to_numpy() == 0)[who]
    sole = _named_once(persons)
    sole &= sole[head[persons["family"].to_numpy() - district.first_family]]
    mode = pick(rng, (6, 2, 2), len(told))
    mode = np.where((mode == BY_NAME) & ~sole[who], BY_NIK, mode)
    return who, np.where((mode == BY_NIK) & ~numbered, BY_KEY, mode)


def _named_once(persons: pl.DataFrame) -> Bools:
    """Whose name nobody in the same RT has, or nearly has, in any list."""
    bare = pl.col("name").str.replace(r"^(H|Hj|KH|R|Rr|Ny)\. ", "")
    return (
        persons.select(
            (
                (pl.len().over("village_code", "rt", "rw", bare.str.slice(0, 3)) == 1)
                & (pl.col("name") == bare)
                & pl.col("name_corrected").is_null()
            ).fill_null(value=False)
        )
        .to_series()
        .to_numpy()
    )


def _written(district: District, hand: Hand, told: pl.DataFrame, who: Ints, mode: Ints) -> Rows:
    persons = district.persons
    named = persons[who]
    head_of = district.heads["name"].gather(named["family"].to_numpy() - district.first_family)
    by_name, by_key = pl.Series(mode == BY_NAME), pl.Series(mode == BY_KEY)
    of_person = pl.Series(told["person"] != NOBODY)
    identity = {
        "ID Keluarga P3KE": named["family_key"].set(~by_key, None),
        "ID Individu": named["person_key"].set(~(by_key & of_person), None),
        "NIK": named["nik_text"].set(by_name | (pl.Series(named["nik_written"]) != 0), None),
        "Nama": named["name_tagged"].zip_with(~by_name, named["name"]).str.to_uppercase(),
        "Kepala Keluarga": head_of.str.to_uppercase(),
        "Alamat": named["address"],
        "RT": named["rt"].cast(pl.String).str.zfill(3),
        "RW": named["rw"].cast(pl.String).str.zfill(3),
    }
    frame = pl.DataFrame(
        {**p3ke.area_columns(district, named), **identity, **_intervention(hand, told)}
    )
    person = np.where(of_person.to_numpy(), named["same_as"].to_numpy(), NOBODY)
    damage = pl.Series(["", "", "name-only"]).gather(mode)
    return Rows(frame, told["family"].to_numpy(), person, damage)


def _intervention(hand: Hand, told: pl.DataFrame) -> dict[str, pl.Series]:
    """What is given: programme, money, state and its days."""
    place = told["programme"].to_numpy()
    labels = [LABELS[name] for name in INDICATORS]
    realised = (told["state"] == REALISED).to_numpy()
    evidence = np.where(realised, np.arange(len(told)) % 3, houses.NOT_SAID)
    return {
        "Indikator": hand.said(told["indicator"], labels),
        "Program": hand.said(place, [one.key for one in FLAT]),
        "Sumber Dana": hand.said(place, [one.funding for one in FLAT]),
        "OPD": hand.said(place, [one.agency for one in FLAT]),
        "Tahun": pl.repeat(2023, len(told), eager=True),
        "Nilai (Rp)": pl.Series([one.amount for one in FLAT], dtype=pl.Int64).gather(place),
        "Status": hand.said(told["state"] - 1, STATES),
        "Tanggal Potensi": hand.dated(told["potential_on"].to_numpy()),
        "Tanggal Rencana": hand.dated(told["planned_on"].to_numpy()),
        "Tanggal Realisasi": hand.dated(told["realised_on"].to_numpy()),
        "Tanggal Batal": hand.dated(told["cancelled_on"].to_numpy()),
        "Alasan Batal": hand.said(
            np.where(told["state"].to_numpy() == CANCELLED, told["reason"].to_numpy(), NEVER),
            _REASONS,
        ),
        "Bukti": hand.said(
            evidence.astype(np.int64), ("FOTO", "BERITA ACARA", "FOTO DAN BERITA ACARA")
        ),
    }


def _unmatched(district: District, rng: Random) -> pl.DataFrame:
    """Rows for review: people of no list, and names that several in one RT have.

    Their tags are only potential or planned, so that no figure could depend on a guess.
    """
    persons = district.persons
    strangers = 1 + len(persons) // 9_000
    place = rng.integers(0, len(persons), strangers)
    unknown = persons[place].with_columns(
        pl.Series("name", [_STRANGERS[i % len(_STRANGERS)] for i in range(strangers)]),
        pl.Series(
            "nik_text", [f"{district.code}99{1 + i % 28:02d}01700000" for i in range(strangers)]
        ),
        head=pl.lit("TIDAK DIKETAHUI"),
        damage=pl.lit("tag-unknown"),
    )
    several = persons.filter(
        (pl.col("family").n_unique().over("village_code", "rt", "rw", "name") > 1)
        & pl.col("name_corrected").is_null()
    ).head(strangers)
    several = several.with_columns(
        head=pl.lit(None, dtype=pl.String),
        nik_text=pl.lit(None, dtype=pl.String),
        damage=pl.lit("tag-ambiguous"),
    )
    return pl.concat([unknown, several])


def _written_strangers(district: District, hand: Hand, odd: pl.DataFrame) -> Rows:
    count = len(odd)
    nothing = pl.repeat(None, count, dtype=pl.String, eager=True)
    nobody = np.full(count, NOBODY)
    planned = np.arange(count) % 2 == 0
    rng = np.random.default_rng(count)
    told = pl.DataFrame(
        {
            "indicator": np.full(count, INDICATORS.index("employment")),
            "programme": np.full(count, len(FLAT) - 1),
            "state": np.where(planned, PLANNED, POTENTIAL),
            "potential_on": between(rng, 40, 90, count),
            "planned_on": np.where(planned, 120, NEVER),
            "realised_on": np.full(count, NEVER),
            "cancelled_on": np.full(count, NEVER),
            "reason": np.full(count, NEVER),
        }
    )
    identity = {
        "ID Keluarga P3KE": nothing,
        "ID Individu": nothing,
        "NIK": odd["nik_text"],
        "Nama": odd["name"].str.to_uppercase(),
        "Kepala Keluarga": odd["head"],
        "Alamat": odd["address"],
        "RT": odd["rt"].cast(pl.String).str.zfill(3),
        "RW": odd["rw"].cast(pl.String).str.zfill(3),
    }
    frame = pl.DataFrame(
        {**p3ke.area_columns(district, odd), **identity, **_intervention(hand, told)}
    )
    return Rows(frame, nobody, nobody, odd["damage"])
