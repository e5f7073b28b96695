"""Names of made-up Javanese persons, and how lists spell them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Random = np.random.Generator
Change = Callable[[str], str]


def _words(text: str) -> list[str]:
    return text.split()


_MEN = _words(
    """
    Sutrisno Suharto Slamet Sugeng Bambang Agus Joko Eko Budi Wahyu Supriyadi Sukirman Sunarto
    Sugiyono Sukardi Widodo Hartono Suparman Suwarno Ngadiman Ngatiman Paijo Paimin Parjo
    Parman Karno Kasno Rohmad Muhammad Ahmad Abdul Nur Arif Andi Dwi Tri Catur Yuli Rudi Hendra
    Dedi Adi Aris Anton Heri Imam Iwan Khoirul Mujiono Mulyadi Mulyono Nugroho Pramono Prasetyo
    Purwanto Rizki Samsul Saryono Setiawan Sigit Sholeh Suyanto Tarno Teguh Totok Tugimin
    Untung Warsito Wasis Wiyono Yanto Yusuf Zainal Fajar Galih Ilham Dimas Reza Fauzan Bayu
    Danang Ginanjar
    """
)
_WOMEN = _words(
    """
    Siti Sri Sumiyati Sumarni Suparti Sutini Suminah Ngatini Ngatinah Painem Paini Parti
    Partini Kasmi Kasiyem Rohmah Nur Aminah Aisyah Fatimah Khotimah Dewi Endang Eni Erna Eka
    Dwi Tri Wahyuni Yuliana Rina Rini Ratna Retno Sulastri Sulistyowati Sundari Supriyatin
    Suryani Susanti Sutarmi Tumini Tuminah Wagiyem Wariyem Wartini Warsini Widyastuti Winarni
    Yatmi Yanti Zulaikha Indah Intan Kartini Lestari Lilik Maryam Mariyam Mulyani Munawaroh
    Mutmainah Nanik Ningsih Novita Nurul Puji Purwanti Puspita Rahayu Rahmawati Rubiyah Rukmini
    Salamah Sarinah Satinah Sugiyanti
    """
)
_SECOND = _words(
    """
    Santoso Wibowo Saputra Saputro Prabowo Hidayat Rahman Rahmat Hakim Firmansyah Kurniawan
    Susilo Utomo Raharjo Suryadi Maulana Ramadhan Ramadhani Wijaya Pratama Putra Putri Lestari
    Wahyuni Handayani Astuti Rahayu Sari Permatasari Anggraini Safitri Kusuma Kusumawati
    Ningrum Ningsih Hastuti Fitriani Fitria Utami Setyowati Setyaningsih Khasanah Hasanah
    Mardiyah Maimunah Solikhah Zahra Maharani Cahyani Cahyono Basuki Budiman Darmawan Gunawan
    Irawan Junaidi Kuncoro Laksono Mustofa Nurdin Riyadi Rifai Romadhon Sanusi Subagyo
    Sudarmono Sudibyo Sudrajat Sulaiman Supardi Supriyanto Susanto Syarifudin Taufik Wahid
    Wahyudi Waluyo Yulianto Zaenuri Fauzi Ghozali Hamdani Ismail Jaelani Kholil
    """
)
_SYLLABLES = (
    _words(
        "Su Wa Ka Pa Nga Ra Mu Sa Ti Mar Tu Har Dar Wi Jo Sar Kus Bu Ro Ha Ma Ta Da La Ya Ji Gi"
    ),
    _words(
        "yat kim man gi di no min par ti wan lis ning rah mad jiyo tri sri nar giy rto dar wo ri"
    ),
    _words("no ni to ti man mi em yah ah in an i o nto wati ningsih yanto yono yanti di gi ja ra"),
)
_TITLES = ("H. ", "HJ. ", "DRS. ", "NY. ")
_LETTERS = "ABCDEFGHIKLMNOPRSTUWY"
_SPELLED = (
    ("U", "OE"), ("J", "DJ"), ("C", "TJ"), ("Y", "J"), ("SY", "SJ"), ("KH", "CH"), ("DH", "D"),
    ("TH", "T"), ("D", "DH"), ("T", "TH"), ("I", "IE"), ("A", "O"), ("F", "P"), ("V", "F"),
    ("Z", "J"), ("Q", "K"),
)  # fmt: skip


def names(rng: Random, female: Bools, household: Ints, place: Ints) -> tuple[list[str], list[str]]:
    """A name for each person, and their mother's: for children at home, the second person's."""
    count = len(female)
    men, women = _pool(rng, _MEN, 1_500), _pool(rng, _WOMEN, 1_500)
    second = _pool(rng, _SECOND, 2_500)
    given = np.where(female, _drawn(rng, women, count), _drawn(rng, men, count))
    words = rng.choice(3, p=[0.35, 0.5, 0.15], size=count)
    frame = pl.DataFrame(
        {
            "given": given,
            "second": np.where(words > 0, _drawn(rng, second, count), ""),
            "third": np.where(words > 1, _drawn(rng, second, count), ""),
            "own": _drawn(rng, women, count),
            "household": household,
            "place": place,
        }
    ).with_columns(
        pl.concat_str("given", "second", "third", separator=" ")
        .str.strip_chars()
        .str.to_uppercase()
        .alias("name")
    )
    wives = frame.filter(pl.col("place") == 1).select("household", pl.col("name").alias("wife"))
    frame = frame.join(wives, on="household", how="left", maintain_order="left")
    mother = frame.select(
        pl.when(pl.col("place") >= 2)
        .then(pl.coalesce("wife", pl.col("own").str.to_uppercase()))
        .otherwise(pl.col("own").str.to_uppercase())
    ).to_series()
    return frame["name"].to_list(), mother.to_list()


def spellings(rng: Random) -> tuple[Change, ...]:
    """The damages of a name, in the order of their shares: spelt otherwise, a slip, a word lost, a
    title, words reversed, all but the first as initials.
    """

    def title(name: str) -> str:
        return _TITLES[int(rng.integers(len(_TITLES)))] + name

    def lost(name: str) -> str:
        words = name.split()
        if len(words) < 2:
            return name
        return " ".join(words[1:] if rng.random() < 1 / 3 else words[:-1])

    def spelt(name: str) -> str:
        start = int(rng.integers(len(_SPELLED)))
        for step in (0, 5, 9):
            old, new = _SPELLED[(start + step) % len(_SPELLED)]
            if old in name:
                return name.replace(old, new, 1)
        return name

    def initials(name: str) -> str:
        first, *rest = name.split()
        return " ".join([first, *(word[0] for word in rest)])

    def reversed_(name: str) -> str:
        return " ".join(reversed(name.split()))

    return spelt, slips(rng), lost, title, reversed_, initials


def slips(rng: Random) -> Change:
    """A letter lost, another, too many, or two neighbours swapped."""

    def slip(name: str) -> str:
        if len(name) < 3:
            return name + "A"
        at, kind = int(rng.integers(len(name) - 1)), int(rng.integers(4))
        if kind == 3:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        letter = _LETTERS[int(rng.integers(len(_LETTERS)))] if kind else ""
        return name[:at] + letter + name[at + (kind < 2) :]

    return slip


def _pool(rng: Random, common: list[str], more: int) -> npt.NDArray[np.str_]:
    """Common names first, then ``more`` made of syllables."""
    made = dict.fromkeys(common)
    while len(made) < len(common) + more:
        made["".join(str(rng.choice(part)) for part in _SYLLABLES)] = None
    return np.array(list(made))


def _drawn(rng: Random, pool: npt.NDArray[np.str_], count: int) -> npt.NDArray[np.str_]:
    """Names as common as ranks make them: the n-th with weight n^-0.8."""
    weight = np.arange(1, len(pool) + 1) ** -0.8
    return pool[rng.choice(len(pool), size=count, p=weight / weight.sum())]
