"""Javanese and Indonesian names, and the ways that offices spell them.

The lists are of given names in common use; the people are made up. A name is drawn for a sex and a
generation: older villagers mostly have one Javanese name, their grandchildren two or three modern
ones.
"""

import numpy as np
import polars as pl

from entas.demo.draws import Bools, Random, pick
from entas.demo.figures import Ints

_OLD_MEN = (
    "Sutrisno Suparman Sukardi Suyatno Sumarno Wagimin Tukiman Ngadiman Karto Sastro Parto Wiryo "
    "Darmo Marto Joyo Kromo Sarto Tarno Warsito Suwarno Sugiman Sugiyono Sukarjo Sumadi Supardi "
    "Suprapto Surono Sutarjo Sutopo Suwito Suyono Tasripin Tarmuji Wakijo Wahyudi Wasito Yatiman "
    "Rasiman Rasmin Ratno Rebo Saidi Sakimin Samijan Samsuri Sanmiarjo Sardi Sarijan Sarmin Sarno "
    "Satimin Sikin Slamet Sodikin Subandi Sudarmo Sudiro Jumadi Jumali Kadiran Kadir Kamsi Kasdi "
    "Kasmin Kasno Katiman Kusnadi Lasiman Legiman Madrais Misdi Mujiono Mukiyo Ngatimin Ngatno "
    "Pardi Paimin Paiman Partono Ponijan Poniman Ponidi Prayitno Rahmat Tugiman Tugiyo Tumijan "
    "Tumiran Tukijo Wagino Wagiman Djumadi Giman Giyono Harjo Hardjo Kliwon Pairin Radi Dulkarim"
).split()
_OLD_WOMEN = (
    "Sumiyati Tukiyem Ngatinah Wagiyem Painem Tumini Sutinah Sukinem Lasmi Lasiyem Sariyem Satinah "
    "Sumirah Supinah Suratmi Surati Suwarti Suyati Tarmi Tarsiyem Tasmini Tugiyem Tumirah Wakinem "
    "Warsini Warti Yatmi Ngadinem Ngatiyem Paikem Paini Parinah Parmi Partinah Poniyem Poninah "
    "Rasinah Rasmi Ratmi Rubinah Rubiyem Rukinah Rumini Saminah Sainah Saniyem Sarinem Sarmini "
    "Sarni Sikem Sinem Sudarmi Sugiyem Sukarni Sukiyem Sulastri Sulasmi Sumarni Sumini Suminah "
    "Supartinah Suparti Kasinem Kasmi Kasiyem Katinah Katiyem Kusmiyati Legiyem Marsinah Marsiyem "
    "Mujinah Mujiyem Musiyem Murtini Ginem Giyem Jumiyati Juminah Daliyem Darsini Darti Dasinah "
    "Rohyati Khotimah Maesaroh Kuswati Ngaisah Djuminten Djuwariyah Waginah Wainem Turiyah Turinah"
).split()
_MID_MEN = (
    "Agus Bambang Budi Dwi Eko Heri Joko Nur Slamet Sugeng Supriyanto Suryanto Teguh Tri Wahyu "
    "Wawan Yanto Arif Ahmad Muhammad Abdul Imam Khoirul Mustofa Nurohman Rohmat Saiful Solikin "
    "Sutarno Suwanto Purwanto Haryanto Hartono Mulyono Mulyadi Kuswanto Karyanto Nuryanto Riyanto "
    "Subagyo Sunarto Sunardi Suroto Susanto Sutanto Widodo Winarno Yulianto Andi Darmanto Edi Fajar "
    "Gunawan Hendra Indra Iwan Kurniawan Lukman Maryanto Nanang Pujiono Rudi Santoso Taufik Untung "
    "Wibowo Yudi Zaenal Ali Anwar Fathur Ghofur Hasan Jamal Kholid Masruri Munawir Nasikin Ridwan"
).split()
_MID_WOMEN = (
    "Siti Sri Endang Eni Dwi Tri Nur Ani Wahyuni Sulastri Susanti Susilowati Purwanti Haryanti "
    "Lestari Ningsih Rahayu Yuliani Yuni Umi Titik Tutik Sutarti Suryani Suprihatin Supriyati "
    "Sunarti Sumarsih Setyowati Rina Rini Retno Puji Partini Nuryati Ngatmi Murni Mulyani Mujiati "
    "Maryati Martini Kustini Kartini Jumiati Istiqomah Indah Ida Hartini Fitri Erna Dewi Daryati "
    "Chotimah Budiarti Aminah Asih Astuti Fatimah Halimah Khasanah Latifah Maemunah Mutmainah "
    "Nafisah Rohimah Romlah Rukayah Salamah Sholikhah Solekah Zubaidah Zulaikha Wiwik Tarwiyah"
).split()
_NEW_BOYS = (
    "Muhammad Ahmad Rizki Aditya Bagus Dimas Fajar Galih Hafiz Ilham Kevin Nabil Naufal Rafi Raka "
    "Rangga Satria Yoga Zidan Alif Arya Azka Bima Candra Daffa Deni Elang Fadil Farhan Gilang Ibnu "
    "Irfan Khoirul Krisna Latif Maulana Nanda Putra Rehan Reza Riski Surya Syaiful Tegar Vino Wisnu"
).split()
_NEW_GIRLS = (
    "Siti Nur Aisyah Alya Amelia Anisa Aulia Cahya Citra Dewi Dinda Eka Fitri Intan Kayla Keisya "
    "Laila Lutfi Maya Nabila Nadia Naila Nayla Novi Putri Rahma Ratna Safira Salsabila Sinta Tiara "
    "Vina Wulan Yulia Zahra Zaskia Afifah Azizah Bunga Desi Diah Dian Erlina Febriana Hana Indri"
).split()
_SECOND_MEN = (
    "Santoso Prasetyo Nugroho Wibowo Saputra Kurniawan Setiawan Hidayat Ramadhan Pratama Wijaya "
    "Purnomo Utomo Susilo Raharjo Cahyono Firmansyah Maulana Arifin Rohman Rokhim Hakim Aziz Ghani "
    "Basuki Waluyo Siswanto Riyadi Mubarok Alfarizi Ardiansyah Budiman Efendi Gunarto Istiawan Efendy"
).split()
_SECOND_WOMEN = (
    "Lestari Rahayu Wulandari Astuti Handayani Puspitasari Rahmawati Oktaviani Anggraini Safitri "
    "Khasanah Fatimah Maharani Kusuma Ningrum Utami Pertiwi Fauziah Nuraini Salsabila Ramadhani "
    "Hidayah Munawaroh Muslikhah Sholihah Jannah Azzahra Damayanti Febrianti Indriani Permatasari"
).split()

