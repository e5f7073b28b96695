"""Differences are marked where they are, and nowhere else."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from entas.web.review.differences import digits, parts, whole, words
from entas.web.templatetags.review import pieces


def marked(pieces) -> str:
    """The text with what differs in brackets."""
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


def both(pair) -> tuple[str, str]:
    return marked(pair[0]), marked(pair[1])


def test_a_misread_digit_and_two_swapped_ones_are_marked_alone() -> None:
    assert both(digits("3310014107850000", "3310014107350000")) == (
        "3310014107[8]50000",
        "3310014107[3]50000",
    )
    assert both(digits("3310014107850000", "3310014170850000")) == (
        "33100141[07]850000",
        "33100141[70]850000",
    )


def test_a_lost_digit_does_not_mark_all_that_follow() -> None:
    assert both(digits("3310014107850000", "331001410785000")) == (
        "331001410785000[0]",
        "331001410785000",
    )


def test_letters_of_a_name_are_marked_and_case_is_not() -> None:
    assert both(words("SITI AMINAH", "Siti Aminna")) == ("SITI AMINA[H]", "Siti Amin[n]a")


def test_words_find_their_partner_wherever_they_stand() -> None:
    assert both(words("Siti Nur Aminah", "AMINAH SITI")) == ("Siti [Nur] Aminah", "AMINAH SITI")


def test_words_that_are_not_alike_differ_as_a_whole() -> None:
    assert both(words("Budi", "Wagiyem")) == ("[Budi]", "[Wagiyem]")


def test_day_month_and_year_are_compared_with_their_like() -> None:
    assert both(parts("7 Agu 1985", "8 Jul 1985")) == ("[7] [Agu] 1985", "[8] [Jul] 1985")


def test_codes_are_the_same_or_not() -> None:
    assert both(whole("Anak", "anak")) == ("Anak", "anak")
    assert both(whole("Anak", "Menantu")) == ("[Anak]", "[Menantu]")


def test_pieces_are_marked_in_html_and_escaped() -> None:
    both = words("<b>Siti", "<b>Sitti")
    assert pieces(both[1]) == "&lt;b&gt;Sit<mark>t</mark>i"
    assert "–" in pieces(())


ANY = st.text(alphabet="abcdeAB Iıİß0123", max_size=14)


@given(ANY, ANY)
def test_the_pieces_are_the_value_and_equal_values_have_no_mark(first: str, second: str) -> None:
    first, second = " ".join(first.split()), " ".join(second.split())
    for compare in (whole, digits, parts, words):
        left, right = compare(first, second)
        assert "".join(piece.text for piece in left) == first
        assert "".join(piece.text for piece in right) == second
        assert not any(piece.differs for side in compare(first, first) for piece in side)
        assert all(a.differs != b.differs for a, b in pairwise(left))


@given(ANY, ANY)
def test_values_that_differ_carry_a_mark(first: str, second: str) -> None:
    first, second = "".join(first.split()), "".join(second.split())
    for compare in (whole, digits, parts, words):
        marks = any(piece.differs for side in compare(first, second) for piece in side)
        folded = [[letter.casefold() for letter in text] for text in (first, second)]
        exact = first != second if compare in (parts, digits) else folded[0] != folded[1]
        if compare is digits and len(first) != len(second):
            exact = folded[0] != folded[1]
        if compare is whole:
            exact = first.casefold() != second.casefold()
        assert marks == exact
