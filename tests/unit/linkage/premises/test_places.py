"""RT, RW and hamlet out of the ways in which offices write them."""

import polars as pl
import pytest

from entas.linkage.premises.places import places


def place(address, **columns):
    frame = pl.DataFrame({"address": [address], **{name: [said] for name, said in columns.items()}})
    return places(frame.cast(dict.fromkeys(frame.columns, pl.String))).row(0)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("DK KRAJAN RT 02/05", (2, 5, "KRAJAN")),
        ("Krajan RT.2 RW.5", (2, 5, "KRAJAN")),
        ("KRAJAN 02/05", (2, 5, "KRAJAN")),
        ("DS KARANGANYAR RT 002 RW 005", (2, 5, "")),
        ("RT 2/5 DS KARANGANYAR", (2, 5, "")),
        ("KRAJAN KARANG ANYAR", (0, 0, "KRAJAN")),
        ("DESA KARANGANYAR", (0, 0, "")),
        ("JL RAYA KARANGANYAR NO 12 RT 2/5", (2, 5, "")),
        ("DUKUH KRAJAN RT02RW05", (2, 5, "KRAJAN")),
        ("DSN KRAJAN RT II RW V", (2, 5, "KRAJAN")),
        ("RT/RW 002/005", (2, 5, "")),
        ("RT 0 RW 0", (0, 0, "")),
        ("", (0, 0, "")),
        (None, (0, 0, "")),
    ],
)
def test_an_address_is_read(address, expected):
    assert place(address, village="KARANG ANYAR") == expected


def test_columns_go_before_the_address():
    assert place("KRAJAN RT 2 RW 5", rt="007", rw=None, hamlet="Pucung") == (7, 5, "PUCUNG")
    assert place("KRAJAN RT 2 RW 5", rt="0", rw="", hamlet="") == (2, 5, "KRAJAN")