_FIRST = (_OLD_MEN, _MID_MEN, _NEW_BOYS, _OLD_WOMEN, _MID_WOMEN, _NEW_GIRLS)
_SECOND = (_SECOND_MEN, _SECOND_WOMEN)
# How often a name has one, two or three parts, by generation (old, middle, new).
_PARTS = ((0.80, 0.19, 0.01), (0.38, 0.57, 0.05), (0.05, 0.62, 0.33))

_SPELLINGS = (
    ("^Muhammad ", "Muh. "),
    ("^Muhammad ", "Mohamad "),
    ("^Muhammad ", "Moch. "),
    ("^Abdul ", "Abd. "),
    ("^Siti ", "St. "),
    ("^Nur ", "Noor "),
    ("u", "oe"),
    ("j", "dj"),
    ("iy", "y"),
    ("y", "j"),
    ("h$", ""),
    ("d", "dh"),
    ("kh", "ch"),
    ("o$", "a"),
    ("ni$", "nie"),
    ("i$", "y"),
    ("t", "th"),
    ("s", "ss"),
)


def _draw(rng: Random, lists: tuple[list[str], ...], which: Ints) -> pl.Series:
    """One entry of ``lists[which[i]]`` for each i; common names more often than rare ones."""
    flat = pl.Series([name for names in lists for name in names])
    sizes = np.array([len(names) for names in lists])
    start = np.r_[0, np.cumsum(sizes)[:-1]]
    place = np.floor(sizes[which] * rng.random(len(which)) ** 1.4).astype(np.int64)
    return flat.gather(start[which] + place)


def make(rng: Random, *, female: Bools, birth_year: Ints) -> pl.Series:
    """Names as the registry office would write them, without titles."""
    size = len(female)
    generation = np.select([birth_year < 1967, birth_year < 1999], [0, 1], 2).astype(np.int64)
    first = _draw(rng, _FIRST, generation + 3 * female)
    second = _draw(rng, _SECOND, female.astype(np.int64))
    third = _draw(rng, _SECOND, female.astype(np.int64))
    parts = np.zeros(size, dtype=np.int64)
    for code, weights in enumerate(_PARTS):
        of_generation = generation == code
        parts[of_generation] = pick(rng, weights, int(of_generation.sum()))
    frame = pl.DataFrame({"first": first, "second": second, "third": third, "parts": parts})
    return frame.select(
        pl.when(pl.col("parts") == 0)
        .then(pl.col("first"))
        .when((pl.col("parts") == 1) | (pl.col("second") == pl.col("third")))
        .then(pl.concat_str("first", "second", separator=" "))
        .otherwise(pl.concat_str("first", "second", "third", separator=" "))
        .alias("name")
    ).to_series()


def with_titles(rng: Random, names: pl.Series, *, female: Bools, elder: Bools) -> pl.Series:
    """Some elders carry a title of the pilgrimage, of learning or of descent."""
    draw = rng.random(len(names))
    titled = elder & (draw < 0.02)
    kind = pick(rng, (8.0, 1.0, 1.0), len(names))
    men, women = np.array(["H. ", "KH. ", "R. "]), np.array(["Hj. ", "Ny. ", "Rr. "])
    title = np.where(titled, np.where(female, women[kind], men[kind]), "")
    return pl.DataFrame({"t": title, "n": names}).select(pl.concat_str("t", "n")).to_series()


def with_fathers(names: pl.Series, father: pl.Series, *, female: Bools, where: Bools) -> pl.Series:
    """"bin" and "binti" with the father's name, where a clerk wrote it so."""
    frame = pl.DataFrame({"n": names, "f": father, "w": where, "female": female})
    link = pl.when("female").then(pl.lit(" binti ")).otherwise(pl.lit(" bin "))
    return frame.select(
        pl.when(pl.col("w") & pl.col("f").is_not_null())
        .then(pl.concat_str("n", link, pl.col("f").str.split(" ").list.first()))
        .otherwise("n")
    ).to_series()


def misspelt(rng: Random, names: pl.Series, *, where: Bools) -> pl.Series:
    """Names as another office spells them: old spelling, abbreviations, lost or doubled letters.

    Where the drawn habit does not apply to a name, the name stays as it is.
    """
    place = np.flatnonzero(where)
    if not len(place):
        return names
    habit = rng.integers(0, len(_SPELLINGS), len(place))
    chosen = pl.DataFrame({"n": names.gather(place), "habit": habit})
    out = pl.col("n")
    branches = pl.when(pl.lit(value=False)).then(out)
    for code, (pattern, spelling) in enumerate(_SPELLINGS):
        branches = branches.when(pl.col("habit") == code).then(out.str.replace(pattern, spelling))
    changed = chosen.select(branches.otherwise(out)).to_series()
    return names.clone().scatter(place, changed)
