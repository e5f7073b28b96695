"""Two records side by side, and their households."""

from datetime import date

from entas.registry.subjects import Relative
from entas.web.review.beside import compared, members_beside


def text(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


def test_what_only_one_side_says_is_no_difference() -> None:
    (row,) = compared({"name": "Siti Aminah"}, {"name": None}, ["name"])
    assert (text(row.first), text(row.second)) == ("Siti Aminah", "")
    assert row.silent
    assert not row.differs


def test_fields_of_which_both_are_silent_are_left_out() -> None:
    assert compared({"name": None}, {"name": ""}, ["name", "nik"]) == []


def test_a_date_is_compared_part_by_part() -> None:
    first, second = {"birth_date": date(1985, 8, 7)}, {"birth_date": date(1985, 7, 7)}
    (row,) = compared(first, second, ["birth_date"])
    assert row.differs
    assert text(row.first).startswith("7 [")
    assert text(row.first).endswith("] 1985")


def relative(number: int, name: str, nik: str | None = None, born: date | None = None) -> Relative:
    return Relative(person_id=number, name=name, nik=nik, relationship=None, born=born)


def names(lines) -> list[tuple[str, str, int]]:
    return [
        (
            "".join(p.text for row in line.rows[:1] for p in row.first),
            "".join(p.text for row in line.rows[:1] for p in row.second),
            line.alone_in,
        )
        for line in lines
    ]


def test_members_with_the_same_nik_or_a_like_name_stand_beside_each_other() -> None:
    first = [relative(1, "Siti Aminah"), relative(2, "Budi"), relative(3, "Tukinem", "331001")]
    second = [relative(4, "Ibu Inem", "331001"), relative(5, "Siti Aminna")]
    assert names(members_beside(first, second)) == [
        ("Siti Aminah", "Siti Aminna", 0),
        ("Tukinem", "Ibu Inem", 0),
        ("Budi", "", 1),
    ]


def test_nobody_stands_beside_two() -> None:
    first = [relative(1, "Siti"), relative(2, "Siti")]
    assert [line.alone_in for line in members_beside(first, [relative(3, "Siti")])] == [0, 1]


def test_who_is_only_in_the_second_household_is_shown_last() -> None:
    lines = members_beside([relative(1, "Budi")], [relative(2, "Wagiyem")])
    assert names(lines) == [("Budi", "", 1), ("", "Wagiyem", 2)]
