"""When two sources say the same of a field: one rule a field, as SQL; pure.

Two values agree unless they contradict each other. A code that merges others (P3KE's ASBES/SENG)
contradicts none of them; a name agrees with its other spelling; a missing value says nothing.
"""

from enum import StrEnum

from entas.kernel.vocabulary import FAMILY, PERSON


class Way(StrEnum):
    """How two values of a field are compared."""

    EXACT = "exact"
    CODE = "code"  # equal, or one may be the other: ``MAY_BE``
    NAME = "name"  # equal after ``spelled_sql``
    TEXT = "text"  # equal but for case, spaces and punctuation
    AREA = "area"  # m2, equal when less than 1 apart


FAMILY_WAYS: dict[str, Way] = {
    "village_code": Way.EXACT,
    "hamlet": Way.TEXT,
    "rt": Way.EXACT,
    "rw": Way.EXACT,
    "head_name": Way.NAME,
    "head_nik": Way.EXACT,
    "kk_number": Way.EXACT,
    "floor_area_m2": Way.AREA,
    **dict.fromkeys(FAMILY, Way.CODE),
}
"""Fields of a family that are compared. Others are the list's own (``NOT_COMPARED``)."""

PERSON_WAYS: dict[str, Way] = {
    "family_id": Way.EXACT,
    "name": Way.NAME,
    "nik": Way.EXACT,
    "kk_number": Way.EXACT,
    "birth_date": Way.EXACT,
    "birth_place": Way.TEXT,
    "mother_name": Way.NAME,
    **{field: Way.CODE for field in PERSON if field not in {"civil_match", "list_priority"}},
}
"""Fields of a person that are compared; ``family_id`` is the family that a source names."""

NOT_COMPARED = {
    "address": "written differently by everybody; hamlet, RT and RW are compared instead",
    "latitude": "measured a few metres apart at every visit",
    "longitude": "measured a few metres apart at every visit",
    "percentile": "a rank within one list",
    "civil_match": "what one list found at the civil registry",
    "list_priority": "what one list asks of verification",
}
"""Fields that lists are not compared by, and why."""

MAY_BE: dict[str, dict[str, tuple[str, ...]]] = {
    "decile": {"4+": ("5", "6", "7", "8", "9", "10")},
    "roof": {"asbestos_or_zinc": ("asbestos", "zinc")},
    "wall": {"bamboo": ("bamboo_mat",)},
    "floor": {"finished": ("marble", "ceramic", "tile")},
    "power": {"up_to_900": ("450", "900"), "above_900": ("1300", "2200", "above_2200")},
    "drinking_water": {"bottled_or_refill": ("bottled", "refill")},
    "toilet": {
        "own": ("own_septic", "own_no_septic"),
        "shared_or_public": ("shared", "public"),
    },
    "presence": {"moved": ("moved_abroad",)},
    "disability_kind": {"multiple": ("physical", "intellectual", "mental", "sensory")},
}
"""Codes that merge others or are less exact: by field, the code and what it may stand for."""

SPELLINGS = (
    (r"[^A-Z ]", ""),
    (r"\b(HJ|KH|DRS|DRA|ALM|ALMH|ALMARHUM|ALMARHUMAH|NY|TN|BPK|IBU|RR|H|R)\b", ""),
    (r"\b(MUHAMMAD|MOHAMMAD|MUHAMAD|MOHAMAD|MOHAMED|MOCH|MOHD|MOH|MUH|MCH)\b", "M"),
    (r"\b(ABDUL|ABD)\b", "ABDUL"),
    ("OE", "U"),
    ("DJ", "J"),
    ("TJ", "C"),
    ("SJ", "SY"),
    ("NJ", "NY"),
    ("CH", "KH"),
    ("DH", "D"),
    ("TH", "T"),
    (" +", " "),
)
"""Patterns (in the notation that DuckDB and Python share) and what stands for them, in order:
titles, Muhammad's many forms, old and Javanese spellings. A key for comparing, never shown."""


def spelled_sql(value: str) -> str:
    """A name without its spelling: what two ways of writing one name have in common.

    After ``SPELLINGS``, letters that are doubled count once.
    """
    made = f"upper({value})"
    for pattern, stands in SPELLINGS:
        made = f"regexp_replace({made}, '{pattern}', '{stands}', 'g')"
    letters = f"string_split(trim({made}), '')"
    return (
        f"list_reduce({letters}, lambda kept, letter: "
        "CASE WHEN ends_with(kept, letter) THEN kept ELSE kept || letter END)"
    )


def agree_sql(field: str, way: Way, a: str, b: str) -> str:
    """SQL that is true when two values, neither null, do not contradict each other."""
    match way:
        case Way.EXACT:
            return f"{a} = {b}"
        case Way.AREA:
            return f"abs({a} - {b}) < 1"
        case Way.TEXT:
            return f"{_bare_sql(a)} = {_bare_sql(b)}"
        case Way.NAME:
            # CASE, so that only names that differ are spelled.
            return (
                f"CASE WHEN {a} = {b} THEN true ELSE "
                f"coalesce(nullif({spelled_sql(a)}, '') = {spelled_sql(b)}, false) END"
            )
        case Way.CODE:
            pairs = compatible(field)
            if not pairs:
                return f"{a} = {b}"
            listed = ", ".join(f"'{one}|{other}'" for one, other in pairs)
            return f"({a} = {b} OR {a} || '|' || {b} IN ({listed}))"


def _bare_sql(value: str) -> str:
    return f"regexp_replace(upper({value}), '[^A-Z0-9]', '', 'g')"


def compatible(field: str) -> list[tuple[str, str]]:
    """Pairs of different codes of a field that do not contradict each other, both ways round."""
    pairs = []
    for merged, parts in MAY_BE.get(field, {}).items():
        pairs += [pair for part in parts for pair in ((merged, part), (part, merged))]
    return pairs
