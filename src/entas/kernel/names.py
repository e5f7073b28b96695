"""Names of people as lists write them: a clean form to show, and a key for exact comparison.

Spelling variants (oe/u, dj/j, Moh./Muhammad) are left alone here: linkage weighs them.
"""

import re
import unicodedata

INVISIBLE = r"[\x00-\x1f\x7f-\x{9f}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]"
"""Control and direction characters, in the notation of Rust's regular expressions."""
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_ALIAS = re.compile(r"\b(?:ALIAS|ALS)\b.*$")
_AFTER_DEATH = re.compile(r"\b(?:ALM|ALMH|ALMARHUM|ALMARHUMAH)\b\.?")

TITLES = frozenset(
    {"H", "HJ", "KH", "K", "R", "RR", "RA", "NY", "TN", "SDR", "SDRI", "BP", "BPK", "IBU", "IR"}
    | {"DR", "DRG", "DRS", "DRA", "PROF", "ALM", "ALMH", "ALMARHUM", "ALMARHUMAH"}
)
DEGREES = frozenset(
    {"SH", "SE", "SPD", "SPDI", "SAG", "ST", "SKM", "SSOS", "SKEP", "SPI"}
    | {"MM", "MPD", "MSI", "MH", "MSC", "MAG", "AMD", "AMDKEB", "BA"}
)


def clean_name(text: str | None) -> str | None:
    r"""The name as shown: capitals, single spaces, no invisible characters; ``None`` if nothing.

    >>> clean_name("  hj.  Siti\u200b  aminah ")
    'HJ. SITI AMINAH'
    """
    if text is None:
        return None
    visible = _INVISIBLE.sub(" ", unicodedata.normalize("NFC", text).replace("\u200b", ""))
    return _SPACES.sub(" ", visible).strip().upper() or None


def name_key(text: str | None) -> str:
    """Key for exact comparison: no titles, degrees, alias or punctuation; letters only.

    >>> name_key("Hj. Siti  Aminah, S.Pd.")
    'SITI AMINAH'
    """
    shown = clean_name(text) or ""
    main = shown.split(",")[0]
    words = [re.sub(r"[^A-Z0-9]", "", _fold(word)) for word in _ALIAS.sub("", main).split()]
    kept = [word for word in words if word and word not in TITLES and word not in DEGREES]
    if not kept:  # "H." alone, or a name that is only a title: keep what there is
        kept = [word for word in words if word]
    return " ".join(kept)


def hints_at_death(text: str | None) -> bool:
    """Whether the name carries "Alm." or the like: a hint, not evidence."""
    return bool(_AFTER_DEATH.search(clean_name(text) or ""))


def _fold(word: str) -> str:
    """Letters without accents."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
